"""The one written mapping: from what an attribution rests on to the state of proposition 4b, with its reasons.

It is a pure function of a few numbers, so that a page, a calibration over thousands of simulated programmes, and a
test use the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from mcee_eval.judge.verdict import Reason, State
from mcee_eval.settings import Settings

#: kinds of ``country_events`` that can move issuance by themselves. The stop of removals is not among them: it came
#: upon every country at once, the comparison countries too.
MOVES_ISSUANCE = (
    "visa_change", "negative_measure", "arrangement_talks", "arrangement_signed", "mission_closed", "moratorium_TSR",
    "deferral_ADR",
)  # fmt: skip

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verdict on attribution rests on; None where it cannot be told.

    donors : comparison countries used. p_floor : the least p that the rank test among them can reach.
    p : two-sided, of the t on the placebo sd, Holm-adjusted where countries are tested one by one; or of the
        permutation test of the pooled effect.
    effect, low, high : mean effect after the start with its 95 % interval, in the outcome's unit, above 0 an
        improvement. pre_level : of the outcome before the start, in the same unit; δ is a share of it.
    power : with which an effect of δ would have been seen.
    pre_fit : misfit before the start over that of the usual donor.
    in_time : p-values of the same recipe at dates at which nothing began, unadjusted; empty or None: no such date.
    leave_one_out : least and largest effect without each donor in turn.
    events : events of ``MOVES_ISSUANCE`` that fall on the treated quarters. without_events : effect, p (adjusted like
        ``p``) and low with their time left out; None where too little is left.
    break_compatible : whether a dated break of the gap can be the programme's; None: no break, or none can be dated.
    breakdown : the largest M̄ at which the effect is still told from a parting of trends.
    """

    donors: int | None = None
    p_floor: float | None = None
    p: float | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    pre_level: float | None = None
    power: float | None = None
    pre_fit: float | None = None
    in_time: tuple[float, ...] | None = None
    leave_one_out: tuple[float, float] | None = None
    events: int | None = None
    without_events: tuple[float, float, float] | None = None
    break_compatible: bool | None = None
    breakdown: float | None = None


def attribution_state(evidence: Evidence, settings: Settings) -> tuple[State, tuple[Reason, ...]]:
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
    alpha = settings.threshold("f4.alpha")
    need = settings.threshold("f4.donors")
    if evidence.donors is None or evidence.donors < need:
        values = {"donors": evidence.donors or 0, "need": need}
        return State.CANNOT_CONCLUDE, (Reason("donors", None, values),)
    if evidence.effect is None or evidence.p is None or evidence.low is None or evidence.high is None:
        return State.CANNOT_CONCLUDE, (Reason("no_estimate", None, {}),)
    improved = evidence.p <= alpha and evidence.effect > 0 and evidence.low > 0
    negligible = not improved and _negligible(evidence, settings)  # a small but certain improvement is one
    verdict = True if improved else False if negligible else None
    reasons = [
        Reason("donors", True, {"donors": evidence.donors, "need": need}),
        Reason("estimate", verdict, {"p": evidence.p}),
        Reason("pre_fit", _at_most(evidence.pre_fit, settings.threshold("f4.pre_fit")), {"ratio": evidence.pre_fit}),
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
        Reason(
            "breakdown", _at_least(evidence.breakdown, settings.threshold("f4.breakdown")), {"m": evidence.breakdown}
        ),
    ]
    stands = holds and all(r.passed or (r.code, r.passed) == UNDATED for r in firm)
    return State.SUPPORTED if stands else State.CANNOT_CONCLUDE, (*reasons, *firm)


def negligible_effect(pre_level: float | None, settings: Settings) -> float | None:
    """δ: the effect below which a change is treated as none, in the outcome's unit."""
    return None if pre_level is None else settings.threshold("f4.negligible") * abs(pre_level)


def settles(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """What would settle an open verdict, from the reasons that are not met, each once (an undated break is none)."""
    unmet = [r.code for r in reasons if not r.passed and (r.code, r.passed) != UNDATED]
    return tuple(dict.fromkeys(SETTLED_BY.get(code, "comparison_series") for code in unmet))


def _negligible(evidence: Evidence, settings: Settings) -> bool:
    """Whether an improvement of δ or more is excluded, by data that would have shown it."""
    delta = negligible_effect(evidence.pre_level, settings)
    if delta is None or evidence.high is None or evidence.power is None:
        return False
    return evidence.high < delta and evidence.power >= settings.threshold("f4.power")


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
