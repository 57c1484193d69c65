"""Would the series of the treated country have moved as it did without the programme?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mcee_eval.errors import Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.attribution_checks import LeaveOneOut, in_time_placebo, leave_one_out, rescaled
from mcee_eval.metrics.attribution_result import Attribution, estimate
from mcee_eval.metrics.donor_effects import ESTIMATORS
from mcee_eval.metrics.donor_panel import fewest_before, name, read_grid, split

__all__ = ["Attribution", "LeaveOneOut", "attribution", "in_time_placebo", "leave_one_out", "rescaled"]


def attribution(
    panel: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    treated: Any,
    start: Any,
    estimator: str = "sdid",
    placebo: bool = True,
    weights_from: Any = None,
    since: Any = None,
    level: float = 0.95,
) -> Attribution:
    """What did the programme change in the treated unit, compared with donors where it did not run?

    panel : one row for each unit and period, balanced. Every unit but the treated one is a donor: leave out the
        other treated ones and those under a moratorium or a deferral.
    unit, time, outcome : its columns; periods are numbers, dates, or texts such as 2019-04, 2019-20Q1, 2019-20, 2019.
    treated : the treated unit, or the name of a column that is 1 (at some time) for that unit alone.
    start : the first treated period, named as in ``time`` or by a day.
    estimator : ``sdid`` synthetic difference-in-differences, ``sc`` synthetic control on outcomes, ``did`` equal
        weights, ``cits`` the treated less the mean of donors, against its own line before the start.
    placebo : whether to give every donor in turn the treated role, with the other donors.
    weights_from : the first period that matching may use, or a pair (first, last). Periods in which units were
        *selected* for bad numbers belong outside: matching on them takes the return to the mean for an effect.
    since : the first period of the treated unit's own last regime; earlier ones are left out for every unit.
    level : of the interval.

    Returns the mean effect after the start with unit and time weights, placebo tests and the counterfactual series.
    The interval inverts the t test on the placebo sd. With fewer than 19 donors the rank test cannot reach 5 %
    (``p_floor``); the note says so, and the interval by rank is None.

    Refuses an unknown unit or period (BadParameter), repeated or unordered rows (BadTable), missing cells
    (UnbalancedPanel) and values (NotFinite), a matching window of fewer than 8 periods, 12 for ``cits``, or nothing
    after the start (TooFewPeriods), fewer than 2 donors (TooFewDonors), constant series (ConstantSeries).

    Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111, 4088-4118; Abadie,
    Diamond and Hainmueller (2010); both sets of weights by exact quadratic programmes.
    """
    checks.parameters(
        "attribution",
        checks.one_of("estimator", estimator, ESTIMATORS),
        checks.one_of("placebo", placebo, (True, False)),
        checks.share("level", level),
    )
    grid = read_grid(panel, unit=unit, time=time, outcome=outcome)
    if since is not None:
        grid = grid.since(since)
    chosen = _treated(panel, unit, treated, grid.units)
    fewest = fewest_before(estimator)
    read, notes = split(grid, treated=chosen, start=start, weights_from=weights_from, min_before=fewest)
    recipe = {
        "unit": unit, "time": time, "outcome": outcome, "treated": chosen, "start": start, "estimator": estimator,
        "placebo": placebo, "weights_from": weights_from, "level": level,
    } | ({} if since is None else {"since": since})  # fmt: skip
    return estimate(read, recipe, notes)


def _treated(panel: pd.DataFrame, unit: str, treated: Any, units: Sequence[str]) -> str:
    """The treated unit's name, given itself, in a list of one, or by the column that marks it."""
    if isinstance(treated, (list, tuple, set, np.ndarray)):
        several = [Problem("treated", f"{len(treated)} units", "one", "Use stacked_effects for several.")]
        checks.parameters("attribution", several if len(treated) != 1 else [])
        treated = next(iter(treated))
    if name(treated) in units or treated not in panel.columns:
        return name(treated)
    marked = sorted(panel.loc[panel[treated].isin([1, True]), unit].map(name).unique())
    found = f"column that is 1 for {len(marked)} units"
    many = Problem("treated", found, "one treated unit", "Name it, or use stacked_effects for several.")
    checks.parameters("attribution", [many] if len(marked) != 1 else [])
    return str(marked[0])
