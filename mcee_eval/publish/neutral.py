"""Text from data in files that a spreadsheet opens: never a formula, never an invisible or reversing character."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Sequence

from mcee_eval.words.say import escape

STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000  # characters; a cell of a workbook holds 32,767


def neutral(text: object) -> str:
    """The text as a spreadsheet may show it: what looks like a formula gets an apostrophe before it."""
    seen = html.unescape(escape(text))  # hidden characters by their number, as on the pages
    return f"'{seen}" if seen.lstrip().startswith(STARTS) else seen


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that Excel opens in UTF-8; text neutralised, numbers at 10 significant digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([plain(v) for v in row])
    return out.getvalue().encode("utf-8-sig")


def plain(value: object) -> str:
    """One value of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    return neutral(value)
