"""Did the last interviews still say something new? New codes by order of interview, and over every order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

from mcee_eval.metrics import checks
from mcee_eval.results import Result


@dataclass(frozen=True, kw_only=True)
class Saturation(Result):
    """How the number of codes heard grew.

    frame : ``interview`` (1, 2, …), ``new`` and ``seen`` (in the order given), ``expected`` (codes seen after so many
        interviews, averaged over every order: exact, no simulation).
    codes : codes heard in all. base : codes in the first ``base_size`` interviews. last_run : codes new in the last
        ``run_length``. new_information : last_run over base (Guest and others: saturated at 5 % or less).
    once : codes heard in one interview only; what has not been heard yet looks most like these.
    """

    KEYS = "codes base last_run new_information once expected=frame.expected"
    MAIN = "codes base last_run new_information once"
    PLOT = "lines interview seen expected"

    codes: int
    base: int
    last_run: int
    new_information: float
    once: int


def saturation(
    frame: pd.DataFrame, *, unit: str = "respondent", code: str = "code", base_size: int = 4, run_length: int = 3
) -> Saturation:
    """How many new codes did each interview bring, in the order given and on average over every order?

    frame : a row a code heard in an interview; interviews in their order of first appearance. unit, code : columns.
    base_size, run_length : of the new-information ratio. The average says whether the order given was a lucky one.
    Refused: fewer interviews than base_size + run_length (TooFewPeriods); no base.

    Source: Guest, Namey and Chen (2020) for base and run; the average over orders is the species accumulation curve
    (hypergeometric, exact).
    """
    checks.need_columns(frame, [unit, code], table="codes")
    checks.parameters(
        "saturation", checks.whole("base_size", base_size, low=1), checks.whole("run_length", run_length, low=1)
    )
    order = list(dict.fromkeys(frame[unit]))
    n = len(order)
    checks.at_least(base_size + run_length, {"interviews": n}, what="interviews")
    heard = frame[[unit, code]].drop_duplicates()
    held = heard.groupby(code)[unit].size().to_numpy(float)
    seen: set[object] = set()
    new = []
    for one in order:
        fresh = set(heard.loc[heard[unit] == one, code]) - seen
        seen |= fresh
        new.append(len(fresh))
    base, last = sum(new[:base_size]), sum(new[-run_length:])
    k = np.arange(1, n + 1)
    table = pd.DataFrame({"interview": k, "new": new, "seen": np.cumsum(new), "expected": _expected(held, n, k)})
    return Saturation(
        method="new_information",
        codes=len(held),
        base=base,
        last_run=last,
        new_information=last / base if base else float("inf"),
        once=int((held == 1).sum()),
        frame=table,
        recipe={"base_size": base_size, "run_length": run_length},
    )


def _expected(held: np.ndarray, n: int, k: np.ndarray) -> np.ndarray:
    """Codes seen after k of n interviews drawn at random: each is missed with probability C(n-held, k) / C(n, k)."""
    rest = n - held[:, None]
    possible = k[None, :] <= rest
    logs = (
        gammaln(rest + 1) - gammaln(np.where(possible, rest - k, 0) + 1) - gammaln(n + 1) + gammaln(n - k + 1)[None, :]
    )
    missed = np.where(possible, np.exp(np.where(possible, logs, 0.0)), 0.0)
    expected: np.ndarray = (1 - missed).sum(axis=0)
    return expected
