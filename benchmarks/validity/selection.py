"""What happens when a country was chosen for its bad numbers, and those numbers are then what it is matched on?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.validity.panels import Floats, chunks, draw, monte_carlo_error, placebo_tests
from benchmarks.validity.placebo import ALPHA, ASKED_RHO, SIZE

COUNTRIES = 21
CHOSEN = {"at_random": 1, "worst_of_5": 5, "worst_of_21": 21, "fell_most_of_21": 21}  # of how many looked at
EARLIER, SELECTION, AFTER = 16, 8, 12  # quarters
BAD_SD = 5.0  # passing part of the selection years against the noise; 0.35 and 0.07 in the synthetic programme
LEVEL_SD = 2.0  # lasting differences against the noise; 0.15 and 0.07 there
WINDOWS = {
    "selection_years": slice(EARLIER, EARLIER + SELECTION),
    "all_years": slice(0, EARLIER + SELECTION),
    "kept_out": slice(0, EARLIER),
}
ESTIMATORS = ("sdid", "did")
SPOILT = 0.25  # five times what the test says: below that, the trap would not be worth a rule


def selection_effect(*, replications: int = 2_000, seed: int) -> pd.DataFrame:
    """Rejections of a true null at 5 %, by how the country was chosen and by what it was matched on.

    21 countries, each with a passing spell, good or bad, in the two years before the start; the one with the worst
    mean of those years among so many looked at (``fell_most``: with the worst fall from its own earlier years) becomes
    the treated one, the other 20 are its donors. Nothing changes at the start. Matched on the selection years alone
    (the two years before the start), on all years before it, or on the years before the selection (``weights_from``
    as a pair).

    Returns one row for each choice, window, estimator and test (``t``, ``rank``): value (share rejected), mc_error,
    effect (the mean, in standard deviations of the noise; the truth is 0), replications, low, high (what is asked:
    with ``sdid`` the size of 0.03 to 0.07 with the selection years kept out, and five times 5 % or more when the
    worst of 21 is matched on them; missing elsewhere), ok.
    """
    rng = np.random.default_rng([seed, 300])
    seen: dict[tuple[str, str, str], list[Floats]] = {}
    for count in chunks(replications):
        values = draw(
            rng, count, units=COUNTRIES, periods=EARLIER + SELECTION + AFTER, rho=ASKED_RHO, level_sd=LEVEL_SD
        )
        values[..., WINDOWS["selection_years"]] += BAD_SD * rng.normal(size=(count, COUNTRIES, 1))
        for chosen, looked_at in CHOSEN.items():
            treated, donors = _choose(values, looked_at, by_fall=chosen.startswith("fell"))
            for matched, window in WINDOWS.items():
                for estimator in ESTIMATORS:
                    att, p, by_rank, _ = placebo_tests(
                        treated, donors, window=window, after=slice(EARLIER + SELECTION, None), estimator=estimator
                    )
                    kept = np.stack([p <= ALPHA, by_rank <= ALPHA, att])
                    seen.setdefault((chosen, matched, estimator), []).append(kept)
    rows = []
    for (chosen, matched, estimator), parts in seen.items():
        t, rank, effect = np.concatenate(parts, axis=1).mean(axis=1).tolist()
        low, high = _asked(chosen, matched, estimator)
        for test, value in (("t", t), ("rank", rank)):
            rows.append(
                {
                    "chosen": chosen,
                    "matched": matched,
                    "estimator": estimator,
                    "test": test,
                    "value": value,
                    "mc_error": float(monte_carlo_error(value, replications)),
                    "effect": effect,
                    "replications": replications,
                    "low": low,
                    "high": high,
                    "ok": None if low is None or high is None else low <= value <= high,
                }
            )
    return pd.DataFrame(rows).astype({"low": float, "high": float, "ok": "boolean"})


def _choose(values: Floats, looked_at: int, *, by_fall: bool) -> tuple[Floats, Floats]:
    """The worst of the first so many countries by its selection years, and the others: (R, T) and (R, N, T)."""
    seen = values[:, :looked_at, WINDOWS["selection_years"]].mean(axis=-1)
    usual = values[:, :looked_at, WINDOWS["kept_out"]].mean(axis=-1) if by_fall else 0.0
    worst = (seen - usual).argmin(axis=1)
    others = np.arange(values.shape[1]) != worst[:, None]
    count, _, periods = values.shape
    return values[np.arange(count), worst], values[others].reshape(count, -1, periods)


def _asked(chosen: str, matched: str, estimator: str) -> tuple[float | None, float | None]:
    if estimator == "sdid" and matched == "kept_out":
        return SIZE
    if estimator == "sdid" and matched == "selection_years" and chosen.endswith("21"):
        return SPOILT, 1.0
    return None, None
