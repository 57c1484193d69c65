"""What was said on the need: the verdict follows the answers, and a page that has none says so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.need_perceived import ASKED, Perceived, judge_perceived, perceived
from mcee_eval.findings.testimony import themes
from mcee_eval.settings import settings

SCALE = dataset("synthetic").report("quantifiers").frame


def answers(agree: int, against: int, code: str = "department_led_support_needed") -> Perceived:
    people = [f"N{i:02d}" for i in range(agree + against)]
    coded = pd.DataFrame(
        {
            "respondent": people, "code": code, "asked": True, "coder": "coder_1",
            "stance": ["1"] * agree + ["-1"] * against,
        }
    )  # fmt: skip
    held = pd.DataFrame({"respondent": people, "group": "IRCC", "outcome": "done"})
    none = pd.DataFrame(columns=["group", "code", "stance", "coder"])
    return Perceived(themes(coded, held, none, codes=(*ASKED.values(),), scale=SCALE))


def states(found: Perceived) -> dict[str, str]:
    return {v.proposition: v.state.value for v in judge_perceived(found, settings())}


@pytest.mark.parametrize(
    ("agree", "against", "state"),
    [(20, 4, "supported"), (4, 20, "not_supported"), (13, 11, "cannot_conclude"), (0, 0, "cannot_conclude")],
)
def test_the_state_follows_the_answers(agree, against, state):
    found = states(answers(agree, against))
    assert found["1c"] == state
    assert found["1d"] == "cannot_conclude"  # nobody was asked about it


def test_the_mandate_is_never_told_from_the_mere_number_of_documents():
    found = replace(answers(20, 4), mandate_documents={"foundational": 40, "mandate_letter": 40})
    (mandate,) = [v for v in judge_perceived(found, settings()) if v.proposition == "1e"]
    assert mandate.state == "cannot_conclude"
    assert mandate.settle == ("mandate_reading",)
    assert mandate.reasons[0].values == {"foundational": 40, "mandate_letter": 40}


@pytest.mark.parametrize(("name", "country"), [("synthetic", "R01"), ("published", "ALL")])
def test_a_page_without_interviews_says_so(name, country):
    found = perceived(dataset(name), country)
    assert found.themes is None
    reasons = [v.reasons[0].code for v in judge_perceived(found, settings())]
    assert reasons == ["not_asked_here", "not_asked_here", "register_not_here"]


def test_the_documents_that_are_counted_bear_on_finding_1():
    data = dataset("synthetic")
    kinds = data.table("documents").frame.set_index("document")["type"]
    bears = data.table("document_findings").frame
    mine = [kinds[d] for d, f in zip(bears["document"], bears["finding"], strict=True) if str(f) == "1"]
    found = perceived(data, "ALL").mandate_documents
    assert found == {k: mine.count(k) for k in ("foundational", "mandate_letter")}
    assert sum(found.values()) > 0
