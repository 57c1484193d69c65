"""The one written mapping: from what an attribution rests on to whether an improvement can be attributed, with reasons.

It is a pure function of a few numbers, so that a page, a calibration over thousands of simulated programmes, and a
test use the same rule.
"""

from __future__ import annotations

from typing import Any

from mcee_eval.judge.lines import Bars, Decided, Ruled
from mcee_eval.judge.verdict import Reason, State
from mcee_eval.metrics.effect_evidence import Evidence
from mcee_eval.release.cell import Cell
from mcee_eval.release.models.attribution import ToldEffect
from mcee_eval.release.told import Fact, Refusal

UNDATED = ("break_date", None)  # speaks neither for nor against
#: by reason, what would settle it where it is not met
SETTLED_BY = {
    "donors": "comparison_series",
    "estimate": "quarters_after_start",
    "pre_fit": "nearer_comparison",
    "in_time": "quarters_before_start",
    "leave_one_out": "nearer_comparison",
    "events": "untouched_quarters",
    "break_date": "quarters_before_start",
    "breakdown": "quarters_before_start",
    "negligible": "quarters_after_start",
}


def attribution_state(evidence: Evidence, bars: Bars) -> tuple[State, tuple[Reason, ...]]:
    """Did the programme improve the outcome, did it not, or can this not be told?

    supported (attributable improvement) : p at most f4.alpha, an interval above 0, and every check passed: enough
        donors, a fit before the start, silence at dates at which nothing began, the same sign without each donor, no
        event that moves issuance (or the result holds without its time), no break that is dated elsewhere only, and
        M̄ of at least f4.breakdown.
    not_supported (no attributable improvement) : an interval that ends below δ (f4.negligible of the level before),
        with a power of at least f4.power for δ, where the comparison holds (donors, fit, silence, events).
    cannot_conclude : everything else.

    Absence of evidence is no pass: a check that cannot be made leaves the verdict open. The one exception is the date
    of the break: where no break can be dated, it speaks neither for nor against.
    """
    alpha = bars("alpha")
    need = bars("donors")
    if evidence.donors is None or evidence.donors < need:
        values = {"donors": evidence.donors or 0, "need": need}
        return State.CANNOT_CONCLUDE, (Reason("donors", None, values),)
    if evidence.effect is None or evidence.p is None or evidence.low is None or evidence.high is None:
        return State.CANNOT_CONCLUDE, (Reason("no_estimate", None, {}),)
    improved = evidence.p <= alpha and evidence.effect > 0 and evidence.low > 0
    negligible = not improved and _negligible(evidence, bars)  # a small but certain improvement is one
    verdict = True if improved else False if negligible else None
    reasons = [
        Reason("donors", True, {"donors": evidence.donors, "need": need}),
        Reason("estimate", verdict, {"p": evidence.p}),
        Reason("pre_fit", _at_most(evidence.pre_fit, bars("pre_fit")), {"ratio": evidence.pre_fit}),
        _in_time(evidence, alpha),
        _events(evidence, alpha),
    ]
    holds = all(r.passed for r in reasons if r.code != "estimate")
    if not improved:
        reasons.append(Reason("negligible", False if negligible else None, {"power": evidence.power}))
        excluded = negligible and holds
        return State.NOT_SUPPORTED if excluded else State.CANNOT_CONCLUDE, tuple(reasons)
    firm = [
        Reason("leave_one_out", _same_sign(evidence), {}),
        Reason("break_date", evidence.break_compatible, {}),
        Reason("breakdown", _at_least(evidence.breakdown, bars("breakdown")), {"m": evidence.breakdown}),
    ]
    stands = holds and all(r.passed or (r.code, r.passed) == UNDATED for r in firm)
    return State.SUPPORTED if stands else State.CANNOT_CONCLUDE, (*reasons, *firm)


def settles(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """What would settle an open verdict, from the reasons that are not met, each once (an undated break is none)."""
    unmet = [r.code for r in reasons if not r.passed and (r.code, r.passed) != UNDATED]
    return tuple(dict.fromkeys(SETTLED_BY.get(code, "comparison_series") for code in unmet))


def _negligible(evidence: Evidence, bars: Bars) -> bool:
    """Whether an improvement of δ or more is excluded, by data that would have shown it."""
    delta = None if evidence.pre_level is None else bars("negligible") * abs(evidence.pre_level)
    if delta is None or evidence.high is None or evidence.power is None:
        return False
    return evidence.high < delta and evidence.power >= bars("power")


def _at_most(value: float | None, bar: float) -> bool | None:
    return None if value is None else value <= bar


def _at_least(value: float | None, bar: float) -> bool | None:
    return None if value is None else value >= bar


def _in_time(evidence: Evidence, alpha: float) -> Reason:
    """Silent where the least p, Holm-adjusted for the number of dates, is above alpha."""
    tried = evidence.in_time or ()
    least = min(1.0, min(tried) * len(tried)) if tried else None
    return Reason("in_time", None if least is None else least > alpha, {"p": least, "dates": len(tried)})


def _same_sign(evidence: Evidence) -> bool | None:
    if evidence.leave_one_out is None or evidence.effect is None:
        return None
    low, high = evidence.leave_one_out
    return low > 0 if evidence.effect > 0 else high < 0


def _events(evidence: Evidence, alpha: float) -> Reason:
    """None inside the treated quarters; or the improvement stands with their time left out."""
    values = {"events": evidence.events}
    if evidence.events is None:
        return Reason("events", None, values)
    if not evidence.events:
        return Reason("events", True, values)
    if evidence.without_events is None:
        return Reason("events", None, values)
    effect, p, low = evidence.without_events
    return Reason("events", True if effect > 0 and p <= alpha and low > 0 else None, values)


#: why there is no estimate → what would settle it
SETTLED_WHY = {
    "no_programme": "funded_country",
    "no_requests": "documents_by_quarter",
    "no_comparison_series": "comparison_series",
    "empty_quarters": "documents_by_quarter",
    "too_few_to_pool": "comparison_series",
}


def attributable(effect: ToldEffect | Refusal, *, donors: Fact | Refusal) -> Ruled:
    """Can an improvement be attributed to the programme? donors : comparison countries with records."""

    def decide(bars: Bars) -> Decided:
        if isinstance(effect, ToldEffect):
            state, reasons = attribution_state(effect.evidence, bars)
            told = tuple(_quoted(effect, r, bars) for r in reasons)
            return state, told, settles(reasons) if state == State.CANNOT_CONCLUDE else ()
        if effect.code == "no_programme":
            return State.CANNOT_CONCLUDE, (Reason("no_programme", None, {}),), (SETTLED_WHY[effect.code],)
        there = donors.cell.value or 0.0 if isinstance(donors, Fact) else 0.0
        enough = there >= bars("donors")
        values = {"donors": Cell(float(there)), "need": Cell(bars("donors"))}
        lines = [Reason("donors", True if enough else None, values)]
        settle = [] if enough else ["comparison_series"]
        if enough:
            lines.append(Reason("no_estimate", None, {}))
            settle.append(SETTLED_WHY.get(effect.code, "documents_by_quarter"))
        return State.CANNOT_CONCLUDE, tuple(lines), tuple(settle)

    return Ruled(decide)


def _quoted(effect: ToldEffect, reason: Reason, bars: Bars) -> Reason:
    level = effect.evidence.pre_level
    more = {"delta": None if level is None else bars("negligible") * abs(level), "limit": bars("pre_fit")}
    code, values = effect.quoted(reason.code, reason.passed, {**reason.values, **more})
    return Reason(code, reason.passed, values)


def tried(attributed: Any, delivered: Any) -> Ruled:
    """Does an approach work? What was not delivered was not tried, whatever the estimate; else as it was attributed."""

    def decide(bars: Bars) -> Decided:
        state = delivered.state
        if state != State.SUPPORTED:
            known = state == State.NOT_SUPPORTED
            reason = Reason("not_delivered" if known else "delivery_unknown", None, {})
            return State.CANNOT_CONCLUDE, (reason,), ("delivered_first" if known else "engagement_records",)
        passed = {State.SUPPORTED: True, State.NOT_SUPPORTED: False}.get(attributed.state)
        reasons = (Reason("delivered", True, {}), Reason("attributed", passed, {}))
        return attributed.state, reasons, attributed.verdict.settle

    return Ruled(decide)
