"""The heat map: words and numbers in every cell, text that can be read, shades that follow the numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import wrong_chart

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.show import heat as heats
from mcee_eval.show.style import styled, svg
from mcee_eval.words.say import Words

ROWS = [("a", "2019-20", 0.0), ("a", "2020-21", 0.4), ("b", "2019-20", 1.0), ("b", "2020-21", None)]


def released(rows=ROWS):
    cells = [marked("not_estimable") if v is None else Cell(v) for *_, v in rows]
    dims = pd.DataFrame([r[:2] for r in rows], columns=["level", "year"])
    return Door("synthetic", "public", "x").table(dims, {"share": cells}, {"share": "share"}, "things")


def drawn(table, lang="en"):
    with styled("heat"):
        figure = Figure(figsize=(6, 3))
        ax = figure.add_subplot()
        heats.heat(
            ax, table, Words(lang), row="level", column="year", value="share", word=lambda i: f"word {i}",
            row_name=str.upper, column_name=str,
        )  # fmt: skip
        return ax, fromstring(svg(figure))


def record(rows=ROWS):
    columns = [{"key": k, "kind": k} for k in ("level", "year", "share")]
    told = [[a, b, {"m": "not_estimable"} if v is None else {"v": v}] for a, b, v in rows]
    return {"id": "x", "columns": columns, "rows": told}


def test_every_cell_says_its_word_and_its_number():
    ax, _ = drawn(released())
    texts = [t.get_text() for t in ax.texts]
    assert texts == ["word 0\n0%", "word 1\n40%", "word 2\n100%", "word 3"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["A", "B"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["2019-20", "2020-21"]
    assert drawn(released(), "fr")[0].texts[1].get_text() == "word 1\n40\u00a0%"


def test_a_cell_without_a_number_is_hatched_and_carries_none():
    ax, picture = drawn(released())
    assert [p.get_hatch() for p in ax.patches] == [None, None, None, "////"]
    assert [p.get_gid() for p in ax.patches] == ["heat-share-0", "heat-share-1", "heat-share-2", None]
    assert wrong_chart(picture, record()) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ([("a", "2019-20", 1.0), *ROWS[1:]], "lighter"),
        ([*ROWS[:2], ("b", "2019-20", 0.2), ROWS[3]], "lighter"),
        ([*ROWS[:3], ("b", "2020-21", 0.3)], "numbers in"),
        ([*ROWS[:2], ("b", "2019-20", None), ROWS[3]], "without a number"),
    ],
)
def test_a_map_drawn_from_other_numbers_is_found_out(change, told):
    _, picture = drawn(released())
    assert any(told in t for t in wrong_chart(picture, record(change)))


def test_text_stands_out_on_every_shade():
    for share in np.linspace(0, 1, 101):
        fill = heats.shade(share)
        a, b = (heats.luminance(c) + 0.05 for c in (fill, heats.ink_on(fill)))
        assert max(a, b) / min(a, b) >= 4.5, share


def test_shades_darken_and_stay_inside():
    lights = [heats.luminance(heats.shade(s)) for s in np.linspace(0, 1, 11)]
    assert lights == sorted(lights, reverse=True)
    assert (heats.shade(-1), heats.shade(2)) == (heats.shade(0), heats.shade(1))
