"""What is in a folder, and is it fit for use? Own tables, published files, problems by file, files not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mcee_eval.contracts.readers import lacking, tables_of
from mcee_eval.errors import BadTable, MceeError, Problem
from mcee_eval.loaders import raw, recognise
from mcee_eval.loaders.corrections import Correction
from mcee_eval.loaders.own_draft import loaded
from mcee_eval.loaders.own_folder import Folder, frames_of, nearly, read_folder


@dataclass(frozen=True)
class FolderReport:
    """What ``check_folder`` found.

    folder : its name. tables : own table → rows read without a problem. published : file → its published format.
    problems : file → what is wrong with it. unknown : files and folders that are neither.
    notes : own table or published file → what a reader should know.
    """

    folder: str
    tables: Mapping[str, int]
    published: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]
    unknown: tuple[str, ...]
    notes: Mapping[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many problems there are, over all files."""
        return sum(len(found) for found in self.problems.values())

    @property
    def lacking(self) -> Mapping[str, tuple[str, ...]]:
        """Finding → the own tables that it reads and that are not there; nothing where there is no own table."""
        return lacking(self.tables) if self.tables else {}

    def stop(self) -> None:
        """Raise ``BadTable`` with every problem of every file, if there are any."""
        if self.count:
            told = [
                Problem(f"{name}, {p.where}", p.found, p.expected, p.try_this)
                for name, found in self.problems.items()
                for p in found
            ]
            raise BadTable.of(self.folder, told)


def check_folder(
    folder: str | Path, *, corrections: Sequence[Correction] = (), extracted_on: date | str | None = None
) -> FolderReport:
    """Read every file of a folder, and tell all problems of all files at once.

    folder : with own tables (a file or a sheet a table) and published files; nothing in it is changed.
    corrections : declared ones, applied before the checks. extracted_on : dates after it are wrong; by default the
    day that the folder's ``dataset.toml`` states, else today.
    Raises ``BadTable`` when the folder itself cannot be read; what is wrong inside it is in the report.
    """
    drafts, held = read_folder(folder, corrections=corrections, extracted_on=extracted_on)
    published, unknown, notes = _others(held)
    unknown = sorted([*unknown, *held.beside, *_sheets_aside(held)])
    frames = frames_of(drafts)
    good = {n: d for n, d in drafts.items() if n not in held.broken}
    receipts = {n: loaded(d, frames).receipt for n, d in good.items()}
    told = {**{n: (*r.corrections, *r.notes) for n, r in receipts.items()}, **notes}
    if not held.tables and not published and not held.problems:
        held.problems[Path(folder).name] = [
            Problem(
                "the folder",
                "no table" if not unknown else f"no table, only {', '.join(unknown)}",
                "files named as a table of the data dictionary, or published files",
                "mcee-eval check --draft-mapping drafts how to read an extract as it is. "
                "mcee-eval template writes an empty workbook.",
            )
        ]
    return FolderReport(
        folder=Path(folder).name,
        tables={n: r.rows for n, r in receipts.items()},
        published=published,
        problems={name: tuple(found) for name, found in sorted(held.problems.items())},
        unknown=tuple(unknown),
        notes={name: found for name, found in told.items() if found},
    )


def _sheets_aside(held: Folder) -> list[str]:
    """Sheets of a mapped workbook that the mapping does not speak of."""
    read: dict[Path, set[str | None]] = {}
    for name, how in held.mapped.items():
        read.setdefault(held.tables[name][0], set()).add(how.sheet)
    aside = []
    for path, names in read.items():
        try:
            aside += [f"{path.name}, sheet '{s}'" for s in raw.sheets(path) if s not in names and None not in names]
        except BadTable:
            continue  # its own table says why
    return aside


def _others(held: Folder) -> tuple[dict[str, str], list[str], dict[str, tuple[str, ...]]]:
    """Files that are no own table: published formats by name, those that nobody knows, and what receipts say."""
    published: dict[str, str] = {}
    unknown: list[str] = []
    notes: dict[str, tuple[str, ...]] = {}
    for path in held.rest:
        try:
            kind = recognise.recognise(path)
            if kind:
                published[path.name] = kind
                notes[path.name] = recognise.loader(kind).load(path).receipt.notes
            elif (problem := nearly(path)) is not None:
                held.tell(path, problem)
            else:
                if path.suffix != ".parquet":  # of which only own tables are read
                    raw.read(path)  # a file that cannot be read at all says why
                unknown.append(path.name)
        except MceeError as refused:
            held.tell(path, *(refused.problems or [Problem("the whole file", refused.message, "a file that is read")]))
    return published, unknown, notes


def report_lines(found: FolderReport) -> list[str]:
    """What is in the folder, a line each: tables, published files, notes, what is not read, what each finding has."""
    lines = [f"{table}: {rows} rows" for table, rows in found.tables.items()]
    lines += [f"{file}: {kind}" for file, kind in found.published.items()]
    lines += [f"{name}, note: {note}" for name, notes in found.notes.items() for note in notes]
    lines += [f"{name}: not read, neither a table nor a published file" for name in found.unknown]
    if found.count:
        return lines
    lines.append("No problem was found.")
    for finding, missing in found.lacking.items():
        there = [n for n in tables_of(finding) if n not in missing and n != "countries"]
        if not missing:
            lines.append(f"f{finding}: every table is there")
        elif there and "countries" not in missing:
            lines.append(f"f{finding}: a page from {', '.join(there)}; it says what it lacks: {', '.join(missing)}")
        else:
            lines.append(f"f{finding}: lacks {', '.join(missing)}")
    return lines
