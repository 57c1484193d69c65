"""Claims as each publisher told them by a date, and by month on public figures."""

from __future__ import annotations

import pytest

from mcee_eval.datasets import dataset
from mcee_eval.frames.registry import made


@pytest.fixture(scope="module")
def data():
    return dataset("published")


def told(data, country: str = "ALL", **how: str):
    frame = made(data, "claims_as_known", country, **how)
    return frame, frame.set_index(["publisher", "year"])["claims"]


def test_what_was_known_in_may_2025_is_what_the_report_could_know(data):
    frame, claims = told(data, known="2025-05")
    assert [claims["ircc", year] for year in ("2019", "2023", "2024")] == [64020, 143355, 171900]
    assert set(frame.loc[frame["year"] == "2024", "vintage"]) == {"2025-03"}
    assert "unhcr" not in set(frame["publisher"])  # its release is of June 2026
    assert (frame["vintage"].str[:7] <= "2025-05").all()


def test_since_then_applications_fell_by_a_third(data):
    frame, claims = told(data)
    assert (claims["unhcr", "2024"], claims["unhcr", "2025"]) == (173931, 117354)
    assert round(100 * (117354 / 173931 - 1), 1) == -32.5
    assert claims["ircc", "2024"] == 171835
    lasts = frame.groupby("publisher")["last"].first().to_dict()
    assert (lasts["ircc"], lasts["unhcr"]) == ("2024", "2025")
    assert dict(frame.about.sources)["unhcr"] == "2026-06-25"


@pytest.mark.parametrize(
    ("country", "before", "then", "later"),
    [("MEX", 16420, 23860, (9088, 5202)), ("IND", 4100, 11295, (32539, 17659)), ("NGA", 1830, 9130, (13222, 6554))],
)
def test_a_country_then_and_since(data, country, before, then, later):
    _, known = told(data, country, known="2025-05")
    assert (known["ircc", "2022"], known["ircc", "2023"]) == (before, then)
    _, newest = told(data, country)
    assert (newest["unhcr", "2024"], newest["unhcr", "2025"]) == later


def test_legacy_claims_are_no_year_of_the_board(data):
    _, claims = told(data)
    assert claims["irb"].to_dict() == {"2021": 24127}


def test_other_data_have_one_publisher_and_no_since():
    assert made(dataset("synthetic"), "claims_as_known").about.absent == "not_here"


def test_months_of_the_first_25_and_of_no_other_country(data):
    months = made(data, "claims_by_month", "MEX")
    assert (months["month"].min(), months["month"].max(), len(months)) == ("2015-01", "2024-02", 110)
    assert dict(months.about.sources)["ircc_open"] == "2024-02-29"
    assert made(data, "claims_by_month", "ARG").about.absent == "not_given"


def test_a_hidden_month_stays_an_interval(data):
    months = made(data, "claims_by_month", "BDI")
    hidden = months[months["claims"].isna()]
    assert len(hidden)
    assert (hidden["claims_low"] == 1).all()
    assert (hidden["claims_high"] == 4).all()


def test_then_and_since_stand_side_by_side(data):
    both = made(data, "claims_then_and_since").set_index(["known", "publisher"])
    assert both.index.tolist() == [("then", "ircc"), ("since", "ircc"), ("since", "unhcr")]
    assert both.loc[("then", "ircc"), ["base", "before", "claims"]].tolist() == [64020, 143355, 171900]
    assert both.loc[("since", "unhcr"), ["base", "before", "claims"]].tolist() == [58339, 173931, 117354]
    mexico = made(data, "claims_then_and_since", "MEX").set_index("known")
    assert mexico["claims"].to_dict() == {"then": 23860, "since": 5202}
    assert mexico["last"].to_dict() == {"then": "2023", "since": "2025"}
