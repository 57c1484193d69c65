"""The small tables of public figures that ship with the project: each row has its source, address and vintage."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.loaders import countries
from mcee_eval.loaders.interval import EXACT, IRB, IRCC, UNHCR, Interval, Rule, total, widened
from mcee_eval.loaders.reading import Reading
from mcee_eval.loaders.receipt import Loaded
from mcee_eval.places import shipped

TO_1000 = Rule(rounded=1000, words="a number in thousands")
RULES = {"exact": EXACT, "ircc": IRCC, "irb": IRB, "unhcr": UNHCR, "to_1000": TO_1000}
REPAIR = "Run scripts/transcribe_published.py; the tables are not edited by hand."


def _matches(pattern: str, words: str) -> tuple[Callable[[str], bool], str]:
    return lambda text: re.fullmatch(pattern, text) is not None, words


def _one(*codes: str) -> tuple[Callable[[str], bool], str]:
    return lambda text: text in codes, f"one of {', '.join(codes)}"


_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
YEAR = _matches(r"(19|20)\d\d", "a year")
MONTH = _matches(r"\d{4}-(0[1-9]|1[0-2])", "a month")
DAY = _matches(_DATE, "an ISO date")
DAY_OR_NONE = _matches(f"({_DATE})?", "an ISO date or nothing")
POINT = _matches(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", "a month or an ISO date")
PERIOD = _matches(r"\d{4}(-\d\d)?(Q[1-4])?", "a year, fiscal year or quarter")
TEXT = _matches(r"(?s).+", "a text")
ANY = _matches(r"(?s).*", "a text or nothing")
BOOL = _one("true", "false")
ADDRESS = _matches(r"https?://\S+", "an address")
COUNTRY = (lambda text: text in countries.codes() or text == "ALL", "a code of the country table")
CELL = (lambda text: True, "")  # read by its rule
BASIS = _one("calendar", "fiscal")
_LAST = {"vintage": TEXT, "source": TEXT, "address": ADDRESS}
Column = tuple[Callable[[str], bool], str]


@dataclass(frozen=True)
class Table:
    """One small table: its columns with what they may hold, its key, and the columns that hold published numbers.

    A table with several number columns becomes long: one row a number, told by ``measure``.
    """

    name: str
    columns: Mapping[str, Column]
    key: Sequence[str]
    numbers: Sequence[str] = ("value",)
    parts: Sequence[str] = ()  # number columns that make "total"


def _table(
    name: str,
    columns: Mapping[str, Column],
    key: Sequence[str],
    numbers: Sequence[str] = ("value",),
    **more: Sequence[str],
) -> Table:
    rule = {"rule": _one(*RULES)} if numbers else {}
    return Table(name, {**columns, **rule, **_LAST}, key, numbers, **more)


DECISIONS = (
    "referred",
    "recognized",
    "complementary",
    "rejected",
    "closed",
    "abandoned",
    "withdrawn",
    "total",
    "pending",
)
MONTHS = tuple(f"{n:02d}" for n in range(1, 13))
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            _table(
                "claims_by_year_vintage",
                {"year": YEAR, "start": MONTH, "end": MONTH, "value": CELL, "press": BOOL},
                ("year", "end", "vintage", "source"),
            ),
            _table(
                "claims_by_country_year",
                {
                    "measure": _one("claims", "applied"),
                    "notion": _one("citizenship", "origin"),
                    "country": COUNTRY,
                    "year": YEAR,
                    "value": CELL,
                },
                ("measure", "country", "year", "vintage"),
            ),
            _table(
                "claims_by_country_month",
                {"country": COUNTRY, "year": YEAR, **dict.fromkeys(MONTHS, CELL)},
                ("country", "year", "vintage"),
                MONTHS,
            ),
            _table(
                "decisions_by_country_year",
                {
                    "notion": _one("origin", "alleged_persecution"),
                    "country": COUNTRY,
                    "year": YEAR,
                    "as_of": DAY,
                    "scope": _one("first", "new_system", "legacy"),
                    **dict.fromkeys(DECISIONS, CELL),
                },
                ("notion", "country", "as_of", "scope", "vintage"),
                DECISIONS,
                parts=("recognized", "complementary", "rejected", "closed", "abandoned", "withdrawn"),
            ),
            _table(
                "removals",
                {"basis": BASIS, "period": PERIOD, "to": DAY_OR_NONE, "value": CELL, "press": BOOL, "remark": ANY},
                ("basis", "period", "to", "remark", "vintage"),
            ),
            _table(
                "inventory_points",
                {"as_of": POINT, "stock": TEXT, "value": CELL, "about": BOOL, "press": BOOL},
                ("as_of", "stock"),
            ),
            _table("mode_of_entry", {"year": YEAR, "mode": TEXT, "value": CELL}, ("year", "mode")),
            _table(
                "events",
                {"event": TEXT, "kind": _one("removals_stop"), "country": COUNTRY, "date": DAY, "end": DAY_OR_NONE},
                ("event",),
                (),
            ),
        )
    }
)


def published(name: str, folder: Path | None = None) -> Loaded:
    """Which public figures do we have, and where are they from?

    name : a key of ``TABLES``; folder : where the CSV files are (default: those that ship with the project).
    Frame: the table's columns (years as int64, booleans as bool, the rest as text); numbers as value, low, high,
    suppressed by the row's ``rule``; a table with several numbers a row is long, with ``measure``, and has no row
    where the publisher has no such number. Every row has source, vintage and address. Refused: an unknown name
    (``BadParameter``); a table changed by hand: columns, codes, keys, numbers, a row without its source
    (``BadTable``).
    """
    if name not in TABLES:
        near = difflib.get_close_matches(name, TABLES, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else ""
        problem = Problem("name", f"'{name}'", f"one of {', '.join(TABLES)}", hint)
        raise BadParameter("published: unknown table", problems=[problem])
    table = TABLES[name]
    reading = Reading(f"published/{name}", (folder or shipped("data", "published")) / f"{name}.csv")
    reading.find({column: (column,) for column in table.columns})
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in reading.rows():
        texts = {column: reading.text(row, column) for column in table.columns if column in reading.places}
        for column, text in texts.items():
            allowed, words = table.columns[column]
            if not allowed(text):
                reading.fault(reading.at(row, column), f"'{text}'" if text else "nothing", words, REPAIR)
        reading.once(
            seen, tuple(texts.get(k, "") for k in table.key), row, ", ".join(texts.get(k, "") for k in table.key)
        )
        record = {k: _typed(k, v, table) for k, v in texts.items() if k not in (*table.numbers, "rule")}
        for measure, cell in _cells(reading, row, table, texts):
            found.append((record | ({"measure": measure} if len(table.numbers) > 1 else {}), cell))
        if not table.numbers:
            found.append((record, None))
    told = ", ".join(sorted({str(record["vintage"]) for record, _ in found if "vintage" in record}))
    sources = sorted({str(record["source"]) for record, _ in found if "source" in record})
    source = sources[0] if len(sources) == 1 else f"{len(sources)} sources, named in each row"
    if not table.numbers:
        reading.stop()
        return reading.received(pd.DataFrame.from_records([record for record, _ in found]), source=source, vintage=told)
    return reading.loaded(found, source=source, vintage=told)


def _typed(column: str, text: str, table: Table) -> object:
    if table.columns[column] is YEAR:
        return int(text) if text.isdigit() else 0
    return text == "true" if table.columns[column] is BOOL else text


def _cells(reading: Reading, row: int, table: Table, texts: Mapping[str, str]) -> list[tuple[str, Interval | None]]:
    """The numbers of one row, by its rule; totals as wide as their parts, hidden parts as wide as the total needs."""
    rule = RULES.get(texts.get("rule", ""))
    if rule is None:
        return []
    filled = [name for name in table.numbers if len(table.numbers) == 1 or texts.get(name)]
    cells = {name: reading.interval(row, name, rule) for name in filled}
    parts = {name: cell for name in table.parts if (cell := cells.get(name)) is not None}
    whole = cells.get("total") if table.parts else None
    if whole is not None and parts:
        cells |= dict(zip(parts, widened(whole, list(parts.values())), strict=True))
        made = total(parts.values())
        cells["total"] = made if made.value == whole.value else whole
    return list(cells.items())
