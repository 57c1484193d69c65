"""What loaders and publishers tell in English, said in French where a text knows it, marked as English elsewhere."""

from __future__ import annotations

import csv
import re

import pytest

from mcee_eval.words.catalogue import SLOT, catalogue
from mcee_eval.words.told import foreign, said

S = "\u00a0"


@pytest.mark.parametrize(
    ("told", "french"),
    [
        ("2024-Q4 first release", f"T4{S}2024, première diffusion"),
        ("2024-Q4 revised and 2025-Q3 releases", f"diffusions du T4{S}2024 (révisée) et du T3{S}2025"),
        ("2025-Q3 release (Q3 partial)", f"diffusion du T3{S}2025 (T3 partiel)"),
        ("2017-11, 2026-02 press quoting CBSA", "2017-11; 2026-02, presse citant l'ASFC"),
        ("2024-02-29, 2026-06-25", "2024-02-29, 2026-06-25"),
        ("synthetic programme, scenario report", "programme synthétique, scénario report"),
        ("press (land2air.ca)", "presse (land2air.ca)"),
        (
            "2 rows (country C07, month 2021-09): dropped. Partial month.",
            f"2 lignes (country C07, month 2021-09){S}: retirées. Partial month.",
        ),
    ],
)
def test_known_sentences_are_said_in_french(told: str, french: str) -> None:
    assert said(told, "fr") == french
    assert said(told, "en") == told
    assert not foreign(told, "fr")


def test_what_no_text_knows_stays_and_is_marked() -> None:
    assert said("Collected by hand from the minutes", "fr") == "Collected by hand from the minutes"
    assert foreign("Collected by hand from the minutes", "fr")
    assert not foreign("Collected by hand from the minutes", "en")
    assert not any(foreign(code, "fr") for code in ("R01", "2024", "IRCC", "f4-lines", ""))


def test_every_source_and_vintage_that_ships_is_known(root) -> None:
    shipped = set()
    for path in (root / "data/published").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            shipped |= {row.get(c) or "" for row in csv.DictReader(file) for c in ("source", "vintage")}
    for path in (root / "mcee_eval/loaders").glob("*.py"):
        shipped |= set(re.findall(r'^SOURCE = "(.*)"$', path.read_text("utf-8"), re.M))
    assert len(shipped) > 50
    assert [s for s in sorted(shipped) if foreign(s, "fr")] == []


def test_every_note_of_a_loader_is_known(root) -> None:
    """The fixed words of each note that a loader appends stand in the English of some text."""
    ours = ("told.note.", "problem.check.")
    known = [SLOT.sub(" ", t.template("en")) for k, t in catalogue().items() if k.startswith(ours)]
    missing = []
    for path in sorted((root / "mcee_eval/loaders").glob("*.py")):
        for note in re.findall(r'notes\.append\(\s*f?"([^"]+)"', path.read_text("utf-8")):
            words = [w for w in re.split(r"\{(?:[^{}]|\{[^{}]*\})*\}", note) if len(w.strip(" .;:,()")) > 3]
            if not all(any(w.strip(" .;:,()") in one for one in known) for w in words):
                missing.append(note)
    assert missing == []
