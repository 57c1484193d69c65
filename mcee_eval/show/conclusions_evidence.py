"""The evidence behind the conclusions: the matrix, ratings, the theory link by link, questions and answers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.findings.conclusions import FINDINGS, Whole
from mcee_eval.findings.contribution import Standing
from mcee_eval.findings.evidence_matrix import LINES, Fit
from mcee_eval.findings.strength import ASPECTS
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.protected import ratio
from mcee_eval.show.conclusions_words import Pair, both, joined, scope, short, states, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.heat import heat
from mcee_eval.show.naming import by_contract, in_lang
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

TURNS = {1: "f8_for", 0: "f8_neither", -1: "f8_against"}


def _finding(c: Context, number: str) -> Pair:
    return both(c, f"site.finding.f{number}")


def evidence_matrix(c: Context) -> Exhibit:
    """Which lines of evidence agree on which finding?"""
    whole: Whole = c.measures
    dims, share, families, items = [], [], [], []
    for w in whole.matrix:
        for line in LINES:
            dims.append((_finding(c, w.finding), by_contract("evidence", "line", [line])[0], f"f8_{w.fits[line]}"))
            told = things(c, [*w.with_it[line], w.items[line]])
            families.append(told[1])
            items.append(told[2])
            share.append(marked("missing") if w.fits[line] is Fit.SILENT else ratio(told[0], told[1], public=True))
    cells = {"share": share, "families": families, "items": items}
    table = c.release.table(
        pd.DataFrame(dims, columns=["finding", "line", "fit"]), cells,
        {"share": "share", "families": "items", "items": "items"}, "things",
    )  # fmt: skip
    names = {str(pair): pair for pair in [*table.dims["finding"], *table.dims["line"]]}

    def draw(ax: Axes, w: Words) -> Axes:
        return heat(
            ax, table, w, row="finding", column="line", value="share",
            word=lambda i: w(f"code.{table.dims['fit'].iloc[i]}"),
            row_name=lambda k: in_lang(names[k], w.lang),
            column_name=lambda k: textwrap.fill(in_lang(names[k], w.lang), 16),
        )  # fmt: skip

    return c.show(
        "evidence_matrix", table,
        [
            short("finding"), short("line"),
            Column("fit", "f8.column.fit", "code"), Column("share", "f8.column.with_it", "percent"),
            Column("families", "f8.column.families", "count"), Column("items", "f8.column.items", "count"),
        ],
        sources=[c.own_source()], period=scope(c), draw=draw, size=(9.6, 6.2),
    )  # fmt: skip


def evidence_flags(c: Context) -> Exhibit:
    """For each finding: which way its families lean, what would turn it, which flags are up."""
    whole: Whole = c.measures
    lines = dict(zip(LINES, by_contract("evidence", "line", LINES), strict=True))
    dims = pd.DataFrame(
        {
            "finding": [_finding(c, w.finding) for w in whole.matrix],
            "direction": [TURNS[w.direction] for w in whole.matrix],
            "turned_by": [joined([lines[x] for x in w.turned_by]) for w in whole.matrix],
            "flags": [joined([both(c, f"code.f8_flag_{f}") for f in w.flags]) for w in whole.matrix],
        }
    )
    cells = {
        "net": [marked("missing") if w.net is None else Cell(w.net) for w in whole.matrix],
        "families": things(c, [w.families for w in whole.matrix]),
        "lean_for": things(c, [w.leaning_for for w in whole.matrix]),
        "lean_against": things(c, [w.leaning_against for w in whole.matrix]),
    }
    table = c.release.table(dims, cells, dict.fromkeys(cells, "items") | {"net": "number"}, "things")
    return c.show(
        "evidence_flags", table,
        [
            short("finding"), Column("direction", "f8.column.direction", "code"),
            Column("net", "f8.column.net", "number", 2),
            Column("families", "f8.column.families", "count"), Column("lean_for", "f8.column.lean_for", "count"),
            Column("lean_against", "f8.column.lean_against", "count"),
            short("turned_by"), short("flags"),
        ],
        sources=[c.own_source()], period=scope(c),
    )  # fmt: skip


def strength(c: Context) -> Exhibit:
    """How strong is the evidence behind each finding, by five written rules?"""
    whole: Whole = c.measures
    rated = whole.strengths
    dims = pd.DataFrame(
        {
            "finding": [_finding(c, s.finding) for s in rated],
            "word": [both(c, f"code.f8_{s.word}{'_capped' if s.capped else ''}") for s in rated],
        }
    )
    cells = {a: things(c, [s.ratings[a] for s in rated]) for a in ASPECTS}
    table = c.release.table(dims, cells, dict.fromkeys(ASPECTS, "items"), "things")
    return c.show(
        "strength", table,
        [
            short("finding"), short("word", "overall"),
            *[Column(a, f"f8.column.{a}", "count") for a in ASPECTS],
        ],
        sources=[c.own_source(), Source("records")], period=scope(c),
    )  # fmt: skip


def descriptors(c: Context) -> Exhibit:
    """The written rule behind each rating."""
    dims = pd.DataFrame(
        {"aspect": [both(c, f"f8.column.{a}") for a in ASPECTS], "rule": [both(c, f"f8.rule.{a}") for a in ASPECTS]}
    )
    table = c.release.table(dims, {}, {}, "things")
    return c.show(
        "descriptors", table, [short("aspect"), Column("rule", "f8.column.rule", "both")],
        sources=[Source("settings")], period=scope(c),
    )  # fmt: skip


def contribution(c: Context) -> Exhibit:
    """How does each link of the theory stand, against which rival explanation?"""
    whole: Whole = c.measures
    links = whole.contribution.links
    dims = pd.DataFrame(
        {
            "link": [_link(c, x.step.code) for x in links],
            "evidence": [states(c, x.states, x.step.propositions) for x in links],
            "rival": [both(c, f"f8.theory.{x.step.code}.rival") for x in links],
            "standing": [f"f8_{x.standing}" for x in links],
            "rating": [f"f8_{x.rating}" if x.rating else "f8_not_rated" for x in links],
        }
    )
    table = c.release.table(dims, {}, {}, "things")
    return c.show(
        "contribution", table,
        [
            Column("link", "f8.column.link", "both"), short("evidence"),
            Column("standing", "f8.column.standing", "code"),
            Column("rating", "f8.column.rating", "code"), Column("rival", "f8.column.rival", "both"),
        ],
        sources=[Source("report"), Source("records")], period=scope(c),
    )  # fmt: skip


def _link(c: Context, code: str) -> Pair:
    """The link, then what it assumes."""
    assumed = both(c, f"f8.theory.{code}.assumption")
    stated = both(c, f"f8.theory.{code}.link")
    texts = [c.words[lang]("f8.assumes", link=stated[i], assumption=assumed[i]) for i, lang in enumerate(LANGS)]
    return texts[0], texts[1]


def weakest_link(c: Context) -> Passage:
    """Where does the chain give way?"""
    whole: Whole = c.measures
    worst = whole.contribution.weakest
    standing = [x.standing for x in whole.contribution.links]
    n, of = things(c, [standing.count(Standing.HOLDS), len(standing)])
    if worst is None:
        return c.say(("chain_holds", {"n": n, "of": of}))
    return c.say(
        ("chain_weakest", {"n": n, "of": of, "link": f"f8_step_{worst.step.code}", "standing": f"f8_{worst.standing}"})
    )


def evaluation_matrix(c: Context) -> Exhibit:
    """Which findings, indicators, lines and methods answer each question, and what could be told?"""
    whole: Whole = c.measures
    asked = {str(q["question"]): q for q in whole.data.questions.to_dict("records")}
    lines = dict(zip(LINES, by_contract("evidence", "line", LINES), strict=True))
    fits = {w.finding: [lines[x] for x in LINES if w.fits[x] is not Fit.SILENT] for w in whole.matrix}
    rows = [r for r in whole.data.question_findings.itertuples() if str(r.finding) in FINDINGS]
    questions = [str(r.question) for r in rows]
    dims = pd.DataFrame(
        {
            "question": [(f"{q}. {asked[q]['text_en']}", f"{q}. {asked[q]['text_fr']}") for q in questions],
            "finding": [_finding(c, str(r.finding)) for r in rows],
            "indicators": [both(c, f"f8.indicators.f{r.finding}") for r in rows],
            "source": [both(c, f"f8.source.f{r.finding}") for r in rows],
            "method": [joined(fits[str(r.finding)]) for r in rows],
            "state": [_told(c, str(r.finding)) for r in rows],
        }
    )
    table = c.release.table(dims, {}, {}, "things")
    return c.show(
        "evaluation_matrix", table,
        [
            Column("question", "f8.column.question", "both"), short("finding"),
            short("indicators"),
            short("source"),
            short("method"),
            short("state"),
        ],
        sources=[Source("report"), Source("records")], period=scope(c),
    )  # fmt: skip


def _told(c: Context, number: str) -> Pair:
    whole: Whole = c.measures
    return states(c, whole.data.told, [v.proposition for v in whole.data.told.finding(f"f{number}")])


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f
    for f in (
        evidence_matrix, evidence_flags, strength, descriptors, contribution, weakest_link, evaluation_matrix,
    )
}  # fmt: skip
