"""Do stock-flow bounds hold the truth? Does the cohort curve survive the censoring that spoils the yearly ratio?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.integrate import quad
from scipy.stats import lognorm

from mcee_eval.metrics.cumulative_incidence import cumulative_incidence
from mcee_eval.metrics.stock_flow import stock_flow

QUARTERS = 24
KNOWN = {"all_known": (1.0, 1.0), "closures_in_part": (0.6, 1.0), "both_in_part": (0.6, 0.7)}  # closed, moved
HORIZONS = (90.0, 180.0, 365.0)  # days
YEAR, YEARS = 365.0, 4
DOCUMENT_MEDIAN, DOCUMENT_SPREAD, OTHER_MEAN = 200.0, 0.9, 700.0  # days; log-normal, exponential


def stock_flow_bounds(*, replications: int = 2_000, seed: int) -> pd.DataFrame:
    """Share of the periods whose true additions lie inside the bounds. Anything but 1 is an error of the method.

    Inventories of 24 quarters follow their own identity: Poisson additions with a drift, removals with a stop of
    three quarters, closures, reclassification of either sign. The additions are hidden from the method; closures and
    reclassification are known everywhere, or missing at random in some quarters.

    Returns one row for each state of the records: periods tested, inside (share), exact (share with both ends equal)
    and unbounded (share without an upper end).
    """
    rows = []
    for which, (closed_known, moved_known) in enumerate(KNOWN.values()):
        rng = np.random.default_rng([seed, which])
        inside = exact = unbounded = 0
        for _ in range(replications):
            frame = _inventory(rng)
            seen = frame.assign(
                closed=frame["closed"].where(rng.random(QUARTERS) < closed_known),
                moved=frame["moved"].where(rng.random(QUARTERS) < moved_known),
            )
            r = stock_flow(seen, stock="stock", removed="removed", closed=["closed", "moved"])
            low = np.array(r.added_low)
            high = np.array([np.inf if v is None else v for v in r.added_high])
            truth = frame["added"].to_numpy()
            inside += int(((low <= truth) & (truth <= high)).sum())
            exact += int((low == high).sum())
            unbounded += int(np.isinf(high).sum())
        periods = replications * QUARTERS
        rows.append(
            {
                "records": list(KNOWN)[which],
                "periods": periods,
                "inside": inside / periods,
                "exact": exact / periods,
                "unbounded": unbounded / periods,
                "ok": inside == periods,
            }
        )
    return pd.DataFrame(rows)


def _inventory(rng: np.random.Generator) -> pd.DataFrame:
    stop = rng.integers(4, QUARTERS - 4)
    pace, drift = rng.uniform(5, 80), rng.uniform(-0.03, 0.06)
    stock, rows = int(rng.integers(0, 600)), []
    for quarter in range(QUARTERS):
        added = int(rng.poisson(pace * np.exp(drift * quarter)))
        removed = 0 if stop <= quarter < stop + 3 else int(rng.binomial(stock + added, 0.12))
        closed = int(rng.binomial(stock + added - removed, 0.05))
        moved = int(rng.integers(-5, min(12, stock + added - removed - closed + 1)))
        stock += added - removed - closed - moved
        rows.append((stock, removed, closed, moved, added))
    return pd.DataFrame(rows, columns=["stock", "removed", "closed", "moved", "added"], dtype=float)


def issuance_under_censoring(*, replications: int = 400, seed: int) -> pd.DataFrame:
    """Bias of the share of requests answered by a document: by request cohort, and by documents over requests.

    Requests of four years, steady, growing or falling by 30 % a year, wait a log-normal time for a document or,
    sooner, for a refusal or withdrawal; observation stops at the end of the fourth year.

    Measures: ``cohort_90``, ``_180``, ``_365`` (cumulative incidence, all requests, at so many days); and against the
    share issued at any time, ``issued_so_far`` (of the last two years' requests, which forgets that some still wait)
    and ``same_year_ratio`` (documents over requests of the last year, which moves with the number of requests).

    Returns one row for each trend and measure: truth (by integration), mean, bias, mc_error, replications, and ok
    (|bias| below three Monte-Carlo errors), which is asked of the cohort curve alone.
    """
    rows = []
    for which, growth in enumerate((1.0, 1.3, 0.7)):
        rng = np.random.default_rng([seed, 100 + which])
        found = pd.DataFrame([_one_extract(rng, growth) for _ in range(replications)])
        for measure in found.columns:
            horizon = float(measure.removeprefix("cohort_")) if measure.startswith("cohort_") else np.inf
            truth, mean = _issued_within(horizon), float(found[measure].mean())
            error = float(found[measure].std(ddof=1) / np.sqrt(replications))
            rows.append(
                {
                    "yearly_change": growth - 1,
                    "measure": measure,
                    "truth": truth,
                    "mean": mean,
                    "bias": mean - truth,
                    "mc_error": error,
                    "replications": replications,
                    "ok": abs(mean - truth) < 3 * error if np.isfinite(horizon) else None,
                }
            )
    return pd.DataFrame(rows).astype({"ok": "boolean"})


def _issued_within(days: float) -> float:
    """The share of requests that a document answers within so many days, by the model."""
    document = lognorm(DOCUMENT_SPREAD, scale=DOCUMENT_MEDIAN)
    share, _ = quad(lambda t: document.pdf(t) * np.exp(-t / OTHER_MEAN), 0, days)
    return float(share)


def _one_extract(rng: np.random.Generator, growth: float) -> dict[str, float]:
    """One country's requests as they stand at the end of observation."""
    by_year = rng.poisson(60 * growth ** np.arange(YEARS))
    asked = np.concatenate([YEAR * (y + rng.random(n)) for y, n in enumerate(by_year)])
    document = rng.lognormal(np.log(DOCUMENT_MEDIAN), DOCUMENT_SPREAD, len(asked))
    other = rng.exponential(OTHER_MEAN, len(asked))
    wait, left = np.minimum(document, other), YEARS * YEAR - asked
    issued = (document < other) & (wait <= left)
    cause = np.where(wait > left, 0, np.where(issued, 1, 2))
    frame = pd.DataFrame({"days": np.minimum(wait, left), "cause": cause})
    curve = cumulative_incidence(frame, duration="days", cause="cause", times=HORIZONS).incidence["all"][1]
    documents = issued & (asked + wait > (YEARS - 1) * YEAR)
    return {f"cohort_{h:g}": e.value for h, e in zip(HORIZONS, curve, strict=True)} | {
        "issued_so_far": float(issued[asked > (YEARS - 2) * YEAR].mean()),
        "same_year_ratio": float(documents.sum() / max(by_year[-1], 1)),
    }
