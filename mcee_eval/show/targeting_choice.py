"""The three indicators and whom they would have chosen. On public figures: three columns, and nothing made of them.

A composite, a rank or a cut on public figures would make a list of suspects; they are made on the programme's own
data only, and from protected data no public reader sees a country with its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from mcee_eval.findings.targeting import Targeting, least_chosen
from mcee_eval.findings.targeting_choice import Choice, Definition
from mcee_eval.metrics.ranking import Ranking
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.country_types import withheld
from mcee_eval.release.model import estimate_cell
from mcee_eval.release.protected import growth, ratio
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.show.profile_money import amount
from mcee_eval.words.say import Words


def _why_not(c: Context, slug: str) -> Passage | None:
    """The sentence that stands in place of an exhibit which these figures or this reader do not allow."""
    found: Targeting = c.measures
    if found.data.public:
        return c.say((f"{slug}_published", {}))
    if withheld(c.release):
        return c.say((f"{slug}_withheld", {}))
    if found.choice is None or found.choice.first is None:
        return c.say((f"{slug}_impossible", {}))
    return None


def three_indicators(c: Context) -> Exhibit | Passage:
    """The three indicators of every country, each in a column of its own, in alphabetical order of the code."""
    found: Targeting = c.measures
    if found.data.public:
        return _public_indicators(c)
    if withheld(c.release):
        return c.say(("three_indicators_withheld", {}))
    frame = found.indicators.assign(chosen=["yes" if x else "no" for x in found.indicators["chosen"]])
    counts = c.release.counts(
        frame, dims=["country", "chosen"], value=["claims", "start", "rejected", "base"], unit="claims"
    )
    cells = dict(counts.cells)
    told = {
        "claims": cells["claims"],
        "claims_rank": [
            marked(x.mark) if x.mark else Cell(float(r))
            for x, r in zip(cells["claims"], frame["claims_rank"], strict=True)
        ],
        "rejection": [c.release.ratio(a, b) for a, b in zip(cells["rejected"], cells["base"], strict=True)],
        "trend": [c.release.growth(a, b) for a, b in zip(cells["start"], cells["claims"], strict=True)],
    }
    units = {"claims": "claims", "claims_rank": "items", "rejection": "share", "trend": "share"}
    return c.show(
        "three_indicators", c.release.table(counts.dims, told, units, "rate"),
        [
            Column("country", "f5.column.country", "country"), Column("claims", "f5.column.claims", "count"),
            Column("claims_rank", "f5.column.claims_rank", "count"),
            Column("rejection", "f5.column.rejection", "percent"), Column("trend", "f5.column.trend", "change"),
            Column("chosen", "f5.column.chosen", "code"),
        ],
        sources=[c.own_source()], period=f"{found.year - 3} – {found.year}", values={"year": str(found.year)},
    )  # fmt: skip


def _public_indicators(c: Context) -> Exhibit:
    """Public figures: every country, by its code; no rank, no composite, no cut, no country type."""
    found: Targeting = c.measures
    frame = found.indicators
    bounds = found.data.claims.set_index(["country", "year"])[["low", "high"]].astype(float)
    for column, year in (("claims", found.year), ("start", found.year - 3)):
        near = bounds.reindex(pd.MultiIndex.from_product([frame["country"], [year]]))
        frame = frame.assign(**{f"{column}_low": near["low"].to_numpy(), f"{column}_high": near["high"].to_numpy()})
    frame = frame.assign(code=frame["country"])
    counts = c.release.counts(
        frame, dims=["code", "country"], value=["claims", "start", "rejected", "base"], unit="claims"
    )
    cells = counts.cells
    told = {
        "claims": cells["claims"],
        # a rate or a change from a handful of claims says nothing, although the figures are public
        "rejection": [ratio(a, b) for a, b in zip(cells["rejected"], cells["base"], strict=True)],
        "trend": [growth(a, b) for a, b in zip(cells["start"], cells["claims"], strict=True)],
    }
    table = c.release.table(
        counts.dims, told, {"claims": "claims", "rejection": "share", "trend": "share"}, "already_public"
    )
    return c.show(
        "three_indicators_public", table,
        [
            Column("code", "f5.column.code", "data"), Column("country", "f5.column.country", "country"),
            Column("claims", "f5.column.claims", "count"), Column("rejection", "f5.column.rejection", "percent"),
            Column("trend", "f5.column.trend", "change"),
        ],
        sources=[Source("unhcr", "2026-06-25")], period=f"{found.year - 3} – {found.year}",
        values={"year": str(found.year)},
    )  # fmt: skip


def weights(c: Context) -> Exhibit | Passage:
    """Over all weights of the three indicators: how often is each country among the first, and how far does it move?"""
    refused = _why_not(c, "weights")
    if refused:
        return refused
    found: Targeting = c.measures
    made = _ranking(found)
    told = made.frame[(made.frame["share_high"] > 0) | made.frame["chosen"]]
    told = told.sort_values(["share", "rank", "unit"], ascending=[False, True, True], ignore_index=True)
    chosen, picked = set(made.frame.loc[made.frame["chosen"], "unit"]), set(made.picked)
    dims = pd.DataFrame(
        {
            "country": told["unit"], "chosen": ["yes" if u in chosen else "no" for u in told["unit"]],
            "picked": ["yes" if u in picked else "no" for u in told["unit"]],
        }
    )  # fmt: skip
    shares = zip(told["share"], told["share_low"], told["share_high"], strict=True)
    cells = {
        "share": [Cell(float(v), float(low), float(high)) for v, low, high in shares],
        **{k: [Cell(float(v)) for v in told[k]] for k in ("rank", "best", "worst", "dominated_by")},
    }
    units = {"share": "share", **dict.fromkeys(("rank", "best", "worst", "dominated_by"), "items")}
    table = c.release.table(dims, cells, units, "model")
    return c.show(
        "weights", table,
        [
            Column("country", "f5.column.country", "country"), Column("chosen", "f5.column.chosen", "code"),
            Column("picked", "f5.column.picked", "code"), Column("rank", "f5.column.rank", "count"),
            Column("share", "f5.column.share", "percent", 1, "range"), Column("best", "f5.column.best", "count"),
            Column("worst", "f5.column.worst", "count"), Column("dominated_by", "f5.column.dominated_by", "count"),
        ],
        sources=[c.own_source()], period=f"{found.year - 3} – {found.year}", size=(7.6, 1.4 + 0.36 * len(told)),
        draw=lambda ax, w: plots.ranges(
            ax, table, w, rows="country", column="share", name=lambda code: _name(w, code, chosen),
            x_label=w("f5.axis.weights"),
        ),
    )  # fmt: skip


def _ranking(found: Targeting) -> Ranking:
    choice = found.choice
    assert choice is not None
    assert choice.first is not None
    return choice.first


def _name(w: Words, code: str, chosen: set[str]) -> str:
    return f"{w.country(code)} ({w('f5.chosen_word')})" if code in chosen else w.country(code)


def definitions(c: Context) -> Exhibit | Passage:
    """What changes when one thing of the definition changes?"""
    refused = _why_not(c, "definitions")
    if refused:
        return refused
    found: Targeting = c.measures
    assert found.choice is not None
    shown = [d for d in found.choice.definitions if len(d.changes) <= 1]
    dims = pd.DataFrame(
        {
            "definition": [f"definition_{d.changes[0] if d.changes else 'plain'}" for d in shown],
            "picked": [", ".join(sorted(d.ranking.picked)) for d in shown],
        }
    )
    most = [_at_least(c, d) for d in shown]
    cells = {
        "overlap": [Cell(d.ranking.overlap) for d in shown],
        "follows": [estimate_cell(e, least=1) for e in most],
        "regret": [Cell(d.ranking.regret.value) for d in shown],
    }
    table = c.release.table(dims, cells, dict.fromkeys(cells, "share"), "model")
    return c.show(
        "definitions", table,
        [
            Column("definition", "f5.column.definition", "code"), Column("picked", "f5.column.picked_names", "data"),
            Column("overlap", "f5.column.overlap", "percent"),
            Column("follows", "f5.column.follows", "percent", 0, "range"),
            Column("regret", "f5.column.regret", "percent"),
        ],
        sources=[c.own_source()], period=f"{found.year - 3} – {found.year}",
    )  # fmt: skip


def _at_least(c: Context, definition: Definition) -> Estimate:
    """The share of weights at which the choice follows the criteria, as the declared threshold reads it."""
    made = definition.ranking
    return made.follows[least_chosen(c.settings, made.k)]


def definitions_said(c: Context) -> Passage:
    """Over every combination of definitions."""
    refused = _why_not(c, "definitions_said")
    if refused:
        return refused
    choice: Choice = c.measures.choice
    overlaps = [d.ranking.overlap for d in choice.definitions]
    values: dict[str, Any] = {
        "n": amount(c, len(overlaps), "items"), "low": Cell(min(overlaps)), "high": Cell(max(overlaps)),
    }  # fmt: skip
    if min(overlaps) == max(overlaps):
        values.pop("low")
    said: list[tuple[str, dict[str, Any]]] = [("definitions_said" if "low" in values else "definitions_same", values)]
    if choice.left_out:
        said.append(("definitions_left_out", {"n": amount(c, len(choice.left_out), "items")}))
    return c.say(*said)


def cost(c: Context) -> Passage:
    """How many dollars were paid in chosen countries that the indicators do not put first, and what does it lose?"""
    refused = _why_not(c, "cost")
    if refused:
        return refused
    made = _ranking(c.measures)
    assert made.outside is not None
    assert made.outside.low is not None
    assert made.outside.high is not None
    values = {
        "equal": amount(c, made.outside.value), "low": amount(c, made.outside.low),
        "high": amount(c, made.outside.high),
        "regret": Cell(made.regret.value), "worst": Cell(float(made.regret.high or 0.0)),
    }  # fmt: skip
    return c.say(("cost", values))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (three_indicators, weights, definitions, definitions_said, cost)
}
