"""One cell at a time: what is read, and what is refused for which reason."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.cell_text import Unread
from mcee_eval.contracts.declare import Column
from mcee_eval.contracts.parse import parse_cell, parse_table


def cell(kind: str, text: str, *, workbook: bool = False) -> object:
    unit = {"integer": "persons", "decimal": "dollars"}.get(kind, "")
    return parse_cell(text, Column(name="c", type=kind, en="a", fr="b", unit=unit, nullable=True), workbook=workbook)


READ = [
    ("integer", "12", 12),
    ("integer", "-3", -3),
    ("integer", "12.0", 12),
    ("integer", "\u00a012\u202f", 12),
    ("integer", str(2**63 - 1), 2**63 - 1),
    ("decimal", "12.5", 12.5),
    ("decimal", "1e-3", 0.001),
    ("decimal", "7", 7.0),
    ("year", "2019", 2019),
    ("boolean", "yes", True),
    ("boolean", "NO", False),
    ("boolean", "True", True),
    ("boolean", "false", False),
    ("date", "2019-03-31", date(2019, 3, 31)),
    ("date", "2020-02-29", date(2020, 2, 29)),
    ("date", "2019-03-31 00:00:00", date(2019, 3, 31)),
    ("date", "2019-03-31T00:00:00.000", date(2019, 3, 31)),
    ("month", "2019-03", "2019-03"),
    ("quarter", "2019-20Q1", "2019-20Q1"),
    ("quarter", "2019-2020Q1", "2019-20Q1"),
    ("quarter", "FY2019/20 Q4", "2019-20Q4"),
    ("fiscal_year", "2019-20", "2019-20"),
    ("fiscal_year", "2019-2020", "2019-20"),
    ("fiscal_year", "2019/20", "2019-20"),
    ("fiscal_year", "FY2019-20", "2019-20"),
    ("fiscal_year", "fy 2019/2020", "2019-20"),
    ("fiscal_year", "2019–20", "2019-20"),
    ("fiscal_year", "1999-00", "1999-00"),
    ("fiscal_year", "2011-12", "2011-12"),
    ("code", " R01 ", "R01"),
    ("code", "a\u200bb", "ab"),
    ("text", " « oui\u00a0» ", "« oui\u00a0»"),
    ("text", "a; b", "a; b"),
    ("text", "NA", "NA"),
    *((kind, "\u00a0 ", None) for kind in ("integer", "date", "code", "text", "boolean")),
]
REFUSED = [
    ("integer", "1,5", "decimal_comma"),
    ("integer", "1,234", "ambiguous_comma"),
    ("integer", "1,234,567", "thousands"),
    ("integer", "1 234", "thousands"),
    ("integer", "1’234", "thousands"),
    ("integer", "1.234.567", "thousands"),
    ("decimal", "1.234,56", "thousands"),
    ("decimal", "1,234.56", "thousands"),
    ("decimal", ",5", "decimal_comma"),
    ("decimal", "0,123", "decimal_comma"),
    ("integer", "12.5", "not_whole"),
    ("integer", "1e3", "not_whole"),
    ("integer", str(2**63), "too_large"),
    ("decimal", "1e999", "too_large"),
    ("integer", "12 %", "percent"),
    ("integer", "(12)", "brackets"),
    ("integer", "−4", "odd_minus"),
    ("integer", "<5", "not_exact"),
    ("integer", "1-4", "not_exact"),
    ("integer", "about 5", "not_a_number"),
    ("decimal", "$5", "money_sign"),
    ("integer", "１２", "not_a_number"),
    ("integer", "n/a", "word_for_nothing"),
    ("decimal", "nan", "word_for_nothing"),
    ("decimal", "inf", "not_a_number"),
    ("decimal", "#DIV/0!", "excel_error"),
    ("year", "19", "not_a_year"),
    ("year", "FY2019", "fiscal_for_calendar"),
    ("year", "2019-20", "fiscal_for_calendar"),
    ("boolean", "oui", "not_a_boolean"),
    ("boolean", "1", "not_a_boolean"),
    ("boolean", "?", "word_for_nothing"),
    ("date", "2019-13-01", "no_such_month"),
    ("date", "2019-02-29", "no_such_day"),
    ("date", "2019-3-1", "date_form"),
    ("date", "03/04/2019", "date_form"),
    ("date", "20190331", "date_form"),
    ("date", "43555", "excel_serial"),
    ("date", "2019-03", "month_for_date"),
    ("date", "2019-03-31 09:00", "clock"),
    ("date", "31 mars 2019", "date_form"),
    ("month", "2019-00", "no_such_month"),
    ("month", "2019-3", "month_form"),
    ("month", "2019-03-01", "day_for_month"),
    ("month", "43555", "excel_serial"),
    ("month", "mars 2019", "month_form"),
    ("quarter", "2019Q1", "bare_year"),
    ("quarter", "Q1 2019", "bare_year"),
    ("quarter", "2019-20Q5", "no_such_quarter"),
    ("quarter", "2019-21Q1", "years_do_not_follow"),
    ("quarter", "T2 2026-2027", "quarter_form"),
    ("quarter", "Q1", "quarter_form"),
    ("fiscal_year", "FY2019", "bare_year"),
    ("fiscal_year", "2019", "bare_year"),
    ("fiscal_year", "FY19", "bare_year"),
    ("fiscal_year", "2019-21", "years_do_not_follow"),
    ("fiscal_year", "2019-12", "years_do_not_follow"),
    ("fiscal_year", "2020-2019", "years_do_not_follow"),
    ("fiscal_year", "last year", "fiscal_year_form"),
    ("code", "IOM; UNODC", "list_in_cell"),
    ("code", "IOM|UNODC", "list_in_cell"),
    ("code", "IOM\nUNODC", "list_in_cell"),
    ("code", "two words", "code_form"),
    ("code", "#REF!", "excel_error"),
    ("text", "#N/A", "excel_error"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_read(kind, text, value):
    got = cell(kind, text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED)
def test_refused(kind, text, reason):
    with pytest.raises(Unread) as refused:
        cell(kind, text)
    assert refused.value.check == reason
    assert refused.value.found
    assert refused.value.try_this


def test_the_first_day_of_a_month_is_a_month_in_a_workbook_only():
    assert cell("month", "2019-03-01", workbook=True) == "2019-03"
    with pytest.raises(Unread):
        cell("month", "2019-03-02", workbook=True)


def test_a_table_keeps_its_good_cells_and_names_the_bad_ones():
    parsed = parse_table(
        CONTRACTS["disbursements"],
        {
            "project": ["G1", "G2"],
            "fiscal_year": ["2019/20", "FY2020"],
            "plan_version": ["original"] * 2,
            "planned": ["1.5", ""],
            "paid": ["", "x"],
            "spent_by_partner": ["", ""],
        },
    )
    assert parsed.unread == {"fiscal_year": {1}, "paid": {1}}
    assert parsed.notes == ("fiscal_year: 1 cell in another form, such as '2019/20' read as 2019-20",)
    assert parsed.frame["planned"].tolist()[0] == 1.5
    assert pd.isna(parsed.frame.loc[1, "fiscal_year"])
    assert dict(parsed.frame.dtypes.astype(str)) == CONTRACTS["disbursements"].dtypes
