"""Where this run and the report differ, proposition by proposition: the report's side is our reading of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcee_eval.findings.from_records import Conclusions
from mcee_eval.judge.verdict import State, Verdict

#: proposition → what the report concludes of it, as one of our states. A proposition on which it says nothing of the
#: kind (our own test) is not here. Sections are those of the French edition; the words stand in the texts.
REPORT: Mapping[str, State] = {
    **dict.fromkeys(("1a", "1b", "1c", "1d", "1e", "2a", "2c", "2d", "3a"), State.SUPPORTED),
    **dict.fromkeys(("5a", "5c", "5d", "6a", "6b", "6d"), State.SUPPORTED),
    **dict.fromkeys(("3b", "4a", "4b", "4c", "7a", "7b", "7c", "7d", "7e"), State.NOT_SUPPORTED),
    **dict.fromkeys(("2e", "4d", "8a"), State.CANNOT_CONCLUDE),
}


@dataclass(frozen=True)
class Difference:
    """One proposition on both sides.

    report, run : states; ``run`` is None where no record holds the proposition. relation : ``same``, ``run_open``
    (the report concludes, the run cannot), ``report_open`` (the other way), ``differs``, ``missing``.
    verdict : of the run, for the reasons.
    """

    finding: str
    proposition: str
    report: State
    run: State | None
    relation: str
    verdict: Verdict | None


def relation(report: State, run: State | None) -> str:
    """How two conclusions stand to each other."""
    if run is None:
        return "missing"
    if run is report:
        return "same"
    if run is State.CANNOT_CONCLUDE:
        return "run_open"
    return "report_open" if report is State.CANNOT_CONCLUDE else "differs"


def differences(
    told: Conclusions, own: Mapping[str, Verdict], report: Mapping[str, State] = REPORT
) -> tuple[Difference, ...]:
    """Every proposition that the report speaks of, held against this run.

    own : verdicts of the conclusions themselves (8a), by proposition.
    """
    found = []
    for proposition, said in sorted(report.items()):
        verdict = own.get(proposition) or told.of(proposition)
        run = verdict.state if verdict else None
        found.append(Difference(f"f{proposition[0]}", proposition, said, run, relation(said, run), verdict))
    return tuple(found)
