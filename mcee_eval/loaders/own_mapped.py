"""A sheet under a mapping → the grid of the table that it holds; every row and column is accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mcee_eval.contracts.cell_text import Unread, spaced
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.faults import Fault, row_names, shown
from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadTable, Problem
from mcee_eval.loaders import raw
from mcee_eval.loaders.cells import Cells, clean, ragged
from mcee_eval.loaders.own_files import Grid
from mcee_eval.loaders.own_forms import DAY_FIRST, LOCAL, MONTH_FIRST, plainly
from mcee_eval.loaders.own_hidden import hidden
from mcee_eval.loaders.own_mapping import MAPPING, Mapped

SWAPPED = 20  # typed dates, and texts: with as many on each side, days that never meet are no accident


def labels(row: Sequence[str]) -> tuple[str, ...]:
    """Column names of a header row; a name that comes again is ``Date (2)``, a column without one ``column 7``."""
    found: list[str] = []
    for place, cell in enumerate(map(clean, row), start=1):
        name = cell or f"column {place}"
        seen = sum(1 for old in map(clean, row[: place - 1]) if old == cell) if cell else 0
        found.append(f"{name} ({seen + 1})" if seen else name)
    return tuple(found)


def mapped_grid(contract: Contract, path: Path, how: Mapped) -> Grid:
    """The cells of one table in the strict reader's forms, with what was left aside and why.

    contract : of the table; path : the file; how : the mapping's section. Refused at once (``BadTable``): what cannot
    be read at all, and a header row that is not there. The rest is in ``problems``, to be told together.
    """
    cells = raw.read(path, table=contract.name, sheet=how.sheet)
    word = "line" if cells.delimiter else "row"
    top = next((i for i, line in enumerate(cells.lines) if line == how.header_row), None)
    if top is None:
        problem = Problem(MAPPING, f"header_row {how.header_row}, an empty one", f"a {word} with column names")
        raise BadTable.of(contract.name, [problem])
    header = labels(cells.rows[top])
    problems = _header(contract, how, header, cells, top)
    if problems:
        raise BadTable.of(contract.name, [*problems, *_lacking(contract, how)])
    problems += _lacking(contract, how)
    kept, aside = _sorted_out(cells, top, how)
    problems += [
        Problem(f"cells {span}", "merged", "one cell for each value", "Unmerge them, and fill each cell.")
        for span in cells.merged
        if int(re.findall("[0-9]+", span)[-1]) > how.header_row
    ]
    whole = replace(
        cells,
        rows=(cells.rows[top], *(cells.rows[i] for i in kept)),
        lines=(how.header_row, *(cells.lines[i] for i in kept)),
    )  # fmt: skip
    problems += ragged(whole) if cells.delimiter else []
    kept = [i for i in kept if len(cells.rows[i]) == len(cells.rows[top])]
    places = {name: header.index(label) for name, label in how.columns.items()}
    columns: dict[str, list[str]] = {}
    refused: list[Fault] = []
    notes: list[str] = []
    for name in contract.names:
        if name in places:
            texts = [cells.rows[i][places[name]] for i in kept]
            columns[name], lost, changed = _column(texts, contract.column(name), how)
            refused += lost
            notes += changed
            problems += _swapped(contract.column(name), texts, how, header[places[name]])
        elif name in how.constants or contract.column(name).nullable:
            value = how.constants.get(name, "")
            columns[name] = [value] * len(kept)
            notes.append(f"{name}: {shown(value)} in every row, as the mapping says" if value else f"{name}: not given")
    rows = list(zip(*columns.values(), strict=True))
    if how.distinct:
        first = {row: i for i, row in reversed(list(enumerate(rows)))}
        stay = sorted(first.values())
        if len(stay) < len(rows):
            aside.append(f"{len(rows) - len(stay)} rows that say what another one says")
        where = {old: new for new, old in enumerate(stay)}
        refused = [replace(f, rows=tuple(where[r] for r in f.rows if r in where)) for f in refused]
        rows, kept = [rows[i] for i in stay], [kept[i] for i in stay]
    told = f"{len(cells.rows) - top - 1} {word}s under the header: {len(rows)} kept"
    unused = [f"columns left aside: {', '.join(how.unused)}"] if how.unused else []
    seen = [
        f"{row_names(hid, word)}: hidden or filtered in the sheet, and read" for hid in [hidden(path, cells)] if hid
    ]
    return Grid(
        tuple(columns), tuple(rows), tuple(cells.lines[i] for i in kept), word, cells.sha256,
        workbook=not cells.delimiter, problems=tuple(problems), refused=tuple(refused),
        told=tuple(n for n in contract.names if n not in columns),
        notes=("; ".join([told, *(f"{a} left aside" for a in aside)]), *unused, *seen, *notes),
    )  # fmt: skip


def _header(contract: Contract, how: Mapped, header: tuple[str, ...], cells: Cells, top: int) -> list[Problem]:
    """Columns that the mapping names and the file lacks, columns of the file it is silent on, values nobody gives."""
    problems = [
        Problem(f"{MAPPING}, {contract.name}.columns.{name}", f"no column '{label}' in {cells.at(top)}",
                f"one of {', '.join(header)}", did_you_mean(label, header))
        for name, label in how.columns.items()
        if label not in header
    ]  # fmt: skip
    silent = [
        h for i, h in enumerate(header) if h not in {*how.columns.values(), *how.unused} and _holds(cells, top, i)
    ]
    if silent and not problems:
        todo = f"Give them under [{contract.name}.columns], or in unused."
        problems.append(Problem(f"{MAPPING}, {contract.name}", f"nothing on {', '.join(map(repr, silent))}",
                                "each column of the file mapped, or said to be unused", todo))  # fmt: skip
    return problems


def _lacking(contract: Contract, how: Mapped) -> list[Problem]:
    """Columns that need a value and have neither a column of the file nor a constant."""
    problems = []
    for column in contract.columns:
        if not column.nullable and column.name not in {*how.columns, *how.constants}:
            choice = f": {', '.join(column.codes)}" if column.codes else "" if column.type != "boolean" else ": yes, no"
            todo = f"In {MAPPING}, give the file's column, or one value for all rows under [{contract.name}.constants]"
            problems.append(
                Problem(f"column {column.name}", "not in the file", "a value in each row", f"{todo}{choice}.")
            )
    return problems


def _holds(cells: Cells, top: int, place: int) -> bool:
    return any(place < len(row) and clean(row[place]) for row in cells.rows[top:])


def _sorted_out(cells: Cells, top: int, how: Mapped) -> tuple[list[int], list[str]]:
    """The rows of the table, and how many are left aside by reason."""
    kept: list[int] = []
    blank: list[int] = []
    named: dict[str, list[int]] = {}
    again: list[int] = []
    heading = tuple(map(clean, cells.rows[top]))
    for i in range(top + 1, len(cells.rows)):
        row = tuple(map(clean, cells.rows[i]))
        first = next((c for c in row if c), "")
        if not first:
            blank.append(cells.lines[i])
        elif row == heading:
            again.append(cells.lines[i])
        elif first.casefold() in how.leave_out:
            named.setdefault(first, []).append(cells.lines[i])
        else:
            kept.append(i)
    aside = [f"{len(blank)} empty"] if blank else []
    aside += [f"the header again ({row_names(again)})"] if again else []
    return kept, aside + [f"'{first}' ({row_names(lines)})" for first, lines in named.items()]


def _column(texts: Sequence[str], column: Column, how: Mapped) -> tuple[list[str], list[Fault], list[str]]:
    """One column in the strict forms, the cells that cannot be told, and a note on those that were read otherwise."""
    codes = {spaced(k): v for k, v in how.codes.get(column.name, {}).items()}
    found: dict[str, str] = {}
    refused: dict[str, Unread] = {}
    for text in dict.fromkeys(texts):
        try:
            found[text] = codes.get(spaced(text)) or plainly(text, column, how.forms)
        except Unread as why:
            found[text], refused[text] = "", why
    faults = [
        Fault(lost.check, column.name, (i,), lost.found, lost.expected, lost.try_this)
        for i, text in enumerate(texts)
        if (lost := refused.get(text)) is not None
    ]
    changed = Counter(t for t in texts if spaced(found[t]) != spaced(t) and t not in refused)
    if not changed:
        return [found[t] for t in texts], faults, []
    example = next(iter(changed))
    cells = "cell" if changed.total() == 1 else "cells"
    told = f"such as {shown(spaced(example))} read as '{found[example]}'"
    return [found[t] for t in texts], faults, [f"{column.name}: {changed.total()} {cells} by the mapping, {told}"]


def _swapped(column: Column, texts: Sequence[str], how: Mapped, label: str) -> list[Problem]:
    """Excel of another language takes 05/03 for the third of May, and leaves 25/03 a text."""
    if column.type != "date" or how.forms.dates not in (DAY_FIRST, MONTH_FIRST):
        return []
    group = 1 if how.forms.dates == DAY_FIRST else 3
    written = [int(m[group]) for t in texts if (m := LOCAL.fullmatch(spaced(t)))]
    typed = [int(t[8:10]) for t in texts if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", t)]
    if min(len(written), len(typed)) < SWAPPED or min(written) <= 12 or max(typed) > 12:
        return []
    found = f"{len(typed)} typed dates, none after the 12th, and {len(written)} texts, none before the 13th"
    todo = "A spreadsheet of another language swapped day and month: import the extract again, dates as text."
    return [Problem(f"column '{label}'", found, "days of the whole month in both", todo)]
