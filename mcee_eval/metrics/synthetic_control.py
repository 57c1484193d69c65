"""The weights of the synthetic control: the mix of donors that was nearest to the treated series before the start."""

from __future__ import annotations

import numpy as np

from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.weights import Mask, simplex_weights

PENALTY = 1e-4  # of the noise level: only makes the weights unique, see sdid.TIME_PENALTY


def unit_weights(targets: Floats, before: Floats, allowed: Mask, noise: Floats) -> Floats:
    """Donors whose weighted mean is nearest to each target, outcome for outcome: (R, J, N).

    targets : (R, J, T0). before : donors, (R, N, T0). allowed : (J, N). noise : the donors' noise level, (R, J)

    The quadratic programme is solved exactly; iterations that stop early (Frank-Wolfe) give other weights.

    Source: Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical Association 105, with the
    outcomes of every period as the only predictors.
    """
    panels, roles, periods = targets.shape
    common = before.mean(axis=1, keepdims=True)  # weights sum to one: what is common to all drops out
    near, wanted = before - common, targets - common
    found = simplex_weights(
        near @ near.swapaxes(1, 2) / periods,
        (wanted @ near.swapaxes(1, 2) / periods).reshape(panels * roles, -1),
        ridge=((PENALTY * noise) ** 2).ravel(),
        which=np.repeat(np.arange(panels), roles),
        allowed=np.tile(allowed, (panels, 1)),
    )
    return found.reshape(panels, roles, -1)
