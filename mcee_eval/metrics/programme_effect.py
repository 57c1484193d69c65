"""The effect of a programme as a page holds it: one country or all, with the evidence that the rule is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from scipy.special import ndtr, stdtrit

from mcee_eval.errors import Refused
from mcee_eval.metrics.cohort_panel import Panel, cohort_panel
from mcee_eval.metrics.effect_checks import checked_effect
from mcee_eval.metrics.effect_evidence import Choices, Evidence
from mcee_eval.metrics.effect_windows import InWindow, could_have_seen, window_effects
from mcee_eval.metrics.multiplicity import adjust
from mcee_eval.metrics.pooled_effect import Pooled, PooledEffect, pooled
from mcee_eval.metrics.unit_effect import CountryEffect, one_effect
from mcee_eval.results import Estimate, Result

METHOD = "synthetic_difference_in_differences"


@dataclass(frozen=True, kw_only=True)
class ProgrammeEffect(Result):
    """What can be said of attribution, or the code of why nothing can.

    why : "", or no_requests, no_comparison_series, no_programme, empty_quarters, or a refusal's code.
    mine : the country's checked effect. pooled : of all countries. family : the effects that are tested together, by
    country; adjusted : their p after Holm. windows, curve : see ``attribution_windows``. evidence : for the rule.
    """

    KEYS = "why"

    why: str = ""
    choices: Choices | None = None
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


def programme_effect(
    requests: pd.DataFrame, events: pd.DataFrame, *, country: str, as_of: str, seed: int, funded: Sequence[str] = (),
    **choices: Any,
) -> ProgrammeEffect:  # fmt: skip
    """Would issuance have moved as it did without the programme, in this country or in all funded ones together?

    requests : the frame ``requests_compared``: requests of funded and of comparison countries. events : those that can
    move issuance by themselves. country : one country, or "ALL". funded : those with a programme, with
    requests or without. choices : the fields of ``Choices``.
    One country: synthetic difference-in-differences against the comparison countries, with checks; several: stacked.
    Where there is no estimate the result says why: no_programme, no_requests, no_comparison_series, empty_quarters,
    too_few_to_pool, or the code of a refusal.
    """
    chosen = Choices(**choices)
    told = requests.drop_duplicates("country").sort_values("country", ignore_index=True)
    began = sorted(str(c) for c in told.loc[told["programme_start"].notna(), "country"])
    family = [c for c in began if c == country or c in set(told.loc[told["mcee_role"] == "targeted", "country"])]
    silent = country in funded and country not in set(told["country"])  # a programme, and no request on record
    found = (
        ProgrammeEffect(method=METHOD, why="no_requests")
        if silent
        else _found(requests, events, told, country, family, as_of, chosen, seed)
    )
    return replace(found, choices=chosen, recipe={"country": country, "as_of": as_of, **choices})


def _found(
    requests: pd.DataFrame, events: pd.DataFrame, told: pd.DataFrame, country: str, family: list[str], as_of: str,
    choices: Choices, seed: int,
) -> ProgrammeEffect:  # fmt: skip
    if not family or (country != "ALL" and country not in family):
        return ProgrammeEffect(method=METHOD, why="no_programme")
    panel, why = cohort_panel(requests, told, events, wanted=family, as_of=as_of, horizon=choices.horizon)
    if panel is None:
        return ProgrammeEffect(method=METHOD, why=why)
    try:
        first = {c: one_effect(panel, c) for c in panel.starts}
    except Refused as refusal:
        return ProgrammeEffect(method=METHOD, why=f"refused_{refusal.code}", panel=panel)
    adjusted = {c: float(p or 0.0) for c, p in zip(first, adjust([e.p for e in first.values()]), strict=True)}
    if country == "ALL":
        each = {c: checked_effect(panel, c, choices, adjusted=adjusted[c]) for c in first}
        together = pooled(panel, list(each.values()), choices, seed=seed)
        if together is None:
            few = Evidence(donors=len(panel.donors))
            return ProgrammeEffect(method=METHOD, why="too_few_to_pool", panel=panel, family=each, evidence=few)
        found = ProgrammeEffect(method=METHOD, panel=panel, pooled=together, family=each, adjusted=adjusted,
                                evidence=together.evidence)  # fmt: skip
    else:
        mine = checked_effect(panel, country, choices, adjusted=adjusted[country])
        found = ProgrammeEffect(method=METHOD, panel=panel, mine=mine, family={**first, country: mine},
                                adjusted=adjusted, evidence=mine.evidence)  # fmt: skip
    countries = list(first) if country == "ALL" else [country]
    return replace(
        found, windows=window_effects(panel, countries, choices, seed=seed),
        curve=could_have_seen(panel, countries, choices, seed=seed),
    )  # fmt: skip


def simultaneous(found: ProgrammeEffect) -> dict[str, Estimate]:
    """Each country's effect in shares, with intervals that hold all at once (Bonferroni on the placebo t)."""
    alpha, many = (found.choices.alpha if found.choices else 0.05), len(found.family)
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
