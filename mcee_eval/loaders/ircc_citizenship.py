"""IRCC open data: asylum claimants by the 25 first countries of citizenship, office type and month."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from mcee_eval.loaders.cells import Cells
from mcee_eval.loaders.interval import Interval
from mcee_eval.loaders.ircc_grid import Column, Line, check_line, header_row, kept, last_month, read_grid
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_citizenship"
SOURCE = "IRCC open data, asylum claimants by top 25 countries of citizenship and claim office type"
LABEL = "country of citizenship and office type"
OFFICES = {"airport": "airport", "border": "border", "inland": "inland", "other offices": "other"}
_RANKED = re.compile(r"\((\d+)\) (.+)")


def recognises(cells: Cells) -> bool:
    """Is it this format, by the first cell of its header?"""
    return header_row(cells, LABEL) is not None


def load(path: str | Path) -> Loaded:
    """How many claims did citizens of each country make each month, and at which kind of office?

    path : the workbook, or its grid as CSV. Frame: citizenship (ISO3; OTHER, TOTAL), office (airport, border, inland,
    other; all), year, grain ("month", "year", or "part_year" for the total of a year that is not over), period,
    value, low, high, suppressed. Never add over ``grain`` or office "all". ``--`` is 1 to 4, other numbers are
    rounded to 5. A country stands on its total line, after its offices; an office without a line has no row here (it
    is no zero). Vintage: the Source line. Refused, all at once: changed headers, unknown labels and marks, totals
    that rounding cannot explain, ranks out of order.
    """
    reading = Reading(KIND, path)
    grid = read_grid(reading, LABEL, quarters=True)
    blocks = _blocks(reading, grid.lines)
    named: dict[str, int] = {}
    rows: list[tuple[dict[str, object], Interval | None]] = []
    total_lines: list[tuple[str | None, Line]] = []
    last = last_month(grid)
    for total, details in blocks:
        code = _citizenship(reading, total)
        for detail in details:
            check_line(reading, detail, f"{total.label}, {detail.detail}")
        check_line(reading, total, total.label)
        _check_offices(reading, total, details)
        total_lines.append((code, total))
        if code is None or last is None or not reading.once(named, code, total.row, f"'{total.label}'"):
            continue
        for line in (*details, total):
            office = OFFICES.get(line.detail.casefold(), "all") if line.detail else "all"
            rows += [
                (
                    {
                        "citizenship": code,
                        "office": office,
                        "year": column.year,
                        "grain": grain,
                        "period": column.period,
                    },
                    cell,
                )
                for column, grain, cell in kept(line, last)
            ]
    _check_countries(reading, total_lines, grid.title)
    if last is not None and last.number < 12:
        reading.notes.append(f"{last.year} ends with {last.period}: its total is that of a part of the year.")
    return reading.loaded(rows, source=SOURCE, vintage=grid.vintage)


def _blocks(reading: Reading, lines: tuple[Line, ...]) -> list[tuple[Line, list[Line]]]:
    """Each total line with the details that stand above it."""
    blocks: list[tuple[Line, list[Line]]] = []
    details: list[Line] = []
    for line in lines:
        if line.label:
            blocks.append((line, details))
            details = []
            continue
        if line.detail.casefold() not in OFFICES:
            todo = f"A new kind of office? {AGAIN}"
            reading.fault(reading.cells.at(line.row), f"office '{line.detail}'", f"one of {', '.join(OFFICES)}", todo)
        details.append(line)
    if details:
        reading.fault(
            reading.cells.at(details[0].row), "offices without a line of their country", "a total line", AGAIN
        )
    return blocks


def _citizenship(reading: Reading, line: Line) -> str | None:
    """The code of a total line; its rank is dropped."""
    ranked = _RANKED.fullmatch(line.label)
    name = ranked[2] if ranked else line.label
    code = reading.country_of(name, reading.cells.at(line.row), "IRCC")
    if code is not None and (ranked is None) != (code in {"OTHER", "TOTAL"}):
        found = f"'{line.label}' {'without' if ranked is None else 'with'} a rank"
        reading.fault(reading.cells.at(line.row), found, "a rank before each country, and only there", AGAIN)
    return code


def _check_offices(reading: Reading, total: Line, details: list[Line]) -> None:
    """The offices above a total line: the three that every country has, each once, and their sums."""
    ranked = _RANKED.fullmatch(total.label) is not None
    before = len(reading.problems)
    have = [line.detail.casefold() for line in details]
    where = f"{reading.cells.at(total.row)} ({total.label})"
    for office in ("airport", "border", "inland"):
        if ranked and office not in have:
            reading.fault(where, f"no line '{office}' above it", "airport, border and inland above each country", AGAIN)
    for office in sorted({o for o in have if have.count(o) > 1}):
        reading.fault(where, f"two lines '{office}' above it", "each office once", AGAIN)
    if details and not ranked:
        reading.fault(where, "lines of offices above it", "offices above countries only", AGAIN)
    if len(reading.problems) > before:
        return  # these are not the offices of this country: their sums would only repeat it
    for column, cell in total.cells.items():
        if details:
            reading.compare(f"{where}, offices, {column.period}", cell, [line.cells[column] for line in details])


def _check_countries(reading: Reading, lines: list[tuple[str | None, Line]], title: str) -> None:
    """Countries against the line Total; ranks in order, and in the order of the year that ranks them."""
    by_code = dict(lines)
    total = by_code.get("TOTAL")
    if "OTHER" not in by_code:
        reading.fault("the whole file", "no line 'Other Countries'", "the countries, the others and the total", AGAIN)
    parts = [line for code, line in lines if code != "TOTAL"]
    for column, cell in total.cells.items() if total else ():
        where = f"{reading.cells.at(total.row) if total else ''} (Total), countries, {column.period}"
        reading.compare(where, cell, [line.cells[column] for line in parts])
    ranks = [(int(found[1]), line) for _, line in lines if (found := _RANKED.fullmatch(line.label))]
    if [rank for rank, _ in ranks] != list(range(1, len(ranks) + 1)):
        found_ranks = ", ".join(str(rank) for rank, _ in ranks)
        reading.fault("the ranks of the countries", found_ranks, f"1 to {len(ranks)}, in order", AGAIN)
    ranking = re.search(r"\((\d{4}) ranking\)", title)
    if ranking is None:
        reading.fault(reading.cells.at(0), f"title '{title[:80]}'", "a title with '(YYYY ranking)'", AGAIN)
        return
    year = int(ranking[1])
    values = [(line, line.cells.get(Column(year, "year", 0))) for _, line in ranks]
    for (_, above), (line, below) in pairwise(values):
        if above is not None and below is not None and below.low > above.high:
            found_order = f"'{line.label}' has more claims in {year} than the country above it"
            reading.fault(reading.cells.at(line.row), found_order, f"the order of {year}", AGAIN)
