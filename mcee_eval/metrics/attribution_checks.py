"""Does an attribution hold: without each donor, at a date before the programme, with placebos of the same volume?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mcee_eval.errors import Problem, TooFewDonors
from mcee_eval.metrics import checks
from mcee_eval.metrics.attribution_result import Attribution, estimate
from mcee_eval.metrics.donor_effects import effects, without_each
from mcee_eval.metrics.donor_panel import MIN_DONORS, fewest_before
from mcee_eval.metrics.placebo import placebo_test, scale_by_volume
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class LeaveOneOut(Result):
    """The effect without each donor in turn. low, high : the least and the largest.

    frame : one row a donor: left_out, weight (in the full estimate), att.
    """

    KEYS = "att low high"
    MAIN = "att low high"
    PLOT = "points left_out att"

    att: float
    low: float
    high: float


def leave_one_out(result: Attribution) -> LeaveOneOut:
    """Does the effect rest on one donor? The same recipe without each donor in turn.

    Refuses (TooFewDonors) a result with 2 donors, from which none can be spared.
    """
    panel = result.panel
    if len(panel.donors) <= MIN_DONORS:
        need = MIN_DONORS + 1
        problem = Problem("donors", f"{len(panel.donors)}", f"{need} or more", "Report the effect without this check.")
        raise TooFewDonors("too few donors to spare one", problems=[problem], need=need)
    roles = without_each(panel.treated[None], panel.donors[None])
    found = effects(roles, window=panel.window, after=panel.after, estimator=result.recipe["estimator"])
    att = found.att[0]
    frame = pd.DataFrame({"left_out": panel.donor_names, "weight": list(result.unit_weights.values()), "att": att})
    return LeaveOneOut(
        method="leave_one_out",
        recipe=result.recipe,
        frame=frame,
        att=result.att.value,
        low=float(att.min()),
        high=float(att.max()),
    )


def in_time_placebo(result: Attribution, start: Any) -> Attribution:
    """What does the same recipe find at a date before the programme, using no period after its start?

    An effect where there was none says that the method does not hold here. Refuses what ``attribution`` refuses, and
    a start that is not before the real one (TooFewPeriods).
    """
    panel = result.panel.before(start)
    checks.at_least(
        fewest_before(result.recipe["estimator"]),
        {"matching window before the start": panel.window.stop - panel.window.start},
    )
    checks.at_least(1, {"from the placebo start to the real one": panel.after.stop - panel.after.start})
    checks.varies(panel.treated, f"series of {panel.treated_name!r} before the real start")
    kept_out = panel.window.stop < panel.after.start
    notes = ["in_time_placebo", *(["periods_kept_out_of_matching"] if kept_out else [])]
    return estimate(panel, {**result.recipe, "start": start}, notes)


def rescaled(result: Attribution, volume: Mapping[str, float]) -> Attribution:
    """The same result, its placebos rescaled to the treated unit's volume (requests behind each rate).

    volume : by unit, the treated one and every donor, above 0. Refuses absent units (BadParameter), missing values
    (NotFinite), zero (ZeroExposure), and a result without placebos (BadParameter).
    Source: Ferman and Pinto (2019); see ``placebo.scale_by_volume``.
    """
    panel = result.panel
    wanted = [panel.treated_name, *panel.donor_names]
    absent = [Problem("volume", f"no {u!r}", "every unit of the panel") for u in wanted if u not in volume]
    had = result.test
    checks.parameters(
        "rescaled", absent, [] if had else [Problem("result", "no placebos", "a result with placebo=True")]
    )
    (volumes,) = checks.finite({"volume": [volume[u] for u in wanted]}, rows=wanted)
    checks.positive_exposure(volumes, "volume")
    att = scale_by_volume(result.placebos["att"].to_numpy(), volumes[1:], float(volumes[0]))
    spent = had.n - had.df if had else 1.0
    test = placebo_test(result.att.value, att, spent=spent, level=result.recipe["level"])
    return replace(
        result,
        att=replace(result.att, low=test.low, high=test.high, se=test.sd),
        test=test,
        placebos=result.placebos.assign(att=att),
        notes=(*result.notes, "placebos_rescaled_by_volume"),
    )
