"""Which evaluation question does a gap of the framework leave without data? The mapping is our reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mcee_eval.metrics.coverage_audit import coverage_audit
from mcee_eval.settings import Settings

#: indicator → findings that it would serve; an empty tuple: no finding of the report rests on it
SERVES: Mapping[str, tuple[str, ...]] = {
    "like_minded_exchanges": ("3",),
    "working_group_meetings": ("7",),
    "study_tours_held": ("2",),
    "bilateral_discussions": ("3",),
    "escalation_protocols_used": ("4",),
    "officials_supported": ("2",),
    "campaigns_held": (),
    "cooperation_established": ("3",),
    "capacity_against_baseline": ("2",),
    "practices_shared": ("3",),
    "travel_documents_issued": ("4",),
    "days_to_issue": ("4",),
    "envelope_raised_in_talks": ("3", "4"),
    "removals_dialogue": ("3",),
    "removals_carried_out": ("1", "4"),
    "cases_added_to_inventory": ("1", "4"),
    "arrangements_concluded": ("4",),
    "norms_promoted": (),
}
#: for an indicator of the user's own, by its level in the logic model
SERVES_LEVEL: Mapping[str, tuple[str, ...]] = {
    "activity": ("7",),
    "output": ("3",),
    "immediate": ("2", "4"),
    "intermediate": ("4",),
    "final": (),
}
NO_QUESTION = ""


@dataclass(frozen=True)
class Blocked:
    """One evaluation question (``""``: none) and the indicators that would serve it.

    expected, reported, partial : figures asked for, in full, in part. indicators : by code, in alphabetical order;
    short : those whose figures were reported in less than the declared share (``f7.reported``), the partial ones
    included.
    """

    question: str
    expected: int
    reported: int
    partial: int
    indicators: tuple[str, ...]
    short: tuple[str, ...]


def blocked_questions(framework: pd.DataFrame, questions: pd.DataFrame, settings: Settings) -> tuple[Blocked, ...]:
    """By evaluation question, which indicators should have told, and which told too little?

    framework : indicator, level, state. questions : question, finding (our mapping of the report's findings).
    A question without any indicator of its own stands with none: the framework never asked it.
    """
    bar = settings.threshold("f7.reported")
    first = framework.drop_duplicates("indicator")[["indicator", "level"]].astype("str")
    served = {i: SERVES.get(i, SERVES_LEVEL.get(level, ())) for i, level in first.itertuples(index=False)}
    wanted: dict[str, set[str]] = {q: set() for q in sorted(set(questions["question"]))}
    homeless: set[str] = set()
    for indicator, findings in served.items():
        mine = set(questions.loc[questions["finding"].astype("str").isin(list(findings)), "question"])
        for question in mine:
            wanted[question].add(indicator)
        if not mine:
            homeless.add(indicator)
    found = [_one(framework, q, indicators, bar) for q, indicators in wanted.items()]
    return (*found, *([_one(framework, NO_QUESTION, homeless, bar)] if homeless else []))


def _one(framework: pd.DataFrame, question: str, indicators: set[str], bar: float) -> Blocked:
    mine = framework[framework["indicator"].isin(list(indicators))]
    told = coverage_audit(mine, by=["indicator"])
    asked = told.frame[told.frame["expected"] > 0]
    short = tuple(sorted(asked.loc[asked["high"] < bar, "indicator"]))
    return Blocked(question, told.expected, told.reported, told.partial, tuple(sorted(indicators)), short)
