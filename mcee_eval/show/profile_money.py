"""What was planned and paid, by year and by country type; Figure 1's question, never Figure 1 itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from mcee_eval.findings.profile import FIGURE_1, LAST_YEAR, Profile
from mcee_eval.release.cell import Cell
from mcee_eval.release.country_types import counts_by_type
from mcee_eval.release.protected import ratio
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.grouped import grouped
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import fiscal_year

MONEY = ("planned_original", "planned_reprofiled", "paid")


def amount(c: Context, value: float, unit: str = "dollars") -> Cell:
    """One amount or count under the rule of its unit; dollars to the dollar, nothing where it is not known."""
    told = None if pd.isna(value) else float(round(value))
    frame = pd.DataFrame({"of": ["all"], "value": pd.array([told], dtype="Float64")})
    return c.release.counts(frame, dims=["of"], value="value", unit=unit).cells["value"][0]


def dollars(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole dollars, and nothing in place of a sum of which every part is unknown."""
    told = frame.copy()
    for column in ("paid", "spent"):
        told[column] = told[column].mask(told[f"{column}_unknown"] == told["project_years"])
    return told.assign(**{k: told[k].round() for k in (*MONEY, "spent")})


def funding_by_year(c: Context) -> Exhibit:
    """What was planned, and what was paid, each fiscal year?"""
    profile: Profile = c.measures
    frame = dollars(profile.years)
    table = c.release.counts(frame, dims=["fiscal_year"], value=[*MONEY, "spent"], unit="dollars")
    return c.show(
        "funding_by_year", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"),
            *(Column(k, f"f0.column.{k}", "money") for k in (*MONEY, "spent")),
        ],
        sources=[c.own_source()], period=f"{frame['fiscal_year'].iloc[0]} – {frame['fiscal_year'].iloc[-1]}",
        size=(7.6, 5.2),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="fiscal_year", series=MONEY, name=lambda code: fiscal_year(str(code), w.lang),
            label=lambda k: w(f"f0.axis.{k}"), x_label=w("f0.axis.dollars_millions"), kind="money",
        ),
    )  # fmt: skip


def paid_said(c: Context) -> Passage:
    """Paid against the envelope; and what is known of what partners spent."""
    profile: Profile = c.measures
    envelope = Cell(float(c.settings.threshold("f0.envelope")))
    said: list[tuple[str, dict[str, object]]] = [
        ("paid_said", {"paid": amount(c, profile.paid.value), "last": LAST_YEAR, "envelope": envelope})
    ]
    if profile.payments_unknown:
        said.append(("paid_unknown", {"n": amount(c, profile.payments_unknown, "items")}))
    known = profile.project_years - profile.spent_unknown
    if not known:
        return c.say(*said, ("spent_nowhere", {}))
    share = ratio(amount(c, profile.spent), amount(c, profile.spent_against), public=True)
    values = {
        "known": amount(c, known, "items"), "all": amount(c, profile.project_years, "items"), "share": share,
    }  # fmt: skip
    return c.say(*said, ("spent_said", values))


def figure_one(c: Context) -> Exhibit:
    """What was planned and paid by country type and year, over the years of Figure 1?"""
    profile: Profile = c.measures
    frame = dollars(profile.by_type)
    frame = frame[frame["fiscal_year"].between(*FIGURE_1)].sort_values(
        ["fiscal_year", "group"], ascending=[True, False]
    )
    rows: list[Any] = list(zip(frame["fiscal_year"], frame["group"], strict=True))
    frame = frame.assign(type="type_" + frame["group"], row=rows)
    table = counts_by_type(
        c.release, frame, dims=["row", "fiscal_year", "type"], value=[*MONEY, "spent"], unit="dollars"
    )
    return c.show(
        "figure_one", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"), Column("type", "f0.column.type", "code"),
            *(Column(k, f"f0.column.{k}", "money") for k in (*MONEY, "spent")),
        ],
        sources=[c.own_source()], period=" – ".join(FIGURE_1), size=(7.6, 6.4),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="row", series=["planned_reprofiled", "paid"], kind="money",
            name=lambda row: f"{fiscal_year(row[0], w.lang)}, {w('code.type_' + row[1])}",  # type: ignore[index]
            label=lambda k: w(f"f0.axis.{k}"), x_label=w("f0.axis.dollars_millions"),
        ),
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (funding_by_year, paid_said, figure_one)
}
