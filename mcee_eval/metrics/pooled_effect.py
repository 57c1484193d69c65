"""All funded countries together: the pooled effect, what sets of comparison countries show in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.metrics.attribution import Attribution
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.cohort_panel import Panel, first_day
from mcee_eval.metrics.donor_effects import Roles
from mcee_eval.metrics.donor_effects import effects as role_effects
from mcee_eval.metrics.donor_panel import DonorPanel
from mcee_eval.metrics.effect_checks import BLOCK, or_none
from mcee_eval.metrics.effect_evidence import Choices, Evidence, negligible_effect
from mcee_eval.metrics.group_time import GroupTime, group_time_effects
from mcee_eval.metrics.parallel_trends import Breakdown, parallel_trends_breakdown
from mcee_eval.metrics.placebo import rank_p, rank_radius
from mcee_eval.metrics.stacked import stacked_effects
from mcee_eval.metrics.unit_effect import BESIDE, DEFAULT, CountryEffect, fit
from mcee_eval.results import Estimate

DRAWS = 999  # sets of comparison countries: the least p is 0.001
LEVEL = 0.95


@dataclass(frozen=True)
class PooledEffect:
    """The mean effect over countries.

    effects : of each country. att : on the score, with the interval that inverts the permutation test. p, p_floor :
    of that test. placebos : mean effects of the sets.
    """

    effects: tuple[CountryEffect, ...]
    att: Estimate
    p: float
    p_floor: float
    placebos: Floats = field(repr=False, compare=False)

    def share(self, score: float) -> float:
        """What an effect on the score, the same everywhere, is in shares: the mean over countries."""
        return float(np.mean([e.share(score) for e in self.effects]))

    def in_shares(self, estimate: Estimate) -> Estimate:
        """An effect with its interval, on the score, in shares."""
        low, high = (None if b is None else self.share(b) for b in (estimate.low, estimate.high))
        return Estimate(self.share(estimate.value), low, high, unit="share", n=sum(e.n for e in self.effects))

    @property
    def effect(self) -> Estimate:
        """The pooled effect in shares."""
        return self.in_shares(self.att)

    @property
    def before(self) -> float:
        """Share issued within the horizon before the start, mean over countries."""
        return float(np.mean([e.before for e in self.effects]))

    @property
    def reach(self) -> float:
        """The effect on the score beyond which the permutation test rejects."""
        return float(rank_radius(self.placebos, LEVEL))

    def smallest(self, power: float) -> Estimate:
        """The least effect, in shares, that the test would have shown with this power."""
        return Estimate(self.share(self.reach - float(np.quantile(self.placebos, 1 - power))), unit="share",
                        n=sum(e.n for e in self.effects))  # fmt: skip


@dataclass(frozen=True)
class Pooled:
    """The pooled effect with what stands beside it and against it.

    main : stacked synthetic difference-in-differences. others : estimator → the same mean by it, or a refusal's code.
    group_time : Callaway and Sant'Anna. in_time : pooled at dates at which nothing began. evidence : for the rule.
    """

    main: PooledEffect
    others: Mapping[str, PooledEffect | str]
    group_time: GroupTime | None
    in_time: tuple[PooledEffect, ...]
    breakdown: Breakdown | None
    evidence: Evidence


def mean_effect(effects: Sequence[CountryEffect], *, seed: int, draws: int = DRAWS) -> PooledEffect:
    """The mean of effects that are there, with sets of donors in the countries' roles and the remaining donors.

    As ``stacked_effects``, for effects whose treated quarters need not end together.
    """
    att = float(np.mean([e.result.att.value for e in effects]))
    placebos, _ = _placebos(effects, seed, draws)
    reach = float(rank_radius(placebos, LEVEL))
    low, high = (att - reach, att + reach) if np.isfinite(reach) else (None, None)
    p = float(rank_p(np.asarray(att), placebos))
    return PooledEffect(
        tuple(effects), Estimate(att, low, high, float(placebos.std())), p, 1 / (len(placebos) + 1), placebos
    )


def _placebos(effects: Sequence[CountryEffect], seed: int, draws: int) -> tuple[Floats, list[Floats]]:
    """Mean effects of the sets, and each role's paths (sets, quarters)."""
    donors = len(effects[0].result.panel.donors)
    sets = np.argsort(np.random.default_rng(seed).random((draws, donors)), axis=1)[:, : len(effects)]
    allowed = np.ones((draws, donors), dtype=bool)
    np.put_along_axis(allowed, sets, False, axis=1)
    means, paths = np.zeros(draws), []
    for k, effect in enumerate(effects):
        panel = effect.result.panel
        roles = Roles(panel.donors[sets[:, k]][None], panel.donors[None], allowed)
        found = role_effects(roles, window=panel.window, after=panel.after, estimator=effect.result.method)
        means += found.att[0] / len(effects)
        paths.append(found.path[0])
    return means, paths


def pooled(panel: Panel, effects: Sequence[CountryEffect], choices: Choices, *, seed: int) -> Pooled | None:
    """The pooled effect over checked effects. None for fewer than two countries, or too few comparison countries."""
    if len(effects) < 2:
        return None
    try:
        main = stacked(panel, effects, seed=seed)
    except Refused:
        return None
    others = {name: _beside(panel, effects, name, choices, seed) for name in BESIDE}
    in_time = _in_time(effects, seed)
    breakdown = _breakdown(effects, seed)
    evidence = _evidence(panel, effects, main, in_time, breakdown, choices, seed)
    return Pooled(main, others, _group_time(panel), in_time, breakdown, evidence)


def _beside(
    panel: Panel, effects: Sequence[CountryEffect], estimator: str, choices: Choices, seed: int
) -> PooledEffect | str:
    """The mean effect by another estimator, or a code: of its refusal, or poor_fit (on the mean over countries)."""
    try:
        results = [fit(panel, e.country, estimator=estimator) for e in effects]
    except Refused as refusal:
        return refusal.code
    misfit = np.mean([r.pre_rmspe_ratio or 0.0 for r in results])
    if misfit > choices.pre_fit:
        return "poor_fit"
    return mean_effect([_as(e, r) for e, r in zip(effects, results, strict=True)], seed=seed)


def stacked(panel: Panel, effects: Sequence[CountryEffect], *, seed: int) -> PooledEffect:
    """Stacked synthetic difference-in-differences with its permutation test. Refuses what ``stacked_effects`` does."""
    names = [e.country for e in effects]
    first, last = panel.numbers[0], min(panel.window(c)[1] for c in names)
    frame = panel.frame[panel.frame["country"].isin([*names, *panel.donors])]
    found = stacked_effects(
        frame, unit="country", time="number", outcome="score", starts={c: panel.starts[c] for c in names},
        estimator=DEFAULT, weights_from=(first, last), draws=DRAWS, seed=seed,
    )  # fmt: skip
    return PooledEffect(tuple(effects), found.att, found.p, found.p_floor, found.placebos)


def _as(effect: CountryEffect, result: Attribution) -> CountryEffect:
    return CountryEffect(effect.country, effect.start, result, effect.levels, effect.n, effect.before, effect.p)


def _in_time(effects: Sequence[CountryEffect], seed: int) -> tuple[PooledEffect, ...]:
    """Pooled at each earlier date over the countries that have it; two or more."""
    found = []
    for date in sorted({d for e in effects for d in e.in_time}):
        mine = [_as(e, e.in_time[date]) for e in effects if date in e.in_time]
        if len(mine) > 1:
            found.append(mean_effect(mine, seed=seed))
    return tuple(found)


def _evidence(
    panel: Panel, effects: Sequence[CountryEffect], main: PooledEffect, in_time: Sequence[PooledEffect],
    breakdown: Breakdown | None, choices: Choices, seed: int,
) -> Evidence:  # fmt: skip
    effect = main.effect
    delta = negligible_effect(main.before, choices)
    fits = [e.result.pre_rmspe_ratio for e in effects]
    calm = [e for e in effects if not len(e.events)]
    return Evidence(
        donors=len(panel.donors),
        p_floor=main.p_floor,
        p=main.p,
        effect=effect.value,
        low=effect.low,
        high=effect.high,
        pre_level=main.before,
        power=None if delta is None else _power(main, delta),
        pre_fit=None if None in fits else float(np.mean([f for f in fits if f is not None])),
        in_time=tuple(p.p for p in in_time),
        leave_one_out=_left_out(effects),
        events=sum(len(e.events) for e in effects),
        without_events=_without(panel, calm, seed) if len(calm) < len(effects) else None,
        break_compatible=None,  # countries begin at different dates: there is no one date for a break
        breakdown=None if breakdown is None else breakdown.m_bar,
    )


def _without(panel: Panel, calm: Sequence[CountryEffect], seed: int) -> tuple[float, float, float] | None:
    """Effect, p and lower bound over the countries that no event touched; None for fewer than two."""
    if len(calm) < 2:
        return None
    left = stacked(panel, calm, seed=seed)
    effect = left.effect
    return None if effect.low is None else (effect.value, left.p, effect.low)


def _power(main: PooledEffect, delta: float) -> float:
    """How many placebo sets, moved by δ, would have been called an improvement."""
    scores = np.linspace(0, 8, 801)
    reached = [s for s in scores if main.share(float(s)) >= delta]
    return float((main.placebos + (reached[0] if reached else np.inf) > main.reach).mean())


def _left_out(effects: Sequence[CountryEffect]) -> tuple[float, float] | None:
    """Least and largest pooled effect without each donor in turn, and without each country in turn."""
    frames = [e.spared.frame["att"].to_numpy(float) for e in effects if e.spared is not None]
    if len(frames) < len(effects):
        return None
    att = np.array([e.result.att.value for e in effects])
    without_donor = np.mean(frames, axis=0)
    without_country = (att.sum() - att) / (len(att) - 1)
    every = np.concatenate([without_donor, without_country])
    return float(every.min()), float(every.max())


def _breakdown(effects: Sequence[CountryEffect], seed: int) -> Breakdown | None:
    """The breakdown of the mean event study by year, its covariance from sets of donors."""
    panels = [e.result.panel for e in effects]
    before = min(p.window.stop - p.window.start for p in panels) // BLOCK
    after = min(p.after.stop - p.after.start for p in panels) // BLOCK
    if before < 2 or after < 1:
        return None
    _, paths = _placebos(effects, seed, DRAWS)
    own = [e.result.paths[e.country].to_numpy(float)[None] for e in effects]
    mean = np.mean([_by_year(v, p, before, after) for v, p in zip(own, panels, strict=True)], axis=0)[0]
    draws = np.mean([_by_year(v, p, before, after) for v, p in zip(paths, panels, strict=True)], axis=0)
    df = min(e.result.test.df for e in effects if e.result.test)
    return or_none(lambda: parallel_trends_breakdown(mean, np.cov(draws.T), before=before - 1, df=df))


def _by_year(paths: Floats, panel: DonorPanel, before: int, after: int) -> Floats:
    """Paths (rows, quarters) as means by year about the start, less the last year of the matching window."""
    early = paths[:, panel.window][:, -before * BLOCK :].reshape(len(paths), before, BLOCK).mean(axis=2)
    late = paths[:, panel.after][:, : after * BLOCK].reshape(len(paths), after, BLOCK).mean(axis=2)
    return np.asarray(np.hstack([early[:, :-1], late]) - early[:, -1:])


def _group_time(panel: Panel) -> GroupTime | None:
    """Callaway and Sant'Anna on the score, without the quarters of the selection.

    A country counts as treated from the first quarter that the programme touches: requests made somewhat before the
    start are followed into it, and must not serve as the base.
    """
    chosen = [] if panel.selected is None else panel.touched(f"{panel.selected}-01-01", f"{panel.selected}-12-31")
    kept = [n for n in panel.numbers if n not in set(chosen)]
    touched = {c: panel.ends_before(first_day(s)) + 1 for c, s in panel.starts.items()}
    first = {c: min(n for n in kept if n >= t) for c, t in touched.items()}
    frame = panel.frame[panel.frame["number"].isin(kept)]
    frame = frame.assign(first=frame["country"].map(first).fillna(0).astype(int))
    return or_none(
        lambda: group_time_effects(
            pd.DataFrame(frame), unit="country", time="number", outcome="score", first_treated="first"
        )
    )
