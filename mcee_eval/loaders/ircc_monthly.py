"""IRCC, "Asylum claims by year": nine monthly tables a page, by office and province."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, IRCC, Interval, total
from mcee_eval.loaders.months import month, month_number
from mcee_eval.loaders.reading import AGAIN, Reading, spoken
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_monthly"
SOURCE = "IRCC, Asylum claims by year (monthly tables)"

PROVINCES = {
    "newfoundland and labrador": "NL",
    "prince edward island": "PE",
    "nova scotia": "NS",
    "new brunswick": "NB",
    "quebec": "QC",
    "ontario": "ON",
    "manitoba": "MB",
    "saskatchewan": "SK",
    "alberta": "AB",
    "british columbia": "BC",
    "yukon": "YT",
    "northwest territories": "NT",
    "nunavut": "NU",
}
OUTSIDE = {"outside canada": "OUTSIDE"}
# Table 7 repeats the total lines of tables 2 to 6.
_SUMMARY = {
    "air ports of entry": "air",
    "land ports of entry": "land",
    "marine ports of entry": "marine",
    "all ports of entry (air, land and marine)": "ports",
    "inland offices": "inland",
}
# Table → title, office, label of its total line.
TABLES = {
    1: ("rcmp interceptions", "rcmp", "total - rcmp"),
    2: ("cbsa - air ports of entry", "air", "total - air ports of entry"),
    3: ("cbsa - land ports of entry", "land", "total - land ports of entry"),
    4: ("cbsa - marine ports of entry", "marine", "total - marine ports of entry"),
    5: ("cbsa - all ports of entry (air, land and marine)", "ports", "total - ports of entry"),
    6: ("cbsa - inland offices", "inland", "total - inland offices"),
    7: (
        "cbsa - summary by office type",
        "cbsa",
        "total - cbsa land, air and marine port of entry and inland offices",
    ),
    8: ("ircc", "ircc", "total - ircc"),
    9: ("cbsa and ircc - total", "all", "total - cbsa & ircc"),
}
RCMP = 1  # neither rounded nor suppressed, and a subset of the others: never added to them
RCMP_SLACK = 8  # the publisher's own sums of table 1 miss by up to 8

_COLUMNS = {"year": ("Year",), "table": ("Table",), "title": ("Table title",), "row": ("Row",), "total": ("Total",)}
Key = tuple[int, int, str, str]  # year, table, office, province
Rows = dict[Key, dict[int, Interval | None]]  # month (0 = the total of the year) → cell


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    names = {clean(name).casefold() for name in cells.rows[0]}
    return {"year", "table", "table title", "row"} <= names


def load(path: str | Path) -> Loaded:
    """How many claims were made each month, by office and province?

    path : the nine tables of one or several yearly pages, with Year, Table and Table title before each row.
    Frame: year, grain ("month", or "year" for the printed total), period ("2019-04" or "2019"), table (1 to 9),
    office (rcmp, air, land, marine, ports, inland, cbsa, ircc, all), province (two letters, OUTSIDE, TOTAL), value,
    low, high, suppressed. Never add over ``grain``, ``table`` or total lines. ``--`` is 1 to 4, other numbers are
    rounded to 5; table 1 (RCMP) is neither, and is a subset of the rest.
    Refused, all at once: unknown tables, rows, months and marks, missing and repeated rows, totals that rounding
    cannot explain.
    """
    reading = Reading(KIND, path)
    months = _months(reading)
    found: Rows = {}
    broken: set[int] = set()  # tables that lack a row, or have one that cannot be placed
    seen: dict[Key, int] = {}
    footnotes = 0
    for row in reading.rows():
        key = _key(reading, row, broken)
        if key is None or not reading.once(seen, key, row, f"{key[0]}, table {key[1]}, {key[2]}, {key[3]}"):
            continue
        rule = EXACT if key[1] == RCMP else IRCC
        columns = {**{n: f"month {n}" for n in months}, 0: "total"}
        found[key] = {n: reading.interval(row, name, rule) for n, name in columns.items()}
        footnotes += sum("footnote" in reading.text(row, name).casefold() for name in columns.values())
    broken |= _incomplete(reading, found)
    if footnotes:
        reading.notes.append(f"{footnotes} cells carry a footnote mark of the page; the number is kept.")
    _check_rows(reading, found)
    _check_tables(reading, found, broken)
    rows = [
        (
            {
                "year": year,
                "grain": "month" if n else "year",
                "period": month(year, n) if n else str(year),
                "table": table,
                "office": office,
                "province": province,
            },
            cell,
        )
        for (year, table, office, province), cells in found.items()
        for n, cell in cells.items()
    ]
    return reading.loaded(rows, source=SOURCE, vintage="")


def _months(reading: Reading) -> list[int]:
    """The month columns, however they are spelled; all twelve are wanted."""
    names: dict[int, list[str]] = {n: [] for n in range(1, 13)}
    for name in reading.cells.rows[0]:
        if number := month_number(name):
            names[number].append(clean(name))
    wanted = {f"month {n}": tuple(names[n]) or (calendar.month_name[n],) for n in names}
    reading.find({**_COLUMNS, **wanted})
    return list(names)


def _key(reading: Reading, row: int, broken: set[int]) -> Key | None:
    year = reading.year(row, "year")
    text = reading.text(row, "table")
    table = int(text) if re.fullmatch("[1-9]", text) else 0
    if not table:
        reading.fault(reading.cells.at(row, "Table"), f"'{text}'", "a table, 1 to 9", AGAIN)
    if not table or year is None:
        return None
    title, office, last = TABLES[table]
    if reading.text(row, "title").casefold() != title:
        found = f"table {table} is called '{reading.text(row, 'title')}'"
        reading.fault(reading.cells.at(row, "Table title"), found, f"'{title}'", AGAIN)
    places = _SUMMARY if table == 7 else PROVINCES | (OUTSIDE if table in (8, 9) else {})
    code = reading.one_of(row, "row", {last: "TOTAL", **places})
    if code is None:
        broken.add(table)
        return None
    return (year, table, code, "TOTAL") if table == 7 and code != "TOTAL" else (year, table, office, code)


def _incomplete(reading: Reading, found: Rows) -> set[int]:
    """Tables that are not whole: every year has all tables with all rows, as a row that is gone may be no zero."""
    broken = set()
    for year in sorted({key[0] for key in found}):
        for table, (title, office, _) in TABLES.items():
            have = {key[2:] for key in found if key[:2] == (year, table)}
            want = {(office, "TOTAL")}
            if table == 7:
                want |= {(code, "TOTAL") for code in _SUMMARY.values()}
            elif table != RCMP:  # table 1 lists the provinces that had any
                want |= {(office, code) for code in PROVINCES.values()}
            if table in (8, 9):
                want.add((office, "OUTSIDE"))
            where = f"year {year}, table {table} ({title})"
            if want - have:
                broken.add(table)
                gone = ", ".join(" ".join(row) for row in sorted(want - have))
                found_rows = f"no row {gone}" if have else "no row at all"
                reading.fault(where, found_rows, "all rows of the table", AGAIN)
    return broken


def _check_rows(reading: Reading, found: Rows) -> None:
    """Twelve months against the printed total of the year."""
    for key, cells in found.items():
        year, table, office, province = key
        slack = RCMP_SLACK if table == RCMP else 0
        where = f"year {year}, table {table}, {office} {province}"
        parts = [cell for n, cell in cells.items() if n]
        by = reading.compare(f"{where}, months", cells[0], parts, slack=slack)
        _own_miss(reading, f"{where}, months", by, slack)
        if key[1:] != (9, "all", "TOTAL") or None in cells.values():
            continue
        made, printed = total([p for p in parts if p]), cells[0]
        if printed and made.value != printed.value:
            told = f"Year {year}: the months make {spoken(made)}, the printed total is {spoken(printed)}"
            reading.notes.append(f"{told}; rounding explains it.")


def _check_tables(reading: Reading, found: Rows, broken: set[int]) -> None:
    """Provinces against total lines, tables against those that add them up; not where a row is known to be gone."""
    tables: dict[tuple[int, int], dict[tuple[str, str], dict[int, Interval | None]]] = defaultdict(dict)
    for (year, table, office, province), cells in found.items():
        tables[year, table][office, province] = cells
    for (year, table), rows in tables.items():
        if table in broken:
            continue
        office = TABLES[table][1]
        line = rows.get((office, "TOTAL"))
        parts = [cells for key, cells in rows.items() if key not in {(office, "TOTAL"), ("ports", "TOTAL")}]
        slack = RCMP_SLACK if table == RCMP else 0
        for n in line or ():
            where = f"year {year}, table {table}, total line, {month(year, n) if n else 'year'}"
            by = reading.compare(where, (line or {})[n], [cells[n] for cells in parts], slack=slack)
            _own_miss(reading, where, by, slack)
    for year in sorted({key[0] for key in tables}):
        for sum_of, parts_of in ((5, (2, 3, 4)), (9, (5, 6, 8))):
            if broken & {sum_of, *parts_of}:
                continue
            for place in (*PROVINCES.values(), *OUTSIDE.values(), "TOTAL"):
                line = found.get((year, sum_of, TABLES[sum_of][1], place))
                offices = [found.get((year, t, TABLES[t][1], place)) for t in parts_of]
                for n in line or ():
                    where = f"year {year}, table {sum_of}, {place}, {month(year, n) if n else 'year'}"
                    reading.compare(where, (line or {})[n], [cells[n] for cells in offices if cells])
        for office in _SUMMARY.values():  # printed twice: must be the same
            table = next(t for t, (_, o, _) in TABLES.items() if o == office)
            once, twice = found.get((year, table, office, "TOTAL")), found.get((year, 7, office, "TOTAL"))
            for n in once or ():
                if twice and (once or {})[n] != twice[n] and None not in ((once or {})[n], twice[n]):
                    where = f"year {year}, table 7, {office}, {month(year, n) if n else 'year'}"
                    reading.fault(where, "another number", f"that of table {table}", AGAIN)


def _own_miss(reading: Reading, where: str, by: int, slack: int) -> None:
    if 0 < by <= slack:
        reading.notes.append(f"{where}: the publisher's own sum misses by {by}.")
