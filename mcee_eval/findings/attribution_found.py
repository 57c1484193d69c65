"""Finding 4's attribution as a page holds it: one country or all, with the evidence that the rule is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
from scipy.special import ndtr, stdtrit

from mcee_eval.errors import Refused
from mcee_eval.findings.attribution_checked import checked_effect
from mcee_eval.findings.attribution_estimates import CountryEffect, one_effect
from mcee_eval.findings.attribution_panel import Panel, cohort_panel
from mcee_eval.findings.attribution_pooled import Pooled, PooledEffect, pooled
from mcee_eval.findings.attribution_rule import Evidence
from mcee_eval.findings.attribution_windows import InWindow, could_have_seen, window_effects
from mcee_eval.findings.cooperation_data import CooperationData
from mcee_eval.metrics.multiplicity import adjust
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings
from mcee_eval.synthetic.seeds import seed_for

SEED = 20250531


@dataclass(frozen=True)
class Attributed:
    """What can be said of attribution, or the code of why nothing can.

    why : "", or no_requests, no_comparison_series, no_programme, empty_quarters, or a refusal's code.
    mine : the country's checked effect. pooled : of all countries. family : the effects that are tested together, by
    country; adjusted : their p after Holm. windows, curve : see ``attribution_windows``. evidence : for the rule.
    """

    why: str = ""
    panel: Panel | None = None
    mine: CountryEffect | None = None
    pooled: Pooled | None = None
    family: Mapping[str, CountryEffect] = field(default_factory=dict)
    adjusted: Mapping[str, float] = field(default_factory=dict)
    windows: tuple[InWindow, ...] = ()
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def main(self) -> CountryEffect | PooledEffect | None:
        """The estimate of the page."""
        return self.mine if self.pooled is None else self.pooled.main


def attributed(data: CooperationData, settings: Settings) -> Attributed:
    """Would issuance have moved as it did without the programme, in this country or in all funded ones together?"""
    if data.country != "ALL" and data.country not in data.starts:
        return Attributed("no_programme")
    family = list(dict.fromkeys([*data.family, *data.starts]))
    horizon = int(settings.threshold("f4.horizon"))
    panel, why = cohort_panel(
        data.everyone, data.countries, data.events, wanted=family, as_of=data.as_of, horizon=horizon
    )
    if panel is None:
        return Attributed(why)
    seed = seed_for(SEED, "f4", data.country, "attribution")
    try:
        first = {c: one_effect(panel, c) for c in panel.starts}
    except Refused as refusal:
        return Attributed(f"refused_{refusal.code}", panel)
    adjusted = {c: float(p or 0.0) for c, p in zip(first, adjust([e.p for e in first.values()]), strict=True)}
    if data.country == "ALL":
        each = {c: checked_effect(panel, c, settings, adjusted=adjusted[c]) for c in first}
        together = pooled(panel, list(each.values()), settings, seed=seed)
        if together is None:
            return Attributed("too_few_to_pool", panel, family=each, adjusted=adjusted,
                              evidence=Evidence(donors=len(panel.donors)))  # fmt: skip
        found = Attributed("", panel, None, together, each, adjusted, evidence=together.evidence)
    else:
        mine = checked_effect(panel, data.country, settings, adjusted=adjusted[data.country])
        found = Attributed("", panel, mine, None, {**first, data.country: mine}, adjusted, evidence=mine.evidence)
    countries = list(first) if data.country == "ALL" else [data.country]
    return replace(
        found, windows=window_effects(panel, countries, settings, seed=seed),
        curve=could_have_seen(panel, countries, settings, seed=seed),
    )  # fmt: skip


def simultaneous(found: Attributed, settings: Settings) -> dict[str, Estimate]:
    """Each country's effect in shares, with intervals that hold all at once (Bonferroni on the placebo t)."""
    alpha, many = settings.threshold("f4.alpha"), len(found.family)
    wide = {}
    for country, effect in found.family.items():
        att, test = effect.result.att, effect.result.test
        if test is None or att.low is None or att.high is None:
            wide[country] = effect.effect
            continue
        factor = float(stdtrit(test.df, 1 - alpha / (2 * many)) / stdtrit(test.df, 1 - alpha / 2))
        half = factor * (att.high - att.low) / 2
        wide[country] = effect.in_shares(replace(att, low=att.value - half, high=att.value + half))
    return wide


def expected_series(effects: Sequence[CountryEffect]) -> pd.DataFrame:
    """What would the share have been without the programme, by quarter; for several countries, the mean of theirs.

    Returns number, without (share), part (unused, window, kept_out, after; mixed where countries differ).
    """
    frames = [e.result.frame.set_index("time") for e in effects]
    without = pd.concat([pd.Series(ndtr(f["without"].to_numpy(float)), index=f.index) for f in frames], axis=1)
    parts = pd.concat([f["part"] for f in frames], axis=1)
    part = parts.iloc[:, 0].where(parts.eq(parts.iloc[:, 0], axis=0).all(axis=1), "mixed")
    columns = {"without": without.mean(axis=1).to_numpy(), "part": part.to_numpy()}
    return pd.DataFrame({"number": without.index.astype(int), **columns})
