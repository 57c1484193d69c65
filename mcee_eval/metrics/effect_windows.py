"""Does the answer depend on the window, and what could have been seen after so many quarters?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mcee_eval.errors import BadParameter, Refused
from mcee_eval.metrics.cohort_panel import Panel, first_day, quarter_number
from mcee_eval.metrics.effect_evidence import Choices
from mcee_eval.metrics.pooled_effect import mean_effect
from mcee_eval.metrics.power import noncentral
from mcee_eval.metrics.unit_effect import CountryEffect, one_effect, standard_error
from mcee_eval.results import Estimate

STEP = 4  # quarters
DRAWS = 399  # sets of comparison countries: enough for an interval that informs and does not decide


@dataclass(frozen=True)
class InWindow:
    """The same recipe in another window: ``code`` names it; ``effect`` in shares, or None and why: a refusal's code."""

    code: str
    effect: Estimate | None
    why: str = ""


def window_effects(panel: Panel, countries: Sequence[str], choices: Choices, *, seed: int) -> tuple[InWindow, ...]:
    """What does the recipe find in other windows, for one country or as the mean of several?

    window_all : the declared one. first_year, two_years : so many quarters after the start. without_stop : without the
    quarters followed into the stop of removals. after_stop : treated quarters after it only. evaluation_end : to the
    end of the evaluation's scope. before_stop : what could be told in early 2020, from the start of the scope to the
    stop, whether the country's own programme had begun or not. selection_matched : matched on all quarters before
    the start, the selection too, which takes the return from bad luck for an effect: shown as a warning.
    """
    stop = choices.stop
    touched = set(panel.touched(stop[0], stop[1]))
    scope = quarter_number(pd.Timestamp(f"{choices.scope[0]}-01"))
    ended = panel.ends_before(stop[0])
    after = quarter_number(pd.Timestamp(stop[1])) + 1
    closed = quarter_number(pd.Timestamp(f"{choices.scope[1]}-01"))

    def upto(last: int) -> list[int]:
        return [n for n in panel.numbers if n <= last]

    def variants(country: str) -> Mapping[str, Mapping[str, Any]]:
        start = panel.starts[country]
        first, last = panel.window(country)
        return {
            "window_all": {},
            "first_year": {"numbers": upto(start + STEP - 1)},
            "two_years": {"numbers": upto(start + 2 * STEP - 1)},
            "without_stop": {"numbers": [n for n in panel.numbers if n not in touched]},
            "after_stop": {"numbers": [n for n in panel.numbers if n < start or n >= after]},
            "evaluation_end": {"numbers": upto(closed)},
            "before_stop": {"numbers": upto(ended), "start": scope, "window": (first, min(last, scope - 1))},
            "selection_matched": {"window": (panel.numbers[0], panel.ends_before(first_day(start)))},
        }

    told = {c: variants(c) for c in countries}
    found = []
    for code in told[countries[0]]:
        try:
            each = [one_effect(panel, c, **told[c][code]) for c in countries]
        except (Refused, BadParameter, KeyError) as refusal:
            found.append(InWindow(code, None, getattr(refusal, "code", "")))
            continue
        effect = each[0].effect if len(each) == 1 else mean_effect(each, seed=seed, draws=DRAWS).effect
        found.append(InWindow(code, effect))
    return tuple(found)


def could_have_seen(panel: Panel, countries: Sequence[str], choices: Choices, *, seed: int) -> pd.DataFrame:
    """Which improvement would have been seen with the declared power, had the data ended so long after the start?

    Returns quarters (after the start), smallest (share; missing where no effect would), n (requests).
    """
    power, alpha = choices.power, choices.alpha
    most = min(panel.numbers[-1] - panel.starts[c] + 1 for c in countries)
    lengths = sorted({*range(STEP, most + 1, STEP), most})
    rows = []
    for length in lengths:
        try:
            each = [
                one_effect(panel, c, numbers=[n for n in panel.numbers if n < panel.starts[c] + length])
                for c in countries
            ]
        except (Refused, BadParameter):
            continue
        if len(each) == 1:
            smallest = _smallest(each[0], power, alpha)
        else:
            smallest = mean_effect(each, seed=seed, draws=DRAWS).smallest(power).value
        rows.append((length, smallest, sum(e.n for e in each)))
    return pd.DataFrame(rows, columns=["quarters", "smallest", "n"])


def _smallest(found: CountryEffect, power: float, alpha: float) -> float:
    error = standard_error(found.result)
    if error is None or found.result.test is None:
        return float("nan")
    return found.share(noncentral(error, found.result.test.df, power, alpha))
