"""What did the programme change on average, over treated units that began at different times?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import factorial, perm, prod
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mcee_eval.errors import BadParameter, Problem, TooFewDonors
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.donor_effects import ESTIMATORS, Roles, effects
from mcee_eval.metrics.donor_panel import MIN_DONORS, DonorPanel, Grid, fewest_before, name, read_grid, split
from mcee_eval.metrics.placebo import rank_p, rank_radius
from mcee_eval.results import Estimate, Result

Sets = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Stacked(Result):
    """The mean effect over the treated units, and what sets of donors in their place would have shown.

    att : the mean of the units' effects, in the outcome's unit; se is the sd of the placebo means, low and high
        invert the permutation test (None where it can reject nothing at this level).
    p : (1 + placebo means at least as large)/(draws + 1), two-sided. p_floor : the least that p can be.
    draws : sets of donors used. exhaustive : whether these are all there are.
    donors : units never treated. placebos : the placebo means.
    frame : one row a treated unit: unit, start, att, pre_rmspe.
    """

    KEYS = "att placebo_sd=att.se p p_floor ci=att.interval draws donors units=frame.unit unit_att=frame.att"
    MAIN = "att p donors draws"
    PLOT = "points unit att"

    att: Estimate
    p: float
    p_floor: float
    draws: int
    exhaustive: bool
    donors: int
    placebos: Floats = field(repr=False, compare=False)


def stacked_effects(
    panel: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    starts: Mapping[Any, Any],
    estimator: str = "sdid",
    weights_from: Any = None,
    draws: int = 999,
    seed: int,
    level: float = 0.95,
) -> Stacked:
    """What did the programme change on average in the treated units, each from its own start?

    panel : one row for each unit and period, balanced. Every unit without a start is a donor to all treated units;
        no treated unit is a donor to another.
    starts : by treated unit, the first treated period. Other arguments as for ``attribution``.
    draws, seed : sets of as many donors as there are treated units are drawn, without repetition within a set, to
        take their roles and starts, with the remaining donors; all of them when there are no more than ``draws``.

    Returns the mean effect with a permutation test that keeps the dependence between units that share donors.

    Refuses what ``attribution`` refuses, and fewer donors than the treated units and two more (TooFewDonors).

    Source: Arkhangelsky et al. (2021), section 6, on staggered starts; Abadie and L'Hour (2021), Journal of the
    American Statistical Association 116, on permutation with several treated units.
    """
    checks.parameters(
        "stacked_effects",
        checks.one_of("estimator", estimator, ESTIMATORS),
        checks.share("level", level),
        checks.whole("draws", draws, low=1),
        checks.whole("seed", seed, low=0),
        [] if len(starts) else [Problem("starts", "no treated unit", "one or more")],
    )
    recipe = {
        "unit": unit, "time": time, "outcome": outcome, "starts": dict(starts), "estimator": estimator,
        "weights_from": weights_from, "draws": draws, "seed": seed, "level": level,
    }  # fmt: skip
    grid = read_grid(panel, unit=unit, time=time, outcome=outcome)
    treated = {name(u): start for u, start in starts.items()}
    parts, notes = _parts(grid, treated, weights_from, fewest_before(estimator))
    donors = parts[0].donors
    found = [
        effects(_roles(p.treated[None], donors, np.ones((1, len(donors)), dtype=bool)), window=p.window, after=p.after,
                estimator=estimator)
        for p in parts
    ]  # fmt: skip
    att = np.array([f.att[0, 0] for f in found])
    sets, exhaustive = _sets(len(donors), [p.after.start for p in parts], draws, seed)
    placebos = _placebo_means(parts, sets, estimator)
    mean, reach = float(att.mean()), float(rank_radius(placebos, level))
    known = np.isfinite(reach)
    return Stacked(
        method=f"stacked_{estimator}",
        notes=tuple(notes),
        recipe=recipe,
        frame=pd.DataFrame(
            {
                "unit": list(treated),
                "start": list(treated.values()),
                "att": att,
                "pre_rmspe": [float(f.pre_rmspe[0, 0]) for f in found],
            }
        ),
        att=Estimate(
            mean,
            mean - reach if known else None,
            mean + reach if known else None,
            float(placebos.std()),
            outcome,
            sum((1 + len(donors)) * (p.window.stop - p.window.start + p.after.stop - p.after.start) for p in parts),
        ),
        p=float(rank_p(np.asarray(mean), placebos)),
        p_floor=1 / (len(sets) + 1),
        draws=len(sets),
        exhaustive=exhaustive,
        donors=len(donors),
        placebos=placebos,
    )


def _parts(
    grid: Grid, treated: Mapping[str, Any], weights_from: Any, fewest: int
) -> tuple[list[DonorPanel], list[str]]:
    """One panel for each treated unit, all with the same donors: the units without a start."""
    unknown = [Problem("starts", repr(u), "a unit of the panel") for u in treated if u not in grid.units]
    if unknown:
        raise BadParameter(f"stacked_effects: {len(unknown)} unit(s) not in the panel", problems=unknown)
    free = [i for i, u in enumerate(grid.units) if u not in treated]
    need = len(treated) + MIN_DONORS
    if len(free) < need:
        hint = "Test the units one by one, or add donors."
        problem = Problem("donors", f"{len(free)}", f"{need} or more for {len(treated)} treated units", hint)
        raise TooFewDonors("too few donors", problems=[problem], need=need)
    parts, notes = [], []
    for u, start in treated.items():
        rows = sorted([*free, grid.units.index(u)])
        own = Grid(tuple(grid.units[i] for i in rows), grid.labels, grid.order, grid.values[rows])
        part, said = split(own, treated=u, start=start, weights_from=weights_from, min_before=fewest)
        parts.append(part)
        notes += said
    return parts, list(dict.fromkeys(notes))


def _sets(donors: int, starts: Sequence[int], draws: int, seed: int) -> tuple[Sets, bool]:
    """Sets of donors in the treated units' places, (sets, units): all that differ if they are few, else drawn.

    Donors that change places between units of the same start make no different set.
    """
    places = [np.flatnonzero(np.array(starts) == s) for s in dict.fromkeys(starts)]
    every = perm(donors, len(starts)) // prod(factorial(len(p)) for p in places)
    if every > draws:
        rng = np.random.default_rng(seed)
        return np.argsort(rng.random((draws, donors)), axis=1)[:, : len(starts)], False
    sets = np.zeros((every, len(starts)), dtype=np.intp)
    for row, chosen in enumerate(_choices(tuple(range(donors)), [len(p) for p in places])):
        for place, who in zip(places, chosen, strict=True):
            sets[row, place] = who
    return sets, True


def _choices(pool: tuple[int, ...], sizes: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to choose groups of these sizes, one after the other, from the pool."""
    if not sizes:
        yield []
        return
    for group in combinations(pool, sizes[0]):
        for rest in _choices(tuple(p for p in pool if p not in group), sizes[1:]):
            yield [group, *rest]


def _placebo_means(parts: list[DonorPanel], sets: Sets, estimator: str) -> Floats:
    """The mean effect of each set of donors, in the treated units' roles and with the remaining donors."""
    donors = parts[0].donors
    allowed = np.ones((len(sets), len(donors)), dtype=bool)
    np.put_along_axis(allowed, sets, False, axis=1)
    found = [
        effects(_roles(donors[sets[:, k]], donors, allowed), window=p.window, after=p.after, estimator=estimator).att[0]
        for k, p in enumerate(parts)
    ]
    return np.asarray(np.mean(found, axis=0))


def _roles(targets: Floats, donors: Floats, allowed: NDArray[np.bool_]) -> Roles:
    return Roles(targets[None], donors[None], allowed)
