import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from mcee_eval.errors import BadParameter, BadTable, ConstantSeries, NoEvents, NotFinite, Separated
from mcee_eval.metrics.cox import cox


def waits(seed, n=80, beta=(0.7, -0.4), ties=True):
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.integers(0, 2, n), rng.normal(size=n)])
    true, censored = rng.exponential(100 * np.exp(-x @ np.array(beta))), rng.exponential(150, n)
    days = np.minimum(true, censored)
    return pd.DataFrame(
        {
            "days": np.ceil(days / 8) if ties else days,
            "issued": (true <= censored).astype(int),
            "embassy": x[:, 0],
            "age": x[:, 1],
            "layer": rng.integers(0, 2, n),
            "person": np.arange(n),
        }
    )


def efron(beta, start, stop, event, x):
    """The partial log-likelihood with Efron's ties, by its definition."""
    risk, total = np.exp(x @ beta), 0.0
    for t in np.unique(stop[event == 1]):
        at_risk, dead = (start < t) & (stop >= t), (stop == t) & (event == 1)
        total += (x[dead] @ beta).sum()
        d = int(dead.sum())
        total -= sum(np.log(risk[at_risk].sum() - share / d * risk[dead].sum()) for share in range(d))
    return total


def by_definition(d, layers=None):
    start, stop, event = (d[c].to_numpy(float) for c in ("start", "stop", "issued"))
    x = d[["embassy", "age"]].to_numpy(float)
    parts = [np.ones(len(d), bool)] if layers is None else [layers == v for v in np.unique(layers)]

    def minus(beta):
        return -sum(efron(beta, start[p], stop[p], event[p], x[p]) for p in parts)

    best = minimize(minus, np.zeros(2), method="BFGS", options={"gtol": 1e-8})
    return best.x, np.sqrt(np.diag(np.linalg.inv(hessian(minus, best.x)))), (-minus(np.zeros(2)), -best.fun)


def hessian(f, at, h=1e-4):
    e = np.eye(len(at)) * h
    return np.array(
        [[(f(at + a + b) - f(at + a - b) - f(at - a + b) + f(at - a - b)) / (4 * h * h) for b in e] for a in e]
    )


@pytest.mark.parametrize("stratified", [False, True])
@pytest.mark.parametrize("rows", ["duration", "start_stop"])
def test_maximises_efrons_likelihood(rows, stratified):
    d = waits(1)
    strata = "layer" if stratified else None
    if rows == "duration":
        found = cox(d, duration="days", event="issued", covariates=["embassy", "age"], strata=strata)
        d = d.assign(start=-1.0, stop=d["days"])
    else:
        d = d.assign(start=np.floor(d["days"] * np.random.default_rng(2).random(len(d))), stop=d["days"])
        d = d[d["stop"] > d["start"]]
        found = cox(d, start="start", stop="stop", event="issued", covariates=["embassy", "age"], strata=strata)
    coef, se, loglik = by_definition(d, d["layer"].to_numpy() if stratified else None)
    n = found.numbers()
    assert n["coef"] == pytest.approx(coef, rel=1e-4)
    assert n["se"] == pytest.approx(se, rel=1e-4)
    assert n["loglik"] == pytest.approx(loglik, rel=1e-9)


def test_splitting_rows_changes_nothing():
    d = waits(3)
    d["days"] = d["days"] + 1
    once = cox(d, duration="days", event="issued", covariates=["embassy", "age"]).numbers()
    cut = d["days"] / 2
    halves = pd.concat(
        [d.assign(start=0.0, stop=cut, issued=0), d.assign(start=cut, stop=d["days"])], ignore_index=True
    )
    split = cox(halves, start="start", stop="stop", event="issued", covariates=["embassy", "age"], unit="person")
    assert split.numbers()["coef"] == pytest.approx(once["coef"], rel=1e-7)
    assert split.numbers()["loglik"] == pytest.approx(once["loglik"], rel=1e-10)


def test_the_interval_covers_the_truth():
    inside = np.zeros(2)
    for seed in range(120):
        r = cox(waits(seed, n=120, ties=False), duration="days", event="issued", covariates=["embassy", "age"])
        inside += [c.low <= b <= c.high for c, b in zip(r.coefficients, (0.7, -0.4), strict=True)]
    assert (inside / 120 >= 0.89).all()


def test_row_order_scale_shift_and_input():
    d = waits(4)
    kept = d.copy(deep=True)
    call = {"duration": "days", "event": "issued", "covariates": ["embassy", "age"]}
    once = cox(d, **call).numbers()
    for other in (d.sample(frac=1, random_state=1), d.assign(days=d["days"] * 7), d.assign(age=d["age"] + 40)):
        again = cox(other, **call).numbers()
        assert again["coef"] == pytest.approx(once["coef"], rel=1e-6)
        assert again["se"] == pytest.approx(once["se"], rel=1e-6)
    ten = cox(d.assign(age=d["age"] * 10), **call).numbers()
    assert ten["coef"][1] == pytest.approx(once["coef"][1] / 10, rel=1e-6)
    pd.testing.assert_frame_equal(d, kept)


def test_recipe_keys_and_ratios():
    d = waits(5)
    r = cox(d, duration="days", event="issued", covariates=["embassy"], strata="layer")
    assert list(r.numbers()) == ["coef", "se", "loglik"]
    assert cox(d, **r.recipe) == r
    assert r.frame["hazard_ratio"][0] == pytest.approx(np.exp(r.coefficients[0].value))
    assert r.events == d["issued"].sum()


def test_refusals():
    d = waits(6)
    call = {"duration": "days", "event": "issued", "covariates": ["embassy", "age"]}
    with pytest.raises(NoEvents, match="all censored"):
        cox(d.assign(issued=0), **call)
    with pytest.raises(NotFinite, match="'age', row 4"):
        cox(d.assign(age=d["age"].where(d.index != 4)), **call)
    with pytest.raises(ConstantSeries, match="'embassy'"):
        cox(d.assign(embassy=1), **call)
    with pytest.raises(Separated, match="one is a sum of others"):
        cox(d.assign(age=2 * d["embassy"] + 1), **call)
    with pytest.raises(Separated, match="likelihood has no maximum"):
        cox(d.assign(embassy=d["issued"]), **call)
    with pytest.raises(BadTable, match="0 or 1"):
        cox(d.assign(issued=3), **call)
    with pytest.raises(BadTable, match="Check the two dates"):
        cox(d.assign(days=-d["days"]), **call)
    with pytest.raises(BadParameter, match="either duration, or start and stop"):
        cox(d, event="issued", covariates=["age"])
    with pytest.raises(BadParameter, match="either duration, or start and stop"):
        cox(d, event="issued", covariates=["age"], duration="days", start="days", stop="days")
    with pytest.raises(BadParameter, match="one or more columns"):
        cox(d, event="issued", covariates=[], duration="days")
    rows = d.assign(start=0.0, stop=d["days"] + 1)
    twice = pd.concat([rows, rows], ignore_index=True)
    with pytest.raises(BadTable, match="overlaps another row"):
        cox(twice, event="issued", covariates=["age"], start="start", stop="stop", unit="person")
    with pytest.raises(BadTable, match="a stop later than its start"):
        cox(rows.assign(stop=0.0), event="issued", covariates=["age"], start="start", stop="stop")
