"""What the report itself says, transcribed: its claims, figures, redactions, limitations; and our reading of it."""

from __future__ import annotations

import pandas as pd

from mcee_eval.contracts.registry import code_list
from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import frame
from mcee_eval.frames.verdicts import scope
from mcee_eval.phrase import Phrase
from mcee_eval.settings import settings


def transcribed(data: Dataset, name: str, period: str = "") -> pd.DataFrame:
    """A table of ``data/report``: published, whatever the data set. ``x_en`` and ``x_fr`` stand as a pair ``x`` too."""
    table = paired(data.report(name).frame)
    table.attrs.update(provenance="published", sources=[("report", "2025-05")], period=period or scope())
    return table


def paired(table: pd.DataFrame) -> pd.DataFrame:
    """A copy in which both languages of a text stand together as well; nothing where one has none."""
    names = [str(c)[:-3] for c in table if str(c).endswith("_en") and f"{str(c)[:-3]}_fr" in table]
    pairs = {
        n: [
            None if pd.isna(en) else (str(en), str(fr))
            for en, fr in zip(table[f"{n}_en"], table[f"{n}_fr"], strict=True)
        ]
        for n in names
    }
    return table.assign(**{n: pd.Series(told, index=table.index, dtype=object) for n, told in pairs.items()})


def declared(data: Dataset, name: str) -> pd.DataFrame:
    """A table of choices that this evaluation declares: no figures of the report."""
    table = transcribed(data, name)
    table.attrs.update(provenance=data.provenance, sources=[("settings", "")])
    return table


@frame("report_claims", key=("claim",), published="number")
def report_claims(data: Dataset, country: str) -> pd.DataFrame:
    """Every number and quantified sentence of the report."""
    return transcribed(data, "claims")


@frame("logic_nodes", key=("node",), kind="code", silent="code", text_en="text", text_fr="text")
def logic_nodes(data: Dataset, country: str) -> pd.DataFrame:
    """The boxes of the logic model of Annex A, by level; silent: the findings say nothing of it."""
    return transcribed(data, "logic_nodes", "2019")


@frame("logic_links", key=("from_node", "to_node"), inferred="code", reason_en="text", reason_fr="text")
def logic_links(data: Dataset, country: str) -> pd.DataFrame:
    """Our reading of the links between boxes, each with its reason; the report prints none."""
    return transcribed(data, "logic_links", "2019")


@frame("report_redactions", key=("where", "section"), finding="code", text="number")
def report_redactions(data: Dataset, country: str) -> pd.DataFrame:
    """The passages that the report blacks out, each in its place; nothing is filled."""
    told = transcribed(data, "redactions")
    where = pd.Series(list(zip(told["context_en"], told["context_fr"], strict=True)), index=told.index, dtype=object)
    sections = code_list("sections")
    section = told["section"].astype(str).map(lambda s: sections[s])
    made = told.assign(where=where, section=section, finding=told["finding"].astype("string"), text=float("nan"))
    made.attrs = {**told.attrs, "period": "2019-20 – 2023-24"}
    return made


@frame("report_discrepancies", key=("discrepancy", "section", "text", "established"))
def report_discrepancies(data: Dataset, country: str) -> pd.DataFrame:
    """Where the report contradicts itself or its figures; established: "established" or "possible"."""
    words = {True: "established", False: "possible"}
    return transcribed(data, "discrepancies").assign(established=lambda f: f["established"].map(words))


@frame("report_limitations", key=("limitation", "text", "mitigation"), redacted="code")
def report_limitations(data: Dataset, country: str) -> pd.DataFrame:
    """The limitations that the report lists, and what it did about each, as phrases where it says nothing."""
    table = transcribed(data, "limitations")
    hidden = table["redacted"].astype(bool)
    said = [Phrase("mitigation.redacted" if h else "mitigation.none") for h in hidden]
    text = [Phrase("mark.redacted") if h else t for h, t in zip(hidden, table["text"], strict=True)]
    did = [m or s for m, s in zip(table["mitigation"], said, strict=True)]
    return table.assign(text=pd.Series(text, dtype=object), mitigation=pd.Series(did, dtype=object))


@frame("report_questions", key=("question",), text="text")
def report_questions(data: Dataset, country: str) -> pd.DataFrame:
    """The questions of the evaluation."""
    return transcribed(data, "questions")


@frame("question_findings", key=("question", "finding"))
def question_findings(data: Dataset, country: str) -> pd.DataFrame:
    """Which finding serves which question: our reading."""
    return transcribed(data, "question_findings")


@frame(
    "propositions", key=("proposition",), finding="code", section_fr="text", text_fr="text", text_en="text",
    lines="text", primary="code", more={"ours": "code", "level": "code", "quantity": "code"},
)  # fmt: skip
def propositions(data: Dataset, country: str) -> pd.DataFrame:
    """What verdicts are about: the report's statements in its own words, their lines and what decides; ours marked."""
    return transcribed(data, "propositions")


@frame("report_positions", key=("proposition",), position="code")
def report_positions(data: Dataset, country: str) -> pd.DataFrame:
    """What the report concludes of each proposition on which it takes a position, as one of our states."""
    return transcribed(data, "report_positions").rename(columns={"state": "position"})


@frame("report_rests_on", key=("item", "place"), kind="code", proposition="code")
def report_rests_on(data: Dataset, country: str) -> pd.DataFrame:
    """The propositions on which each recommendation and lesson rests, in order; one without any has an empty one."""
    return transcribed(data, "report_rests_on")


@frame("report_periods", key=("period", "start", "inside", "until"))
def report_periods(data: Dataset, country: str) -> pd.DataFrame:
    """The periods that the report uses; inside: the last day that lies within the scope of the evaluation."""
    end = pd.Period(settings().end).end_time.normalize()
    table = transcribed(data, "report_periods")
    inside = table["until"].where(table["until"] <= end, end)
    return table.assign(inside=inside.where(table["start"] < end, table["start"]))


@frame("theory_links", key=("link", "proposition"), side="code")
def theory_links(data: Dataset, country: str) -> pd.DataFrame:
    """The links of the theory, from funds to removals, and what speaks for or against each."""
    return transcribed(data, "theory_links")


@frame("needed_series", key=("settle",), owners="code", since="period", series="code", why="code")
def needed_series(data: Dataset, country: str) -> pd.DataFrame:
    """What each open question would need: owners, since when, which series, or why no series would tell."""
    return declared(data, "needed_series")


@frame("strength_rules", key=("aspect", "rating"), at_least="number", above="number")
def strength_rules(data: Dataset, country: str) -> pd.DataFrame:
    """From which measure on an aspect of the evidence is rated 2, 3, 4 or 5."""
    return declared(data, "strength_rules")
