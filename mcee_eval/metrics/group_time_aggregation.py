"""Averages of group-time effects, with the influence of every unit on effects and on cohort shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mcee_eval.metrics.checks import Floats
from mcee_eval.metrics.weights import Mask


@dataclass(frozen=True, slots=True)
class Cells:
    """K group-time effects over n units.

    group, time, att, controls : (K,); controls is 0 where the effect is 0 by construction
    influence : (n, K), the influence function, mean 0. cohorts : (n,), first treated period, 0 for never
    """

    group: Floats
    time: Floats
    att: Floats
    influence: Floats
    controls: NDArray[np.int64]
    cohorts: Floats

    def se(self) -> list[float | None]:
        """Standard errors; None where the effect is 0 by construction."""
        errors = standard_error(self.influence)
        return [float(e) if c else None for e, c in zip(errors, self.controls, strict=True)]

    def shares(self) -> Floats:
        """The share of units in each effect's cohort, (K,)."""
        return np.asarray((self.cohorts[:, None] == self.group).mean(axis=0))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One average: its label, the effect, its standard error, the influence (n,), and the cohorts in it."""

    label: float
    att: float
    se: float | None
    influence: Floats
    groups: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The four averages and the parts of three of them."""

    simple: Aggregate
    dynamic: Aggregate
    group: Aggregate
    calendar: Aggregate
    by_event: tuple[Aggregate, ...]
    by_group: tuple[Aggregate, ...]
    by_calendar: tuple[Aggregate, ...]


def standard_error(influence: Floats) -> Floats:
    """Root of the mean square of the influence (n, …), over n."""
    return np.asarray(np.sqrt((influence**2).mean(axis=0) / len(influence)))


def aggregate(cells: Cells) -> Aggregates:
    """All four averages of Callaway and Sant'Anna (2021), section 3."""
    event = cells.time - cells.group
    treated = event >= 0
    by_event = tuple(_by_size(cells, event == e, e) for e in np.unique(event))
    by_calendar = tuple(_by_size(cells, treated & (cells.time == t), t) for t in np.unique(cells.time[treated]))
    by_group = tuple(_even(cells, treated & (cells.group == g), g) for g in np.unique(cells.group[treated]))
    return Aggregates(
        simple=_by_size(cells, treated, 0.0),
        dynamic=_mean([p for p in by_event if p.label >= 0]),
        group=_over_groups(cells, by_group),
        calendar=_mean(by_calendar),
        by_event=by_event,
        by_group=by_group,
        by_calendar=by_calendar,
    )


def _by_size(cells: Cells, chosen: Mask, label: float) -> Aggregate:
    """Mean of the chosen effects by cohort size; the influence of the sizes' own estimation is added."""
    shares, att = cells.shares()[chosen], cells.att[chosen]
    weights = shares / shares.sum()
    influence = cells.influence[:, chosen] @ weights + _of_shares(cells, cells.group[chosen], att)
    return _aggregate(label, float(weights @ att), influence, cells, chosen)


def _even(cells: Cells, chosen: Mask, label: float) -> Aggregate:
    """Plain mean of the chosen effects."""
    influence = cells.influence[:, chosen].mean(axis=1)
    return _aggregate(label, float(cells.att[chosen].mean()), influence, cells, chosen)


def _aggregate(label: float, att: float, influence: Floats, cells: Cells, chosen: Mask) -> Aggregate:
    fixed = not cells.controls[chosen].any()  # 0 by construction
    se = None if fixed else float(standard_error(influence))
    return Aggregate(float(label), att, se, influence, tuple(np.unique(cells.group[chosen]).tolist()))


def _over_groups(cells: Cells, parts: Sequence[Aggregate]) -> Aggregate:
    """Mean over cohorts by size."""
    groups, att = np.array([p.label for p in parts]), np.array([p.att for p in parts])
    shares = (cells.cohorts[:, None] == groups).mean(axis=0)
    weights = shares / shares.sum()
    influence = np.column_stack([p.influence for p in parts]) @ weights + _of_shares(cells, groups, att)
    return Aggregate(0.0, float(weights @ att), float(standard_error(influence)), influence, tuple(groups.tolist()))


def _mean(parts: Sequence[Aggregate]) -> Aggregate:
    """Plain mean of averages."""
    influence = np.column_stack([p.influence for p in parts]).mean(axis=1)
    groups = tuple(sorted({g for p in parts for g in p.groups}))
    att = float(np.mean([p.att for p in parts]))
    return Aggregate(0.0, att, float(standard_error(influence)), influence, groups)


def _of_shares(cells: Cells, groups: Floats, att: Floats) -> Floats:
    """How much each unit moves the average through the cohort shares that weigh it, (n,)."""
    member = (cells.cohorts[:, None] == groups).astype(float)
    shares = member.mean(axis=0)
    apart = member - shares
    total = shares.sum()
    return np.asarray((apart / total - apart.sum(axis=1, keepdims=True) * shares / total**2) @ att)
