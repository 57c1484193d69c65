"""Would another reader have coded it the same? Two coders on the same answers: percent agreement and Cohen's kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.metrics import checks
from mcee_eval.metrics.response_rates import share_of
from mcee_eval.results import Estimate, Result

LEAST = 2  # pairs below which not even a percentage is given


@dataclass(frozen=True, kw_only=True)
class Agreement(Result):
    """How far two coders agree.

    percent : share of pairs coded alike, with its exact (Clopper-Pearson) interval.
    kappa : Cohen's kappa with its large-sample interval; no interval where they agree throughout (its variance is
        zero); None where both used one and the same category: chance alone would have them agree.
    pairs : answers that two coders read. single : answers that one coder read, which say nothing here.
    coders : who read them. frame : the table of pairs, first coder by second.
    """

    KEYS = "percent kappa kappa_se=kappa.se kappa_ci=kappa.ci pairs"
    MAIN = "percent kappa pairs"

    percent: Estimate
    kappa: Estimate | None
    pairs: int
    single: int
    coders: tuple[str, ...]


def agreement(
    frame: pd.DataFrame, *, item: Sequence[str], coder: str = "coder", rating: str = "stance", level: float = 0.95
) -> Agreement:
    """How often do two coders read the same answer alike, and how far beyond chance?

    frame : a row an answer and coder. item : the columns that name an answer (respondent and theme).
    coder, rating : columns; a missing rating is a category of its own ("no answer" is a reading).
    level : of the intervals. The two readings of an answer are taken in the order of the coders' names.

    Refused (TooFewPeriods): fewer than two answers read by two coders. Refused (BadTable): a coder who read the
    same answer twice; more than two readings of an answer.

    Source: Cohen (1960); standard error of Fleiss, Cohen and Everitt (1969), by statsmodels.
    """
    keys = list(item)
    checks.need_columns(frame, [*keys, coder, rating], table="codes")
    checks.parameters("agreement", checks.share("level", level))
    told = frame[[*keys, coder, rating]].assign(**{rating: frame[rating].astype(object).fillna("").astype(str)})
    if told.duplicated([*keys, coder]).any():
        twice = told[told.duplicated([*keys, coder])].iloc[0]
        _refuse(f"{coder} {twice[coder]!r}", "two readings of one answer", "one reading an answer")
    size = told.groupby(keys)[coder].transform("size")
    if (size > 2).any():
        _refuse("an answer", f"{int(size.max())} coders", "two at most")
    both = told[size == 2].sort_values([*keys, coder])
    checks.at_least(LEAST, {"answers read by two coders": len(both) // 2}, what="pairs")
    first, second = both[rating].to_numpy()[::2], both[rating].to_numpy()[1::2]
    names = sorted({*first, *second})
    table = pd.crosstab(
        pd.Categorical(first, names),
        pd.Categorical(second, names),
        dropna=False,
        rownames=["first"],
        colnames=["second"],
    )
    n = len(first)
    alike = int((first == second).sum())
    return Agreement(
        method="cohen_kappa",
        percent=share_of(alike, n, level),
        kappa=_kappa(table.to_numpy(float), n, level),
        pairs=n,
        single=int((size == 1).sum()),
        coders=tuple(sorted(set(both[coder]))),
        recipe={"item": tuple(keys), "coder": coder, "rating": rating, "level": level},
        frame=table,
    )


def pairs_needed(*, half_width: float, agree: float = 0.8, level: float = 0.95) -> int:
    """How many answers must two coders read for the percentage to be known to ± ``half_width`` (a share)?

    agree : the agreement expected. Normal approximation, rounded up: a number to plan by, not to conclude from.
    """
    checks.parameters(
        "pairs_needed",
        checks.share("half_width", half_width),
        checks.share("agree", agree),
        checks.share("level", level),
    )
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    return int(np.ceil(agree * (1 - agree) * (z / half_width) ** 2))


@dataclass(frozen=True, kw_only=True)
class Readings(Result):
    """answers : on record. needed : to be read twice. width : half the interval aimed at, in points."""

    KEYS = "answers needed width"
    MAIN = "answers needed"

    answers: int
    needed: int
    width: float


def readings_needed(frame: pd.DataFrame, *, half_width: float) -> Readings:
    """How many of these answers would two coders have to read for their agreement to be known to ± ``half_width``?"""
    need = pairs_needed(half_width=half_width)
    table = pd.DataFrame({"answers": [len(frame)], "needed": [need]})
    return Readings(method="pairs_needed", answers=len(frame), needed=need, width=100 * half_width, frame=table)


def _kappa(table: np.ndarray, n: int, level: float) -> Estimate | None:
    if len(table) < 2:
        return None
    from scipy.special import ndtri
    from statsmodels.stats.inter_rater import cohens_kappa  # slow to import

    with np.errstate(invalid="ignore"):  # a variance of zero comes out a rounding below it
        found = cohens_kappa(table)
    value, variance = float(found.kappa), float(found.var_kappa)
    if variance <= 1e-12:
        return Estimate(value, unit="kappa", n=n)
    se, z = float(np.sqrt(variance)), float(ndtri(0.5 + level / 2))
    return Estimate(value, max(-1.0, value - z * se), min(1.0, value + z * se), se, "kappa", n)


def _refuse(where: str, found: str, expected: str) -> None:
    from mcee_eval.errors import BadTable, Problem

    raise BadTable.of("codes", [Problem(where, found, expected)])
