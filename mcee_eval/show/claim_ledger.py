"""The claim ledger as a reader sees it: every statement with its verdict, the discrepancies, the redacted marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from mcee_eval.contracts.report_sections import SECTIONS, SEVERAL
from mcee_eval.contracts.tables.claims import FORMULAS, UNTESTED
from mcee_eval.findings.claim_ledger import ClaimVerdict, Entry, Ledger
from mcee_eval.frames.claims import REPORT_VINTAGE
from mcee_eval.metrics.recompute import bounds
from mcee_eval.release.cell import Cell
from mcee_eval.release.door import Door
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.words import formats
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

PERIOD = "2019-20 – 2023-24"  # that the report evaluates
WORDED = ("growth", "excess", "difference", "several")  # what is said without a number
PLACES = {"share": 1, "times": 2, "areas": 2}  # decimals of a recomputed figure; others are whole
REPORT = Source("report", "2025-05")
Pair = tuple[str, str]


def _public(c: Context) -> Door:
    """Figures of the published report leave as published, whatever the data set of the page."""
    return Door("published", c.release.audience, "evaluation report, May 2025")


def _figure(value: float, unit: str, lang: str, places: int) -> str:
    """A number in its own unit: 168.5%, $21,000,000, 2023-24, 2019, 171,900."""
    if unit == "share":
        return formats.percent(value, lang, places)
    if unit == "dollars":
        return formats.money(value, lang)
    if unit == "fiscal_year":
        return formats.fiscal_year(f"{value - 1:.0f}-{value % 100:02.0f}", lang)
    return f"{value:.0f}" if unit == "year" else formats.decimal(value, lang, places)


def printed(entry: Entry, words: Words) -> str:
    """The number as the report prints it, or what its words say of one."""
    if entry.published is None:
        said = "several" if entry.relation == "several" else entry.formula
        return words(f"f8.ledger_says.{said if said in WORDED else 'nothing'}")
    text = _figure(entry.published, entry.unit, words.lang, 0)
    told = entry.relation == "more_than" or (entry.relation == "at_least" and entry.formula == "mean")
    return words(f"f8.ledger_says.{entry.relation}", n=text) if told else text


def recomputed(entry: Entry, words: Words) -> str:
    """The recomputed figure, with the bounds of its inputs where they can be seen."""
    if entry.recomputed is None:
        return words("f8.ledger_says.nothing")
    places, plus = PLACES.get(entry.unit, 0), "+" if entry.published is None and entry.formula in WORDED else ""
    value, low, high = (
        (plus if x > 0 else "") + _figure(x, entry.unit, words.lang, places)
        for x in (entry.recomputed.value, *bounds(entry.recomputed))
    )
    return value if low == high else words("interval.range", value=value, low=low, high=high)


def _why(entry: Entry, words: Words) -> str:
    """The operation and the reason for its tolerance, or what keeps the statement from being tested."""
    i = LANGS.index(words.lang)
    if entry.kind == "redacted":
        return words("f8.ledger_says.redacted")
    why = UNTESTED[entry.why][i] if entry.why else ""
    if entry.recomputed is not None:
        said = "; ".join(t for t in (why, entry.note[i]) if t)
        why = words("f8.ledger_says.formula", formula=FORMULAS[entry.formula][i], why=said)
    return words("f8.ledger_says.see", why=why, discrepancy=entry.discrepancy) if entry.discrepancy else why


def _pairs(c: Context, entries: Sequence[Entry], say: Callable[[Entry, Words], str]) -> list[Pair]:
    return [(say(e, c.words["en"]), say(e, c.words["fr"])) for e in entries]


def claim_ledger(c: Context) -> Exhibit:
    """What became of each statement of the report?"""
    entries = _ledger(c).entries
    dims = pd.DataFrame(
        {
            "claim": [e.claim for e in entries],
            "section": [SECTIONS[e.section] for e in entries],
            "said": [e.text for e in entries],
            "printed": _pairs(c, entries, printed),
            "recomputed": _pairs(c, entries, recomputed),
            "verdict": [f"claim_{e.verdict}" for e in entries],
            "why": _pairs(c, entries, _why),
        }
    )
    return c.show(
        "claim_ledger", _public(c).table(dims, {}, {}, "already_public"),
        [
            Column("claim", "f8.ledger_column.claim", "data"),
            Column("said", "f8.ledger_column.said", "both"),
            Column("verdict", "f8.ledger_column.verdict", "code"),
            Column("printed", "f8.ledger_column.printed", "both", extra="short"),
            Column("recomputed", "f8.ledger_column.recomputed", "both", extra="short"),
            Column("why", "f8.ledger_column.why", "both"),
            Column("section", "f8.ledger_column.section", "both", extra="short"),
        ],
        sources=[REPORT, Source("ircc_open"), Source("cbsa")], period=PERIOD,
    )  # fmt: skip


def claim_counts(c: Context) -> Exhibit:
    """How many statements are reproduced, how many not, and how many cannot be tested?"""
    counts = _ledger(c).counts()
    frame = pd.DataFrame({"verdict": [f"bar_{v}" for v in counts], "n": list(counts.values())})
    table = _public(c).counts(frame, dims=["verdict"], value="n", unit="items")
    return c.show(
        "claim_counts", table,
        [Column("verdict", "f8.ledger_column.verdict", "code"), Column("n", "f8.ledger_column.statements", "count")],
        sources=[REPORT], period=PERIOD,
        draw=lambda ax, w: plots.bars(
            ax, table, w, x="verdict", column="n", name=lambda code: w(f"code.{code}"),
            y_label=w("f8.ledger_column.statements"), emphasis=["bar_not_reproduced"],
        ),
    )  # fmt: skip


def discrepancies(c: Context) -> Exhibit:
    """Where does the report contradict itself or its figures?"""
    frame = _ledger(c).discrepancies
    dims = pd.DataFrame(
        {
            "discrepancy": list(frame["discrepancy"]),
            "section": [{**SECTIONS, **SEVERAL}[s] for s in frame["section"]],
            "text": list(zip(frame["text_en"], frame["text_fr"], strict=True)),
            "established": ["discrepancy_established" if e else "discrepancy_possible" for e in frame["established"]],
        }
    )
    return c.show(
        "discrepancies", _public(c).table(dims, {}, {}, "already_public"),
        [
            Column("discrepancy", "f8.ledger_column.discrepancy", "data"),
            Column("section", "f8.ledger_column.section", "both", extra="short"),
            Column("text", "f8.ledger_column.text", "both"),
            Column("established", "f8.ledger_column.established", "code"),
        ],
        sources=[REPORT], period=PERIOD,
    )  # fmt: skip


def redactions(c: Context) -> Exhibit:
    """What may not be read, and where?"""
    frame = _ledger(c).redactions
    dims = pd.DataFrame(
        {
            "mark": list(frame["mark"]),
            "section": [SECTIONS[s] for s in frame["section"]],
            "context": list(zip(frame["context_en"], frame["context_fr"], strict=True)),
        }
    )
    return c.show(
        "redactions", _public(c).table(dims, {}, {}, "already_public"),
        [
            Column("mark", "f8.ledger_column.mark", "data"),
            Column("section", "f8.ledger_column.section", "both", extra="short"),
            Column("context", "f8.ledger_column.context", "both"),
        ],
        sources=[REPORT], period=PERIOD,
    )  # fmt: skip


def vintages(c: Context) -> Exhibit:
    """What do the releases say of the years that the report compares?"""
    frame = _ledger(c).releases
    named = frame.rename(columns={"value": "claims", "low": "claims_low", "high": "claims_high"})
    named = named.assign(year=frame["year"].astype(str))
    table = _public(c).counts(named, dims=["year", "vintage", "source"], value="claims", unit="claims")
    return c.show(
        "vintages", table,
        [
            Column("year", "column.year", "year"), Column("vintage", "column.vintage", "told"),
            Column("source", "column.publication", "told"),
            Column("claims", "f8.ledger_column.claims", "count", 0, "range"),
        ],
        sources=[Source("ircc_open"), Source("report", REPORT_VINTAGE)],
        period=f"{frame['year'].min()} – {frame['year'].max()}",
    )  # fmt: skip


def ledger_summary(c: Context) -> Passage:
    """The counts in a sentence."""
    counts = {verdict: Cell(float(n)) for verdict, n in _ledger(c).counts().items()}
    values = {
        "all": Cell(float(len(_ledger(c).entries))),
        "reproduced": counts[ClaimVerdict.REPRODUCED],
        "rounding": counts[ClaimVerdict.REPRODUCED_ROUNDING],
        "not_reproduced": counts[ClaimVerdict.NOT_REPRODUCED],
        "not_testable": counts[ClaimVerdict.NOT_TESTABLE],
        "redacted": counts[ClaimVerdict.REDACTED],
    }
    return c.say(("ledger_summary", values))


def ledger_examples(c: Context) -> Passage:
    """Three numbers of the report recomputed: the growth of claims, the doubled capacity, Table 1."""
    entries = {(e.formula, e.unit): e for e in _ledger(c).entries if e.published is not None and e.recomputed}
    growth, ratio = entries["growth", "share"], entries["ratio", "times"]
    mean, mentions = entries["mean", "areas"], entries["sum", "projects"]
    said = [
        ("ledger_growth", {"printed": Cell(growth.published), "growth": _cell(growth.recomputed)}, growth),
        ("ledger_ratio", {"ratio": _cell(ratio.recomputed)}, ratio),
    ]
    tested = [
        (key, {**values, **{name: _cell(e.inputs[name][0]) for name in e.inputs}, "verdict": f"claim_{e.verdict}"})
        for key, values, e in said
    ]
    areas = {
        "mentions": _cell(mentions.recomputed),
        "projects": Cell(mentions.published),
        "mean": _cell(mean.recomputed),
    }
    return c.say(*tested, ("ledger_areas", areas))


def _cell(found: Estimate | None) -> Cell:
    assert found is not None  # chosen above among the recomputed
    return Cell(found.value, found.low, found.high)


def _ledger(c: Context) -> Ledger:
    found: Ledger = c.measures.ledger
    return found


SHOWN: Mapping[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        claim_ledger, claim_counts, discrepancies, redactions, vintages, ledger_summary, ledger_examples,
    )
}  # fmt: skip
