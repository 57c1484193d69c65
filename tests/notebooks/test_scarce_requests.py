"""Notebook 04 on registers that bear little: what cannot be estimated is said, and never ends the run."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from mcee_eval.rehearsal import rehearsed
from mcee_eval.studies import Study

LAST = date(2025, 3, 31)
DECLARED = 'provenance = "protected"\nextracted_on = 2025-03-31\nrelease = ["NGA"]\n'
EMPTY = ("status_from", "status_to")
DATES = ("first_reply_on", "interview_on", "refused_on", "withdrawn_on", "expires_on", "removed_on")
QUARTER = {
    "country": "NGA", "quarter": "2019-20Q1", "inventory": "working", "stock_end": 467, "added": 102, "removed": 39,
    "closed_other": 13, "reclassified": -9, "impeded_travel_document": 235, "impeded_other": 101,
}  # fmt: skip


def register(folder: Path, n: int, *, first: date, last: date, wait: range, share: float, selected: str) -> None:
    """A folder of two tables: countries, and requests issued after ``wait`` days in a share of cases."""
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(DECLARED, "utf-8")
    rows = [("NGA", "recalcitrant", "targeted", "yes", "2020-04", selected, "Nigeria", "Nigéria"),
            ("JAM", "cooperative", "none", "no", "", "", "Jamaica", "Jamaïque")]  # fmt: skip
    names = ["country", "removals_status", "mcee_role", "main", "programme_start", "selected_on", "name_en", "name_fr"]
    countries = pd.DataFrame(rows, columns=names).assign(**dict.fromkeys(EMPTY, ""), engagement_plan="no")
    countries.to_csv(folder / "countries.csv", index=False)
    chance, asked = random.Random(3), []
    for i in range(n):
        day = first + timedelta(days=chance.randrange((last - first).days))
        came = day + timedelta(days=chance.choice(wait)) if chance.random() < share else LAST + timedelta(days=1)
        asked.append((f"T{i:04d}", f"P{i:04d}", "NGA" if i % 2 else "JAM", day, came if came <= LAST else ""))
    table = pd.DataFrame(asked, columns=["request_id", "person_key", "country", "requested_on", "issued_on"])
    table = table.assign(**dict.fromkeys((*DATES, "counterpart", "resubmission_of"), ""))
    table.to_csv(folder / "travel_document_requests.csv", index=False)


def page(folder: Path, monkeypatch: pytest.MonkeyPatch, country: str = "NGA") -> Study:
    monkeypatch.setenv("MCEE_DATA", str(folder.parent))
    made = rehearsed("f4", country=country, dataset=folder.name, audience="internal")
    assert set(made.state().values()) <= {"inconclusive", "not_examined"}
    made.record()
    return made


WHOLE = {
    "first": date(2016, 4, 1),
    "last": date(2024, 12, 31),
    "wait": range(30, 400),
    "share": 0.5,
    "selected": "2019",
}


@pytest.mark.parametrize("country", ["NGA", "ALL", "JAM"])
def test_requests_and_countries_alone_make_the_page_with_its_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, country: str
) -> None:
    register(tmp_path / "few", 1500, **WHOLE)
    shown = page(tmp_path / "few", monkeypatch, country).shown
    assert {"f4-cohort-curves", "f4-issuance-at", "f4-delay-by-stage", "f4-additions-absent"} <= set(shown)


def test_one_quarter_of_inventory_bounds_no_additions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register(tmp_path / "one", 260, **WHOLE)
    pd.DataFrame([QUARTER]).to_csv(tmp_path / "one" / "removals_inventory.csv", index=False)
    shown = page(tmp_path / "one", monkeypatch).shown
    assert {"f4-additions-absent", "f4-requests-per-case-absent"} <= set(shown)


@pytest.mark.parametrize(
    "alike",
    [
        {"wait": [60], "share": 1.0},  # everyone waits alike
        {"share": 0.0},  # nothing was issued
        {"first": date(2022, 4, 1)},  # nobody asked before the start
        {"last": date(2018, 12, 31)},  # nobody asked after it, nor in the stop of removals
        {"last": date(2018, 12, 31), "selected": ""},  # no year that chose the country
    ],
)
def test_a_register_in_which_everyone_is_alike_is_not_estimable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alike: dict[str, object]
) -> None:
    register(tmp_path / "alike", 300, **{**WHOLE, **alike})  # type: ignore[arg-type]
    assert "f4-4a" in page(tmp_path / "alike", monkeypatch).shown
