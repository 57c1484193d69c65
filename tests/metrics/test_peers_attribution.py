"""Synthetic difference-in-differences beside the package diff-diff, which follows R's synthdid."""

import numpy as np
import pandas as pd
import pytest
from diff_diff import SyntheticDiD
from donor_panels import CALL, planted

from mcee_eval.metrics.attribution import attribution


def peer(frame, *, draws=200):
    """Theirs on the same panel; the placebo sd comes from random placebos."""
    marked = frame.assign(treated=(frame["country"] == CALL["treated"]).astype(int))
    after = sorted(int(y) for y in frame["year"].unique() if y >= CALL["start"])
    made = SyntheticDiD(variance_method="placebo", n_bootstrap=draws, seed=1)
    return made.fit(marked, outcome="rate", treatment="treated", unit="country", time="year", post_periods=after)


def misfit(target, donors, weights, penalty):
    """What either set of weights makes as small as it can: target (T,), donors (T, N)."""
    gap = target - donors @ weights
    return np.var(gap) + penalty**2 * (weights**2).sum()


@pytest.mark.parametrize(("seed", "effect", "factor"), [(1, 0.0, 0.0), (2, 1.5, 0.4), (3, -2.0, 0.8)])
def test_the_same_estimator_with_weights_at_least_as_good(seed, effect, factor):
    """Their weights come from an iteration that stops early (Frank-Wolfe), ours are exact: nearer to the aim of both.

    With their weights our double difference is their effect to the last digits.
    """
    frame = planted(seed, effect, factor=factor)
    ours, theirs = attribution(frame, **CALL), peer(frame, draws=2)
    assert ours.zeta == pytest.approx(theirs.zeta_omega, rel=1e-9)
    wide = frame.pivot_table(index="year", columns="country", values="rate")
    treated, donors = wide[CALL["treated"]].to_numpy(), wide[list(ours.unit_weights)].to_numpy()
    before, after = donors[:18], donors[18:]
    unit, time = (
        [np.array([found.get(k, 0.0) for k in keys]) for found in (mine, told)]
        for mine, told, keys in (
            (ours.unit_weights, theirs.unit_weights, list(ours.unit_weights)),
            (
                {int(t): w for t, w in ours.time_weights.items()},
                {int(t): w for t, w in theirs.time_weights.items()},
                list(wide.index[:18]),
            ),
        )
    )
    gap = treated - donors @ unit[1]
    assert gap[18:].mean() - time[1] @ gap[:18] == pytest.approx(theirs.att, rel=1e-9)
    exact, early = (misfit(treated[:18], before, w, ours.zeta) for w in unit)
    assert exact <= early <= 1.002 * exact
    exact, early = (misfit(after.mean(axis=0), before.T, w, 0.0) for w in time)
    assert exact <= early * (1 + 1e-9)
    assert early <= 1.002 * exact
    assert ours.att.value == pytest.approx(theirs.att, abs=0.02 * ours.test.sd)


def test_the_spread_of_placebos_is_that_of_random_ones():
    """Every donor in turn gives what many random donors give."""
    frame = planted(4, 1.0)
    ours, theirs = attribution(frame, **CALL), peer(frame, draws=300)
    assert ours.test.sd == pytest.approx(theirs.se, rel=0.12)


def test_proposition_99(shared):
    """The published -15.6: theirs is R's -15.60383, ours the exact optimum."""
    frame = pd.read_csv(shared / "benchmarks" / "california_prop99.csv")
    call = {"unit": "state", "time": "year", "outcome": "packs", "treated": "California", "start": 1989}
    marked = frame.assign(treated=(frame["state"] == "California").astype(int))
    theirs = SyntheticDiD(n_bootstrap=2, seed=1).fit(
        marked, outcome="packs", treatment="treated", unit="state", time="year", post_periods=list(range(1989, 2001))
    )
    assert theirs.att == pytest.approx(-15.60383, abs=1e-4)
    assert attribution(frame, **call).att.value == pytest.approx(theirs.att, abs=0.002)
