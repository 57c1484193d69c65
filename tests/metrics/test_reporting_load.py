"""Reports per project and year: time at risk, planned and ad hoc, exact intervals, dollars."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import chi2

from mcee_eval.errors import ZeroExposure
from mcee_eval.metrics.reporting_load import reporting_load


def projects(**changes) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "project": ["A", "B"],
            "start": pd.to_datetime(["2021-01-01", "2022-01-01"]),
            "end": pd.to_datetime(["2022-12-31", "2030-12-31"]),
            "current_value": [200_000.0, 800_000.0],
        }
    )
    return frame.assign(**changes)


REPORTS = pd.DataFrame(
    {
        "project": ["A", "A", "A", "B", "B", "B"],
        "type": ["report", "ad_hoc_report", "activity", "report", "report", "report"],
        "due": pd.to_datetime(["2021-06-30", "2022-06-30", "2022-01-31", "2022-06-30", "2023-06-30", "2024-06-30"]),
    }
)


def test_counts_time_and_dollars():
    found = reporting_load(REPORTS, projects(), as_of="2023-12-31")
    assert found.reports == 4  # the activity is no report, the last one is due later
    assert found.project_years == pytest.approx(1460 / 365.25)  # two years each, as of the extraction
    assert found.a_year.value == pytest.approx(4 / found.project_years)
    assert (found.planned_a_year.n, found.ad_hoc_a_year.n) == (3, 1)
    assert found.per_dollars.value == pytest.approx(0.4)
    mine = found.projects.set_index("project")
    assert mine.loc["A", ["planned", "ad_hoc", "reports"]].tolist() == [1, 1, 2]
    assert mine["per_dollars"].tolist() == pytest.approx([1.0, 0.25])


def test_garwood_s_interval():
    found = reporting_load(REPORTS, projects(), as_of="2023-12-31")
    low, high = chi2.ppf(0.025, 8) / 2, chi2.ppf(0.975, 10) / 2  # 4 events
    assert (found.a_year.low, found.a_year.high) == pytest.approx(
        (low / found.project_years, high / found.project_years)
    )


def test_none_has_a_lower_end_of_zero():
    found = reporting_load(REPORTS.iloc[:0], projects(), as_of="2023-12-31")
    assert (found.a_year.value, found.a_year.low) == (0.0, 0.0)
    assert found.a_year.high == pytest.approx(chi2.ppf(0.975, 2) / 2 / found.project_years)


def test_years_add_up():
    found = reporting_load(REPORTS, projects(), as_of="2023-12-31")
    assert found.frame["year"].tolist() == ["2021", "2022", "2023"]
    assert found.frame["project_years"].sum() == pytest.approx(found.project_years)
    assert found.frame["planned"].sum() + found.frame["ad_hoc"].sum() == found.reports
    assert found.numbers()["reports"] == 4


def test_a_project_that_has_not_begun_is_not_at_risk():
    found = reporting_load(REPORTS, projects(), as_of="2021-12-31")
    assert found.projects["project"].tolist() == ["A"]
    assert found.project_years == pytest.approx(365 / 365.25)


def test_refusals_and_inputs():
    with pytest.raises(ZeroExposure):
        reporting_load(REPORTS, projects(current_value=[0.0, 1.0]), as_of="2023-12-31")
    kept = REPORTS.copy(deep=True)
    reporting_load(REPORTS, projects(), as_of="2023-12-31")
    pd.testing.assert_frame_equal(REPORTS, kept)
