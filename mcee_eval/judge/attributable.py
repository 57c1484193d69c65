"""The one written mapping: from what an attribution rests on to whether an improvement can be attributed, with reasons.

It is a pure function of a few numbers, so that a page, a calibration over thousands of simulated programmes, and a
test use the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mcee_eval.judge.lines import Bars, Ruled
from mcee_eval.judge.verdict import Reason, Word
from mcee_eval.metrics.effect_evidence import Evidence
from mcee_eval.release.cell import Cell
from mcee_eval.release.fact import Fact, Refusal
from mcee_eval.release.models.attribution import ToldEffect


@dataclass(frozen=True)
class Check:
    """One criterion of the rule: met, not met, or (None) not to be told."""

    code: str
    passed: bool | None
    values: Mapping[str, Any] = field(default_factory=dict)


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


def attribution_state(evidence: Evidence, bars: Bars) -> tuple[Word, tuple[Check, ...]]:
    """Did the programme improve the outcome, did it not, or can this not be told?

    for (attributable improvement) : p at most f4.alpha, an interval above 0, and every check passed: enough
        donors, a fit before the start, silence at dates at which nothing began, the same sign without each donor, no
        event that moves issuance (or the result holds without its time), no break that is dated elsewhere only, and
        M̄ of at least f4.breakdown.
    against (no attributable improvement) : an interval that ends below δ (f4.negligible of the level before),
        with a power of at least f4.power for δ, where the comparison holds (donors, fit, silence, events).
    not_given : no comparison country has records. too_few : everything else.

    Absence of evidence is no pass: a check that cannot be made leaves the verdict open. The one exception is the date
    of the break: where no break can be dated, it speaks neither for nor against.
    """
    alpha = bars("alpha")
    need = bars("donors")
    if evidence.donors is None or evidence.donors < need:
        values = {"donors": evidence.donors or 0, "need": need}
        return Word.TOO_FEW if evidence.donors else Word.NOT_GIVEN, (Check("donors", None, values),)
    if evidence.effect is None or evidence.p is None or evidence.low is None or evidence.high is None:
        return Word.TOO_FEW, (Check("no_estimate", None, {}),)
    improved = evidence.p <= alpha and evidence.effect > 0 and evidence.low > 0
    negligible = not improved and _negligible(evidence, bars)  # a small but certain improvement is one
    verdict = True if improved else False if negligible else None
    reasons = [
        Check("donors", True, {"donors": evidence.donors, "need": need}),
        Check("estimate", verdict, {"p": evidence.p}),
        Check("pre_fit", _at_most(evidence.pre_fit, bars("pre_fit")), {"ratio": evidence.pre_fit}),
        _in_time(evidence, alpha),
        _events(evidence, alpha),
    ]
    holds = all(r.passed for r in reasons if r.code != "estimate")
    if not improved:
        reasons.append(Check("negligible", False if negligible else None, {"power": evidence.power}))
        excluded = negligible and holds
        return Word.AGAINST if excluded else Word.TOO_FEW, tuple(reasons)
    firm = [
        Check("leave_one_out", _same_sign(evidence), {}),
        Check("break_date", evidence.break_compatible, {}),
        Check("breakdown", _at_least(evidence.breakdown, bars("breakdown")), {"m": evidence.breakdown}),
    ]
    stands = holds and all(r.passed or (r.code, r.passed) == UNDATED for r in firm)
    return Word.FOR if stands else Word.TOO_FEW, (*reasons, *firm)


def settles(reasons: tuple[Check, ...]) -> tuple[str, ...]:
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


def _in_time(evidence: Evidence, alpha: float) -> Check:
    """Silent where the least p, Holm-adjusted for the number of dates, is above alpha."""
    tried = evidence.in_time or ()
    least = min(1.0, min(tried) * len(tried)) if tried else None
    return Check("in_time", None if least is None else least > alpha, {"p": least, "dates": len(tried)})


def _same_sign(evidence: Evidence) -> bool | None:
    if evidence.leave_one_out is None or evidence.effect is None:
        return None
    low, high = evidence.leave_one_out
    return low > 0 if evidence.effect > 0 else high < 0


def _events(evidence: Evidence, alpha: float) -> Check:
    """None inside the treated quarters; or the improvement stands with their time left out."""
    values = {"events": evidence.events}
    if evidence.events is None:
        return Check("events", None, values)
    if not evidence.events:
        return Check("events", True, values)
    if evidence.without_events is None:
        return Check("events", None, values)
    effect, p, low = evidence.without_events
    return Check("events", True if effect > 0 and p <= alpha and low > 0 else None, values)


#: why there is no estimate → why the line is silent, and what would settle it
WITHOUT = {
    "no_programme": (Word.NOT_HERE, "funded_country"),
    "no_requests": (Word.NOT_GIVEN, "documents_by_quarter"),
    "no_comparison_series": (Word.NOT_GIVEN, "comparison_series"),
    "empty_quarters": (Word.TOO_FEW, "documents_by_quarter"),
    "too_few_to_pool": (Word.TOO_FEW, "comparison_series"),
}


def attributable(code: str, effect: ToldEffect | Refusal, *, donors: Fact | Refusal, mirror: bool = False) -> Ruled:
    """Can an improvement be attributed to the programme? mirror : of a proposition that says none can.

    donors : comparison countries with records. The conditions are told as met, not met or open.
    """

    def decide(bars: Bars) -> tuple[Word, tuple[Reason, ...], tuple[str, ...]]:
        if isinstance(effect, ToldEffect):
            word, checks = attribution_state(effect.evidence, bars)
            told = tuple(_quoted(effect, c, bars, mirror) for c in checks)
            return word.mirror if mirror else word, told, () if word.speaks else settles(checks)
        if effect.code == "no_programme":
            return Word.NOT_HERE, (), ()
        there = donors.cell.value or 0.0 if isinstance(donors, Fact) else 0.0
        if there < bars("donors"):
            word, settle = Word.TOO_FEW if there else Word.NOT_GIVEN, "comparison_series"
        else:
            word, settle = WITHOUT.get(effect.code, (Word.TOO_FEW, "documents_by_quarter"))
        values = {"donors": Cell(float(there)), "need": Cell(bars("donors"))}
        reasons = [Reason("donors", Word.FOR if there >= bars("donors") else word, values, condition=True)]
        if there >= bars("donors"):
            reasons.append(Reason("no_estimate", word))
        return word, tuple(reasons), (settle,)

    return Ruled(code, decide)


def _quoted(effect: ToldEffect, check: Check, bars: Bars, mirror: bool) -> Reason:
    level = effect.evidence.pre_level
    more = {"delta": None if level is None else bars("negligible") * abs(level), "limit": bars("pre_fit")}
    code, values = effect.quoted(check.code, check.passed, {**check.values, **more})
    says = {True: Word.FOR, False: Word.AGAINST, None: Word.TOO_FEW}[check.passed]
    if check.code not in ("estimate", "negligible"):
        return Reason(code, says, values, condition=True)
    return Reason(code, says.mirror if mirror else says, values, "effect" if code == "estimate" else "")
