"""Figures that the performance framework asks for, and which evaluation question each would serve."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import absent, frame

LEVELS = ("activity", "output", "immediate", "intermediate", "final")
TYPES = ("programme", "targeted", "preventive", "other")
OWNERS = ("IRCC", "CBSA", "GAC", "PS", "none")
ROLES = {"indicator": "code", "fiscal_year": "period", "owner": "code", "country": "country", "level": "code"}
#: indicator → findings that it would serve; an empty tuple: no finding of the report rests on it (our reading)
SERVES: Mapping[str, tuple[str, ...]] = {
    "like_minded_exchanges": ("3",), "working_group_meetings": ("7",), "study_tours_held": ("2",),
    "bilateral_discussions": ("3",), "escalation_protocols_used": ("4",), "officials_supported": ("2",),
    "campaigns_held": (), "cooperation_established": ("3",), "capacity_against_baseline": ("2",),
    "practices_shared": ("3",), "travel_documents_issued": ("4",), "days_to_issue": ("4",),
    "envelope_raised_in_talks": ("3", "4"), "removals_dialogue": ("3",), "removals_carried_out": ("1", "4"),
    "cases_added_to_inventory": ("1", "4"), "arrangements_concluded": ("4",), "norms_promoted": (),
}  # fmt: skip
#: for an indicator of the user's own, by its level in the logic model
SERVES_LEVEL: Mapping[str, tuple[str, ...]] = {
    "activity": ("7",), "output": ("3",), "immediate": ("2", "4"), "intermediate": ("4",), "final": (),
}  # fmt: skip


@frame(
    "framework_figures", key=("indicator", "country", "fiscal_year"), period="begins", level="programme",
    more=ROLES, state="things", type="code", begins="period", based="code", also_in_plan="code",
)  # fmt: skip
def framework_figures(data: Dataset, country: str) -> pd.DataFrame:
    """One row an indicator, country and fiscal year: state of the figure, level, owner, type of country.

    begins : the month in which the fiscal year begins, by which a window bounds it. based : has baseline and target.
    """
    if data.provenance == "published":
        return absent()
    asked = data.table("pmf_indicators").frame
    kind = data.table("countries").frame.set_index("country")["mcee_role"].to_dict()
    kinds = [{"ALL": "programme"}.get(c) or {"none": "other"}.get(kind[c], kind[c]) for c in asked["country"]]
    owners = asked["owner"].fillna("none").replace("", "none")
    return asked.assign(
        type=pd.Categorical(kinds, TYPES),
        level=pd.Categorical(asked["level"], LEVELS),
        owner=pd.Categorical(owners, list(dict.fromkeys([*OWNERS, *sorted(set(owners))]))),
        begins=asked["fiscal_year"].str[:4] + "-04",
        based=asked["baseline"].notna() & asked["target"].notna(),
        also_in_plan=asked["also_in_plan"].astype("boolean").fillna(False).astype(bool),
    )


@frame(
    "figures_by_question", key=("question", "indicator", "country", "fiscal_year"), period="begins",
    level="programme", more=ROLES, state="things", question="code", begins="period",
)  # fmt: skip
def figures_by_question(data: Dataset, country: str) -> pd.DataFrame:
    """The figures once for each evaluation question that they would serve; "none" for those that serve none.

    A question is named in both languages; one without an indicator of its own is a category without a row.
    """
    figures = framework_figures(data, country)
    if not len(figures):
        return figures
    first = figures.drop_duplicates("indicator")[["indicator", "level"]].astype(str)
    serves = [(i, f) for i, lv in first.itertuples(index=False) for f in SERVES.get(i, SERVES_LEVEL.get(lv, ()))]
    asked = data.report("question_findings").frame.astype({"finding": "str"})
    links = pd.DataFrame(serves, columns=["indicator", "finding"]).merge(asked[["question", "finding"]], on="finding")
    links = links[["indicator", "question"]].drop_duplicates()
    served = figures.merge(links, on="indicator", how="left").fillna({"question": "none"})
    codes = [*sorted(asked["question"].unique()), *(["none"] if (served["question"] == "none").any() else [])]
    return served.assign(question=pd.Categorical(served["question"], codes))
