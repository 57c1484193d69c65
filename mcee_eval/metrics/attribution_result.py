"""The result of an attribution, and the one path from a checked panel and a recipe to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.donor_effects import Effects, effects, every_role, only_treated
from mcee_eval.metrics.donor_panel import DonorPanel
from mcee_eval.metrics.placebo import PlaceboTest, periods_averaged, placebo_test
from mcee_eval.results import Estimate, Result

POOR_FIT = 2  # times the median donor's error before the start
POWER = 0.8  # of the effect that could have been found
MUCH = 0.4  # of the time weight on one period


@dataclass(frozen=True, kw_only=True)
class Attribution(Result):
    """The effect on one treated unit, with the placebo effects on its donors.

    att : mean effect over the treated periods, in the outcome's unit; se is the placebo sd, low and high invert the
        t test on it (None without placebos, or where they do not spread); n counts the cells used.
    test : the placebo tests, by rank and by t, and the interval by rank; None without placebos.
    unit_weights : by donor, exactly 0 where unused. time_weights : by period of the matching window; empty for SC,
        and for CITS the (partly negative) weights that carry its line beyond the window.
    p_floor : 1/(donors + 1), the least rank p-value. pre_rmspe : of the gap in the matching window, see Effects.
    pre_rmspe_ratio : pre_rmspe over the donors' median one (above 1: fitted worse than the usual donor).
    rmspe_ratio, rmspe_ratio_p : after over before, and its rank p-value. zeta : penalty on the unit weights.
    placebos : one row a donor: unit, weight, att, pre_rmspe, post_rmspe. paths : effect by period (rows) for the
        treated unit (first column) and, with placebos, every donor.
    frame : one row a period: time, observed, without, effect, part (unused, window, kept_out, after).
    """

    KEYS = "att unit_weights time_weights placebo_sd=test.sd placebo_p=test.p p_floor ci=att.interval pre_rmspe donors"
    MAIN = "att test.p smallest_effect donors pre_rmspe"
    PLOT = "lines time observed without"

    att: Estimate
    test: PlaceboTest | None
    unit_weights: Mapping[str, float]
    time_weights: Mapping[str, float]
    p_floor: float
    pre_rmspe: float
    pre_rmspe_ratio: float | None
    rmspe_ratio: float | None
    rmspe_ratio_p: float | None
    zeta: float
    donors: int
    placebos: pd.DataFrame = field(repr=False, compare=False)
    paths: pd.DataFrame = field(repr=False, compare=False)
    panel: DonorPanel = field(repr=False, compare=False)

    @property
    def smallest_effect(self) -> float | None:
        """The smallest mean effect that this design would have found four times in five; None without placebos."""
        test = self.test
        if test is None or test.low is None or test.sd == 0:
            return None
        spread = test.sd * float(np.sqrt(test.n / (test.n - 1)))
        level = self.recipe["level"]
        return spread * float(stdtrit(test.df, (1 + level) / 2) + stdtrit(test.df, POWER))


def estimate(panel: DonorPanel, recipe: Mapping[str, Any], notes: Sequence[str]) -> Attribution:
    """The recipe (estimator, placebo, level, outcome) on a checked panel."""
    roles = (every_role if recipe["placebo"] else only_treated)(panel.treated[None], panel.donors[None])
    found = effects(roles, window=panel.window, after=panel.after, estimator=recipe["estimator"])
    count, level = len(panel.donors), recipe["level"]
    att, others = float(found.att[0, 0]), found.att[0, 1:]
    spent = float(periods_averaged(found.time_weights[0, 0])) if recipe["estimator"] == "sdid" else 1.0
    test = placebo_test(att, others, spent=spent, level=level) if recipe["placebo"] else None
    said = list(notes) if test else [*notes, "no_placebos"]
    if 1 / (count + 1) > 1 - level + 1e-12:
        said.append("rank_test_cannot_reach_level")
    pre, ratio = found.pre_rmspe[0], _ratios(found)
    usual = float(np.median(pre[1:])) if test else 0.0
    said += _warnings(panel, found, usual, None if test is None else count - spent, recipe["estimator"])
    periods = panel.treated[panel.window].size + panel.treated[panel.after].size
    return Attribution(
        method=recipe["estimator"],
        notes=tuple(said),
        recipe=recipe,
        frame=_frame(panel, found),
        att=Estimate(
            att,
            test.low if test else None,
            test.high if test else None,
            test.sd if test else None,
            recipe["outcome"],
            (count + 1) * periods,
        ),
        test=test,
        unit_weights=dict(zip(panel.donor_names, found.unit_weights[0, 0].tolist(), strict=True)),
        time_weights={}
        if recipe["estimator"] == "sc"
        else dict(zip(panel.times[panel.window], found.time_weights[0, 0].tolist(), strict=True)),
        p_floor=1 / (count + 1),
        pre_rmspe=float(pre[0]),
        pre_rmspe_ratio=float(pre[0]) / usual if usual > 0 else None,
        rmspe_ratio=float(ratio[0]) if np.isfinite(ratio[0]) else None,
        rmspe_ratio_p=float((ratio >= ratio[0]).mean()) if test and np.isfinite(ratio[0]) else None,
        zeta=float(found.zeta[0, 0]),
        donors=count,
        placebos=_placebos(panel, found),
        paths=_paths(panel, found),
        panel=panel,
    )


def _warnings(panel: DonorPanel, found: Effects, usual: float, free: float | None, estimator: str) -> list[str]:
    """What a reader must know of the fit before the start. free : degrees of freedom before their floor of 1."""
    said = ["prefit_worse_than_twice_the_median_donor"] if 0 < usual < found.pre_rmspe[0, 0] / POOR_FIT else []
    if estimator in ("sdid", "did") and found.time_weights.size:
        weights = found.time_weights[0, 0]
        largest = int(np.argmax(weights))
        early = largest < len(weights) / 2
        said += ["time_weight_on_one_early_period"] if early and weights[largest] >= MUCH else []
    return [*said, *(["placebo_df_at_floor"] if free is not None and free < 1 else [])]


def _ratios(found: Effects) -> Floats:
    """Root mean square after over before, by role; infinite where the fit before is perfect."""
    before, after = found.pre_rmspe[0], found.post_rmspe[0]
    ratio: Floats = np.divide(after, before, out=np.full(before.shape, np.inf), where=before > 0)
    return ratio


def _frame(panel: DonorPanel, found: Effects) -> pd.DataFrame:
    part = np.full(len(panel.times), "unused", dtype=object)
    part[panel.window.stop : panel.after.start] = "kept_out"
    part[panel.window], part[panel.after] = "window", "after"
    path = found.path[0, 0]
    columns = {"observed": panel.treated, "without": panel.treated - path, "effect": path, "part": list(part)}
    return pd.DataFrame({"time": list(panel.labels), **columns})


def _placebos(panel: DonorPanel, found: Effects) -> pd.DataFrame:
    """One row a donor that played the treated role; none without placebos."""
    roles = slice(1, None)
    names = list(panel.donor_names) if found.att.shape[1] > 1 else []
    return pd.DataFrame(
        {
            "unit": names,
            "weight": found.unit_weights[0, 0][: len(names)],
            "att": found.att[0, roles],
            "pre_rmspe": found.pre_rmspe[0, roles],
            "post_rmspe": found.post_rmspe[0, roles],
        }
    )


def _paths(panel: DonorPanel, found: Effects) -> pd.DataFrame:
    names = [panel.treated_name, *panel.donor_names][: found.path.shape[1]]
    return pd.DataFrame(found.path[0].T, index=pd.Index(list(panel.labels), name="time"), columns=names)
