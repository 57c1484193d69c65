"""Finding 3, the records: kinds, levels, forums, what is recorded and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from mcee_eval.findings.diplomacy import Diplomacy
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.show.bounds import bounds_table, ends
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage

Rows = list[tuple[str, ShareBounds]]
LEADS = (
    ("group_IRCC", "IRCC"), ("group_CBSA", "CBSA"), ("group_GAC", "GAC"), ("group_PS", "PS"), ("lead_not_recorded", ""),
)  # fmt: skip
COUNTERPARTS = (
    ("counterpart_capital", "capital"), ("counterpart_mission_in_canada", "mission_in_canada"),
    ("counterpart_partner", "partner"), ("counterpart_none", None),
)  # fmt: skip
KINDS = (
    "bilateral_meeting", "document_follow_up", "scoping_mission", "monitoring_mission", "like_minded",
    "multilateral_forum",
)  # fmt: skip
LEVELS = ("minister", "deputy_minister", "ADM", "DG", "director", "head_of_mission", "working")
TOLD = ("mcee_raised", "removals_raised", "follow_up_recorded")


def place(c: Context) -> dict[str, str]:
    """The country of the page, for titles and sentences."""
    return {"place": c.measures.data.country}


def period(c: Context) -> str:
    """The evaluation window."""
    return f"{c.settings.start} – {c.settings.end}"


def by(c: Context, column: str, rows: Sequence[tuple[str, str | None]], answer: str) -> Rows:
    """Bounds of an answer by the values of a column, those without any engagement left out."""
    frame: pd.DataFrame = c.measures.data.engagements
    found = []
    for code, value in rows:
        mine = frame[frame[column].isna() if value is None else frame[column] == value]
        if len(mine):
            found.append((code, share_bounds(mine, answer=answer)))
    return found


def _table(c: Context, slug: str, rows: Rows, label: str) -> Exhibit:
    """Bounds without a picture."""
    return c.show(
        slug, bounds_table(c, rows),
        [
            Column("row", label, "code"), Column("n", "bounds.column.n", "count"),
            Column("recorded", "bounds.column.recorded", "percent"),
            Column("at_least", "bounds.column.at_least", "percent"),
            Column("at_most", "bounds.column.at_most", "percent"),
        ],
        sources=[c.own_source()], period=period(c), values=place(c),
    )  # fmt: skip


def by_kind(c: Context) -> Exhibit | Passage:
    """Which kinds of engagement were there, and in which was the envelope raised?"""
    rows = by(c, "kind", [(f"engagement_{k}", k) for k in KINDS], "mcee_raised")
    return _table(c, "by_kind", rows, "f3.column.kind") if rows else c.say(("no_kinds", place(c)))


def by_level(c: Context) -> Exhibit | Passage:
    """At which level?"""
    rows = by(c, "level", [*((f"rank_{k}", k) for k in LEVELS), ("rank_not_recorded", None)], "mcee_raised")
    return _table(c, "by_level", rows, "f3.column.level") if rows else c.say(("no_levels", place(c)))


def completeness(c: Context) -> Exhibit | Passage:
    """By department that led, what do the records tell at all, and is a follow-up on record?"""
    frame: pd.DataFrame = c.measures.data.engagements
    if not len(frame):
        return c.say(("no_records", place(c)))
    dims, cells = [], {k: list[Cell]() for k in ("n", *TOLD, "follow_low", "follow_high")}
    for code, lead in (*LEADS, ("lead_all", "all")):
        mine = frame if lead == "all" else frame[frame["lead"] == lead]
        if not len(mine):
            continue
        dims.append(code)
        cells["n"].append(Cell(float(len(mine))))
        for k in TOLD:
            known = share_bounds(mine, answer=k).recorded
            cells[k].append(marked("not_estimable") if known is None else Cell(whole_percent(known)))
        low, high = ends(share_bounds(mine, answer="follow_up_recorded"))
        cells["follow_low"].append(low)
        cells["follow_high"].append(high)
    units = {"n": "engagements", **dict.fromkeys(cells.keys() - {"n"}, "share")}
    return c.show(
        "completeness", c.release.table(pd.DataFrame({"row": dims}), cells, units, "things"),
        [
            Column("row", "f3.column.lead", "code"), Column("n", "bounds.column.n", "count"),
            *[Column(k, f"f3.column.told_{k}", "percent") for k in TOLD],
            Column("follow_low", "f3.column.follow_low", "percent"),
            Column("follow_high", "f3.column.follow_high", "percent"),
        ],
        sources=[c.own_source()], period=period(c), values=place(c),
    )  # fmt: skip


def forums(c: Context) -> Passage:
    """Was the envelope raised in multilateral forums and with like-minded countries?"""
    found: Diplomacy = c.measures
    if found.data.country != "ALL":
        return c.say(("forums_all", {}))
    if not found.data.engagements["kind"].isin(["multilateral_forum", "like_minded"]).any():
        return c.say(("forums_none", {}))
    values: dict[str, Any] = {}
    for kind, name in (("multilateral_forum", "forum"), ("like_minded", "minded")):
        told = share_bounds(found.data.engagements[found.data.engagements["kind"] == kind], answer="mcee_raised")
        low, high = ends(told)
        values |= {name: Cell(float(told.n)), f"{name}_low": low, f"{name}_high": high}
    return c.say(("forums", values))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (by_kind, by_level, completeness, forums)
}
