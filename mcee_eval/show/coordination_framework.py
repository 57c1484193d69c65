"""Finding 7, the performance framework: heat maps with words, indicators one by one, plans, questions left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from mcee_eval.findings.coordination import LEVELS, Coordination
from mcee_eval.findings.framework_gaps import NO_QUESTION, blocked_questions
from mcee_eval.metrics.coverage_audit import EXPECTED, coverage_audit
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.heat import heat
from mcee_eval.show.passage import Passage
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import LANGS, fiscal_year
from mcee_eval.words.say import Words

TYPES = ("programme", "targeted", "preventive", "other")
OWNERS = ("IRCC", "CBSA", "GAC", "PS", "")


def period(c: Context) -> str:
    """The evaluation window."""
    return f"{c.settings.start} – {c.settings.end}"


def named(c: Context, prefix: str, code: str) -> tuple[str, str]:
    """The name of a code in both languages; a code of the user's own stands for itself."""
    key = f"code.{prefix}_{code}"
    if key not in catalogue():
        return code, code
    return c.words[LANGS[0]](key), c.words[LANGS[1]](key)


def framework_levels(c: Context) -> Exhibit | Passage:
    """By level of the logic model and country type, what was reported each year?"""
    return _map(c, "framework_levels", "level", LEVELS, "level")


def framework_owners(c: Context) -> Exhibit | Passage:
    """By department that was to supply the data, and country type, what was reported each year?"""
    return _map(c, "framework_owners", "owner", OWNERS, "owner")


def _map(c: Context, slug: str, by: str, order: Sequence[str], prefix: str) -> Exhibit | Passage:
    told = coverage_audit(c.measures.data.framework, by=[by, "type", "fiscal_year"]).frame
    asked = told.groupby([by, "type"])["expected"].transform("sum") > 0
    if not asked.any():
        return c.say((f"no_{slug}", {}))
    ranks = {k: i for i, k in enumerate(order)}, {k: i for i, k in enumerate(TYPES)}
    told = told[asked].assign(a=told[by].map(ranks[0]), b=told["type"].map(ranks[1]))
    told = told.sort_values(["a", "b", "fiscal_year"]).reset_index(drop=True)
    dims = pd.DataFrame(
        {
            "row": told[by] + "|" + told["type"],
            "what": [f"{prefix}_{v}" if v else f"{prefix}_none" for v in told[by]],
            "type": "countries_" + told["type"],
            "year": told["fiscal_year"],
            "state": "figure_" + told["prevailing"],
        }
    )
    cells = {k: [Cell(float(v)) for v in told[k]] for k in ("expected", "reported", "partial")}
    cells["share"] = [marked("not_estimable") if pd.isna(v) else Cell(whole_percent(v)) for v in told["low"]]
    units = {"expected": "items", "reported": "items", "partial": "items", "share": "share"}
    table = c.release.table(dims, cells, units, "things")

    def row_name(code: str, words: Words) -> str:
        what, kind = code.split("|")
        return f"{words(f'code.{prefix}_{what}' if what else f'code.{prefix}_none')}, {words(f'code.countries_{kind}')}"

    return c.show(
        slug, table,
        [
            Column("what", f"f7.column.{by}", "code"), Column("type", "f7.column.type", "code"),
            Column("year", "column.fiscal_year", "fiscal_year"), Column("state", "f7.column.state", "code"),
            Column("expected", "f7.column.expected", "count"), Column("reported", "f7.column.reported", "count"),
            Column("partial", "f7.column.partial", "count"), Column("share", "f7.column.share_reported", "percent"),
        ],
        sources=[c.own_source()], period=period(c), size=(7.6, 1.2 + 0.5 * dims["row"].nunique()),
        draw=lambda ax, w: heat(
            ax, table, w, row="row", column="year", value="share",
            word=lambda i: w(f"f7.short.{dims['state'].iloc[i]}"), row_name=lambda code: row_name(code, w),
            column_name=lambda code: fiscal_year(code, w.lang), wrap=30,
            said=lambda number: w("f7.cell", share=number),
        ),
    )  # fmt: skip


def framework_indicators(c: Context) -> Exhibit | Passage:
    """Indicator by indicator: how many figures were asked for, and what became of them?"""
    frame = c.measures.data.framework
    if not len(frame):
        return c.say(("no_indicators", {}))
    told = coverage_audit(frame, by=["indicator"]).frame
    first = frame.drop_duplicates("indicator").set_index("indicator")
    told = told.assign(level=told["indicator"].map(first["level"]), owner=told["indicator"].map(first["owner"]))
    told = told.assign(a=told["level"].map({k: i for i, k in enumerate(LEVELS)})).sort_values(["a", "indicator"])
    given = frame["baseline"].notna() & frame["target"].notna()
    based = given.groupby(frame["indicator"]).mean()
    dims = pd.DataFrame(
        {
            "indicator": [named(c, "indicator", i) for i in told["indicator"]],
            "level": ["level_" + v for v in told["level"]],
            "owner": [f"owner_{v}" if isinstance(v, str) and v else "owner_none" for v in told["owner"]],
        }
    )
    cells = {k: [Cell(float(v)) for v in told[k]] for k in ("expected", *EXPECTED)}
    cells["based"] = [Cell(whole_percent(float(based[i]))) for i in told["indicator"]]
    units = dict.fromkeys(cells, "items") | {"based": "share"}
    return c.show(
        "framework_indicators", c.release.table(dims, cells, units, "things"),
        [
            Column("indicator", "f7.column.indicator", "both"), Column("level", "f7.column.level", "code"),
            Column("owner", "f7.column.owner", "code"), Column("expected", "f7.column.expected", "count"),
            *[Column(k, f"code.figure_{k}", "count") for k in EXPECTED],
            Column("based", "f7.column.based", "percent"),
        ],
        sources=[c.own_source()], period=period(c),
    )  # fmt: skip


def in_plan(c: Context) -> Exhibit | Passage:
    """Which indicators did the engagement plans already hold, that the framework did not report?"""
    frame = c.measures.data.framework
    held = frame[frame["also_in_plan"].astype("boolean").fillna(False)]
    told = coverage_audit(held, by=["indicator"]).frame
    told = told[told["expected"] > 0]
    if not len(told):
        return c.say(("none_in_plan", {}))
    told = told.assign(missed=told["expected"] - told["reported"]).sort_values(
        ["missed", "indicator"], ascending=[False, True]
    )
    owner = frame.drop_duplicates("indicator").set_index("indicator")["owner"]
    dims = pd.DataFrame(
        {
            "indicator": [named(c, "indicator", i) for i in told["indicator"]],
            "owner": [f"owner_{owner[i]}" if isinstance(owner[i], str) else "owner_none" for i in told["indicator"]],
        }
    )
    names = ("expected", "reported", "partial", "missed")
    cells = {k: [Cell(float(v)) for v in told[k]] for k in names}
    return c.show(
        "in_plan", c.release.table(dims, cells, dict.fromkeys(names, "items"), "things"),
        [
            Column("indicator", "f7.column.indicator", "both"), Column("owner", "f7.column.owner", "code"),
            Column("expected", "f7.column.in_plan", "count"), Column("reported", "f7.column.reported", "count"),
            Column("partial", "f7.column.partial", "count"), Column("missed", "f7.column.missed", "count"),
        ],
        sources=[c.own_source()], period=period(c),
    )  # fmt: skip


def in_plan_said(c: Context) -> Passage:
    """How many figures could the engagement plans have given?"""
    frame = c.measures.data.framework
    held = frame["also_in_plan"].astype("boolean").fillna(False)
    plan = coverage_audit(frame[held])
    preventive = coverage_audit(frame[frame["type"] == "preventive"])
    if not plan.expected:
        return c.say(("no_plan", {}))
    values = {
        "expected": Cell(float(plan.expected)), "missed": Cell(float(plan.expected - plan.reported)),
        "preventive": Cell(float(preventive.expected)),
        "in_preventive": Cell(float((held & (frame["type"] == "preventive")).sum())),
    }  # fmt: skip
    return c.say(("in_plan_said", values))


def blocked(c: Context) -> Exhibit:
    """Which evaluation question does each gap of the framework leave without data? Our reading."""
    found: Coordination = c.measures
    rows = blocked_questions(found.data.framework, found.data.questions, c.settings)
    text = found.data.questions.drop_duplicates("question").set_index("question")
    none = c.words["en"]("f7.no_question"), c.words["fr"]("f7.no_question")

    def listed(codes: Sequence[str]) -> tuple[str, str]:
        pairs = [named(c, "indicator", i) for i in codes] or [
            (c.words["en"]("f7.nothing"), c.words["fr"]("f7.nothing"))
        ]
        return "; ".join(p[0] for p in pairs), "; ".join(p[1] for p in pairs)

    dims = pd.DataFrame(
        {
            "question": [
                none if r.question == NO_QUESTION
                else (str(text.loc[r.question, "text_en"]), str(text.loc[r.question, "text_fr"]))
                for r in rows
            ],
            "short": [listed(r.short) for r in rows],
        }
    )  # fmt: skip
    cells = {
        "indicators": [Cell(float(len(r.indicators))) for r in rows],
        "expected": [Cell(float(r.expected)) for r in rows],
        "reported": [Cell(float(r.reported)) for r in rows],
        "partial": [Cell(float(r.partial)) for r in rows],
    }
    return c.show(
        "blocked", c.release.table(dims, cells, dict.fromkeys(cells, "items"), "things"),
        [
            Column("question", "f7.column.question", "both"), Column("indicators", "f7.column.indicators", "count"),
            Column("expected", "f7.column.expected", "count"), Column("reported", "f7.column.reported", "count"),
            Column("partial", "f7.column.partial", "count"), Column("short", "f7.column.short", "both"),
        ],
        sources=[c.own_source()], period=period(c),
        values={"bar": Cell(c.settings.threshold("f7.reported"))},
    )  # fmt: skip


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (framework_levels, framework_owners, framework_indicators, in_plan, in_plan_said, blocked)
}
