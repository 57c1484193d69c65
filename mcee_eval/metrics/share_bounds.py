"""What share said yes, when some answers are not recorded? Bounds, never one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import Problem
from mcee_eval.metrics import checks
from mcee_eval.results import Numbers, Result


@dataclass(frozen=True, kw_only=True)
class ShareBounds(Result):
    """A share that the records bound and do not give.

    yes, no, unknown : rows that surely belong, by their answer; ``unknown`` is any other answer, or none.
    unsure : rows of which it is not recorded whether they belong.
    low, high : the smallest and the largest share that the records allow; None where no row surely belongs.
    frame : one row an answer (yes, no, unknown): rows, unsure.
    """

    KEYS = "n yes no unknown unsure bounds=[low,high]"
    MAIN = "yes no unknown unsure low high"
    PLOT = "points answer rows"

    yes: int
    no: int
    unknown: int
    unsure: int
    low: float | None
    high: float | None

    @property
    def n(self) -> int:
        """Rows that surely belong."""
        return self.yes + self.no + self.unknown

    @property
    def recorded(self) -> float | None:
        """Share of these rows whose answer is recorded; None without rows."""
        return (self.yes + self.no) / self.n if self.n else None


def share_bounds(
    frame: pd.DataFrame,
    *,
    answer: str,
    yes: Sequence[str] = ("yes",),
    no: Sequence[str] = ("no",),
    belongs: str | None = None,
    unit: str | None = None,
) -> ShareBounds:
    """Between which shares must the truth lie, whatever the missing records hold?

    frame : one row a thing asked about. answer : column; what is neither in ``yes`` nor in ``no`` is not recorded.
    unit : column of what counts once: yes where one of its rows is yes, no where all are no, else not recorded.
    belongs : column of True, False or missing: whether the row is one of those asked about (None: all are).

    Not recorded counts as no for the low end, as yes for the high end. A row that may or may not belong is counted
    on the side that moves the end outward. Both ends can be reached, so no narrower bounds are honest. They are no
    confidence interval: more rows with the same gaps do not bring them closer.
    Refused: absent columns, and an answer that is both a yes and a no.
    Source: Manski (1989), "Anatomy of the selection problem".
    """
    checks.need_columns(frame, [answer, *([belongs] if belongs else [])])
    both = sorted(set(yes) & set(no))
    checks.parameters("share_bounds", [Problem("yes, no", f"{b!r} in both", "an answer on one side") for b in both])
    if unit is not None:
        frame = _once(frame, unit, answer, list(yes), list(no))
    told = pd.Series("unknown", index=frame.index)
    told[frame[answer].isin(list(yes))] = "yes"
    told[frame[answer].isin(list(no))] = "no"
    whether = pd.Series(True, index=frame.index, dtype="boolean")
    if belongs is not None:
        whether = frame[belongs].astype("boolean")
    sure = {k: int(((told == k) & whether.fillna(False)).sum()) for k in ("yes", "no", "unknown")}
    unsure = {k: int(((told == k) & whether.isna()).sum()) for k in ("yes", "no", "unknown")}
    n = sum(sure.values())
    least = n + unsure["no"] + unsure["unknown"]
    most = n + unsure["yes"] + unsure["unknown"]
    return ShareBounds(
        method="share_bounds",
        notes=("membership_not_recorded",) if sum(unsure.values()) else (),
        recipe={"answer": answer, "yes": tuple(yes), "no": tuple(no), "belongs": belongs, "unit": unit},
        frame=pd.DataFrame({"answer": list(sure), "rows": list(sure.values()), "unsure": list(unsure.values())}),
        yes=sure["yes"],
        no=sure["no"],
        unknown=sure["unknown"],
        unsure=sum(unsure.values()),
        low=sure["yes"] / least if n else None,
        high=(sure["yes"] + sure["unknown"] + unsure["yes"] + unsure["unknown"]) / most if n else None,
    )


@dataclass(frozen=True, kw_only=True)
class BoundsBy(Result):
    """groups : code of a group → its bounds, in the order in which they were asked for."""

    MAIN = "low high"
    PLOT = "points group low high"

    groups: Mapping[str, ShareBounds]

    @property
    def low(self) -> dict[str, float | None]:
        """The smallest share of each group."""
        return {code: b.low for code, b in self.groups.items()}

    @property
    def high(self) -> dict[str, float | None]:
        """The largest share of each group."""
        return {code: b.high for code, b in self.groups.items()}

    def numbers(self) -> Numbers:
        """The bounds of each group."""
        return {code: [b.low, b.high] for code, b in self.groups.items()}


def bounds_by(
    frame: pd.DataFrame, *, answer: str, by: str = "", rows: Mapping[str, str | Mapping[str, str]] | None = None,
    every: str = "", yes: Sequence[str] = ("yes",), no: Sequence[str] = ("no",),
) -> BoundsBy:  # fmt: skip
    """Bounds of the same answer by group, or under several readings of which rows are asked about.

    by : column of groups, those without a row left out. rows : code of a reading → a pandas query, or
    ``{rows = query, belongs = column}``. every : code under which all rows stand last.
    """
    groups: dict[str, tuple[pd.DataFrame, str | None]] = {}
    if by:
        checks.need_columns(frame, [by])
        order = getattr(frame[by].dtype, "categories", None)
        held = frame[by].dropna().unique()
        for code in sorted(held) if order is None else [c for c in order if c in set(held)]:
            groups[str(code)] = (frame[frame[by] == code], None)
    for code, reading in (rows or {}).items():
        told = {"rows": reading} if isinstance(reading, str) else reading
        groups[code] = (frame.query(told["rows"]), told.get("belongs"))
    if every:
        groups[every] = (frame, None)
    found = {k: share_bounds(f, answer=answer, yes=yes, no=no, belongs=b) for k, (f, b) in groups.items()}
    recipe = {"answer": answer, "by": by, "rows": list(rows or ()), "every": every}
    frame = pd.DataFrame([{"group": k, "low": b.low, "high": b.high} for k, b in found.items()])
    return BoundsBy(method="share_bounds", recipe=recipe, frame=frame, groups=found)


def share_reaching(frame: pd.DataFrame, *, low: str, high: str, least: float) -> ShareBounds:
    """What share of the rows reach a number, where each is known between two columns?

    low, high : columns; a row whose ``low`` reaches ``least`` does, one whose ``high`` does not does not.
    """
    checks.need_columns(frame, [low, high])
    told = pd.Series("unknown", index=frame.index).mask(frame[low] >= least, "yes").mask(frame[high] < least, "no")
    return share_bounds(pd.DataFrame({"answer": told}), answer="answer")


def _once(frame: pd.DataFrame, unit: str, answer: str, yes: list[str], no: list[str]) -> pd.DataFrame:
    """One row a unit from the answers of its rows."""
    checks.need_columns(frame, [unit])
    rows = []
    for name, mine in frame.groupby(unit, sort=False):
        told = mine[answer]
        rows.append({unit: name, answer: yes[0] if told.isin(yes).any() else no[0] if told.isin(no).all() else None})
    return pd.DataFrame(rows, columns=[unit, answer])
