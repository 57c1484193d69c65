"""GC InfoBase: planned and actual spending and full-time equivalents by program and fiscal year."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from mcee_eval.loaders.cells import Cells, header_of
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "gc_infobase"
SOURCE = "Treasury Board Secretariat, GC InfoBase, planned and actual spending and FTE by program"
TEXTS = ("organization_id", "organization", "core_responsibility", "program_id", "program_name")
NUMBERS = (
    "planned_spending_1", "actual_spending", "planned_spending_2", "planned_spending_3",
    "planned_ftes_1", "actual_ftes", "planned_ftes_2", "planned_ftes_3",
)  # fmt: skip
EXPLAINED = ("planning_explanation", "variance_explanation")


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, {"fy_ef", "program_id", "actual_spending"}) is not None


def load(path: str | Path) -> Loaded:
    """What was planned and what was spent on each program, in dollars and in full-time equivalents?

    Frame: fiscal_year ("2019-20"), organization_id, organization, core_responsibility, program_id, program_name,
    then planned_spending_1 (the year's own plan), actual_spending, planned_spending_2 and _3 (plans for the two next
    years), and the same four for ftes, as float64 (dollars, FTE). ``.`` is "not there yet" and is NaN; zero is zero.
    The two columns of explanations are not kept. Refused, all at once: changed columns, fiscal years and numbers that
    are none (a bare ``FY2019`` among them), empty codes, repeated programs.
    """
    reading = Reading(KIND, path)
    reading.find({name: (name,) for name in ("fy_ef", *TEXTS, *NUMBERS, *EXPLAINED)})
    records: list[dict[str, object]] = []
    seen: dict[tuple[str, str, str], int] = {}
    missing = 0
    for row in reading.rows():
        year = _fiscal_year(reading, row)
        texts = {name: reading.text(row, name) for name in TEXTS}
        for name in TEXTS:
            if name in reading.places and not texts[name]:
                reading.fault(reading.at(row, name), "nothing", "a name or code", AGAIN)
        numbers = {name: _number(reading, row, name) for name in NUMBERS}
        missing += sum(reading.text(row, name) == "." for name in NUMBERS)
        key = (year or "", texts["organization_id"], texts["program_id"])
        if year is None or not reading.once(seen, key, row, ", ".join(key)):
            continue
        records.append({"fiscal_year": year, **texts, **numbers})
    if missing:
        reading.notes.append(f"{missing} cells hold '.': not there yet, no zero.")
    reading.stop()
    return reading.received(pd.DataFrame.from_records(records), source=SOURCE, vintage="")


def _fiscal_year(reading: Reading, row: int) -> str | None:
    """``FY 2018-19`` → 2018-19."""
    text = reading.text(row, "fy_ef")
    found = re.fullmatch(r"FY ?(\d{4})-(\d{2})", text)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2]}"
    if "fy_ef" in reading.places:
        reading.fault(reading.at(row, "fy_ef"), f"'{text}'", "a fiscal year such as 'FY 2018-19'", AGAIN)
    return None


def _number(reading: Reading, row: int, name: str) -> float:
    """Dollars or FTE; ``.`` is missing."""
    text = reading.text(row, name)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if text != "." and name in reading.places:
        reading.fault(reading.at(row, name), f"'{text}'", "a number with a decimal point, or '.'", AGAIN)
    return float("nan")
