"""The conclusions, from the records of the findings: what may be said as a whole, and is the evidence enough?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcee_eval.findings.action_plan import ActionPlan, action_plan
from mcee_eval.findings.claim_ledger import Ledger, ledger_measures
from mcee_eval.findings.conclusions_data import ConclusionsData
from mcee_eval.findings.contribution import Contribution, contribution
from mcee_eval.findings.differences import Difference, differences
from mcee_eval.findings.evaluability import Gap, gaps, smallest_effects
from mcee_eval.findings.evidence_matrix import Weighed, weigh
from mcee_eval.findings.from_records import Conclusions
from mcee_eval.findings.methods_quality import Methods, methods_quality
from mcee_eval.findings.strength import Strength, strength
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

FINDINGS = ("1", "2", "3", "4", "5", "6", "7")  # of the report
CHANGED, ATTRIBUTED, DELIVERED, APPROACH = "4a", "4b", "4c", "4d"
TRUTH: Mapping[State | None, bool] = {State.SUPPORTED: True, State.NOT_SUPPORTED: False}


@dataclass(frozen=True)
class Whole:
    """The measures of the conclusions.

    matrix, strengths : a row a finding of the report. differences : by proposition. gaps : of open propositions.
    effects : series → quarters watched → smallest effect. ledger : of the report's own figures and sentences.
    """

    data: ConclusionsData
    matrix: tuple[Weighed, ...]
    strengths: tuple[Strength, ...]
    contribution: Contribution
    methods: Methods
    plan: ActionPlan
    verdicts: tuple[Verdict, Verdict]
    differences: tuple[Difference, ...]
    gaps: tuple[Gap, ...]
    effects: Mapping[str, Mapping[int, Estimate | None]]
    ledger: Ledger


def measure(data: ConclusionsData, settings: Settings) -> Whole:
    """Weigh the evidence, rate it, follow the theory, hold this run against the report, look ahead."""
    matrix = tuple(weigh(data.evidence, f, settings) for f in FINDINGS)
    strengths = tuple(strength(w, data.told.finding(f"f{w.finding}")) for w in matrix)
    verdicts = conclude(data.told, matrix, settings)
    own = {v.proposition: v for v in verdicts}
    waiting: dict[str, tuple[str, ...]] = {}
    for v in verdicts:
        for code in v.settle:
            waiting[code] = (*waiting.get(code, ()), v.proposition)
    return Whole(
        data,
        matrix,
        strengths,
        contribution(data.told, strengths),
        methods_quality(data.interviews, data.interview_codes, data.scale, settings),
        action_plan(data.actions, as_of=settings.as_of),
        verdicts,
        differences(data.told, own),
        gaps(data.told, waiting),
        {name: smallest_effects(series) for name, series in data.series.items()},
        ledger_measures(data.dataset, settings),
    )


def judge(found: Whole, settings: Settings) -> tuple[Verdict, Verdict]:
    """8a: an incentive approach can improve cooperation. 8b: the evaluation's own evidence is sufficient."""
    return found.verdicts


def conclude(told: Conclusions, matrix: tuple[Weighed, ...], settings: Settings) -> tuple[Verdict, Verdict]:
    """Both verdicts, from the states of the records and the evidence alone."""
    return incentive(told), sufficient(told, matrix, settings)


def incentive(told: Conclusions) -> Verdict:
    """An incentive approach can improve cooperation on removals: told from 4a, 4b, 4c and 4d.

    What was not delivered was not tested, whatever the estimate: where 4c is anything but supported, the proposition
    is open. Where the incentive was delivered, the proposition
    falls where an attributable change (4b, 4d) is excluded, whatever cooperation did for other reasons;
    stands where one is found, unless cooperation as a whole has not improved (4a), when it is mixed;
    is open where 4b or 4d is. A 4a that cannot be told is no criterion: 4b compares, and asks more.
    """
    delivered = True if told.state(DELIVERED) is State.SUPPORTED else None
    attributed, approach, changed = (TRUTH.get(told.state(p)) for p in (ATTRIBUTED, APPROACH, CHANGED))
    reasons = [
        Reason("delivered", delivered),
        Reason("attributed", attributed),
        Reason("approach", approach),
        *([Reason("changed", changed)] if changed is not None else []),
    ]
    if not delivered or None in (attributed, approach):
        settle = [] if delivered else ["incentive_delivered"]
        settle += ["incentive_compared"] if attributed is None else []
        return Verdict("8a", State.CANNOT_CONCLUDE, tuple(reasons), tuple(settle or ["incentive_delivered"]), True)
    if not (attributed and approach):
        state = State.NOT_SUPPORTED
    else:
        state = State.MIXED if changed is False else State.SUPPORTED
    return Verdict("8a", state, tuple(reasons), (), headline=True)


def sufficient(told: Conclusions, matrix: tuple[Weighed, ...], settings: Settings) -> Verdict:
    """The evaluation's own evidence is sufficient: enough propositions told, on several lines, none of which decides.

    complete : every finding asked for has a record; open otherwise. told : share of the findings' propositions that can
    be told (those of the profile describe, and are left out).
    lines : every finding rests on enough lines and families. steady : no finding turns when one line is left out.
    """
    asked = len(told.asked)
    held = [c for c in told.verdicts if c.finding.removeprefix("f") in FINDINGS]
    known, total = sum(c.told for c in held), len(held)
    bar = settings.threshold("f8.told_share")
    thin = [w.finding for w in matrix if {"one_line", "one_family"} & set(w.flags)]
    turned = [w.finding for w in matrix if w.turned_by]
    seen = any(w.lines for w in matrix)
    enough = None if told.missing or not total else known / total >= bar
    reasons = (
        Reason("complete", None if told.missing or not total else True, {"n": asked - len(told.missing), "of": asked}),
        Reason("told", enough, {"n": known, "of": total, "need": bar}),
        Reason("lines", not thin if seen else None, {"n": len(matrix) - len(thin), "of": len(matrix)}),
        Reason("steady", not turned if seen else None, {"n": len(matrix) - len(turned), "of": len(matrix)}),
    )
    state = decide(reasons)
    settle: list[str] = []
    if state is State.CANNOT_CONCLUDE:
        settle += ["runs_completed"] if told.missing or not total else []
        settle += [] if seen else ["evidence_register"]
    return Verdict("8b", state, reasons, tuple(settle))
