"""UNHCR Refugee Data Finder: asylum applications in Canada, by origin and year."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.loaders import unhcr
from mcee_eval.loaders.cells import Cells, header_of
from mcee_eval.loaders.interval import UNHCR, Interval
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "unhcr_applications"
SOURCE = "UNHCR Refugee Data Finder, asylum applications, country of asylum Canada"
COLUMNS = {
    **unhcr.ORIGIN,
    **unhcr.PROCEDURE,
    "type": ("Application type", "app_type"),
    "applied": ("applied", "Applications"),
}
# N new, V various, NR new and repeat, R repeat, RA reopened, A appeal, FA first instance and appeal, J joint
TYPES = {code.casefold(): code for code in ("N", "V", "NR", "R", "RA", "A", "FA", "J", "NA")}
FIRST_TYPES = frozenset({"N", "V"})


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, {"applied", "application type"}, {"applied", "app_type"}) is not None


def load(path: str | Path) -> Loaded:
    """How many people applied for asylum in Canada for the first time, by origin and year?

    path : the download, or the package's table; column order and case do not matter. Appeals, reviews and repeat
    applications repeat first-instance cases and are left aside, as are other countries of asylum: what stays is type
    N or V with stage FI or FA. Frame: origin (ISO3; UNKNOWN, STATELESS, TIBETAN), year, value, low, high, suppressed.
    UNHCR prints 1 to 4 as 5, so a 5 is 1 to 5; the value is as printed. Refused, all at once: changed columns,
    unknown origins, types and stages, cases for persons, repeated rows, two kinds of first applications in one year.
    """
    reading = Reading(KIND, path)
    reading.find(unhcr.columns(reading, COLUMNS))
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[object, ...], int] = {}
    stages: dict[int, set[str]] = {}
    elsewhere = aside = coded = 0
    for row in reading.rows():
        if not unhcr.in_canada(reading, row):  # scope first: other countries are not this reader's to judge
            elsewhere += 1
            continue
        year, code = reading.year(row, "year"), unhcr.origin(reading, row)
        kind, stage = reading.one_of(row, "type", TYPES), reading.one_of(row, "stage", unhcr.STAGES)
        authority = reading.one_of(row, "authority", unhcr.AUTHORITIES)
        unhcr.persons(reading, row)
        cell = reading.interval(row, "applied", UNHCR)
        if year is None or None in (code, kind, stage, authority):
            continue
        key = (year, code, kind, stage, authority)
        if not reading.once(seen, key, row, f"{year}, {code}, type {kind}, stage {stage}"):
            continue
        if kind not in FIRST_TYPES or stage not in unhcr.FIRST:
            aside += 1
            continue
        stages.setdefault(year, set()).add(f"{kind}/{stage}")
        coded += cell is not None and cell.low != cell.high
        found.append(({"origin": code, "year": year}, cell))
    for year, kinds in stages.items():
        if len(kinds) > 1:
            said = " and ".join(sorted(kinds))
            reading.fault(f"year {year}", f"{said} side by side", "one type and stage of first applications", AGAIN)
    unhcr.leave_aside(reading, "other countries of asylum", elsewhere)
    unhcr.leave_aside(reading, "appeals, reviews and repeat applications", aside)
    if coded:
        reading.notes.append(f"{unhcr.CODED} ({coded} cells).")
    return reading.loaded(found, source=SOURCE, vintage="")
