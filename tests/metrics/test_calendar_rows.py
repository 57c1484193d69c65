import numpy as np
import pytest
from request_table import request, simulated, table

from mcee_eval.errors import BadParameter
from mcee_eval.metrics.calendar_rows import calendar_rows
from mcee_eval.metrics.cox import cox
from mcee_eval.metrics.request_chains import request_chains

COVID = {"covid": ("2020-03-17", "2020-11-29")}


def rows(requests, as_of="2021-12-31", windows=COVID):
    return calendar_rows(request_chains(requests, as_of=as_of), windows=windows)


def test_a_wait_is_cut_where_the_window_begins_and_ends():
    r = rows(table(request(1, "2020-03-07", issued_on="2020-12-10")))
    assert r[["start", "stop", "event", "covid"]].to_numpy().tolist() == [
        [0, 10, 0, 0], [10, 268, 0, 1], [268, 278, 1, 0],
    ]  # fmt: skip


def test_waits_outside_or_inside_the_window_are_whole():
    r = rows(
        table(
            request(1, "2019-01-01", issued_on="2019-02-01"),
            request(2, "2020-05-01", refused_on="2020-06-01"),
            request(3, "2021-01-01"),
            request(4, "2021-03-01", issued_on="2021-03-01"),
        )
    )
    assert r["covid"].to_list() == [0, 1, 0, 0]
    assert r["event"].to_list() == [1, 0, 0, 1]
    assert r["stop"].to_list() == [31, 31, 364, 0.5]


def test_the_rows_cover_each_wait_once():
    known = request_chains(simulated(1, years=(2018, 2021), a_year=150), as_of="2022-06-30")
    windows = {**COVID, "visa": ("2020-06-01", "2021-05-31")}
    r = calendar_rows(known, windows=windows)
    total = (r["stop"] - r["start"]).groupby(r["chain"]).sum()
    assert total.to_numpy() == pytest.approx(np.maximum(known.chains["days"], 0.5))
    assert r["event"].sum() == (known.chains["cause"] == 1).sum()


def test_cox_finds_a_slowdown_of_the_calendar():
    """Issuance at a third of its speed inside the window."""
    rng, rates = np.random.default_rng(4), (1 / 200, 1 / 600)
    requested = np.datetime64("2018-06-01") + rng.integers(0, 1000, 900).astype("timedelta64[D]")
    begin, end = np.datetime64("2020-03-17"), np.datetime64("2020-11-30")
    calm, slow = ((edge - requested).astype(int).clip(0) for edge in (begin, end))
    work = rng.exponential(1, 900)
    before, during = calm * rates[0], (slow - calm) * rates[1]
    wait = np.where(
        work < before, work / rates[0],
        np.where(work < before + during, calm + (work - before) / rates[1],
                 slow + (work - before - during) / rates[0]),
    )  # fmt: skip
    issued = requested + np.ceil(wait).astype("timedelta64[D]")
    t = table(
        *[
            request(i, str(a), **({"issued_on": str(b)} if b <= np.datetime64("2021-12-31") else {}))
            for i, (a, b) in enumerate(zip(requested, issued, strict=True))
        ]
    )
    found = cox(rows(t), event="event", covariates=["covid"], start="start", stop="stop", unit="chain")
    assert found.coefficients[0].low <= np.log(1 / 3) <= found.coefficients[0].high


def test_a_window_that_ends_before_it_begins():
    with pytest.raises(BadParameter, match="a first day, then a last"):
        rows(table(request(1, "2020-01-01")), windows={"covid": ("2020-11-30", "2020-03-17")})
