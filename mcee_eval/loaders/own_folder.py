"""A folder of own tables: which file or sheet is which table, read and checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.near import nearest, plain
from mcee_eval.errors import BadTable, Problem
from mcee_eval.loaders import raw
from mcee_eval.loaders.corrections import Correction
from mcee_eval.loaders.own_declared import DECLARATION, declared
from mcee_eval.loaders.own_draft import Draft, last_day, problems_of, read_draft
from mcee_eval.loaders.own_mapping import MAPPING, Mapped, read_mapping

if TYPE_CHECKING:
    import pandas as pd

TABLE_FILES = frozenset({".csv", ".parquet", ".xlsx", ".xlsm", ".xls", ".tsv"})
NEARLY = 0.8  # of difflib: one name in the other, or a letter or two apart
NOTES_SHEETS = frozenset({"notes", "columns", "codes", "colonnes"})  # sheets of the template that hold no data


@dataclass
class Folder:
    """What a folder holds.

    tables : own table → (file, sheet). rest : files that could be tables and are no own one. beside : all else.
    problems : by file. broken : own tables that have some. mapped : own table → how ``mapping.toml`` reads it.
    """

    tables: dict[str, tuple[Path, str | None]] = field(default_factory=dict)
    rest: list[Path] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    mapped: dict[str, Mapped] = field(default_factory=dict)

    def tell(self, path: Path, *problems: Problem) -> None:
        """Keep problems under their file's name."""
        self.problems.setdefault(path.name, []).extend(problems)


def look(folder: str | Path) -> Folder:
    """Which own tables does a folder hold?

    A file named as a table, or a workbook with a sheet named as a table, is that table; a sheet without rows is a
    table that was not filled. A table that stands twice, a sheet that is none, and a file whose name is nearly a
    table's are problems. Hidden files and lock files of Excel are passed over.
    """
    folder = Path(folder)
    if not folder.is_dir():
        found = "a file" if folder.exists() else "no such folder"
        todo = "Name the folder that holds it." if folder.exists() else "Check the name."
        raise BadTable.of(str(folder.name), [Problem("the path", found, "a folder of tables", todo)])
    held = Folder()
    held.mapped, wrong = read_mapping(folder)
    if wrong:
        held.tell(folder / MAPPING, *wrong)
    for name, how in held.mapped.items():
        _take(held, name, folder / how.file, how.sheet)
    read = {how.file for how in held.mapped.values()}
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name in {DECLARATION, MAPPING, *read}:
            continue
        if not path.is_file() or path.suffix.lower() not in TABLE_FILES:
            held.beside.append(path.name + ("/" if path.is_dir() else ""))
        elif path.suffix.lower() in {".xlsx", ".xlsm"}:
            _workbook(held, path)
        else:
            _file(held, path)
    return held


def _file(held: Folder, path: Path) -> None:
    """A file that speaks by its name."""
    if path.stem in CONTRACTS:
        _take(held, path.stem, path, None)
        return
    held.rest.append(path)


def nearly(path: Path) -> Problem | None:
    """The problem of a file that is not named as a table, but nearly; such a file is never passed over in silence."""
    meant = nearest(path.stem, CONTRACTS, cutoff=NEARLY)
    if meant is None:
        return None
    todo = f"Rename it '{meant}{path.suffix}', if it is that table, or move it out of the folder."
    return Problem("the file's name", "nearly the name of a table", f"'{meant}'", todo)


def _take(held: Folder, name: str, path: Path, sheet: str | None) -> None:
    if name in held.tables:
        first = held.tables[name][0].name
        found = f"the table {name}, which {first} holds too"
        held.tell(path, Problem("the whole file", found, "each table once", "Keep one of them in the folder."))
        return
    held.tables[name] = (path, sheet)


def _workbook(held: Folder, path: Path) -> None:
    """The filled sheets of a workbook that are tables; without any, the workbook speaks by its name."""
    try:
        names = raw.sheets(path)
    except BadTable as refused:
        held.tell(path, *refused.problems)
        return
    if not any(n in CONTRACTS for n in names):
        _file(held, path)
        return
    for name in names:
        if name in CONTRACTS:
            if _filled(path, name):
                _take(held, name, path, name)
        elif plain(name) not in NOTES_SHEETS:
            meant = nearest(name, CONTRACTS)
            todo = f"Did you mean '{meant}'?" if meant else "Take the sheet out, or name it 'notes'."
            held.tell(path, Problem(f"sheet '{name}'", "not the name of a table", "a sheet a table", todo))


def _filled(path: Path, sheet: str) -> bool:
    """Whether a sheet holds a row below its header; the template's unfilled sheets do not."""
    try:
        return len(raw.read(path, sheet=sheet).rows) > 1
    except BadTable:
        return True  # not readable: the loader will say why


def read_folder(
    folder: str | Path, *, corrections: Sequence[Correction] = (), extracted_on: date | str | None = None
) -> tuple[dict[str, Draft], Folder]:
    """Read every own table of a folder and check all of them together; problems stay with their file.

    extracted_on : by default the day that the folder's ``dataset.toml`` states, else today.
    """
    held = look(folder)
    day = last_day(extracted_on or declared_day(folder), "")
    drafts: dict[str, Draft] = {}
    for name in sorted(held.tables, key=list(CONTRACTS).index):
        path, sheet = held.tables[name]
        try:
            drafts[name] = read_draft(name, path, corrections=corrections, sheet=sheet, how=held.mapped.get(name))
        except BadTable as refused:
            held.broken.add(name)
            held.tell(path, *_in_sheet(sheet, refused.problems))
    frames = frames_of(drafts)
    for name, draft in drafts.items():
        found = problems_of(draft, others=frames, extracted_on=day)
        if found:
            held.broken.add(name)
            held.tell(draft.path, *_in_sheet(held.tables[name][1], found))
    return drafts, held


def declared_day(folder: str | Path) -> date | None:
    """The day of the extraction that the folder's ``dataset.toml`` states (``extracted_on = 2025-03-31``), if any."""
    day: date | None = declared(folder).get("extracted_on")
    return day


def frames_of(drafts: Mapping[str, Draft]) -> dict[str, pd.DataFrame]:
    """The frames to compare codes with: those whose own key could be read in every row."""
    return {
        name: draft.parsed.frame
        for name, draft in drafts.items()
        if not any(key in draft.parsed.unread or key not in draft.parsed.frame for key in draft.contract.key)
    }


def _in_sheet(sheet: str | None, problems: Sequence[Problem]) -> list[Problem]:
    if sheet is None:
        return list(problems)
    return [Problem(f"sheet {sheet}, {p.where}", p.found, p.expected, p.try_this) for p in problems]
