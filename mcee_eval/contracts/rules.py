"""What must hold between the columns of a row. Rules between rows are in ``series_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcee_eval.contracts.faults import Fault, shown

if TYPE_CHECKING:
    import pandas as pd


def _rows(mask: pd.Series) -> list[int]:
    return [int(i) for i in mask.fillna(False).to_numpy(dtype=bool).nonzero()[0]]


def quoted(value: object) -> str:
    """A cell in a message: dates without their clock, numbers bare."""
    day = getattr(value, "date", None)
    return str(day()) if callable(day) else str(value)


@dataclass(frozen=True, slots=True)
class Order:
    """``then`` is never before (or below) ``first``: an end and its start, an answer and its request."""

    first: str
    then: str

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.then} is not before {self.first}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.then} n'est pas avant {self.first}"

    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return (self.first, self.then)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows in which the order is turned round."""
        counts = frame[self.first].dtype.kind in "if"
        before, later = ("below", "more") if counts else ("before", "later")
        return [
            Fault(
                "order",
                self.then,
                (i,),
                f"{quoted(frame[self.then].iloc[i])} is {before} {self.first} {quoted(frame[self.first].iloc[i])}",
                f"{self.first} or {later}",
                "Correct the one that is wrong at the source, or declare a correction.",
            )
            for i in _rows(frame[self.then] < frame[self.first])
        ]


@dataclass(frozen=True, slots=True)
class Needs:
    """Where ``column`` is filled, ``needs`` is filled too: nothing is issued without a request."""

    column: str
    needs: str

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.column} needs {self.needs}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.column} exige {self.needs}"

    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return (self.column, self.needs)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows with the one and without the other."""
        return [
            Fault(
                "needs",
                self.column,
                (i,),
                f"{quoted(frame[self.column].iloc[i])} without {self.needs}",
                f"{self.needs} filled wherever {self.column} is",
                f"Give {self.needs} at the source, or declare a correction.",
            )
            for i in _rows(frame[self.column].notna() & frame[self.needs].isna())
        ]


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """At most one of the columns is filled in a row: a request is issued, refused or withdrawn."""

    among: tuple[str, ...]

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"at most one of {', '.join(self.among)} is filled"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"au plus une des colonnes {', '.join(self.among)} est remplie"

    def columns(self) -> tuple[str, ...]:
        """The columns that exclude each other."""
        return self.among

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows in which two or more are filled."""
        filled = frame[list(self.among)].notna()
        faults = []
        for i in _rows(filled.sum(axis=1) > 1):
            both = [f"{c} {quoted(frame[c].iloc[i])}" for c in self.among if filled[c].iloc[i]]
            faults.append(
                Fault(
                    "only_one",
                    "",
                    (i,),
                    " and ".join(both),
                    f"at most one of {', '.join(self.among)}",
                    "Keep the one that happened; another attempt is another row.",
                )
            )
        return faults


@dataclass(frozen=True, slots=True)
class OnlyWhen:
    """``column`` is filled only where ``when`` holds one of ``values``."""

    column: str
    when: str
    values: tuple[str | bool, ...]

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.column} is filled only where {self.when} is {self._list(' or ')}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.column} n'est remplie que si {self.when} vaut {self._list(' ou ')}"

    def _list(self, joined: str) -> str:
        return joined.join("yes" if v is True else "no" if v is False else v for v in self.values)

    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return (self.column, self.when)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows in which it is filled all the same."""
        allowed = frame[self.when].isin(list(self.values))
        faults = []
        for i in _rows(frame[self.column].notna() & frame[self.when].notna() & ~allowed):
            state = frame[self.when].iloc[i]
            state = ("yes" if state else "no") if frame[self.when].dtype == "boolean" else state
            faults.append(
                Fault(
                    "only_when",
                    self.column,
                    (i,),
                    f"{shown(quoted(frame[self.column].iloc[i]))} where {self.when} is {state}",
                    f"an empty cell unless {self.when} is {self._list(' or ')}",
                    "Empty the cell or correct the other, at the source.",
                )
            )
        return faults


@dataclass(frozen=True, slots=True)
class PartsOf:
    """The parts together are not more than the whole."""

    parts: tuple[str, ...]
    whole: str

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{' + '.join(self.parts)} is not more than {self.whole}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{' + '.join(self.parts)} ne dépasse pas {self.whole}"

    def columns(self) -> tuple[str, ...]:
        """The parts and the whole."""
        return (*self.parts, self.whole)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows whose known parts already exceed the whole."""
        known = frame[list(self.parts)].fillna(0).sum(axis=1)
        return [
            Fault(
                "parts_of",
                self.whole,
                (i,),
                f"{' + '.join(self.parts)} is {known.iloc[i]:,} of {frame[self.whole].iloc[i]:,}",
                f"{self.whole} or less",
                "Check both at the source: one of them counts something else.",
            )
            for i in _rows(known > frame[self.whole])
        ]


@dataclass(frozen=True, slots=True)
class NotItself:
    """A row that points to another row of its table does not point to itself."""

    pointer: str
    key: str

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.pointer} is not the row's own {self.key}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.pointer} ne renvoie pas à sa propre ligne ({self.key})"

    def columns(self) -> tuple[str, ...]:
        """Both columns."""
        return (self.pointer, self.key)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows that point to themselves."""
        return [
            Fault(
                "not_itself",
                self.pointer,
                (i,),
                f"{shown(frame[self.pointer].iloc[i])} is the row's own {self.key}",
                f"another row's {self.key}",
                "Give the row that is meant, or leave the cell empty.",
            )
            for i in _rows(frame[self.pointer] == frame[self.key])
        ]
