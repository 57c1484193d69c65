"""Finding 3 as a reader sees it: who engaged with whom, what was raised as bounds, and what followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.diplomacy import DEFINITIONS, GOVERNMENT, Diplomacy, against
from mcee_eval.findings.testimony import FOCUS, Theme
from mcee_eval.judge.verdict import Reason, Verdict
from mcee_eval.metrics.around_events import DROPPED
from mcee_eval.metrics.share_bounds import ShareBounds
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.show import diplomacy_records
from mcee_eval.show.bounds import bounds_exhibit, ends
from mcee_eval.show.context import Context
from mcee_eval.show.diplomacy_records import COUNTERPARTS, LEADS, by, period, place
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.grouped import stacked
from mcee_eval.show.passage import Passage
from mcee_eval.show.testimony import asked_cell, themes_table, word_code


def raised_by_lead(c: Context) -> Exhibit | Passage:
    """Who led the engagements, and in what share was the envelope raised, as bounds?"""
    rows = by(c, "lead", LEADS, "mcee_raised")
    if not rows:
        return c.say(("no_engagements", place(c)))
    return bounds_exhibit(c, "raised_by_lead", rows, label="f3.column.lead", period=period(c), values=place(c))


def raised_by_counterpart(c: Context) -> Exhibit | Passage:
    """With whom was the envelope raised: those who know the projects, or those who issue documents?"""
    rows = by(c, "counterpart", COUNTERPARTS, "mcee_raised")
    if not rows:
        return c.say(("no_counterparts", place(c)))
    return bounds_exhibit(
        c, "raised_by_counterpart", rows, label="f3.column.counterpart", period=period(c), values=place(c)
    )


def definitions(c: Context) -> Exhibit | Passage:
    """Does the answer on leverage hang on which engagements are counted?"""
    found: Diplomacy = c.measures
    if not found.funded:
        return c.say(("nothing_to_raise", place(c)))
    rows = [(f"raised_{code}", found.raised[code]) for code in DEFINITIONS]
    return bounds_exhibit(
        c, "definitions", rows, label="f3.column.definition", period=period(c),
        values=place(c) | {"bar": Cell(c.settings.threshold("f3.leveraged_share"))}, size=(7.6, 5.2),
    )  # fmt: skip


def definition_answers(c: Context) -> Passage:
    """Under how many of these readings would the answer be yes, no, or open?"""
    found: Diplomacy = c.measures
    if not found.funded:
        return c.say(("no_readings", {}))
    bar = c.settings.threshold("f3.leveraged_share")
    answers = [against(found.raised[code], bar) for code in DEFINITIONS]
    names = {"met": True, "failed": False, "open": None}
    counts = {name: Cell(float(answers.count(value))) for name, value in names.items()}
    return c.say(("readings", counts | {"n": Cell(float(len(answers))), "bar": Cell(bar)}))


def by_year(c: Context) -> Exhibit | Passage:
    """How many engagements are on record each year, and with whom?"""
    frame = c.measures.data.engagements
    if not len(frame):
        return c.say(("no_years", place(c)))
    told = frame.assign(
        year=frame["date"].dt.year.astype(str),
        with_whom=frame["counterpart"].where(frame["counterpart"].isin(list(GOVERNMENT)), "elsewhere"),
    )
    names = [*GOVERNMENT, "elsewhere"]
    wide = pd.crosstab(told["year"], told["with_whom"]).reindex(columns=names, fill_value=0).reset_index()
    counts = c.release.counts(wide, dims=["year"], value=names, unit="engagements")
    shown = [n for n in names if any(x.value for x in counts.cells[n])]
    return c.show(
        "by_year", counts,
        [Column("year", "column.year", "year"), *[Column(n, f"code.counterpart_{n}", "count") for n in shown]],
        sources=[c.own_source()], period=period(c), values=place(c), size=(7.6, 1.7 + 0.5 * len(counts)),
        draw=lambda ax, w: stacked(
            ax, counts, w, rows="year", series=shown, name=str, label=lambda s: w(f"f3.short.{s}"),
            x_label=w("f3.axis.engagements"),
        ),
    )  # fmt: skip


def sequence(c: Context) -> Exhibit | Passage:
    """Which engagements could serve to see whether documents follow?"""
    found: Diplomacy = c.measures
    if found.sequence is None:
        return c.say(("no_sequence", place(c)))
    kept = found.sequence.frame["kept"]
    rows = [("event_used", "")] + [(f"event_{code}", code) for code in DROPPED]
    frame = pd.DataFrame({"row": [r for r, _ in rows], "events": [int((kept == code).sum()) for _, code in rows]})
    table = c.release.counts(frame, dims=["row"], value="events", unit="engagements")
    return c.show(
        "sequence", table,
        [Column("row", "f3.column.event", "code"), Column("events", "f3.column.events", "count")],
        sources=[c.own_source()], period=period(c),
        values=place(c) | {"window": Cell(c.settings.threshold("f3.window_days"))},
    )  # fmt: skip


def sequence_said(c: Context) -> Passage:
    """How many engagements are on record, and how many would be needed?"""
    found: Diplomacy = c.measures
    if found.sequence is None:
        return c.say(("sequence_none", {}))
    values = {
        "recorded": Cell(float(found.sequence.recorded)), "used": Cell(float(found.sequence.used)),
        "window": Cell(c.settings.threshold("f3.window_days")),
    }  # fmt: skip
    if found.needed is None:
        return c.say(("sequence_rare", values))
    change = Cell(c.settings.threshold("f3.sequence_change") - 1)
    power = Cell(c.settings.threshold("f3.sequence_power"))
    wanted = {"needed": Cell(float(found.needed)), "change": change, "power": power}
    return c.say(("sequence_needed", values | wanted), ("sequence_limit", {}))


def said(c: Context) -> Exhibit | Passage:
    """What do federal departments say of the space for dialogue, and of its use?"""
    found: Diplomacy = c.measures
    if found.data.country != "ALL":
        return c.say(("said_all", {}))
    told = found.data.testimony
    return themes_table(
        c, "said", replace(told, rows=tuple(t for t in told.rows if t.group != FOCUS)), period=period(c)
    )


def said_groups(c: Context) -> Exhibit | Passage:
    """What do the authorities met in the focus groups say of their relations with Canada?"""
    found: Diplomacy = c.measures
    if found.data.country != "ALL":
        return c.say(("groups_all", {}))
    told = found.data.testimony
    return themes_table(
        c, "said_groups", replace(told, rows=tuple(t for t in told.rows if t.group == FOCUS)), period=period(c)
    )


def occasions(c: Context) -> Passage:
    """In how many funded countries did the envelope give occasions for dialogue? No country is named."""
    found: Diplomacy = c.measures
    table = found.occasions
    if not len(table):
        return c.say(("occasions_none", place(c)))
    if found.data.country != "ALL":
        row = table.iloc[0]
        return c.say(("occasions_here", place(c) | {k: Cell(float(row[k])) for k in ("sure", "possible")}))
    counts = {k: Cell(float(table[k].sum())) for k in ("sure", "possible")}
    return c.say(("occasions_all", counts))


def theme_values(c: Context, theme: Theme | None) -> dict[str, Any]:
    """How many were asked, under the rule, and the word for the share who say so."""
    if theme is None:
        return {"asked": Cell(0.0), "word": word_code(c, None)}
    return {"asked": asked_cell(c, theme), "word": word_code(c, theme)}


def _bounds_values(code: str, bounds: ShareBounds) -> dict[str, Any]:
    if code.endswith("_none"):
        return {"unsure": Cell(float(bounds.unsure))} if code == "others_raised_none" else {}
    low, high = ends(bounds)
    return {"low": low, "high": high, "n": Cell(float(bounds.n)), "unsure": Cell(float(bounds.unsure))}


def _values(c: Context, reason: Reason) -> dict[str, Any]:
    told = dict(reason.values)
    if "theme" in told:
        return theme_values(c, told["theme"]) | ({"bar": Cell(told["bar"])} if "bar" in told else {})
    if "bounds" in told:
        return _bounds_values(reason.code, told["bounds"])
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name == "ratio":
            values[name] = c.release.estimate(value)
        elif reason.code == "occasions" and name in ("sure", "possible"):
            values[name] = Cell(whole_percent(value))
        else:
            values[name] = marked("not_estimable") if value is None else Cell(float(value))
    return values


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells in place of raw figures."""
    return replace(judged, reasons=tuple(replace(r, values=_values(c, r)) for r in judged.reasons))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        raised_by_lead, raised_by_counterpart, definitions, definition_answers, by_year, sequence, sequence_said, said,
        said_groups, occasions,
    )
}  # fmt: skip
SHOWN |= diplomacy_records.SHOWN
