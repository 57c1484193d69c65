"""The empty workbook that an evaluator can fill: a sheet for each table that is read, and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mcee_eval.contracts.declare import Contract
from mcee_eval.contracts.describe import bounds, meaning, type_of, unit
from mcee_eval.contracts.readers import FINDINGS, tables_of, to_fill
from mcee_eval.contracts.stable_workbook import stable_bytes
from mcee_eval.errors import BadParameter, NotWritable, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NOTES = "notes"
NOTES_HEADER = (
    "table",
    "column / colonne",
    "meaning",
    "signification",
    "type",
    "type (fr)",
    "unit",
    "unité",
    "values",
    "valeurs",
    "key / clé",
    "may be empty / peut être vide",
    "since / depuis",
)
# Periods and codes as text, or Excel turns 2019-03 into a day and 001 into 1.
FORMATS = {"date": "yyyy-mm-dd", "integer": "0", "year": "0", "decimal": "0.####"}
LONGEST_LIST = 255  # characters of a list of choices that Excel takes


def template(findings: Sequence[str] = ()) -> Workbook:
    """The workbook: a notes sheet first, then a sheet a table with its column names in row 1 and nothing below.

    findings : "0" to "8"; the tables that any of them reads. By default all.
    """
    from openpyxl import Workbook

    book = Workbook()
    notes = book.active
    notes.title = NOTES
    wanted = {n for f in findings or FINDINGS for n in tables_of(f)}
    contracts = [c for n, c in to_fill().items() if n in wanted]
    _notes(notes, contracts)
    for contract in contracts:
        _sheet(book.create_sheet(contract.name), contract)
    return book


def write_template(path: str | Path, findings: Sequence[str] = ()) -> Path:
    """Write the empty workbook to ``path``; the same declarations give the same bytes."""
    path = Path(path)
    path.write_bytes(stable_bytes(template(findings)))
    return path


def template_to(path: Path, *, findings: Sequence[str] = (), force: bool = False) -> Path:
    """Write the workbook of these findings ("4", "04", "f4", "04_removals_cooperation"; none: of all).

    Refuses (``BadParameter``) unknown findings, another end than .xlsx, and a file that is there unless ``force``.
    """
    problems = []
    numbers = {f: match[1] for f in findings if (match := re.fullmatch(r"f?0?([0-8])(?:_\w*)?", f))}
    for f in findings:
        if f not in numbers:
            problems.append(Problem("--finding", repr(f), f"a number, {FINDINGS[0]} to {FINDINGS[-1]}"))
    if path.suffix.lower() != ".xlsx":
        problems.append(Problem("PATH", str(path), "a name that ends in .xlsx"))
    if path.exists() and not force:
        problems.append(Problem("PATH", f"{path} is there", "a new file", "Give another name, or --force."))
    if problems:
        raise BadParameter("Nothing was written.", problems=problems)
    try:
        return write_template(path, tuple(numbers.values()))
    except OSError as error:
        advice = "Make its folder first." if not path.parent.is_dir() else "Give another."
        told = Problem(str(path), error.strerror or "an error", "a file that can be written", advice)
        raise NotWritable("The workbook was not written.", problems=[told]) from error


def _notes(sheet: Worksheet, contracts: Sequence[Contract]) -> None:
    from openpyxl.styles import Font

    sheet.append(NOTES_HEADER)
    for contract in contracts:
        sheet.append([contract.name, "", contract.en, contract.fr])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
        for column in contract.columns:
            sheet.append(
                [
                    contract.name,
                    column.name,
                    meaning(column, "en"),
                    meaning(column, "fr"),
                    type_of(column, "en"),
                    type_of(column, "fr"),
                    unit(column, "en"),
                    unit(column, "fr"),
                    bounds(column, "en"),
                    bounds(column, "fr"),
                    "yes / oui" if column.name in contract.key else "",
                    "yes / oui" if column.nullable else "no / non",
                    column.since,
                ]
            )
    _frame(sheet, (24, 24, 48, 48, 24, 24, 16, 16, 32, 32, 10, 16, 12))


def _sheet(sheet: Worksheet, contract: Contract) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append(list(contract.names))
    for i, column in enumerate(contract.columns, start=1):
        letter = get_column_letter(i)
        sheet.column_dimensions[letter].number_format = FORMATS.get(column.type, "@")
        choices = ",".join(column.codes) or ("yes,no" if column.type == "boolean" else "")
        if choices and len(choices) <= LONGEST_LIST:
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}1048576")
            sheet.add_data_validation(rule)
    _frame(sheet, tuple(max(12, len(name) + 2) for name in contract.names))


def _frame(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    """A bold first row that stays in sight, and columns wide enough to read."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"
