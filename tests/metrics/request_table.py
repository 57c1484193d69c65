"""Small tables of requests for the tests of the chains and of what rests on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mcee_eval.metrics.request_chains import DATES, KEYS


def table(*rows):
    """Requests from keyword dictionaries; what is not given is empty."""
    frame = pd.DataFrame(
        [{**dict.fromkeys((*KEYS, *DATES)), "country": "C01", "counterpart": "embassy", **r} for r in rows]
    )
    frame[list(KEYS)] = frame[list(KEYS)].astype("str").where(frame[list(KEYS)].notna())
    return frame.astype(dict.fromkeys(DATES, "datetime64[us]"))


def simulated(seed, *, until="2024-12-31", years=(2018, 2023), a_year=400, growth=1.0, wait=250.0, refuse=0.001):
    """Requests with exponential waits (mean ``wait`` days) and a refusal hazard a day, known up to ``until``."""
    rng = np.random.default_rng(seed)
    requested = []
    for i, year in enumerate(range(years[0], years[1] + 1)):
        n = round(a_year * growth**i)
        requested.append(np.datetime64(f"{year}-01-01") + rng.integers(0, 365, n).astype("timedelta64[D]"))
    requested = np.concatenate(requested)
    n, day = len(requested), np.datetime64(until)
    issued, refused = (np.ceil(rng.exponential(m, n)).astype(int) for m in (wait, 1 / refuse))
    first = np.minimum(issued, refused)
    known = requested + first.astype("timedelta64[D]") <= day
    blank = np.datetime64("NaT")
    ended = requested + first.astype("timedelta64[D]")
    frame = pd.DataFrame({c: pd.Series([blank] * n, dtype="datetime64[us]") for c in DATES})
    frame["requested_on"] = requested.astype("datetime64[us]")
    frame["issued_on"] = np.where(known & (issued <= refused), ended, blank).astype("datetime64[us]")
    frame["refused_on"] = np.where(known & (issued > refused), ended, blank).astype("datetime64[us]")
    ids = pd.Series([f"Q{i:05d}" for i in range(n)])
    return frame.assign(
        request_id=ids,
        person_key="K" + ids,
        country="C01",
        counterpart="embassy",
        resubmission_of=pd.Series([None] * n, dtype="str"),
    )


def request(number, requested, person=None, **dates):
    """One request; ``person`` is its own when not given."""
    return {"request_id": f"Q{number}", "person_key": person or f"K{number}", "requested_on": requested, **dates}
