"""Questions left without data by the gaps of the framework."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.findings.framework_gaps import NO_QUESTION, SERVES, blocked_questions
from mcee_eval.settings import settings

SETTINGS = settings()
QUESTIONS = pd.DataFrame({"question": ["Q1", "Q2", "Q5", "Q5"], "finding": ["1", "3", "4", "5"]})


def framework(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["indicator", "level", "state"])


def found(frame: pd.DataFrame) -> dict:
    return {b.question: b for b in blocked_questions(frame, QUESTIONS, SETTINGS)}


def test_an_indicator_blocks_the_questions_it_serves():
    told = found(
        framework(
            ("cases_added_to_inventory", "intermediate", "defined_no_data"),
            ("envelope_raised_in_talks", "immediate", "reported"), ("norms_promoted", "final", "not_defined"),
        )
    )  # fmt: skip
    assert told["Q1"].short == ("cases_added_to_inventory",)
    assert told["Q2"].short == ()
    assert told["Q5"].indicators == ("cases_added_to_inventory", "envelope_raised_in_talks")
    assert (told["Q5"].expected, told["Q5"].reported, told["Q5"].short) == (2, 1, ("cases_added_to_inventory",))
    assert told[NO_QUESTION].short == ("norms_promoted",)


@pytest.mark.parametrize(
    ("states", "short"),
    [
        (("reported", "defined_no_data"), False),  # at the bar
        (("partial", "defined_no_data"), False),  # in part counts as it may
        (("reported", "not_defined", "not_defined"), True),
        (("not_applicable", "not_applicable"), False),  # asks for nothing
    ],
)
def test_what_falls_short(states, short):
    told = found(framework(*[("days_to_issue", "immediate", s) for s in states]))
    assert bool(told["Q5"].short) is short


def test_a_question_that_the_framework_never_asked_stands_with_nothing():
    told = found(framework(("days_to_issue", "immediate", "reported")))
    assert (told["Q2"].indicators, told["Q2"].expected) == ((), 0)
    assert NO_QUESTION not in told


def test_an_indicator_of_the_user_s_own_serves_by_its_level():
    told = found(framework(("our_own", "intermediate", "not_defined")))
    assert told["Q5"].short == ("our_own",)


def test_every_finding_named_is_one_of_the_report():
    assert {f for findings in SERVES.values() for f in findings} <= {str(k) for k in range(1, 8)}
