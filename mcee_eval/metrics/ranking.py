"""Who comes first under three indicators, and how does that move over every weighting of them?

The weights are all points of the triangle w1 + w2 + w3 = 1, w ≥ 0. The triangle is cut into equal small ones. The
difference of two scores is linear in the weights, so its sign inside a small triangle is known where the three corners
agree: who is surely among the first, and who surely is not, holds for every weight in it. Shares of all weights so
have bounds that no finer cut can leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from mcee_eval.errors import BadParameter, NotFinite, Problem
from mcee_eval.results import Estimate, Result

Floats = NDArray[np.float64]
SCALES = ("rank", "minmax", "zscore")
TINY = 1e-12  # scores nearer to each other are equal


@dataclass(frozen=True, kw_only=True)
class Ranking(Result):
    """The order of units at equal weights, and over all weights.

    k : how many are chosen. picked : the first k at equal weights.
    overlap : share of the chosen that is among the first k at equal weights.
    follows : by number of chosen units, from 0 to k, the share of all weights at which at least so many are among the
    first k; ``low`` and ``high`` hold for every weight.
    regret : what the choice loses against the best choice at each weight, as a share of what can be lost (0 the best
    choice, 1 the worst): mean over all weights; ``low``, ``high`` are the smallest and largest met.
    outside : the sum of ``amounts`` of chosen units that are not among the first k: at equal weights, with the
    smallest and largest over all weights as bounds (None without amounts).
    frame : unit, chosen, score and rank at equal weights, share, share_low, share_high (of all weights at which it is
    among the first k), best, worst (rank over all weights), dominated_by (units at least as high on all indicators
    and higher on one).
    """

    KEYS = (
        "k picked overlap follows[low,value,high] regret outside[low,value,high] unit=frame.unit share=frame.share "
        "share_low=frame.share_low share_high=frame.share_high best=frame.best worst=frame.worst"
    )
    MAIN = "k overlap regret outside"
    PLOT = "points unit share"

    k: int
    picked: tuple[str, ...]
    overlap: float
    follows: tuple[Estimate, ...]
    regret: Estimate
    outside: Estimate | None


def ranking(
    frame: pd.DataFrame,
    *,
    unit: str,
    indicators: Sequence[str],
    chosen: Sequence[str],
    scale: str = "rank",
    divisions: int = 60,
    amounts: Mapping[str, float] | None = None,
) -> Ranking:
    """Which units do three indicators put first, and do the chosen ones stay there under every weighting?

    frame : one row a candidate; higher on an indicator is nearer to the front. chosen : the units that were chosen; as
    many are taken from the front. scale : how indicators are made comparable (rank, minmax, zscore).
    divisions : of each side of the triangle; it has ``divisions`` squared parts. amounts : by chosen unit, what
    ``outside`` sums. Refuses other than three indicators, missing values, a chosen unit without a row, and a choice of
    nobody or of everybody.
    """
    names = [str(u) for u in frame[unit]]
    _refuse(frame, names, indicators, chosen, scale)
    x = _scaled(frame[list(indicators)].to_numpy(float), scale)
    k, mine = len(chosen), np.array([n in set(chosen) for n in names])
    corners, parts = _lattice(divisions)
    scores = corners @ x.T
    above, below = _sure(scores, parts)
    surely_in, surely_out = (len(names) - 1 - below) <= k - 1, above >= k
    middle = scores[parts].mean(axis=1)
    inside = _places(middle) <= k
    every = np.vstack([_places(scores), _places(middle)])
    equal = x.mean(axis=1)
    place = _places(equal[None, :])[0]
    order = np.lexsort((names, place))
    first = np.isin(np.arange(len(names)), order[:k])
    told = pd.DataFrame(
        {
            "unit": names, "chosen": mine, "score": equal, "rank": place, "share": inside.mean(axis=0),
            "share_low": surely_in.mean(axis=0), "share_high": 1 - surely_out.mean(axis=0),
            "best": every.min(axis=0), "worst": every.max(axis=0), "dominated_by": _dominated(x),
        }
    )  # fmt: skip
    low, at, high = (m[:, mine].sum(axis=1) for m in (surely_in, inside, ~surely_out))
    n = len(parts)
    follows = tuple(
        Estimate(float((at >= m).mean()), float((low >= m).mean()), float((high >= m).mean()), unit="share", n=n)
        for m in range(k + 1)
    )
    loss = _regret(scores, mine, k)
    return Ranking(
        method="ranking_over_weights", frame=told, k=k, picked=tuple(names[i] for i in order[:k]),
        recipe={"unit": unit, "indicators": tuple(indicators), "chosen": tuple(chosen), "scale": scale,
                "divisions": divisions},
        overlap=float((first & mine).sum() / k), follows=follows,
        regret=Estimate(float(_regret(middle, mine, k).mean()), float(loss.min()), float(loss.max()), unit="share"),
        outside=_outside(names, mine, first, surely_in, surely_out, amounts),
    )  # fmt: skip


def _refuse(
    frame: pd.DataFrame, names: list[str], indicators: Sequence[str], chosen: Sequence[str], scale: str
) -> None:
    problems = []
    if len(indicators) != 3:
        problems.append(Problem("indicators", f"{len(indicators)}", "three"))
    if scale not in SCALES:
        problems.append(Problem("scale", repr(scale), f"one of {', '.join(SCALES)}"))
    problems += [Problem("chosen", repr(u), "a unit with a row") for u in chosen if str(u) not in names]
    if not 0 < len(set(chosen)) < len(names):
        problems.append(Problem("chosen", f"{len(set(chosen))} of {len(names)}", "some, and not all"))
    if problems:
        raise BadParameter("this ranking cannot be made", problems=problems)
    missing = frame[list(indicators)].isna().any(axis=1).to_numpy()
    if missing.any() or not np.isfinite(frame[list(indicators)].to_numpy(float)).all():
        lost = [Problem(names[i], "an indicator is missing", "a number") for i in np.flatnonzero(missing)]
        raise NotFinite("a ranking needs every indicator of every unit", problems=lost)


def _scaled(x: Floats, scale: str) -> Floats:
    """Each indicator made comparable; one that does not vary says nothing and is 0 throughout."""
    if scale == "rank":
        return np.asarray((rankdata(x, axis=0) - 1) / max(len(x) - 1, 1), dtype=float)
    middle = x.min(axis=0) if scale == "minmax" else x.mean(axis=0)
    spread = np.ptp(x, axis=0) if scale == "minmax" else x.std(axis=0)
    return np.asarray((x - middle) / np.where(spread > 0, spread, 1.0), dtype=float)


@cache
def _lattice(divisions: int) -> tuple[Floats, NDArray[np.int64]]:
    """Corners of the small triangles (weights, rows add up to 1), and the three corners of each triangle."""
    points = [(i, j) for i in range(divisions + 1) for j in range(divisions + 1 - i)]
    at = {p: n for n, p in enumerate(points)}
    corners = np.array([(i, j, divisions - i - j) for i, j in points], dtype=float) / divisions
    parts = [(at[i, j], at[i + 1, j], at[i, j + 1]) for i, j in points if i + j < divisions]
    parts += [(at[i + 1, j], at[i, j + 1], at[i + 1, j + 1]) for i, j in points if i + j < divisions - 1]
    return corners, np.array(parts)


def _sure(scores: Floats, parts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By triangle and unit: how many others are higher at every weight of it, and how many are lower."""
    above = np.zeros((len(parts), scores.shape[1]), dtype=np.int64)
    below = np.zeros_like(above)
    corners = scores[parts]
    for i in range(scores.shape[1]):
        ahead = corners - corners[:, :, [i]]
        above[:, i] = (ahead > TINY).all(axis=1).sum(axis=1)
        below[:, i] = (ahead < -TINY).all(axis=1).sum(axis=1)
    return above, below


def _places(scores: Floats) -> Floats:
    """Place of each unit in each row, 1 the highest; equal scores share the better place."""
    return np.asarray(rankdata(-np.round(scores, 12), method="min", axis=1), dtype=float)


def _dominated(x: Floats) -> NDArray[np.int64]:
    at_least, more = (x[None] >= x[:, None]).all(axis=2), (x[None] > x[:, None]).any(axis=2)
    return np.asarray((at_least & more).sum(axis=1), dtype=np.int64)


def _regret(scores: Floats, mine: NDArray[np.bool_], k: int) -> Floats:
    """What the choice loses against the first k, over what the last k would lose; 0 where nothing can be lost."""
    ordered = np.sort(scores, axis=1)
    best, least, made = ordered[:, -k:].sum(axis=1), ordered[:, :k].sum(axis=1), scores[:, mine].sum(axis=1)
    room = best - least
    return np.asarray(np.where(room > TINY, (best - made) / np.where(room > TINY, room, 1.0), 0.0), dtype=float)


def _outside(
    names: list[str],
    mine: NDArray[np.bool_],
    first: NDArray[np.bool_],
    surely_in: NDArray[np.bool_],
    surely_out: NDArray[np.bool_],
    amounts: Mapping[str, float] | None,
) -> Estimate | None:
    if amounts is None:
        return None
    worth = np.array([float(amounts.get(n, 0.0)) if m else 0.0 for n, m in zip(names, mine, strict=True)])
    low, high = (surely_out @ worth).min(), (~surely_in @ worth).max()
    return Estimate(float(worth[~first].sum()), float(low), float(high), unit="dollars", n=int(mine.sum()))
