"""Finding 5 as a reader sees it: money by country type, possibilities elsewhere, what can be followed, what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.targeting import BESIDE, ITEMS, TYPES, Targeting
from mcee_eval.findings.testimony import Theme
from mcee_eval.judge.verdict import Verdict
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.country_types import by_type, counts_by_type, withheld
from mcee_eval.release.model import estimate_cell
from mcee_eval.show import targeting_choice
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.grouped import grouped
from mcee_eval.show.passage import Passage
from mcee_eval.show.profile_money import amount
from mcee_eval.show.testimony import asked_cell, may_say, share_cell, themes_table
from mcee_eval.words.formats import fiscal_year

MONEY = {"planned": "planned_reprofiled", "paid": "paid"}


def funds_by_type(c: Context) -> Exhibit | Passage:
    """What was paid each year in countries of each type, beside what was planned?"""
    found: Targeting = c.measures
    if found.data.public:
        return c.say(("funds_by_type_published", {}))
    told = found.by_type.round()
    groups = [*TYPES, *(g for g in ("several", "unknown") if g in set(told["group"]))]
    years = sorted(set(told["fiscal_year"]))
    cells = told.set_index(["fiscal_year", "group"])
    wide = pd.DataFrame({"fiscal_year": years})
    for group in groups:
        for name, column in MONEY.items():
            wide[f"{name}_{group}"] = [
                cells.loc[(y, group), column] if (y, group) in cells.index else 0.0 for y in years
            ]  # fmt: skip
    keys = [f"{name}_{group}" for name in MONEY for group in groups]
    table = counts_by_type(c.release, wide, dims=["fiscal_year"], value=keys, unit="dollars")
    paid = [f"paid_{g}" for g in groups]
    return c.show(
        "funds_by_type", table,
        [
            Column("fiscal_year", "column.fiscal_year", "fiscal_year"),
            *(Column(k, f"f5.column.{k}", "money") for k in keys),
        ],
        sources=[c.own_source()], period=f"{years[0]} – {years[-1]}", size=(7.6, 4.8),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="fiscal_year", series=paid, name=lambda code: fiscal_year(str(code), w.lang),
            label=lambda k: w(f"code.type_{k.removeprefix('paid_')}"), x_label=w("f5.axis.paid"), kind="money",
        ),
    )  # fmt: skip


def funds_said(c: Context) -> Passage:
    """How much of what was paid went outside the recalcitrant countries?"""
    found: Targeting = c.measures
    if found.data.public:
        return c.say(("funds_said_published", {}))
    told = {str(r["group"]): r for _, r in found.groups.iterrows()}
    values = {
        "paid": by_type(c.release, amount(c, told["preventive"]["paid"])),
        "share": _share(c, found), "n": by_type(c.release, amount(c, told["unfunded"]["countries"], "items")),
    }  # fmt: skip
    return c.say(("funds_said", values), ("funds_meaning", {}))


def _share(c: Context, found: Targeting) -> Cell:
    """The share of dollars that went to preventive countries: of dollars, so no base is too small."""
    return by_type(c.release, estimate_cell(found.outside, least=1) if found.outside else marked("missing"))


def _groups(c: Context) -> Any:
    """Released figures of each group: countries, dollars, cases and cases per country."""
    found: Targeting = c.measures
    frame = found.groups.assign(group="group5_" + found.groups["group"])
    cases = c.release.counts(
        frame.assign(impeded=frame["impeded"].round(), per_country=frame["per_country"].round()),
        dims=["group"], value=["impeded", "per_country"], unit="cases",
    )  # fmt: skip
    cells = {
        "countries": [amount(c, n, "items") for n in frame["countries"]],
        "paid": [amount(c, v) for v in frame["paid"]],
        "impeded": cases.cells["impeded"], "per_country": cases.cells["per_country"],
    }  # fmt: skip
    units = {"countries": "items", "paid": "dollars", "impeded": "cases", "per_country": "cases"}
    hidden = {k: [by_type(c.release, v) for v in column] for k, column in cells.items()}
    return c.release.table(cases.dims, hidden, units, "persons")


def possibilities(c: Context) -> Exhibit | Passage:
    """Where did more cases wait for a travel document before the envelope: where the funds went, or elsewhere?"""
    found: Targeting = c.measures
    if found.data.public:
        return c.say(("possibilities_published", {}))
    table = _groups(c)
    year = f"{c.settings.base_year - 1}-{c.settings.base_year % 100:02d}"
    return c.show(
        "possibilities", table,
        [
            Column("group", "f5.column.group", "code"), Column("countries", "f5.column.countries", "count"),
            Column("paid", "f5.column.paid", "money"), Column("impeded", "f5.column.impeded", "count"),
            Column("per_country", "f5.column.per_country", "count"),
        ],
        sources=[c.own_source()], period=year, size=(7.6, 2.6),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="group", series=["per_country"], name=lambda code: w(f"code.{code}"), label=str,
            x_label=w("f5.axis.per_country"),
        ),
    )  # fmt: skip


def coverage(c: Context) -> Exhibit | Passage:
    """For each country type, how much of what following progress needs is there?"""
    found: Targeting = c.measures
    if found.data.public:
        return c.say(("coverage_published", {}))
    told = {(str(r["item"]), str(r["type"])): r for _, r in found.coverage.iterrows()}
    shown = (*ITEMS, *BESIDE)
    cells: dict[str, list[Cell]] = {}
    for kind in TYPES:
        rows = [told[item, kind] for item in shown]
        cells[f"share_{kind}"] = [Cell(float(r["share"])) if r["of"] else marked("missing") for r in rows]
        cells[f"of_{kind}"] = [by_type(c.release, amount(c, r["of"], "items")) for r in rows]
    units = {k: "share" if k.startswith("share") else "items" for k in cells}
    table = c.release.table(pd.DataFrame({"item": [f"item_{i}" for i in shown]}), cells, units, "things")
    return c.show(
        "coverage", table,
        [
            Column("item", "f5.column.item", "code"),
            *(Column(f"{k}_{t}", f"f5.column.{k}_{t}", "percent" if k == "share" else "count")
              for t in TYPES for k in ("share", "of")),
        ],
        sources=[c.own_source()], period="2019-20 – 2024-25", size=(7.6, 5.6),
        draw=lambda ax, w: grouped(
            ax, table, w, rows="item", series=[f"share_{t}" for t in TYPES], name=lambda code: w(f"code.{code}"),
            label=lambda k: w(f"code.type_{k.removeprefix('share_')}"), x_label=w("f5.axis.coverage"), kind="percent",
        ),
    )  # fmt: skip


def said(c: Context) -> Exhibit | Passage:
    """What do interviewees say of the choice of preventive countries?"""
    found: Targeting = c.measures
    if found.data.said is None:
        return c.say(("said_published", {}))
    return themes_table(c, "said", found.data.said, period="2024-01 – 2025-03")


def _unclear(c: Context, theme: Theme | None) -> dict[str, Any]:
    found: Targeting = c.measures
    if theme is None or theme.disagree is None or found.data.said is None:
        return {"word": "word_nobody_asked", "share": marked("missing"), "asked": marked("missing")}
    word = quantifier(round(theme.disagree.value * theme.asked), theme.asked, found.data.said.scale)
    code = f"word_{word}" if may_say(c, theme) else "word_too_few"
    return {"word": code, "share": share_cell(c, theme, theme.disagree), "asked": asked_cell(c, theme)}


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells in place of raw numbers."""
    found: Targeting = c.measures
    reasons = []
    for reason in judged.reasons:
        if reason.code == "share_outside":
            values: dict[str, Any] = {"share": _share(c, found), "bar": _bar(c, "f5.important_share")}
        elif reason.code == "more_tangible":
            values = {"ratio": _tangible(c)}
        elif reason.code == "weights":
            share = reason.values["share"]
            cell = estimate_cell(share, least=1) if share else marked("missing")
            values = {"share": cell, "bar": _bar(c, "f5.overlap")}
        elif reason.code == "definitions":
            tried = reason.values["count"] > 0
            values = {k: amount(c, v, "items") if tried else marked("missing") for k, v in reason.values.items()}
        elif reason.code == "unclear":
            values = _unclear(c, reason.values["said"])
        else:
            share = reason.values["share"]
            values = {"share": marked("missing") if share is None else Cell(float(share))}
        reasons.append(replace(reason, values=values))
    return replace(judged, reasons=tuple(reasons))


def _bar(c: Context, name: str) -> Cell:
    """A declared threshold, as the sentence quotes it."""
    return Cell(float(c.settings.threshold(name)))


def _tangible(c: Context) -> Cell:
    found: Targeting = c.measures
    if found.data.public:
        return marked("missing")
    table = _groups(c)
    if withheld(c.release):
        return marked("redacted")
    one, two = (table.cell("per_country", group=f"group5_{g}") for g in ("unfunded", "preventive"))
    return c.release.ratio(one, two)


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (funds_by_type, funds_said, possibilities, coverage, said)
}
SHOWN |= targeting_choice.SHOWN
