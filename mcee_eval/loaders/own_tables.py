"""The evaluation's own tables: one file, or a folder of them → checked frames and their receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadParameter, BadTable, Problem
from mcee_eval.loaders.corrections import Correction
from mcee_eval.loaders.own_draft import last_day, loaded, problems_of, read_draft
from mcee_eval.loaders.own_folder import declared_day, frames_of, nearly, read_folder
from mcee_eval.loaders.receipt import Loaded, Provenance

if TYPE_CHECKING:
    import pandas as pd


def load_table(
    name: str,
    path: str | Path,
    *,
    provenance: Provenance = "protected",
    source: str = "",
    vintage: str = "",
    corrections: Sequence[Correction] = (),
    extracted_on: date | str | None = None,
    others: Mapping[str, pd.DataFrame] | None = None,
    sheet: str | None = None,
) -> Loaded:
    """One own table from CSV (UTF-8, comma or semicolon), Parquet or Excel.

    name : of the contract. path : the file, which is only read. provenance, source, vintage : for the receipt.
    corrections : declared ones; those of other tables are left alone. others : tables whose codes this one uses.
    extracted_on : dates after it are refused; by default the vintage, where that is a day, else today.
    sheet : of a workbook; by default the one with the table's name, or the only one.
    Raises ``BadTable`` with every problem of the file. Nothing is dropped, coerced or filled
    but by a declared correction.
    """
    if name not in CONTRACTS:
        near = did_you_mean(name, CONTRACTS)
        raise BadParameter(f"no table '{name}'. {near}".rstrip(), need=tuple(CONTRACTS))
    draft = read_draft(name, Path(path), corrections=corrections, sheet=sheet)
    problems = problems_of(draft, others=others or {}, extracted_on=last_day(extracted_on, vintage))
    if problems:
        raise BadTable.of(name, problems)
    return loaded(draft, others or {}, provenance=provenance, source=source, vintage=vintage)


def load_dataset(
    folder: str | Path,
    *,
    provenance: Provenance = "protected",
    source: str = "",
    vintage: str = "",
    corrections: Sequence[Correction] = (),
    extracted_on: date | str | None = None,
) -> dict[str, Loaded]:
    """All own tables of a folder, in the order of the data dictionary, checked against each other.

    A table is a file named as the table (.csv, .parquet, .xlsx) or a sheet of a workbook named as the table.
    extracted_on : by default the day that the folder's ``dataset.toml`` states, else the vintage, else today.
    Raises ``BadTable`` with the problems of every file at once. Files that are no own tables are left alone here;
    ``check_folder`` names them.
    """
    day = last_day(None, vintage) if vintage and not (extracted_on or declared_day(folder)) else extracted_on
    drafts, held = read_folder(folder, corrections=corrections, extracted_on=day)
    for path in held.rest:
        if (problem := nearly(path)) is not None:
            held.tell(path, problem)
    problems = [
        Problem(f"{name}, {p.where}", p.found, p.expected, p.try_this)
        for name, found in held.problems.items()
        for p in found
    ]
    if problems:
        raise BadTable.of(Path(folder).name, problems)
    frames = frames_of(drafts)
    return {n: loaded(d, frames, provenance=provenance, source=source, vintage=vintage) for n, d in drafts.items()}
