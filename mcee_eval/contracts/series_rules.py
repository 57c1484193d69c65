"""What must hold between the rows of a table: series without holes, stocks and their flows, one lead, one person."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from mcee_eval.contracts.faults import Fault, shown
from mcee_eval.contracts.periods import number, written

if TYPE_CHECKING:
    import pandas as pd


def _group_name(within: tuple[str, ...], values: tuple[object, ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(within, values, strict=True))


def _ordered(frame: pd.DataFrame, kind: str, period: str, within: tuple[str, ...]) -> pd.DataFrame:
    """Rows with their position and running period number, in time order; unreadable and doubled rows left out."""
    rows = frame.assign(_at=range(len(frame)))
    rows["_n"] = [number(kind, p) if isinstance(p, str) else None for p in frame[period]]
    rows = rows[rows["_n"].notna()].dropna(subset=list(within)).drop_duplicates([*within, "_n"])
    return rows.sort_values([*within, "_n"], kind="stable")


@dataclass(frozen=True, slots=True)
class Unbroken:
    """A series has a row for every period between its first and its last. What is not known is an empty cell."""

    kind: str
    period: str
    within: tuple[str, ...]

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"no {self.period} is missing inside a series, for each {' and '.join(self.within)}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"aucune période ({self.period}) ne manque à l'intérieur d'une série, par {' et '.join(self.within)}"

    def columns(self) -> tuple[str, ...]:
        """The period and the group."""
        return (self.period, *self.within)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Each hole, named by its first and last missing period."""
        faults = []
        for values, rows in _ordered(frame, self.kind, self.period, self.within).groupby(list(self.within), sort=False):
            numbers = [int(n) for n in rows["_n"]]
            for before, after in pairwise(numbers):
                if after - before == 1:
                    continue
                first, last = written(self.kind, before + 1), written(self.kind, after - 1)
                hole = first if first == last else f"{first} to {last}"
                faults.append(
                    Fault(
                        "unbroken",
                        f"{_group_name(self.within, values)}, {self.period}",
                        (),
                        f"no row for {hole} inside the series",
                        f"a row for every {self.period} from {written(self.kind, numbers[0])}"
                        f" to {written(self.kind, numbers[-1])}",
                        "Add the missing rows; leave the count empty where it is not known.",
                    )
                )
        return faults


@dataclass(frozen=True, slots=True)
class StockFlow:
    """The stock at the end of a period is the one before, plus what came in, less what went out.

    ``plus`` and ``minus`` are counts of 0 or more; ``signed`` is net, and may be either. Where a count is not known
    the stocks still bound it: a count that would have to be negative is a contradiction. Where nothing bounds it,
    nothing is claimed.
    """

    kind: str
    period: str
    within: tuple[str, ...]
    stock: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    signed: tuple[str, ...] = ()

    @property
    def _sum(self) -> str:
        return " ".join(
            [f"{self.stock}(-1)", *(f"+ {c}" for c in (*self.plus, *self.signed)), *(f"- {c}" for c in self.minus)]
        )

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.stock} = {self._sum}, in consecutive periods"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.stock} = {self._sum}, pour des périodes qui se suivent"

    def columns(self) -> tuple[str, ...]:
        """The period, the group, the stock and its flows."""
        return (self.period, *self.within, self.stock, *self.plus, *self.minus, *self.signed)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Periods whose stock and flows cannot both be right."""
        faults = []
        for values, rows in _ordered(frame, self.kind, self.period, self.within).groupby(list(self.within), sort=False):
            records = rows.to_dict("records")
            for before, now in pairwise(records):
                if now["_n"] - before["_n"] == 1 and (fault := self._compare(values, before, now)):
                    faults.append(fault)
        return faults

    def _compare(
        self, values: tuple[object, ...], before: dict[Hashable, Any], now: dict[Hashable, Any]
    ) -> Fault | None:
        import pandas as pd

        signs = {**dict.fromkeys(self.plus, 1), **dict.fromkeys(self.minus, -1), **dict.fromkeys(self.signed, 1)}
        unknown = [c for c in signs if pd.isna(now[c])]
        if pd.isna(before[self.stock]) or pd.isna(now[self.stock]) or set(unknown) & set(self.signed):
            return None
        change = int(now[self.stock]) - int(before[self.stock])
        gap = change - sum(sign * int(now[c]) for c, sign in signs.items() if c not in unknown)
        impossible = bool(gap) if not unknown else self._impossible(gap, unknown)
        if not impossible:
            return None
        if not unknown:
            found = f"{self.stock} is {int(now[self.stock]):,}, its flows give {int(now[self.stock]) - gap:,}"
        else:
            found = f"{' and '.join(unknown)} would have to be negative ({gap * signs[unknown[0]]:,})"
        return Fault(
            "stock_flow",
            f"{_group_name(self.within, values)}, {self.period} {now[self.period]}",
            (now["_at"],),
            found,
            f"{self.stock} = {self._sum}",
            "One of the counts is wrong at the source, or cases left by a way that has no column.",
        )

    def _impossible(self, gap: int, unknown: list[str]) -> bool:
        """With only inflows unknown the gap is 0 or more; with only outflows, 0 or less; with both, anything goes."""
        inflows, outflows = set(unknown) & set(self.plus), set(unknown) & set(self.minus)
        return (not outflows and gap < 0) or (not inflows and gap > 0)


@dataclass(frozen=True, slots=True)
class OneTrue:
    """At most one row of a group says yes: one lead department an engagement."""

    column: str
    within: tuple[str, ...]

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"at most one row of each {' and '.join(self.within)} has {self.column} = yes"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"au plus une ligne par {' et '.join(self.within)} a {self.column} = yes"

    def columns(self) -> tuple[str, ...]:
        """The flag and the group."""
        return (self.column, *self.within)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Groups with two or more."""
        rows = frame.assign(_at=range(len(frame)))
        rows = rows[rows[self.column].fillna(False).astype(bool)].dropna(subset=list(self.within))
        return [
            Fault(
                "one_true",
                f"{_group_name(self.within, values)}, {self.column}",
                tuple(int(i) for i in same["_at"]),
                f"yes in {len(same)} rows",
                f"at most one yes for each {' and '.join(self.within)}",
                "Keep the one that is right.",
            )
            for values, same in rows.groupby(list(self.within), sort=False)
            if len(same) > 1
        ]


@dataclass(frozen=True, slots=True)
class Agree:
    """Rows of a group tell the same value of a column, where they tell one."""

    column: str
    within: tuple[str, ...]

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.column} is the same in all rows of a {' and '.join(self.within)}, where it is filled"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.column} a une seule valeur par {' et '.join(self.within)}, si elle est remplie"

    def columns(self) -> tuple[str, ...]:
        """The column and the group."""
        return (self.column, *self.within)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Groups that contradict themselves."""
        rows = frame.assign(_at=range(len(frame))).dropna(subset=[*self.within, self.column])
        return [
            Fault(
                "agree",
                f"{_group_name(self.within, values)}, {self.column}",
                tuple(int(i) for i in same["_at"]),
                " and ".join(str(v) for v in same[self.column].unique()),
                f"one value of {self.column} for each {' and '.join(self.within)}",
                "Keep the one that is right in every row.",
            )
            for values, same in rows.groupby(list(self.within), sort=False)
            if len(same[self.column].unique()) > 1
        ]


@dataclass(frozen=True, slots=True)
class SameAsTarget:
    """A row and the row it points to agree on a column: a resubmission is the same person."""

    pointer: str
    key: str
    column: str

    between_rows: ClassVar[bool] = True

    @property
    def en(self) -> str:
        """The rule in a sentence."""
        return f"{self.column} is that of the row named in {self.pointer}"

    @property
    def fr(self) -> str:
        """La règle en une phrase."""
        return f"{self.column} est celle de la ligne nommée dans {self.pointer}"

    def columns(self) -> tuple[str, ...]:
        """The pointer, the key and what must agree."""
        return (self.pointer, self.key, self.column)

    def faults(self, frame: pd.DataFrame) -> list[Fault]:
        """Rows that differ from their target."""
        target = frame.drop_duplicates(self.key).dropna(subset=[self.key]).set_index(self.key)[self.column]
        meant = frame[self.pointer].map(target)
        differ = meant.notna() & frame[self.column].notna() & (meant != frame[self.column])
        return [
            Fault(
                "same_as_target",
                self.column,
                (int(i),),
                f"{shown(frame[self.column].iloc[i])}, but {frame[self.pointer].iloc[i]} has {shown(meant.iloc[i])}",
                f"the same {self.column} as the row named in {self.pointer}",
                f"Correct {self.pointer} or {self.column} at the source.",
            )
            for i in differ.to_numpy().nonzero()[0]
        ]
