"""One own table that was read and parsed, before and after it is checked against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.check import column_names, faults
from mcee_eval.contracts.declare import Contract
from mcee_eval.contracts.faults import Fault, tell
from mcee_eval.contracts.parse import Parsed, parse_table
from mcee_eval.errors import BadParameter, BadTable, Problem
from mcee_eval.loaders.corrections import Correction, apply_corrections
from mcee_eval.loaders.own_files import Grid, grid
from mcee_eval.loaders.own_mapped import mapped_grid
from mcee_eval.loaders.own_mapping import MAPPING, Mapped
from mcee_eval.loaders.receipt import Loaded, Provenance, Receipt

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Draft:
    """A table that was read and not yet checked against the others."""

    contract: Contract
    path: Path
    grid: Grid
    parsed: Parsed
    header: list[Fault]
    lines: tuple[int, ...]
    corrections: tuple[str, ...]
    how: Mapped | None = None


def last_day(extracted_on: date | str | None, vintage: str) -> date:
    """The last day that a table can know of."""
    if isinstance(extracted_on, date):
        return extracted_on
    try:
        return date.fromisoformat(extracted_on or vintage)
    except ValueError:
        if extracted_on:
            raise BadParameter(f"extracted_on '{extracted_on}': not a date such as 2025-03-31") from None
        return date.today()


def read_draft(
    name: str,
    path: Path,
    *,
    corrections: Sequence[Correction] = (),
    sheet: str | None = None,
    how: Mapped | None = None,
) -> Draft:
    """Read, correct and parse one table. ``BadTable`` for a file that cannot be read at all, and for nothing else."""
    contract = CONTRACTS[name]
    cells = mapped_grid(contract, path, how) if how else grid(contract, path, sheet=sheet)
    if cells.fatal:
        raise BadTable.of(name, cells.problems)
    places = {n: i for i, n in enumerate(cells.header) if cells.header.count(n) == 1 and n in contract.names}
    columns = {n: [row[i] for row in cells.rows] for n, i in places.items()}
    put_right, left, told = apply_corrections(corrections, contract, columns, workbook=cells.workbook)
    named = [n for n in dict.fromkeys(cells.header) if n]
    missing = [n for n in contract.names if n not in named and n not in cells.told]
    header = column_names(contract, missing, [n for n in named if n not in contract.names])
    parsed = parse_table(contract, put_right, workbook=cells.workbook)
    if cells.refused:
        parsed = _with_refused(parsed, cells.refused, left)
    return Draft(contract, path, cells, parsed, header, tuple(cells.lines[i] for i in left), told, how)


def _with_refused(parsed: Parsed, refused: Sequence[Fault], left: Sequence[int]) -> Parsed:
    """With the cells that a mapping could not read, of the rows that corrections left."""
    now = {old: new for new, old in enumerate(left)}
    faults = [replace(f, rows=(now[f.rows[0]],)) for f in refused if f.rows[0] in now]
    unread = {name: set(rows) for name, rows in parsed.unread.items()}
    for f in faults:
        unread.setdefault(f.where, set()).update(f.rows)
    return replace(parsed, faults=[*faults, *parsed.faults], unread=unread)


def problems_of(draft: Draft, *, others: Mapping[str, pd.DataFrame], extracted_on: date | None) -> list[Problem]:
    """Everything that is wrong with one table: shape, header, cells, values, keys, rules, codes of other tables."""
    frame = draft.parsed.frame
    found = faults(draft.contract, frame, others=others, extracted_on=extracted_on, unread=draft.parsed.unread)
    of_header = {"missing_column", "unknown_column"}  # the header's own faults know which names are near
    cells = [*draft.parsed.faults, *(f for f in found if f.check not in of_header)]
    if draft.how:
        label = draft.how.columns
        cells = [_by_code(f, draft.contract) for f in cells]
        cells = [replace(f, where=f"{f.where} ('{label[f.where]}')") if f.where in label else f for f in cells]
    told = tell([*draft.header, *cells], draft.lines, draft.grid.word)
    return [*draft.grid.problems, *told]


def _by_code(fault: Fault, contract: Contract) -> Fault:
    """A word that is no code of its column is given one in the mapping."""
    column = next((c for c in contract.columns if c.name == fault.where), None)
    if fault.check == "empty" or column is None or not (column.codes or column.isin or column.type == "code"):
        return fault
    near = fault.try_this if fault.try_this.startswith("Did you mean") else ""
    todo = f"{near} Give its code in {MAPPING}, under [{contract.name}.codes.{column.name}].".strip()
    return replace(fault, try_this=todo)


def loaded(
    draft: Draft,
    others: Mapping[str, pd.DataFrame],
    *,
    provenance: Provenance = "protected",
    source: str = "",
    vintage: str = "",
) -> Loaded:
    """The frame and receipt of a draft without problems; the receipt says which codes could not be compared."""
    contract = draft.contract
    frame = draft.parsed.frame[list(contract.names)]
    notes = [*draft.grid.notes, *draft.parsed.notes]
    for column in contract.columns:
        table = column.isin.split(".")[0]
        if table and table != contract.name and table not in others:
            notes.append(f"{column.name}: not compared with the table {table}, which was not given")
    receipt = Receipt(
        kind=contract.name,
        source=source or draft.path.name,
        vintage=vintage,
        provenance=provenance,
        rows=len(frame),
        corrections=draft.corrections,
        sha256=draft.grid.sha256,
        notes=tuple(notes),
    )
    return Loaded(frame, receipt)
