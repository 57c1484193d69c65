"""Finding 4 in depth: each measure against known truth or the tables themselves, and every reason for none."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.findings import cooperation_depth as depth
from mcee_eval.metrics.power import power_poisson


@pytest.fixture(scope="module")
def studied():
    found = {}
    for country in ("ALL", "R01", "R02", "R06"):
        study = mcee.study("f4", country=country)
        found[country] = (study.measure(), study.settings)
    return found


def with_quarters(found, share, *, start="2019-07"):
    """The same country with another quarterly series, 2012-13Q1 onward, and no year of selection."""
    names = [f"{2012 + i // 4}-{(13 + i // 4) % 100:02d}Q{i % 4 + 1}" for i in range(len(share))]
    quarters = pd.DataFrame({"quarter": names, "issued": np.nan, "n": 30, "share": share})
    requests = found.data.requests[found.data.requests["period"] != ""]
    data = dataclasses.replace(found.data, starts={"R01": start}, requests=requests)
    return dataclasses.replace(found, data=data, quarters=quarters)


def test_a_planted_step_is_found_and_the_stop_does_not_hide_it(studied):
    found, settings = studied["R01"]
    rng = np.random.default_rng(4)
    time = np.arange(48)  # 2012-13Q1 to 2023-24Q4
    start, stop = 29, (32, 34)  # 2019-20Q2; 2020-21Q1 to Q3
    share = 0.30 + 0.15 * (time >= start) + rng.normal(0, 0.02, 48)
    share[stop[0] : stop[1] + 1] -= 0.3
    fit = depth.fit(with_quarters(found, share), settings)
    level = fit.result.level.estimate
    assert level.low < 0.15 < level.high
    assert level.low > 0
    assert fit.result.names[-1] == "covid"
    assert fit.result.coef[-1] == pytest.approx(-0.3, abs=0.05)
    drawn = fit.frame.set_index("quarter")
    assert drawn.loc["2020-21Q1":"2020-21Q3", "fitted"].isna().all()
    assert drawn["fitted"].notna().sum() == 45
    assert drawn["without"].first_valid_index() == "2019-20Q2"
    assert drawn.loc["2019-20Q2", "fitted"] - drawn.loc["2019-20Q2", "without"] == pytest.approx(level.value)
    assert not fit.leaves_range


def test_a_line_that_cannot_go_on_is_told_and_cut_off(studied):
    found, settings = studied["R01"]
    time = np.arange(48)
    share = np.clip(0.6 - 0.02 * time, 0.02, 1) + np.random.default_rng(1).normal(0, 0.005, 48)
    fit = depth.fit(with_quarters(found, share), settings)
    assert fit.leaves_range
    assert fit.frame["without"].min() == 0


@pytest.mark.parametrize(
    ("share", "start", "why"),
    [
        (np.full(48, 0.3), "2019-07", "refused_E136"),
        (np.linspace(0.2, 0.4, 48), "2013-04", "refused_E131"),
        ([], "2019-07", "no_requests"),
    ],
)
def test_no_fit_says_why(studied, share, start, why):
    found, settings = studied["R01"]
    fit = depth.fit(with_quarters(found, share, start=start), settings)
    assert (fit.result, fit.frame, fit.why) == (None, None, why)
    assert depth.smallest_level(fit, settings, seed=1) is None


def test_several_starts_and_no_requests_have_no_fit(studied):
    assert depth.fit(*studied["ALL"]).why == "several_starts"
    assert depth.fit(*studied["R06"]).why == "no_requests"
    found, settings = studied["R01"]
    alone = dataclasses.replace(found, data=dataclasses.replace(found.data, starts={}))
    assert depth.fit(alone, settings).why == "no_start"


def test_the_year_of_selection_has_a_term_of_its_own(studied):
    fit = depth.fit(*studied["R01"])
    assert fit.result.names[-2:] == ("covid", "selection")
    blank = fit.frame.loc[fit.frame["fitted"].isna(), "quarter"].tolist()
    assert blank == ["2017-18Q4", "2018-19Q1", "2018-19Q2", "2018-19Q3", "2020-21Q1", "2020-21Q2", "2020-21Q3"]


def test_the_mean_wait_is_the_area_under_the_share_without_a_document(studied):
    """All before were watched for a year: the mean is then a plain mean of days cut at 365."""
    found, _ = studied["R01"]
    chains = depth._sides(found)
    before = chains[chains["period"] == "before"]
    days = before["days"].where(before["cause"] == 1, np.inf).clip(upper=depth.TAU)
    result = depth.mean_wait(found)
    assert result.tau == depth.TAU
    assert result.arms[0].value == pytest.approx(days.mean())
    assert result.difference.value == pytest.approx(result.arms[1].value - result.arms[0].value)
    assert depth.mean_wait(studied["R06"][0]) is None


def test_the_smallest_ratio_has_the_power_asked_for(studied):
    found, settings = studied["R01"]
    seen = depth.smallest_ratio(found, settings, seed=1)
    recipe = found.ratio.recipe
    assert recipe["dispersion"] is None
    exposure = recipe["e1"] / recipe["e2"]
    events = recipe["x2"]
    power = power_poisson(events, events * exposure * seen.value, exposure_ratio=exposure)
    assert power == pytest.approx(depth.POWER, abs=1e-6)
    assert seen.n == recipe["e1"] + recipe["e2"]
    wider = dataclasses.replace(found, ratio=dataclasses.replace(found.ratio, recipe={**recipe, "dispersion": 2.0}))
    assert depth.smallest_ratio(wider, settings, seed=1).value > seen.value
    assert depth.smallest_ratio(studied["R06"][0], settings, seed=1) is None


def test_the_smallest_level_depends_on_its_seed_alone(studied):
    _, settings = studied["R01"]
    fit = depth.fit(*studied["R01"])
    first, again, other = (depth.smallest_level(fit, settings, seed=s).value for s in (1, 1, 2))
    assert first == again
    assert first == pytest.approx(other, rel=0.1)
    assert first > fit.result.level.estimate.se  # no series shows a step of its own standard error


def test_delay_counts_everyone_once(studied):
    found, _ = studied["R01"]
    result = depth.delay(found.data)
    assert result.frame["n"].iloc[0] == result.persons < len(found.data.requests)
    assert depth.delay(studied["R06"][0].data) is None


def test_quarters_are_numbered_on_one_line():
    assert depth._number("2020-21Q1") - depth._number("2019-20Q4") == 1
    assert depth._quarter(pd.Timestamp("2020-01-15")) == "2019-20Q4"
    assert depth._quarter(pd.Timestamp("2099-12-31")) == "2099-00Q3"
