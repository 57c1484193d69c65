"""The words in which a table is declared: columns, units, bounds, keys and rules, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mcee_eval.contracts.units import UNITS

if TYPE_CHECKING:
    import pandas as pd

    from mcee_eval.contracts.faults import Fault

Type = Literal["code", "text", "integer", "year", "decimal", "boolean", "date", "month", "quarter", "fiscal_year"]

# One type, one form in a frame. Periods and codes are strings: they sort right and survive every file format.
DTYPES: Mapping[str, str] = MappingProxyType(
    {
        "code": "str",
        "text": "str",
        "integer": "Int64",
        "year": "Int64",
        "decimal": "float64",
        "boolean": "boolean",
        "date": "datetime64[us]",
        "month": "str",
        "quarter": "str",
        "fiscal_year": "str",
    }
)
NUMBERS = frozenset({"integer", "year", "decimal"})
PERIODS = frozenset({"month", "quarter", "fiscal_year"})
EARLIEST = {"date": "1950-01-01", "month": "1950-01", "quarter": "1950-51Q1", "fiscal_year": "1950-51", "year": 1950}
LATEST = {"date": "2099-12-31", "month": "2099-12", "quarter": "2099-00Q4", "fiscal_year": "2099-00", "year": 2099}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column of a table.

    name : as in the file, lower case with underscores.
    type : what a cell holds; see ``DTYPES`` for its form in a frame.
    en, fr : the meaning, in the report's own terms.
    unit : a key of ``units.UNITS``; empty for codes, texts, dates and booleans.
    codes : for a closed list, each code with its meaning (en, fr).
    isin : "table.column" where the code must stand; ``also`` are codes allowed beside it.
    ge, le : bounds, both included; for dates and periods as text (``"2012-06-15"``).
    nullable : an empty cell is allowed and means "not known" or "has not happened", never zero.
    future : a date or period after the extraction is allowed (a due date, an expiry).
    since : from when the column means something ("2019-02", "2018-19"), empty if from the start of the table.
    places : decimals that are written, for a decimal column.
    """

    name: str
    type: Type
    en: str
    fr: str
    unit: str = ""
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    isin: str = ""
    also: tuple[str, ...] = ()
    ge: float | str | None = None
    le: float | str | None = None
    nullable: bool = False
    future: bool = False
    since: str = ""
    places: int = 2

    def __post_init__(self) -> None:
        """A declaration that contradicts itself is a programmer's mistake."""
        if self.unit not in UNITS:
            raise ValueError(f"column {self.name}: unit {self.unit!r} is not in units.UNITS")
        if (self.type in {"integer", "decimal"}) != bool(self.unit):
            raise ValueError(f"column {self.name}: a unit goes with integer and decimal columns, and only with them")
        if (self.codes or self.isin) and self.type != "code":
            raise ValueError(f"column {self.name}: only a code column has a list of codes")

    @property
    def dtype(self) -> Any:
        """The pandas dtype of the column in a frame."""
        return DTYPES[self.type]


class Rule(Protocol):
    """What must hold between columns or rows. Declared in a contract, run by ``check``."""

    @property
    def en(self) -> str:
        """The rule in a sentence."""

    @property
    def fr(self) -> str:
        """La règle en une phrase."""

    def columns(self) -> tuple[str, ...]:
        """The columns that must be readable for the rule to be tried."""

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """What breaks the rule; empty when nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contract:
    """What a table is.

    name : of the table, the file and the sheet.
    en, fr : the table in a sentence.
    row_en, row_fr : the unit of observation: what one row is.
    question_en, question_fr : the question that the table answers.
    key : columns that together name a row once.
    columns : in the order of the file.
    rules : what must hold between columns or rows.
    """

    name: str
    en: str
    fr: str
    row_en: str
    row_fr: str
    question_en: str
    question_fr: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: Sequence[Rule] = ()

    def __post_init__(self) -> None:
        """Keys and rules speak of declared columns, and a key is never empty."""
        names = [c.name for c in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a column is declared twice")
        for name in (*self.key, *(n for rule in self.rules for n in rule.columns())):
            if name not in names:
                raise ValueError(f"{self.name}: {name!r} is not a declared column")
        for name in self.key:
            if self.column(name).nullable:
                raise ValueError(f"{self.name}: key column {name!r} is nullable")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the order of the file."""
        return tuple(c.name for c in self.columns)

    @property
    def dtypes(self) -> dict[str, str]:
        """Column name → pandas dtype."""
        return {c.name: c.dtype for c in self.columns}

    def column(self, name: str) -> Column:
        """The declaration of one column; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} declares no column {name!r}")

    def frame(self, columns: Mapping[str, object] | None = None) -> pd.DataFrame:
        """A frame of this table from a program's own columns, in order and with the declared dtypes.

        For code that makes tables (the synthetic programme, tests). Files go through the loader, which reads
        cells strictly. Without ``columns``: an empty frame. Checks nothing but the names.
        """
        import pandas as pd

        given = {name: [] for name in self.names} if columns is None else dict(columns)
        if set(given) != set(self.names):
            odd = sorted(set(given) ^ set(self.names))
            raise ValueError(f"{self.name}: columns missing or not declared: {', '.join(odd)}")
        frame = pd.DataFrame({name: given[name] for name in self.names})
        for column in self.columns:
            values = frame[column.name]
            if column.dtype == "str":
                values = values.astype(object).where(values.notna(), None)
            frame[column.name] = values.astype(column.dtype)
        return frame
