"""What the same method finds where nothing happened: rank and t tests on placebos, and the intervals they give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls
from scipy.special import stdtr, stdtrit

from mcee_eval.metrics.checks import Floats

TIES = 1e-12  # relative: placebos this near to the estimate count as equal to it


@dataclass(frozen=True, slots=True)
class PlaceboTest:
    """An estimate held against N placebos.

    sd : population standard deviation of the placebos. floor : the least rank p-value there can be, 1/(N + 1).
    p : rank p-value, (1 + placebos at least as large)/(N + 1), two-sided. low, high : the effects that the rank test
        does not reject; None where it rejects nothing at this level, because the floor is above 1 − level.
    t, df, t_p, t_low, t_high : estimate over the placebos' sample sd, N − 1 degrees of freedom; None without spread.
    """

    n: int
    sd: float
    floor: float
    p: float
    low: float | None
    high: float | None
    t: float | None
    df: int
    t_p: float | None
    t_low: float | None
    t_high: float | None


def placebo_test(estimate: float, placebos: Floats, *, level: float = 0.95) -> PlaceboTest:
    """Is the estimate out of the ordinary among placebos (N,) of units where nothing happened?

    Subtracting an effect from the treated series moves its estimate by as much and no placebo, since placebos do not
    use the treated unit: both tests are inverted in closed form.

    Source: Abadie, Diamond and Hainmueller (2010) for the rank; Arkhangelsky et al. (2021), algorithm 4, for the sd.
    """
    n = len(placebos)
    reach = float(rank_radius(placebos, level))
    spread = float(placebos.std(ddof=1)) if n > 1 else 0.0
    t = estimate / spread if spread > 0 else None
    half = spread * float(stdtrit(n - 1, (1 + level) / 2)) if t is not None else None
    return PlaceboTest(
        n=n,
        sd=float(placebos.std()),
        floor=1 / (n + 1),
        p=float(rank_p(np.asarray(estimate), placebos)),
        low=estimate - reach if np.isfinite(reach) else None,
        high=estimate + reach if np.isfinite(reach) else None,
        t=t,
        df=n - 1,
        t_p=None if t is None else 2 * float(stdtr(n - 1, -abs(t))),
        t_low=None if half is None else estimate - half,
        t_high=None if half is None else estimate + half,
    )


def rank_p(estimates: Floats, placebos: Floats) -> Floats:
    """Two-sided rank p-values of estimates (…) among placebos (…, N)."""
    larger = np.abs(placebos) >= np.abs(estimates)[..., None] * (1 - TIES)
    return np.asarray((1 + larger.sum(axis=-1)) / (placebos.shape[-1] + 1))


def rank_radius(placebos: Floats, level: float) -> Floats:
    """Half the width of the interval that inverts the rank test, (…); infinite where it can reject nothing."""
    n = placebos.shape[-1]
    allowed = int(np.floor((1 - level) * (n + 1) + 1e-9)) - 1  # placebos that may exceed and it still rejects
    if allowed < 0:
        return np.full(placebos.shape[:-1], np.inf)
    return np.asarray(np.sort(np.abs(placebos), axis=-1)[..., n - 1 - allowed])


def scale_by_volume(placebos: Floats, volumes: Floats, target: float) -> Floats:
    """Placebos as they would spread if every donor had the treated unit's volume.

    placebos : (N,). volumes : (N,), such as the requests behind each donor's rate, above 0. target : the treated's.

    A rate over few requests is noisier: var = a + b/volume, a and b at least 0, is fitted to the squared placebos,
    and each is multiplied by the root of the ratio of variances.

    Source: Ferman and Pinto (2019), Review of Economics and Statistics 101.
    """
    design = np.column_stack([np.ones_like(volumes), volumes.mean() / volumes])
    fitted, _ = nnls(design, placebos**2)
    wanted = fitted @ np.array([1.0, volumes.mean() / target])
    had = design @ fitted
    ratio: Floats = np.divide(wanted, had, out=np.ones_like(had), where=had > 0)
    return placebos * np.sqrt(ratio)
