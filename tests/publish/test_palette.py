"""Contrast of the pages' colours in light and dark, and of the figures' palette on white (WCAG 2.1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mcee_eval.show.style import INK, PALETTE, QUIET


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb or #rgb (WCAG's definition)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#56B4E9", "#ffffff") < 3  # of seaborn's "colorblind"


def test_figures_on_white() -> None:
    assert all(contrast(colour, "#fff") >= 2.95 for colour in PALETTE)
    assert all(contrast(colour, "#fff") >= 4.5 for colour in (INK, QUIET))
    assert contrast(PALETTE[0], PALETTE[1]) < 3  # told apart by dash and marker, so:
    from mcee_eval.show.style import DASHES, MARKERS

    assert len(set(map(str, DASHES))) == len(DASHES) >= 3
    assert len(set(MARKERS)) == len(MARKERS) >= 3


@pytest.mark.parametrize("scheme", [0, 1])
def test_pages_in_light_and_dark(root: Path, scheme: int) -> None:
    css = (root / "mcee_eval/publish/style.css").read_text(encoding="utf-8")
    block = re.findall(r":root\{([^}]*)\}", css)[scheme]
    colours = dict(re.findall(r"--(\w+):(#\w+)", block))
    for text in ("ink", "quiet", "link", "warn"):
        for ground in ("paper", "card"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark in ("link", "warn"):
        assert contrast(colours["onmark"], colours[mark]) >= 4.5
    for edge in ("rule", "focus"):
        assert contrast(colours[edge], colours["paper"]) >= 3
