"""UNHCR Refugee Data Finder: first-instance asylum decisions in Canada, by origin and year."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.loaders import unhcr
from mcee_eval.loaders.cells import Cells, header_of
from mcee_eval.loaders.interval import UNHCR, Interval, miss, total
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "unhcr_decisions"
SOURCE = "UNHCR Refugee Data Finder, asylum decisions, country of asylum Canada"
PARTS = {
    "recognized": ("Recognized decisions", "dec_recognized"),
    "complementary": ("Complementary protection", "dec_other"),
    "rejected": ("Rejected decisions", "dec_rejected"),
    "closed": ("Otherwise closed", "dec_closed"),
}
MEASURES = {**PARTS, "total": ("Total decisions", "dec_total")}
COLUMNS = {**unhcr.ORIGIN, **unhcr.PROCEDURE, **MEASURES}
# In 2020 parts of named origins were moved to Unknown while their totals stayed; met in the release of 2026-06.
MOVED = frozenset({2020})


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, {"recognized decisions"}, {"dec_recognized"}) is not None


def load(path: str | Path) -> Loaded:
    """How were first-instance asylum claims decided in Canada, by origin and year?

    path : the download, or the package's table; column order and case do not matter. Only stage FI (FA in 2007)
    stays; appeals and reviews repeat first-instance cases and are left aside. Frame: origin (ISO3; UNKNOWN,
    STATELESS, TIBETAN), year, measure (recognized, complementary, rejected, closed, total), value, low, high,
    suppressed. UNHCR prints 1 to 4 as 5, so a 5 is 1 to 5, and a total of such parts is as wide as they are; values
    are as printed. The parts of 2020 miss their totals, as published (a note counts the rows); in other years that is
    refused, as are, all at once: changed columns, unknown origins and stages, cases for persons, repeated rows, FI
    beside FA in one year.
    """
    reading = Reading(KIND, path)
    reading.find(unhcr.columns(reading, COLUMNS))
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[object, ...], int] = {}
    stages: dict[int, set[str]] = {}
    missed: dict[int, list[tuple[int, str]]] = {}
    elsewhere = aside = coded = 0
    for row in reading.rows():
        if not unhcr.in_canada(reading, row):  # scope first: other countries are not this reader's to judge
            elsewhere += 1
            continue
        year, code = reading.year(row, "year"), unhcr.origin(reading, row)
        stage, authority = (
            reading.one_of(row, "stage", unhcr.STAGES),
            reading.one_of(row, "authority", unhcr.AUTHORITIES),
        )
        unhcr.persons(reading, row)
        cells = {name: reading.interval(row, name, UNHCR) for name in MEASURES}
        if year is None or None in (code, stage, authority):
            continue
        if not reading.once(seen, (year, code, stage, authority), row, f"{year}, {code}, stage {stage}"):
            continue
        if by := _check(reading, row, year, cells):
            missed.setdefault(year, []).append((by, f"{reading.text(row, 'origin')} ({stage})"))
        if stage is None or stage not in unhcr.FIRST:
            aside += 1
            continue
        stages.setdefault(year, set()).add(stage)
        cells["total"] = _as_wide(cells)
        for measure, cell in cells.items():
            coded += cell is not None and cell.low != cell.high
            found.append(({"origin": code, "year": year, "measure": measure}, cell))
    for year, kinds in stages.items():
        if len(kinds) > 1:
            reading.fault(f"year {year}", "stages FA and FI side by side", "one stage of first decisions", AGAIN)
    unhcr.leave_aside(reading, "other countries of asylum", elsewhere)
    unhcr.leave_aside(reading, "appeals, reviews and repeat applications", aside)
    for year, rows in sorted(missed.items()):
        most, where = max(rows)
        told = f"{year}: the parts of {len(rows)} rows miss their total, by up to {most} ({where})"
        reading.notes.append(f"{told}, as published.")
    if coded:
        reading.notes.append(f"{unhcr.CODED} ({coded} cells).")
    return reading.loaded(found, source=SOURCE, vintage="")


def _as_wide(cells: dict[str, Interval | None]) -> Interval | None:
    """The total of parts that are printed as 5 is no more exact than they are."""
    whole = cells["total"]
    parts = [cell for cell in (cells[name] for name in PARTS) if cell is not None]
    made = total(parts)
    return made if whole is not None and made.value == whole.value and len(parts) == len(PARTS) else whole


def _check(reading: Reading, row: int, year: int, cells: dict[str, Interval | None]) -> int:
    """Parts against the row's total; the miss, if it is one that the publisher is known for."""
    whole = cells["total"]
    parts = [cell for cell in (cells[name] for name in PARTS) if cell is not None]
    if whole is None or len(parts) < len(PARTS):
        return 0
    if year not in MOVED:
        reading.compare(f"{reading.cells.at(row)} ({year}, {reading.text(row, 'origin')})", whole, parts)
        return 0
    return miss(whole, parts)
