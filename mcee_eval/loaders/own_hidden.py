"""Rows that a workbook hides: they are data all the same."""

from __future__ import annotations

import re
from pathlib import Path

from mcee_eval.loaders import raw
from mcee_eval.loaders.cells import Cells
from mcee_eval.loaders.raw_workbook import _parts, archive

_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_NUMBER = re.compile(rb'\sr="([0-9]+)"')


def hidden(path: Path, cells: Cells) -> tuple[int, ...]:
    """The numbers of the rows of a sheet that are hidden or filtered away and hold something; none in a text file."""
    if not cells.sheet:
        return ()
    with archive(raw.read_bytes(path), path.name) as packed:
        rows = _ROW.findall(packed.read(_parts(packed, path.name)[cells.sheet]))
    numbers = {int(m[1]) for row in rows if _HIDDEN.search(row) and (m := _NUMBER.search(row))}
    filled = {line for line, row in zip(cells.lines, cells.rows, strict=True) if any(row)}
    return tuple(sorted(numbers & filled))
