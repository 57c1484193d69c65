"""What the attribution rests on and what could undo it: donors, quarters, placebos, earlier dates, strength, power."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from mcee_eval.findings.attribution_estimates import CountryEffect
from mcee_eval.findings.attribution_found import Attributed
from mcee_eval.findings.attribution_panel import quarter_name
from mcee_eval.findings.attribution_pooled import PooledEffect
from mcee_eval.metrics.parallel_trends import Breakdown
from mcee_eval.release.cell import Cell
from mcee_eval.release.rule import whole_percent
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.cooperation_attribution import coded, found, place, points_cell, ranges_by_row, silent, span
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.show.points import height, points
from mcee_eval.words import formats
from mcee_eval.words.say import Words

QUANTILES = {
    "set_largest": 1.0, "set_975": 0.975, "set_75": 0.75, "set_50": 0.5, "set_25": 0.25, "set_025": 0.025,
    "set_least": 0.0,
}  # fmt: skip


def _effects(told: Attributed) -> tuple[CountryEffect, ...]:
    main = told.main
    return main.effects if isinstance(main, PooledEffect) else (main,) if main is not None else ()


def _named(c: Context, code: str) -> tuple[str, str]:
    """A comparison country by its name, where it may be named."""
    data = c.measures.data
    if c.release.audience == "internal" or code in data.released:
        return c.words["en"].country(code), c.words["fr"].country(code)
    return c.words["en"]("code.unit_compared"), c.words["fr"]("code.unit_compared")


def _points(
    c: Context, slug: str, told: Attributed, labels: Sequence[tuple[str, str]], cells: Sequence[Cell], *,
    first: str, column: str, kind: str, emphasis: Sequence[int], reference: bool,
) -> Exhibit:  # fmt: skip
    table = c.release.table(pd.DataFrame({"unit": list(labels)}), {column: cells}, {column: "share"}, "model")
    lang = dict(zip(formats.LANGS, range(2), strict=True))
    axis = "effect" if column == "effect" else column
    return c.show(
        slug, table, [Column("unit", first, "both"), Column(column, f"f4.column.{column}", kind)],
        sources=[c.own_source()], period=span(told), values=place(c), size=height(len(labels)),
        draw=lambda ax, w: points(
            ax, table, w, column=column, name=lambda i: labels[i][lang[w.lang]], x_label=w(f"f4.axis.{axis}"),
            emphasis=emphasis, reference=0.0 if reference else None,
            reference_label=w("f4.axis.no_effect") if reference else "",
        ),
    )  # fmt: skip


def donors(c: Context) -> Exhibit | Passage:
    """The weights of the comparison countries."""
    told = found(c)
    if told is None:
        return silent(c, "donors")
    every = pd.DataFrame([e.result.unit_weights for e in _effects(told)]).mean()
    ordered = every.sort_values(ascending=False, kind="stable")
    labels = [_named(c, str(code)) for code in ordered.index]
    cells = [Cell(whole_percent(float(w))) for w in ordered]
    return _points(c, "donors", told, labels, cells, first="f4.column.compared_country", column="weight",
                   kind="percent", emphasis=(), reference=False)  # fmt: skip


def quarters_weighed(c: Context) -> Exhibit | Passage:
    """The weights of the quarters before the start."""
    told = found(c)
    if told is None:
        return silent(c, "quarters_weighed")
    weights = pd.DataFrame([e.result.time_weights for e in _effects(told)]).mean()
    dims = pd.DataFrame({"quarter": [quarter_name(int(q)) for q in weights.index]})
    cells = {"weight": [Cell(whole_percent(float(w))) for w in weights]}
    table = c.release.table(dims, cells, {"weight": "share"}, "model")
    columns = [Column("quarter", "column.quarter", "quarter"), Column("weight", "f4.column.weight", "percent")]
    return c.show("quarters_weighed", table, columns, sources=[c.own_source()], period=span(told), values=place(c))


def placebos(c: Context) -> Exhibit | Passage:
    """The estimate among what the same method finds where nothing happened."""
    told = found(c)
    main = None if told is None else told.main
    if told is None or main is None:
        return silent(c, "placebos")
    here = ("unit_estimate", main.effect.value)
    if isinstance(main, PooledEffect):
        rows = [(code, main.share(float(np.quantile(main.placebos, q)))) for code, q in QUANTILES.items()]
        rows = sorted([*rows, here], key=lambda r: -r[1])
        labels = [(c.words["en"](f"code.{k}"), c.words["fr"](f"code.{k}")) for k, _ in rows]
    else:
        each = main.result.placebos
        rows = [(str(u), main.share(float(a))) for u, a in zip(each["unit"], each["att"], strict=True)]
        rows = sorted([*rows, here], key=lambda r: -r[1])
        own = (c.words["en"]("code.unit_estimate"), c.words["fr"]("code.unit_estimate"))
        labels = [own if k == here[0] else _named(c, k) for k, _ in rows]
    cells = [Cell(whole_percent(v)) for _, v in rows]
    at = [i for i, (k, _) in enumerate(rows) if k == here[0]]
    return _points(c, "placebos", told, labels, cells, first="f4.column.placebo", column="effect", kind="points",
                   emphasis=at, reference=True)  # fmt: skip


def checks(c: Context) -> Exhibit | Passage:
    """The effect at dates at which nothing had begun, without each country, without the time of other events."""
    told = found(c)
    main = None if told is None else told.main
    if told is None or main is None:
        return silent(c, "checks")
    rows: list[tuple[str, str, Estimate]] = [
        ("chk_main", quarter_name(min(e.start for e in _effects(told))), main.effect)
    ]
    if told.pooled is not None:
        dated = [(int(p.effects[0].result.recipe["start"]), p.effect) for p in told.pooled.in_time]
    else:
        assert isinstance(main, CountryEffect)
        dated = [(d, main.in_shares(r.att)) for d, r in main.in_time.items()]
    rows += [("chk_in_time", quarter_name(d), effect) for d, effect in dated]
    spread = told.evidence.leave_one_out
    if spread is not None:
        value = Estimate(main.effect.value, main.share(spread[0]), main.share(spread[1]), unit="share", n=main.effect.n)
        rows.append(("chk_left_out", "", value))
    without = told.evidence.without_events
    if without is not None:
        rows.append(("chk_without_events", "", Estimate(without[0], without[2], None, unit="share", n=main.effect.n)))
    codes = [code for code, _, _ in rows]
    dates = [tuple(formats.quarter(q, k) if q else "–" for k in formats.LANGS) for _, q, _ in rows]
    dims = pd.DataFrame({"check": codes, "quarter": dates})
    cells = {"effect": [points_cell(c, e) for _, _, e in rows]}
    columns = [
        Column("check", "f4.column.check", "code"), Column("quarter", "f4.column.from_quarter", "both"),
        Column("effect", "f4.column.effect", "points", 0, "range"),
    ]  # fmt: skip

    def name(i: int) -> dict[str, str]:
        told_by = coded(c, codes)(i)
        dated = rows[i][1] if codes[i] == "chk_in_time" else ""
        return {k: f"{v}, {formats.quarter(dated, k)}" if dated else v for k, v in told_by.items()}

    return ranges_by_row(c, "checks", told, dims, cells, columns, values=place(c), name=name)


def breakdown(c: Context) -> Exhibit | Passage:
    """The interval of the effect under ever larger departures from parallel trends."""
    told = found(c)
    main = None if told is None else told.main
    if told is None or main is None:
        return silent(c, "breakdown")
    result: Breakdown | None = told.pooled.breakdown if told.pooled else getattr(main, "breakdown", None)
    if result is None:
        return c.say(("no_breakdown", {}))
    frame = result.frame
    bounds = zip(frame["low"].to_numpy(float), frame["high"].to_numpy(float), strict=True)
    effects = [main.in_shares(Estimate(result.effect.value, float(a), float(b))) for a, b in bounds]
    labels = [tuple(formats.decimal(float(m), k, 2) for k in formats.LANGS) for m in frame["m_bar"]]
    dims = pd.DataFrame({"multiple": labels})
    cells = {"effect": [points_cell(c, e) for e in effects]}
    columns = [
        Column("multiple", "f4.column.multiple", "both"), Column("effect", "f4.column.effect", "points", 0, "ci")
    ]  # fmt: skip

    def name(i: int) -> dict[str, str]:
        return {k: f"×\u00a0{v}" for k, v in zip(formats.LANGS, labels[i], strict=True)}

    return ranges_by_row(c, "breakdown", told, dims, cells, columns, values=place(c), name=name)


def could_have_seen(c: Context) -> Exhibit | Passage:
    """The smallest visible improvement by quarters since the start."""
    told = found(c)
    if told is None or told.curve.empty:
        return silent(c, "could_have_seen")
    curve = told.curve
    cells = {
        "smallest": [
            points_cell(c, None if pd.isna(v) else Estimate(float(v), unit="share", n=int(n)))
            for v, n in zip(curve["smallest"], curve["n"], strict=True)
        ]
    }
    dims = pd.DataFrame({"quarters": [str(q) for q in curve["quarters"]]})
    table = c.release.table(dims, cells, {"smallest": "share"}, "model")
    drawn = c.release.table(pd.DataFrame({"quarters": list(curve["quarters"])}), cells, {"smallest": "share"}, "model")

    def draw(ax: Axes, w: Words) -> Axes:
        plots.lines(ax, drawn, w, x="quarters", series=["smallest"], kind="percent", label=str,
                    y_label=w("f4.axis.smallest"))  # fmt: skip
        ax.set_xticks(list(curve["quarters"]))
        ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        ax.set_xlabel(w("f4.axis.quarters_since"))
        return ax

    return c.show(
        "could_have_seen", table,
        [
            Column("quarters", "f4.column.quarters_since", "data"),
            Column("smallest", "f4.column.smallest", "points"),
        ],
        sources=[c.own_source()], period=span(told), values=place(c), draw=draw,
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (donors, quarters_weighed, placebos, checks, breakdown, could_have_seen)
}
