"""The effect on each series in turn that plays the treated one, against weighted donors, by any estimator.

Each estimator is a weighted double difference: donors are averaged by unit weights into a comparison series; the
gap to it before the start is averaged by time weights into a baseline; the effect is the mean gap after, less the
baseline. They differ only in the two sets of weights. Arrays: R panels, J roles in each, N donors, T periods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcee_eval.metrics import sdid, synthetic_control
from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.weights import Mask

ESTIMATORS = ("sdid", "sc", "did", "cits")


@dataclass(frozen=True, slots=True)
class Roles:
    """Who plays the treated series, and which donors it may use.

    targets : (R, J, T). donors : (R, N, T). allowed : (J, N)
    """

    targets: Floats
    donors: Floats
    allowed: Mask


@dataclass(frozen=True, slots=True)
class Effects:
    """att, pre_rmspe, post_rmspe, zeta : (R, J); unit_weights : (R, J, N); time_weights : (R, J, T0).

    path : (R, J, T), target less comparison series less baseline; its mean over the treated periods is att.
    pre_rmspe : root mean square of the gap in the matching window, about what the estimator lets differ (nothing for
    SC, a constant for SDID and DiD, a line for CITS). post_rmspe : of the path after the start.
    zeta : the penalty on unit weights (0 where there is none).
    """

    att: Floats
    unit_weights: Floats
    time_weights: Floats
    path: Floats
    pre_rmspe: Floats
    post_rmspe: Floats
    zeta: Floats


def only_treated(treated: Floats, donors: Floats) -> Roles:
    """The treated series (R, T) alone, with every donor (R, N, T)."""
    return Roles(treated[:, None], donors, np.ones((1, donors.shape[1]), dtype=bool))


def every_role(treated: Floats, donors: Floats) -> Roles:
    """The treated series first; then each donor in turn, with the other donors and without the treated one."""
    n = donors.shape[1]
    allowed = np.vstack([np.ones((1, n), dtype=bool), ~np.eye(n, dtype=bool)])
    return Roles(np.concatenate([treated[:, None], donors], axis=1), donors, allowed)


def without_each(treated: Floats, donors: Floats) -> Roles:
    """The treated series N times, each time without one donor."""
    n = donors.shape[1]
    return Roles(np.repeat(treated[:, None], n, axis=1), donors, ~np.eye(n, dtype=bool))


def effects(roles: Roles, *, window: slice, after: slice, estimator: str) -> Effects:
    """The effect in every role: ``window`` is the matching window before the start, ``after`` the treated periods."""
    before, donors = roles.targets[..., window], roles.donors
    length = roles.targets[..., after].shape[-1]
    shape = (*roles.targets.shape[:2], donors.shape[1])
    uniform = np.broadcast_to(roles.allowed / roles.allowed.sum(axis=1, keepdims=True), shape)
    zeta = np.zeros(shape[:2])
    if estimator == "sdid":
        noise = sdid.noise_level(donors[..., window], roles.allowed)
        zeta = length**0.25 * noise
        units = sdid.unit_weights(before, donors[..., window], roles.allowed, zeta)
        times = sdid.time_weights(donors[..., window], donors[..., after].mean(axis=-1), roles.allowed, noise)
    elif estimator == "sc":
        noise = sdid.noise_level(donors[..., window], roles.allowed)
        units = synthetic_control.unit_weights(before, donors[..., window], roles.allowed, noise)
        times = np.zeros(before.shape)
    else:
        units = uniform
        times = np.full(before.shape, 1 / before.shape[-1])
    gap = roles.targets - units @ donors
    inside = gap[..., window]
    if estimator == "cits":
        lines = _lines(gap.shape[-1], window)
        times = np.broadcast_to(lines[after].mean(axis=0), before.shape)
        path = gap - inside @ lines.T
        misfit = path[..., window]
    else:
        path = gap - (times * inside).sum(axis=-1, keepdims=True)
        misfit = inside if estimator == "sc" else inside - inside.mean(axis=-1, keepdims=True)
    return Effects(
        att=path[..., after].mean(axis=-1),
        unit_weights=units,
        time_weights=times,
        path=path,
        pre_rmspe=np.sqrt((misfit**2).mean(axis=-1)),
        post_rmspe=np.sqrt((path[..., after] ** 2).mean(axis=-1)),
        zeta=zeta,
    )


def _lines(length: int, window: slice) -> Floats:
    """The matrix (T, T0) that turns values in the window into the line through them, drawn over every period."""
    times = np.arange(length, dtype=float)
    design = np.column_stack([np.ones(length), times - times[window].mean()])
    return design @ np.linalg.pinv(design[window])
