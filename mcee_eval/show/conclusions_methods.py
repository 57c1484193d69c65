"""The quality of the methods: who answered, the snowball, the coders, saturation, limitations, periods that overlap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.findings.conclusions import Whole
from mcee_eval.findings.methods_quality import HALF_WIDTH
from mcee_eval.metrics.response_rates import EVERY
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.rule import SMALL
from mcee_eval.show import plots
from mcee_eval.show.conclusions_words import Pair, both, scope, short, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.naming import in_lang
from mcee_eval.show.passage import Passage
from mcee_eval.show.spans import spans
from mcee_eval.words.say import Words

#: periods that the report uses: code → first and last day. Where it prints no beginning, the scope's is taken.
PERIODS = {
    "scope_years": ("2019-04-01", "2024-03-31"),
    "scope_activities": ("2019-02-01", "2023-12-31"),
    "figure_1": ("2019-04-01", "2024-03-31"),
    "removals": ("2019-02-01", "2024-03-31"),
    "documents": ("2019-01-01", "2024-12-31"),
    "claims": ("2019-01-01", "2024-12-31"),
    "spending": ("2019-04-01", "2025-03-31"),
    "fieldwork": ("2024-01-01", "2025-03-31"),
}
SCOPE_END = "2023-12-31"  # « entre février 2019 et décembre 2023 », scope of the evaluation


def response_rates(c: Context) -> Exhibit | Passage:
    """Of those asked in each group, what share was heard?"""
    whole: Whole = c.measures
    found = whole.methods.rates
    if found is None:
        return c.say(("nobody_asked", {}))
    groups = list(found.rates)
    counts = found.frame.set_index("group").loc[groups].reset_index()
    heard = counts["done"] if "done" in counts else pd.Series(0, index=counts.index)
    frame = pd.DataFrame({"group": [f"f8_group_{g}" for g in groups], "asked": counts["asked"], "heard": heard})
    released = c.release.counts(frame, dims=["group"], value=["asked", "heard"], unit="persons")
    cells = dict(released.cells) | {"rate": [c.release.proportion(found.rates[g]) for g in groups]}
    table = c.release.table(released.dims, cells, {"asked": "persons", "heard": "persons", "rate": "share"}, "rate")
    return c.show(
        "response_rates", table,
        [
            Column("group", "f8.column.group", "code"), Column("asked", "f8.column.asked", "count"),
            Column("heard", "f8.column.heard", "count"), Column("rate", "f8.column.rate", "percent", 0, "ci"),
        ],
        sources=[c.own_source()], period=scope(c),
    )  # fmt: skip


def response_sentence(c: Context) -> Passage:
    """The rate of all, and how many were found by snowball."""
    whole: Whole = c.measures
    found = whole.methods.rates
    if found is None:
        return c.say(("nobody_asked_at_all", {}))
    return c.say(("response", {"rate": c.release.proportion(found.rates[EVERY])}))


def snowball(c: Context) -> Exhibit:
    """Do the words for the themes change when the persons found by snowball are left out?"""
    whole: Whole = c.measures
    frame = whole.methods.snowball
    scale = whole.data.scale.set_index("quantifier")

    def word(code: str, asked: int) -> Pair:
        if not asked or not (c.release.exact or asked > SMALL):
            return both(c, "code.word_nobody_asked" if not asked else "code.word_too_few")
        return str(scale.loc[code, "word_en"]), str(scale.loc[code, "word_fr"])

    hidden = [not (c.release.exact or n > SMALL) for n in frame["asked_left"]]
    moves = [
        "not_recorded" if h or pd.isna(m) else "yes" if m else "no" for h, m in zip(hidden, frame["moves"], strict=True)
    ]
    dims = pd.DataFrame(
        {
            "theme": [f"theme_{t}" for t in frame["code"]],
            "word": [word(w, n) for w, n in zip(frame["word"], frame["asked"], strict=True)],
            "left": [word(w, n) for w, n in zip(frame["word_left"], frame["asked_left"], strict=True)],
            "moves": [f"f8_moves_{m}" for m in moves],
        }
    )
    table = c.release.table(dims, {}, {}, "rate")
    return c.show(
        "snowball", table,
        [
            Column("theme", "testimony.column.theme", "code"), short("word"),
            short("left", "word_left"), Column("moves", "f8.column.moves", "code"),
        ],
        sources=[c.own_source()], period=scope(c),
    )  # fmt: skip


def snowball_sentence(c: Context) -> Passage:
    """How many themes move, and for how many another word would be said?"""
    whole: Whole = c.measures
    n, moved, reworded = things(c, [len(whole.methods.snowball), whole.methods.moved, whole.methods.reworded])
    bar = Cell(100 * c.settings.threshold("f8.moved"))
    return c.say(("snowball_told", {"n": n, "moved": moved, "reworded": reworded, "bar": bar}))


def coders(c: Context) -> Passage:
    """Do two coders agree? Nothing can be said where each answer was read once."""
    whole: Whole = c.measures
    found = whole.methods.agreement
    if found is None:
        single, need = things(c, [whole.methods.single, whole.methods.pairs_needed])
        return c.say(("coders_single", {"single": single, "need": need, "width": Cell(100 * HALF_WIDTH)}))
    pairs = things(c, [found.pairs])[0]
    kappa = marked("not_estimable") if found.kappa is None else c.release.estimate(found.kappa)
    return c.say(("coders_agree", {"pairs": pairs, "percent": c.release.estimate(found.percent), "kappa": kappa}))


def saturation(c: Context) -> Exhibit | Passage:
    """Did the last interviews still bring something new?"""
    whole: Whole = c.measures
    found = whole.methods.saturation
    if found is None:
        return c.say(("saturation_too_few", {}))
    frame = found.frame.assign(interview=found.frame["interview"].astype(float))
    cells = {
        "seen": things(c, list(frame["seen"])),
        "expected": [Cell(round(float(v), 1)) for v in frame["expected"]],
        "new": things(c, list(frame["new"])),
    }
    dims = pd.DataFrame({"interview": frame["interview"].astype(int)})
    table = c.release.table(dims, cells, {"seen": "items", "expected": "items", "new": "items"}, "things")

    def draw(ax: Axes, w: Words) -> Axes:
        plots.lines(
            ax, table, w, x="interview", series=["seen", "expected"], label=lambda s: w(f"f8.axis.{s}"),
            y_label=w("f8.axis.positions"),
        )  # fmt: skip
        ax.set_xlabel(w("f8.axis.interviews"))
        return ax

    return c.show(
        "saturation", table,
        [
            Column("interview", "f8.column.interview", "data"), Column("new", "f8.column.new", "count"),
            Column("seen", "f8.column.seen", "count"), Column("expected", "f8.column.expected", "number", 1),
        ],
        sources=[c.own_source()], period=scope(c), draw=draw,
    )  # fmt: skip


def saturation_sentence(c: Context) -> Passage:
    """The new-information ratio, and what was heard once only."""
    found = c.measures.methods.saturation
    if found is None:
        return c.say(("saturation_not_told", {}))
    last, base, once, codes = things(c, [found.last_run, found.base, found.once, found.codes])
    return c.say(
        (
            "saturation_told",
            {"last": last, "base": base, "once": once, "codes": codes, "ratio": Cell(found.new_information)},
        )
    )


def _published(c: Context) -> Context:
    """The same door for what the report prints."""
    return replace(c, release=Door("published", c.release.audience, "report"))


def limitations(c: Context) -> Exhibit:
    """The limitations that the report lists, what it did about each, and what this run does."""
    frame = c.measures.data.limitations
    rows = []
    for r in frame.itertuples():
        hidden = bool(r.redacted)
        text = both(c, "mark.redacted") if hidden else (str(r.text_en), str(r.text_fr))
        told = pd.notna(r.mitigation_en) and not hidden
        did = (
            (str(r.mitigation_en), str(r.mitigation_fr))
            if told
            else both(c, f"f8.mitigation.{'redacted' if hidden else 'none'}")
        )
        here = both(c, "f8.mitigation.redacted_here") if hidden else both(c, f"f8.mitigation.here_{r.limitation}")
        rows.append((str(r.limitation), text, did, here))
    table = _published(c).release.table(
        pd.DataFrame(rows, columns=["id", "text", "did", "here"]), {}, {}, "already_public"
    )
    return c.show(
        "limitations", table,
        [
            Column("id", "f8.column.number", "data"), Column("text", "f8.column.limitation", "both"),
            Column("did", "f8.column.mitigation", "both"), Column("here", "f8.column.here", "both"),
        ],
        sources=[Source("report")], period=scope(c),
    )  # fmt: skip


def periods(c: Context) -> Exhibit:
    """The periods that the report uses, on one time line."""
    dims = pd.DataFrame(
        {
            "what": [both(c, f"f8.period.{code}") for code in PERIODS],
            "start": [a for a, _ in PERIODS.values()],
            "inside": [min(b, SCOPE_END) if a < SCOPE_END else a for a, b in PERIODS.values()],
            "until": [b for _, b in PERIODS.values()],
        }
    )
    table = _published(c).release.table(dims, {}, {}, "already_public")
    return c.show(
        "periods", table,
        [
            short("what", "period"), Column("start", "f8.column.from", "day"),
            Column("inside", "f8.column.inside", "day"), Column("until", "f8.column.until", "day"),
        ],
        sources=[Source("report")], period="2019-01-01 – 2025-03-31", size=(8.6, 4.6),
        draw=lambda ax, w: spans(
            ax, table, w, rows="what", start="start", until="inside", later="until",
            name=lambda pair: in_lang(pair, w.lang),  # type: ignore[arg-type]
            keys=("f8.axis.inside", "f8.axis.beyond"),
        ),
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        response_sentence, response_rates, snowball_sentence, snowball, coders, saturation, saturation_sentence,
        limitations, periods,
    )
}  # fmt: skip
