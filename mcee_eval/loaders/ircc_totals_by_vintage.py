"""The annual total of asylum claims, as published at different dates by IRCC, Statistics Canada and the press."""

from __future__ import annotations

import re
from pathlib import Path

from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.interval import EXACT, Interval
from mcee_eval.loaders.months import month, month_number
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "ircc_totals_by_vintage"
SOURCE = "IRCC, Statistics Canada, the evaluation and press: annual totals of claims, by date of publication"
COLUMNS = {
    "year": ("year",),
    "total": ("total",),
    "rounding": ("rounding",),
    "as_of": ("as_of",),
    "publication": ("publication",),
    "source": ("source",),
}
ROUNDED = {"no": 1, "to 5": 5, "to 1,000": 1000}


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return {"year", "total", "rounding", "as_of"} <= {clean(name).casefold() for name in cells.rows[0]}


def load(path: str | Path) -> Loaded:
    """How many claims were made in a year, as told when?

    Frame: year, start and end (first and last month counted: "2025 (Jan-Jun)" is no year), vintage (date as in the
    file), publication, source (address), rounded (1 = no, 5, 1000), value, low, high, suppressed. A difference
    between vintages is a result, not an error. Refused, all at once: changed columns, unknown years and roundings,
    numbers that their rounding contradicts, repeated rows, rows without vintage or address.
    """
    reading = Reading(KIND, path)
    reading.find(COLUMNS)
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in reading.rows():
        span = _span(reading, row)
        rounded = ROUNDED.get(reading.text(row, "rounding"))
        if rounded is None and "rounding" in reading.places:
            told = f"'{reading.text(row, 'rounding')}'"
            reading.fault(reading.at(row, "rounding"), told, f"one of {', '.join(ROUNDED)}", AGAIN)
        cell = reading.interval(row, "total", EXACT)
        if cell is not None and rounded is not None and cell.low % rounded:
            reading.fault(reading.at(row, "total"), f"'{cell.low}'", f"a multiple of {rounded}", AGAIN)
        texts = {name: reading.text(row, name) for name in ("as_of", "publication", "source")}
        for name in texts:
            if name in reading.places and not texts[name]:
                reading.fault(reading.at(row, name), "nothing", "a text: every figure has its source", AGAIN)
        if texts["source"] and not re.match(r"https?://\S+$", texts["source"]):
            reading.fault(reading.at(row, "source"), f"'{texts['source']}'", "an address", AGAIN)
        key = (reading.text(row, "year"), texts["as_of"], texts["publication"])
        if span is None or rounded is None or not reading.once(seen, key, row, ", ".join(key)):
            continue
        record = {
            "year": int(span[0][:4]),
            "start": span[0],
            "end": span[1],
            "vintage": texts["as_of"],
            "publication": texts["publication"],
            "source": texts["source"],
            "rounded": rounded,
        }
        half = rounded // 2
        found.append((record, cell and Interval(cell.low - half, cell.high + half, cell.value)))
    return reading.loaded(found, source=SOURCE, vintage="by row")


def _span(reading: Reading, row: int) -> tuple[str, str] | None:
    """``2019``, or ``2025 (Jan-Jun)``: first and last month."""
    text = reading.text(row, "year")
    found = re.fullmatch(r"(\d{4})(?: \((\w+)-(\w+)\))?", text)
    if found and not found[2]:
        return month(int(found[1]), 1), month(int(found[1]), 12)
    first, last = (month_number(found[2]), month_number(found[3])) if found else (None, None)
    if found and first and last and first <= last:
        return month(int(found[1]), first), month(int(found[1]), last)
    if "year" in reading.places:
        reading.fault(reading.at(row, "year"), f"'{text}'", "'2019' or '2025 (Jan-Jun)'", AGAIN)
    return None
