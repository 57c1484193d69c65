import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NotFinite, TooFewPeriods, ZeroExposure
from mcee_eval.metrics import checks


@pytest.fixture
def frame():
    return pd.DataFrame({"month": [1, 2, 3], "claims": [4.0, 5.0, 6.0], "country": ["R01", "R01", "R01"]})


def test_every_absent_column_is_named_with_the_nearest_spelling(frame):
    with pytest.raises(BadTable) as told:
        checks.need_columns(frame, ["claim", "mont", "claims"])
    assert [p.where for p in told.value.problems] == ["column 'claim'", "column 'mont'"]
    assert "Did you mean 'claims'?" in str(told.value)


def test_text_is_not_a_number(frame):
    with pytest.raises(BadTable, match=r"'country'.*expected numbers"):
        checks.numeric(frame, ["claims", "country"])


def test_numeric_returns_columns_in_the_order_asked(frame):
    assert checks.numeric(frame, ["claims", "month"]).tolist() == [[4, 1], [5, 2], [6, 3]]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_missing_and_infinite_values_are_named_by_row(frame, bad):
    frame.loc[1, "claims"] = bad
    with pytest.raises(NotFinite, match="1 missing or infinite") as told:
        checks.numeric(frame, ["month", "claims"])
    assert told.value.problems[0].where == "'claims', row 1"


def test_a_nullable_column_with_a_gap_is_refused(frame):
    with pytest.raises(NotFinite):
        checks.numeric(frame.assign(claims=pd.array([1, None, 3], dtype="Int64")), ["claims"])


def test_a_constant_is_refused_and_a_small_change_is_not():
    with pytest.raises(ConstantSeries, match="all 7"):
        checks.varies(np.full(9, 7.0), "'claims'")
    checks.varies(np.array([1e6, 1e6 + 1]), "'claims'")


def test_exposure_has_to_be_positive():
    with pytest.raises(ZeroExposure, match="2 exposure"):
        checks.positive_exposure(np.array([1.0, 0.0, -2.0]), "'people'")


def test_too_few_names_every_short_side_and_the_need():
    with pytest.raises(TooFewPeriods) as told:
        checks.at_least(8, {"before": 7, "after": 3, "all": 10})
    assert told.value.need == 8
    assert [p.where for p in told.value.problems] == ["before", "after"]


def test_all_parameters_are_judged_at_once():
    with pytest.raises(BadParameter) as told:
        checks.parameters(
            "metric",
            checks.one_of("family", "gauss", ("gaussian", "poisson")),
            checks.share("level", 95),
            checks.share("alpha", 0.05),
            checks.whole("lags", -1, low=0),
            checks.whole("season", True, low=0),
        )
    assert [p.where for p in told.value.problems] == ["family", "level", "lags", "season"]
