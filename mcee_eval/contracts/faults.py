"""One broken cell or row while checks run, and how faults of a kind are told together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mcee_eval.errors import Problem

SHOWN_VALUES = 20  # of one check in one column; beyond, they are told in one line that names the rows
SHOWN_RUNS = 30  # runs of rows in one line


@dataclass(frozen=True, slots=True)
class Fault:
    """What one check found.

    check : stable name of the check, such as ``unknown_code``.
    where : the column, or what stands in its place (``country R01, month``); empty for a whole row.
    rows : positions in the frame, from 0; empty when a column or the table is meant.
    found, expected, try_this : as in ``Problem``.
    """

    check: str
    where: str
    rows: tuple[int, ...]
    found: str
    expected: str
    try_this: str = ""


def shown(value: object, longest: int = 60) -> str:
    """A value as it is quoted in a message: cut when long, odd characters made visible."""
    text = str(value)
    cut = text if len(text) <= longest else text[:longest] + f"… ({len(text):,} characters)"
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + "'"


def row_names(rows: Iterable[int], word: str = "row") -> str:
    """``row 4``, ``rows 4-6, 9``; long lists are cut and say by how much."""
    numbers = sorted(set(rows))
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][-1:] = [number] if len(runs[-1]) > 1 else [runs[-1][0], number]
        else:
            runs.append([number])
    told = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs[:SHOWN_RUNS]]
    rest = sum(run[-1] - run[0] + 1 for run in runs[SHOWN_RUNS:])
    more = f" and {rest:,} more" if rest else ""
    return (f"{word} " if len(numbers) == 1 else f"{word}s ") + ", ".join(told) + more


def tell(faults: Iterable[Fault], rows: Sequence[int], word: str = "row") -> list[Problem]:
    """Problems in the order in which the faults were found.

    rows : the file's number of each row of the frame (a spreadsheet's count: the header is row 1).
    word : what a row is called: ``row``, or ``line`` for a text file.
    Equal faults become one problem that names all its rows; a check that fails with more than ``SHOWN_VALUES``
    different values in one column becomes one problem that names the rows and quotes the first three.
    """
    same: dict[tuple[str, str, str, str, str], list[int]] = {}
    for f in faults:
        same.setdefault((f.check, f.where, f.found, f.expected, f.try_this), []).extend(f.rows)
    kinds: dict[tuple[str, str], list[tuple[str, str, str, str, str]]] = {}
    for told in same:
        kinds.setdefault(told[:2], []).append(told)
    problems = []
    for members in kinds.values():
        if len(members) > SHOWN_VALUES and all(same[m] for m in members):
            problems.append(_together(members, same, rows, word))
            continue
        for member in members:
            _, where, found, expected, try_this = member
            named = row_names((rows[r] for r in same[member]), word) if same[member] else ""
            problems.append(Problem(", ".join(p for p in (named, where) if p), found, expected, try_this))
    return problems


def _together(
    members: list[tuple[str, str, str, str, str]],
    same: dict[tuple[str, str, str, str, str], list[int]],
    rows: Sequence[int],
    word: str,
) -> Problem:
    every = [r for m in members for r in same[m]]
    _, where, _, expected, try_this = members[0]
    if try_this.startswith("Write ") and any(m[4] != try_this for m in members):
        try_this = f"{try_this.rstrip('.')}, and the others alike."
    examples = ", ".join(f"{m[2]} ({word} {rows[same[m][0]]})" for m in members[:3])
    named = row_names((rows[r] for r in every), word)
    return Problem(f"{named}, {where}", f"{len(every):,} such cells, the first {examples}", expected, try_this)
