"""What a statement on attribution rests on, in numbers; and the choices with which they were measured."""

from __future__ import annotations

from dataclasses import dataclass

#: kinds of ``country_events`` that can move issuance by themselves. The stop of removals is not among them: it came
#: upon every country at once, the comparison countries too.
MOVES_ISSUANCE = (
    "visa_change", "negative_measure", "arrangement_talks", "arrangement_signed", "mission_closed", "moratorium_TSR",
    "deferral_ADR",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """alpha : of the intervals and tests. power : that a change counted as visible must have. negligible : δ, as a
    share of the level before. pre_fit : misfit, relative to the usual donor's, above which another estimator is not
    told. lag : quarters. horizon : days within which a request is to be answered. stop, scope : first and last day of
    the removals stop, first and last month of the evaluation.
    """

    alpha: float
    power: float
    negligible: float
    pre_fit: float
    lag: int
    horizon: int
    stop: tuple[str, str]
    scope: tuple[str, str]


def negligible_effect(pre_level: float | None, choices: Choices) -> float | None:
    """δ: the effect below which a change is treated as none, in the outcome's unit."""
    return None if pre_level is None else choices.negligible * abs(pre_level)


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
