"""Finding 4's attribution as a reader sees it: the estimate, the series with and without, other estimators, windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcee_eval.findings.attribution_estimates import CountryEffect
from mcee_eval.findings.attribution_found import Attributed, expected_series, simultaneous
from mcee_eval.findings.attribution_panel import first_day, quarter_name
from mcee_eval.findings.attribution_pooled import PooledEffect
from mcee_eval.metrics.attribution import Attribution
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.show.points import height, tidy

TOLD = ("no_requests", "no_comparison_series", "no_programme")  # reasons with their own words


def place(c: Context) -> dict[str, str]:
    """The country of the page."""
    return {"place": c.measures.data.place}


def found(c: Context) -> Attributed | None:
    """The attribution, where there is an estimate."""
    told: Attributed | None = c.measures.attributed
    return None if told is None or told.main is None else told


def silent(c: Context, slug: str) -> Passage:
    """Nothing to show: the page has said why once, and says it no more."""
    return Passage(f"{c.finding}-{slug.replace('_', '-')}", dict.fromkeys(c.words, ""), c.lang, "silent")


def p_cell(c: Context, p: float | None, n: int) -> Cell:
    """A p-value as released."""
    return marked("not_estimable") if p is None else c.release.estimate(Estimate(p, unit="p", n=n))


def points_cell(c: Context, estimate: Estimate | None) -> Cell:
    """An effect in shares, as released."""
    return marked("not_estimable") if estimate is None else c.release.rate(estimate)


def span(told: Attributed) -> str:
    """The quarters of the panel."""
    assert told.panel is not None
    numbers = told.panel.numbers
    return f"{quarter_name(numbers[0])} – {quarter_name(numbers[-1])}"


def attribution_said(c: Context) -> Passage:
    """The estimate in words, or why there is none and what would settle it."""
    told: Attributed | None = c.measures.attributed
    main = None if told is None else told.main
    if told is None or main is None or told.panel is None:
        why = "no_requests" if told is None else told.why
        return c.say((f"attribution_{why if why in TOLD else 'not_possible'}", place(c)))
    before = c.release.rate(Estimate(main.before, unit="share", n=main.effect.n))
    values = {
        **place(c), "before": before, "effect": points_cell(c, main.effect),
        "donors": Cell(float(len(told.panel.donors))),
    }  # fmt: skip
    n = main.effect.n
    said: list[tuple[str, Mapping[str, Any]]]
    if isinstance(main, PooledEffect):
        many = Cell(float(len(main.effects)))
        said = [("attribution_all", {**values, "many": many}), ("attribution_all_p", {"p": p_cell(c, main.p, n)})]
    else:
        ps = {"own": p_cell(c, main.p, n), "p": p_cell(c, told.evidence.p, n),
              "floor": p_cell(c, told.evidence.p_floor, n)}  # fmt: skip
        said = [("attribution_one", values), ("attribution_one_p", ps)]
    if told.panel.left_out:
        said.append(("attribution_left_out", {"out": Cell(float(len(told.panel.left_out)))}))
    return c.say(*said)


def counterfactual(c: Context) -> Exhibit | Passage:
    """What was observed, and what the comparison countries suggest without the envelope."""
    told = found(c)
    if told is None or told.panel is None or told.main is None:
        return silent(c, "counterfactual")
    effects = told.main.effects if isinstance(told.main, PooledEffect) else (told.main,)
    names = [e.country for e in effects]
    mine = told.panel.frame[told.panel.frame["country"].isin(names)]
    by = mine.groupby("number", as_index=False)[["issued", "n"]].sum()
    by = by.assign(
        share=mine.groupby("number")["share"].mean().to_numpy(), quarter=[quarter_name(n) for n in by["number"]]
    )
    counts = c.release.counts(by, dims=["quarter"], value=["issued", "n"], unit="requests")
    observed = []
    for top, base, share in zip(counts.cells["issued"], counts.cells["n"], by["share"], strict=True):
        ratio = c.release.ratio(top, base)
        if ratio.value is not None:  # several countries: the mean of their shares, where the base may be shown
            ratio = Cell(whole_percent(float(share) if len(names) > 1 else ratio.value))
        observed.append(ratio)
    series = expected_series(effects)
    expected = [Cell(whole_percent(float(v))) for v in series["without"]]
    dims = pd.DataFrame({"quarter": by["quarter"], "part": [f"series_{p}" for p in series["part"]]})
    units = {"observed": "share", "expected": "share"}
    table = c.release.table(dims, {"observed": observed, "expected": expected}, units, "model")
    return c.show(
        "counterfactual", table,
        [
            Column("quarter", "column.quarter", "quarter"), Column("part", "f4.column.part", "code"),
            Column("observed", "f4.column.observed", "percent"), Column("expected", "f4.column.expected", "percent"),
        ],
        sources=[c.own_source()], period=span(told), values=place(c),
        draw=lambda ax, w: plots.lines(
            ax, table, w, x="quarter", series=["observed", "expected"], kind="percent",
            label=lambda s: w(f"f4.axis.{s}"), y_label=w("f4.axis.share_180"), events=_events(c, told, effects),
        ),
    )  # fmt: skip


def _events(c: Context, told: Attributed, effects: Sequence[CountryEffect]) -> list[plots.Event]:
    """The matching window and the stop as bands; starts and the country's own events as lines."""
    assert told.panel is not None
    stop = c.settings.window("covid")
    window = effects[0].result.panel
    numbers = told.panel.numbers
    matched = [numbers[i] for i in range(window.window.start, window.window.stop)]
    marks = [
        plots.Event(first_day(matched[0]), "f4.event.matching", first_day(matched[-1] + 1)),
        plots.Event(stop.start, stop.label, stop.end),
    ]
    starts = sorted({first_day(e.start) for e in effects})
    if len(starts) == 1:
        marks.append(plots.Event(starts[0], "f4.event.start"))
    else:
        marks += [plots.Event(starts[0], "f4.event.first_start"), plots.Event(starts[-1], "f4.event.last_start")]
    for effect in effects if len(effects) == 1 else ():
        for day, kind in zip(effect.events["date"], effect.events["kind"], strict=True):
            marks.append(plots.Event(str(day.date()), f"f4.event.{kind}"))
    return marks


def ranges_by_row(
    c: Context, slug: str, told: Attributed, dims: pd.DataFrame, cells: Mapping[str, Sequence[Cell]],
    columns: Sequence[Column], *, values: Mapping[str, Any], name: Callable[[int], Mapping[str, str]],
) -> Exhibit:  # fmt: skip
    """Effects by row with their intervals, against no effect; ``name`` gives a row's text in each language."""
    dims = dims.assign(row=[str(i) for i in range(len(dims))])
    units = {k: "p" if k == "p" else "share" for k in cells}
    table = c.release.table(dims, cells, units, "model")
    return c.show(
        slug, table, columns, sources=[c.own_source()], period=span(told), values=values, size=height(len(dims) + 3),
        draw=lambda ax, w: tidy(plots.ranges(
            ax, table, w, rows="row", column="effect", name=lambda i: name(int(i))[w.lang],
            x_label=w("f4.axis.effect"), reference=0.0, reference_label=w("f4.axis.no_effect"),
        )),
    )  # fmt: skip


def coded(c: Context, codes: Sequence[str]) -> Callable[[int], dict[str, str]]:
    """Row → its text in each language, from codes."""
    return lambda i: {lang: words(f"code.{codes[i]}") for lang, words in c.words.items()}


def estimators(c: Context) -> Exhibit | Passage:
    """The effect by the estimator that decides, and by those beside it."""
    told = found(c)
    if told is None or told.main is None:
        return silent(c, "estimators")
    main = told.main
    rows: dict[str, Estimate | None] = {"est_sdid": main.effect}
    if told.pooled is not None:
        for name, other in told.pooled.others.items():
            rows[f"est_{name}"] = None if isinstance(other, str) else other.effect
        simple = None if told.pooled.group_time is None else told.pooled.group_time.simple
        rows["est_group_time"] = None if simple is None else main.in_shares(simple)
    elif isinstance(main, CountryEffect):
        rows["est_volume"] = None if main.by_volume is None else main.in_shares(main.by_volume.att)
        for name, result in main.others.items():
            rows[f"est_{name}"] = main.in_shares(result.att) if isinstance(result, Attribution) else None
    dims = pd.DataFrame({"estimator": list(rows)})
    cells = {"effect": [points_cell(c, e) for e in rows.values()]}
    columns = [
        Column("estimator", "f4.column.estimator", "code"), Column("effect", "f4.column.effect", "points", 0, "ci")
    ]  # fmt: skip
    return ranges_by_row(c, "estimators", told, dims, cells, columns, values=place(c), name=coded(c, list(rows)))


def country_effects(c: Context) -> Exhibit | Passage:
    """Every targeted country's effect, with intervals that hold all at once."""
    told = found(c)
    if told is None:
        return silent(c, "country_effects")
    if c.measures.data.country != "ALL":
        return c.say(("attribution_elsewhere", {}))
    wide = simultaneous(told, c.settings)
    countries = list(wide)
    cells = {
        "effect": [points_cell(c, wide[k]) for k in countries],
        "p": [p_cell(c, told.adjusted[k], wide[k].n) for k in countries],
    }
    columns = [
        Column("country", "f4.column.country", "country"), Column("effect", "f4.column.effect", "points", 0, "ci"),
        Column("p", "f4.column.p_adjusted", "p"),
    ]  # fmt: skip

    def name(i: int) -> dict[str, str]:
        return {lang: words.country(countries[i]) for lang, words in c.words.items()}

    dims = pd.DataFrame({"country": countries})
    return ranges_by_row(c, "country_effects", told, dims, cells, columns, values={}, name=name)


def windows(c: Context) -> Exhibit | Passage:
    """The effect in other windows."""
    told = found(c)
    if told is None:
        return silent(c, "windows")
    codes = [f"win_{w.code}" for w in told.windows]
    cells = {"effect": [points_cell(c, w.effect) for w in told.windows]}
    columns = [Column("window", "f4.column.window", "code"), Column("effect", "f4.column.effect", "points", 0, "ci")]
    dims = pd.DataFrame({"window": codes})
    return ranges_by_row(c, "windows", told, dims, cells, columns, values=place(c), name=coded(c, codes))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (attribution_said, counterfactual, estimators, country_effects, windows)
}
