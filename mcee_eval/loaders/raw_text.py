"""Bytes of a text file → cells: encodings, separators, cut files."""

from __future__ import annotations

import csv
import io
import re

from mcee_eval.errors import BadTable, Problem

SAVE_AS = "Save it as 'CSV UTF-8'."
_SEP = re.compile(r'"?sep=([,;\t])"?\s*?\r?\n', re.I)
MANY = 5  # lines named in a message before it says "and more"


def decode(data: bytes, table: str) -> tuple[str, str]:
    """The text of a file in UTF-8 (with or without BOM) or Windows-1252, and a note where it is the latter.

    Refused, each with its own message: UTF-16, NUL bytes, several encodings in one file, bytes that neither knows.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problem = Problem("the whole file", "UTF-16 text", "UTF-8", SAVE_AS)
        raise BadTable.of(table, [problem])
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        problem = Problem(f"line {line}", "a NUL byte", "text in UTF-8", "This is no text file; export it again.")
        raise BadTable.of(table, [problem])
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        mixed = _mixed(data)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        mixed = mixed or Problem("the whole file", "neither UTF-8 nor Windows-1252", "UTF-8", SAVE_AS)
    if mixed:
        raise BadTable.of(table, [mixed])
    return text, "Read as Windows-1252: the file is not in UTF-8."


def _mixed(data: bytes) -> Problem | None:
    """Is the file in several encodings? Then none can be chosen for it."""
    good, bad = [], []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8-sig")
            good.append(number)
        except UnicodeDecodeError as error:
            bad.append((number, line[error.start]))
    lines = ", ".join(str(number) for number, _ in bad[:MANY]) + (" and more" if len(bad) > MANY else "")
    byte = f"byte 0x{bad[0][1]:02X}"
    if good:
        found = f"mixed encodings: {byte} is not UTF-8, while line {good[0]} is UTF-8"
        return Problem(f"line {lines}", found, "one encoding, UTF-8", f"Repair these lines. {SAVE_AS}")
    return None


def separator(text: str) -> str:
    """Comma, semicolon or tab: by a first line ``sep=;``, else by the first line that holds one outside quotes."""
    told = _SEP.match(text)
    if told:
        return told[1]
    for line in text.splitlines()[:50]:
        bare = re.sub(r'"[^"]*"?', "", line)
        counts = {mark: bare.count(mark) for mark in (",", ";", "\t")}
        if any(counts.values()):
            return max(counts, key=lambda mark: (counts[mark], mark == "\t"))
    return ","


def split(text: str, table: str) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...], str]:
    """Rows, the line where each starts, and the separator. Refuses quotes that do not close or close too early."""
    mark = separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    start = 1
    try:
        if _SEP.match(text):  # Excel's own first line, no row
            next(reader)
            start = reader.line_num + 1
        for row in reader:
            if row:  # a line with nothing at all is no row
                rows.append(tuple(row))
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadTable.of(table, [_bad_quotes(str(error), start)]) from None
    return tuple(rows), tuple(lines), mark


def _bad_quotes(error: str, line: int) -> Problem:
    where = f"line {line}"
    if "unexpected end of data" in error:
        found = "a quote opens here and never closes: the file is cut, or a quote is missing"
        return Problem(where, found, "a closing quote", "Fetch or export the file again.")
    if "field larger" in error:
        found = f"a cell of more than {csv.field_size_limit()} characters"
        return Problem(where, found, "shorter cells", "Look for a quote that is never closed.")
    return Problem(where, f"text after a closing quote ({error})", "a separator", "Double the quotes inside a text.")
