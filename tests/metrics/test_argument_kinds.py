"""Whatever is given to a public metric, it answers or refuses: no raw error of a library leaves it."""

import inspect
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval import _WHERE
from mcee_eval.errors import BadParameter, BadTable, MceeError

METRICS = sorted(name for name, where in _WHERE.items() if where.startswith("metrics."))
NOISE = np.random.default_rng(8).normal(size=40)
SERIES = pd.DataFrame({"t": np.arange(40), "y": NOISE, "n": np.arange(40) % 7 + 1, "g": ["a", "b"] * 20})
WAITS = pd.DataFrame({"d": np.arange(40) % 11 + 1.0, "e": np.arange(40) % 3 > 0, "g": ["a", "b"] * 20, "x": NOISE})
WAITS = WAITS.assign(e=WAITS["e"].astype(int))
PANEL = pd.DataFrame(
    [(f"u{u}", 2000 + t, u + 0.3 * t + NOISE[(5 * u + t) % 40], 2010 * (u == 0)) for u in range(6) for t in range(16)],
    columns=["unit", "year", "y", "first"],
)
GOOD = {
    "rate_ratio": {"x1": 3, "e1": 10, "x2": 5, "e2": 9},
    "paired_change": {"before": [1.0, 2, 3], "after": [2.0, 2, 5]},
    "segmented": {"frame": SERIES, "outcome": "y", "time": "t", "event": 20},
    "trend_breaks": {"frame": SERIES, "outcome": "y", "label": "t"},
    "break_test": {"frame": SERIES, "outcome": "y"},
    "kaplan_meier": {"frame": WAITS, "duration": "d", "event": "e"},
    "log_rank": {"frame": WAITS, "duration": "d", "event": "e", "group": "g"},
    "restricted_mean": {"frame": WAITS, "duration": "d", "event": "e", "group": "g", "tau": 8},
    "cumulative_incidence": {"frame": WAITS, "duration": "d", "cause": "e", "times": [3]},
    "cox": {"frame": WAITS, "event": "e", "covariates": ["x"], "duration": "d"},
    "attribution": {"panel": PANEL, "unit": "unit", "time": "year", "outcome": "y", "treated": "u0", "start": 2010},
    "group_time_effects": {"panel": PANEL, "unit": "unit", "time": "year", "outcome": "y", "first_treated": "first"},
    "stock_flow": {"frame": SERIES, "stock": "n", "removed": "t"},
    "power_poisson": {"before": 10, "after": 20},
    "adjust": {"p": [0.1, None]},
    "group_difference": {"frame": SERIES, "value": "y", "group": "g", "first": "a", "second": "b"},
}  # fmt: skip
ODD = (
    None, "x", "", b"x", pd.NA, pd.NaT, float("nan"), float("inf"), -1, 0, 1, True, 1 + 2j, Decimal("0.5"), [], [None],
    ["x", "x"], ("y", "t"), [pd.NA, 1], {}, {"y": 1}, object(), print, np.array([]), np.array([[1.0, 2.0]]),
    pd.Timestamp("2020-01-01", tz="America/Toronto"), pd.Period("2020Q1"), pd.Series(["a", 2]), pd.DataFrame(),
    SERIES.astype(object), SERIES.assign(y=pd.NA), SERIES.assign(t=pd.date_range("2020-01-01", periods=40, tz="UTC")),
    pd.concat([SERIES, SERIES[["y"]]], axis=1), PANEL.assign(y=None), WAITS.assign(d="5"), WAITS.assign(e="1"),
)  # fmt: skip


@pytest.mark.parametrize("name", METRICS)
def test_any_argument_of_any_kind_is_answered_or_refused(name):
    metric = getattr(mcee, name)
    good = GOOD.get(name, {})
    raw = []
    for where, parameter in inspect.signature(metric).parameters.items():
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        for value in ODD:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    metric(**{**_others(metric, good), where: value})
            except MceeError:
                pass
            except Exception as error:  # what this test is after
                raw.append((where, str(type(value)), repr(error)[:200]))
    assert raw == []


def _others(metric, good):
    """The arguments of a call that works; where none is written down, something of each kind."""
    kinds = {"pd.DataFrame": SERIES, "str": "y", "int": 1, "float": 1.0, "Sequence[str]": ["y"]}
    needed = (p for p in inspect.signature(metric).parameters.values() if p.default is p.empty)
    keyed = (p for p in needed if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL))
    return good or {p.name: kinds.get(str(p.annotation), SERIES) for p in keyed}


@pytest.mark.parametrize("name", list(GOOD))
def test_the_calls_it_starts_from_are_answered(name):
    getattr(mcee, name)(**GOOD[name])


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("segmented", {"event": "20"}, "event: '20'; expected a number"),
        ("kaplan_meier", {"times": 1}, "times: 1; expected a list"),
        ("rate_ratio", {"x1": None}, "x1: None; expected a number"),
        ("power_poisson", {"before": "a"}, "before: 'a'; expected a number"),
    ],
)
def test_the_refusal_names_the_argument(name, change, told):
    with pytest.raises(BadParameter) as refused:
        getattr(mcee, name)(**GOOD[name] | change)
    assert told in str(refused.value)


def test_a_column_that_stands_twice_and_an_unknown_argument_are_named():
    with pytest.raises(BadTable, match="column 'y': more than once"):
        mcee.segmented(pd.concat([SERIES, SERIES[["y"]]], axis=1), outcome="y", time="t", event=20)
    with pytest.raises(BadParameter, match="colour"):
        mcee.segmented(SERIES, outcome="y", time="t", event=20, colour="red")


def test_units_that_would_be_called_the_same_are_refused():
    both = pd.concat([PANEL.assign(unit=2), PANEL.query("unit == 'u1'").assign(unit="2")]).astype({"unit": object})
    with pytest.raises(BadTable, match=r"2 \(int\) and '2' \(str\)"):
        mcee.attribution(both.drop_duplicates(["unit", "year"]), **CALL, treated=2)
    with pytest.raises(BadTable, match="one name for one thing"):
        mcee.kaplan_meier(WAITS.assign(g=pd.Series([2, "2"] * 20, dtype=object)), duration="d", event="e", group="g")


CALL = {"unit": "unit", "time": "year", "outcome": "y", "start": 2010}
