"""The weights of synthetic difference-in-differences: units that move alike before, periods that resemble after."""

from __future__ import annotations

import numpy as np

from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.weights import Mask, simplex_weights

# of the noise level, as the method's 1e-6 only to make the time weights unique; its square must stay far above
# rounding, or weights between periods that serve alike depend on the machine. Prop 99 moves in the tenth digit
TIME_PENALTY = 1e-4


def noise_level(before: Floats, allowed: Mask) -> Floats:
    """Standard deviation of the donors' first differences before the start: (R, J) from (R, N, T0) and (J, N)."""
    steps = np.diff(before, axis=-1)
    steps = steps - steps.mean(axis=(1, 2), keepdims=True)  # for accuracy: variances do not mind
    count = allowed.sum(axis=1) * steps.shape[-1]
    total, squares = steps.sum(axis=-1) @ allowed.T, (steps**2).sum(axis=-1) @ allowed.T
    noise: Floats = np.sqrt(np.maximum(squares - total**2 / count, 0.0) / (count - 1))
    return noise


def unit_weights(targets: Floats, before: Floats, allowed: Mask, zeta: Floats) -> Floats:
    """Donors whose weighted mean runs parallel to each target: (R, J, N).

    targets : (R, J, T0). before : donors, (R, N, T0). zeta : (R, J), the penalty that spreads the weights.

    Source: Arkhangelsky et al. (2021), American Economic Review 111, equation 4, solved exactly.
    """
    panels, roles, periods = targets.shape
    moves = before - before.mean(axis=-1, keepdims=True)
    wanted = targets - targets.mean(axis=-1, keepdims=True)
    found = simplex_weights(
        moves @ moves.swapaxes(1, 2) / periods,
        (wanted @ moves.swapaxes(1, 2) / periods).reshape(panels * roles, -1),
        ridge=(zeta**2).ravel(),
        which=np.repeat(np.arange(panels), roles),
        allowed=np.tile(allowed, (panels, 1)),
        dense=True,
    )
    return found.reshape(panels, roles, -1)


def time_weights(before: Floats, after: Floats, allowed: Mask, noise: Floats) -> Floats:
    """Periods before the start whose weighted mean foretells the donors' mean after it: (R, J, T0).

    before : donors, (R, N, T0). after : their means after the start, (R, N). noise : (R, J)

    Source: Arkhangelsky et al. (2021), equation 6, solved exactly.
    """
    panels, _, periods = before.shape
    values = np.concatenate([before, after[..., None]], axis=-1)
    values = values - values.mean(axis=1, keepdims=True)
    count = allowed.sum(axis=1)[None, :, None, None]
    products = (values[..., :, None] * values[..., None, :]).reshape(panels, values.shape[1], -1)
    second = (allowed.astype(float) @ products).reshape(panels, len(allowed), periods + 1, periods + 1) / count
    mean = (allowed.astype(float) @ values) / count[..., 0]
    spread = second - mean[..., :, None] * mean[..., None, :]
    size = panels * len(allowed)
    found = simplex_weights(
        spread[..., :periods, :periods].reshape(size, periods, periods),
        spread[..., :periods, periods].reshape(size, periods),
        ridge=((TIME_PENALTY * noise) ** 2).ravel(),
        which=np.arange(size),
        allowed=np.ones((size, periods), dtype=bool),
    )
    return found.reshape(panels, len(allowed), periods)
