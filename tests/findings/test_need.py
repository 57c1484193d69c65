"""Finding 1: what comes out of the published figures, and what planted figures let one say."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.need import Need, count, judge, measure, share
from mcee_eval.findings.need_data import REPORT_VINTAGE, NeedData, impeded_by_quarter, need_data
from mcee_eval.judge.verdict import State
from mcee_eval.metrics.growth import growth
from mcee_eval.results import Estimate
from mcee_eval.settings import settings

SETTINGS = settings()


@pytest.fixture(scope="module")
def canada() -> Need:
    return measure(need_data(dataset("published"), "ALL"), SETTINGS)


@pytest.fixture(scope="module")
def nigeria() -> Need:
    return measure(need_data(dataset("published"), "NGA"), SETTINGS)


def test_the_report_s_own_figures_give_168_and_not_186(canada):
    own = canada.data.vintages[canada.data.vintages["vintage"] == REPORT_VINTAGE]
    start, end = count(own, 2019), count(own, 2024)
    assert (start.value, end.value) == (64_020, 171_900)
    found = growth(start, end)
    assert round(100 * found.value, 1) == 168.5
    assert found.high < 1.69 < 1.86  # no rounding of the two figures reaches the printed percentage


def test_growth_of_the_latest_publication(canada):
    told = canada.data.claims.set_index("year")["value"]
    assert (told[2019], told[2024]) == (64_010, 171_835)
    assert canada.since_base.value == pytest.approx(171_835 / 64_010 - 1)
    assert canada.since_base.low == pytest.approx((171_835 - 2) / (64_010 + 2) - 1)
    assert canada.last_year == 2024


def test_unhcr_totals(canada):
    told = canada.data.decisions.set_index("year").loc[2021]
    # UNHCR Refugee Data Finder, Canada, 2021, first instance: 29,613 recognised, 12,308 rejected, 5,504 closed, 47,425
    assert told[["accepted", "rejected", "closed", "total"]].tolist() == [29_613, 12_308, 5_504, 47_425]


def test_unhcr_totals_of_every_year_against_the_publisher_s_file(canada, public):
    file = pd.read_csv(public / "unhcr_asylum_decisions_coa_CAN_2000_2025.csv")
    first = file[file["Stage of procedure"] == "FI"]
    sums = first.groupby("Year")[["Rejected decisions", "Otherwise closed", "Total decisions"]].sum()
    told = canada.data.decisions.set_index("year")
    assert {2019, 2021, 2024} <= set(told.index)
    for year, row in told.iterrows():
        assert row[["rejected", "closed", "total"]].tolist() == sums.loc[year].tolist(), year


def test_unhcr_applications_stand_beside_and_are_never_merged(canada):
    told = canada.data.applied.set_index("year")["value"]
    assert (told[2019], told[2024]) == (58_339, 173_931)
    assert told[2024] != canada.data.claims.set_index("year")["value"][2024]


def test_nigeria_2021_under_both_definitions(nigeria):
    row = nigeria.data.decisions.set_index("year").loc[2021]
    merits = share(row["rejected"], row["accepted"] + row["rejected"])
    whole = share(row["rejected"], row["total"])
    assert round(100 * merits.value, 1) == 41.0
    assert round(100 * whole.value, 1) == 27.5
    assert (row["rejected"], row["total"]) == (1427, 5185)


@pytest.mark.parametrize(
    ("year", "vintage", "value"),
    [(2019, "revised", 11_269), (2020, "revised", 12_851), (2024, "revised", 17_357), (2024, "first", 16_860)],
)
def test_removals_by_publication(canada, year, vintage, value):
    told = canada.data.removals
    row = told[(told["period"] == str(year)) & told["vintage"].str.contains(vintage)]
    assert row["value"].tolist() == [value]


def test_removals_quoted_by_the_press_are_left_out(canada):
    assert not canada.data.removals["press"].any()
    assert not {"2012", "2016"} & set(canada.data.removals["period"])


def test_what_published_figures_allow(canada, nigeria):
    for need in (canada, nigeria):
        first, second, *_ = judge(need, SETTINGS)
        assert first.state is State.SUPPORTED
        assert second.state is State.CANNOT_CONCLUDE  # impediments are not published
        assert second.settle == ("impediments_by_country",)
        assert (need.breaks, need.no_breaks) == (None, "no_monthly_series")


# ---- planted figures ----


def planted(values: dict[int, float | None], **more) -> NeedData:
    claims = pd.DataFrame({"year": list(values), "value": pd.array(list(values.values()), dtype="Float64")})
    return NeedData("ALL", "claims", claims, monthly=pd.DataFrame({"month": [], "value": []}), **more)


def empty() -> dict[str, pd.DataFrame]:
    return {"decisions": pd.DataFrame({"year": [], "accepted": [], "rejected": [], "total": []})}


def state(values, **more):
    return judge(measure(planted(values, **(empty() | more)), SETTINGS), SETTINGS)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({2019: 100, 2021: 110, 2023: 120, 2024: 130}, State.SUPPORTED),
        ({2019: 100, 2021: 110, 2023: 140, 2024: 130}, State.MIXED),  # fell over the last year
        ({2019: 200, 2021: 180, 2023: 140, 2024: 130}, State.NOT_SUPPORTED),
        ({2019: 100, 2021: 100, 2023: 100, 2024: 100}, State.NOT_SUPPORTED),  # level is no rise
        ({2021: 110, 2023: 120, 2024: 130}, State.CANNOT_CONCLUDE),  # no base year
        ({2019: 100, 2021: 110, 2023: None, 2024: 130}, State.CANNOT_CONCLUDE),  # a year is suppressed
        ({2019: 0, 2021: 110, 2023: 120, 2024: 130}, State.CANNOT_CONCLUDE),  # no growth from nothing
    ],
)
def test_a_planted_series(values, expected):
    first, *_ = state(values)
    assert first.state is expected
    assert first.headline
    assert first.settle == (("claims_series",) if expected is State.CANNOT_CONCLUDE else ())


def test_a_rise_that_rounding_alone_could_make_is_no_rise():
    data = planted({2019: 100, 2021: 100, 2023: 100, 2024: 104}, **empty())
    exact = judge(measure(data, SETTINGS), SETTINGS)[0]
    data.claims["low"], data.claims["high"] = data.claims["value"] - 2, data.claims["value"] + 2
    rounded = judge(measure(data, SETTINGS), SETTINGS)[0]
    assert (exact.state, rounded.state) == (State.SUPPORTED, State.NOT_SUPPORTED)


def impeded(documents: int, other: int) -> pd.DataFrame:
    quarters = [f"2023-24Q{q}" for q in (1, 2, 3, 4)]
    return pd.DataFrame({"quarter": quarters, "travel_document": [documents] * 4, "other": [other] * 4})


@pytest.mark.parametrize(
    ("documents", "other", "expected"),
    [
        (700, 300, State.SUPPORTED),
        (300, 700, State.NOT_SUPPORTED),
        (11, 9, State.CANNOT_CONCLUDE),
        (505, 495, State.CANNOT_CONCLUDE),
    ],
)
def test_impediments(documents, other, expected):
    _, second, *_ = state({2019: 1, 2024: 2}, impediments=impeded(documents, other))
    assert second.state is expected


def test_impediments_at_the_threshold():
    bar = SETTINGS.threshold("f1.major_obstacle")
    for documents in range(400, 600, 5):
        found = share(documents, 1000)
        _, second, *_ = state({2019: 1, 2024: 2}, impediments=impeded(documents, 1000 - documents))
        want = (
            State.SUPPORTED if found.low >= bar else State.NOT_SUPPORTED if found.high < bar else State.CANNOT_CONCLUDE
        )
        assert second.state is want, documents


@pytest.mark.parametrize(
    ("top", "base", "low", "high"), [(0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (5, 10, 0.1871, 0.8129)]
)
def test_a_share_has_its_exact_interval(top, base, low, high):
    found = share(top, base)  # Clopper-Pearson, published tables
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert (found.value, found.n) == (top / base, base)


@pytest.mark.parametrize(("top", "base"), [(1, 0), (math.nan, 5), (1, math.nan)])
def test_no_share_without_a_base(top, base):
    assert share(top, base) is None


@pytest.mark.parametrize("years", [[2019], [2019, 2019], []])
def test_a_year_is_known_once_or_not_at_all(years):
    frame = pd.DataFrame({"year": years, "value": [5.0] * len(years)})
    assert (count(frame, 2019) is None) == (len(years) != 1)


def monthly(values) -> pd.DataFrame:
    months = pd.period_range("2015-01", periods=len(values), freq="M").astype(str)
    return pd.DataFrame({"month": months, "value": pd.array(values, dtype="Float64")})


def test_a_planted_break_is_dated_on_its_months():
    values = [400 + (900 if i >= 60 else 0) + 5 * (i % 7) for i in range(108)]
    data = NeedData("ALL", "claims", planted({2019: 1, 2024: 2}).claims, monthly=monthly(values), **empty())
    found = measure(data, SETTINGS)
    (one,) = found.breaks.breaks
    assert (one.last_label, one.first_label) == ("2019-12", "2020-01")
    assert found.no_breaks == ""


@pytest.mark.parametrize(
    ("values", "why"),
    [([5.0, None] * 30, "months_suppressed"), ([4.0, 6.0, 9.0] * 4, "refused_E131"), ([7.0] * 60, "refused_E136")],
)
def test_why_no_break_is_dated(values, why):
    data = NeedData("ALL", "claims", planted({2019: 1, 2024: 2}).claims, monthly=monthly(values), **empty())
    found = measure(data, SETTINGS)
    assert (found.breaks, found.no_breaks) == (None, why)


def test_estimates_keep_their_bounds_under_growth():
    found = growth(Estimate(100, 98, 102), Estimate(150, 148, 152))
    assert (found.low, found.value, found.high) == pytest.approx((148 / 102 - 1, 0.5, 152 / 98 - 1))


def test_an_impediment_that_is_not_recorded_is_not_zero():
    stock = pd.DataFrame(
        [
            (country, f"2023-24Q{q}", "working", 90, 1, 40, 60 if country == "R01" or q == 1 else None)
            for country in ("R01", "R02")
            for q in (1, 2, 3, 4)
        ],
        columns=["country", "quarter", "inventory", "stock_end", "removed", "impeded_travel_document", "impeded_other"],
    )
    told = impeded_by_quarter(stock)
    assert told["recorded"].tolist() == [2, 1, 1, 1]
    need = measure(planted({2019: 1, 2024: 2}, **empty() | {"impediments": told}), SETTINGS)
    assert need.impediment.value == pytest.approx(0.4)  # 200 of 500; the unrecorded kind as zero would give 64 %
    assert (need.impediment_recorded, need.impediment_expected) == (5, 8)


def test_the_last_four_quarters_are_those_of_the_series_not_of_the_record():
    told = pd.concat([impeded(700, 300).assign(quarter="old"), impeded(0, 0).assign(travel_document=None)])
    assert measure(planted({2019: 1, 2024: 2}, **empty() | {"impediments": told}), SETTINGS).impediment is None


def test_shipped_impediments_are_those_of_rows_that_record_both():
    data = dataset("synthetic")
    stock = data.table("removals_inventory").frame
    rows = stock[(stock["inventory"] == "working") & stock["quarter"].str.startswith("2023-24")]
    both = rows.dropna(subset=["impeded_travel_document", "impeded_other"])
    top, rest = both["impeded_travel_document"].sum(), both["impeded_other"].sum()
    need = measure(need_data(data, "ALL"), SETTINGS)
    assert need.impediment.value == pytest.approx(top / (top + rest), abs=1e-3)
    assert (need.impediment_recorded, need.impediment_expected) == (len(both), len(rows))
