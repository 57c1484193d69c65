import numpy as np
import pytest
from scipy.stats import chi2

from mcee_eval.metrics.hansen1997 import hansen_p

RATIO = (0.85 / 0.15) ** 2  # trimming of 15 % at each end


@pytest.mark.parametrize(
    ("kind", "parameters", "critical"),
    [("sup", 1, 8.85), ("sup", 2, 11.79), ("sup", 5, 18.35), ("ave", 1, 2.88), ("ave", 2, 4.61), ("exp", 1, 2.06)],
)
def test_published_five_percent_points(kind, parameters, critical):
    """Andrews (1993), table I; Andrews and Ploberger (1994), tables I and II; all with 15 % trimming."""
    assert hansen_p(critical, kind=kind, parameters=parameters, ratio=RATIO).p == pytest.approx(0.05, abs=0.006)


def test_the_null_distribution_simulated():
    """sup of the squared standardised Brownian bridge over the middle 70 %."""
    rng, n = np.random.default_rng(1), 1000
    walk = np.cumsum(rng.normal(size=(4000, n)), axis=1) / np.sqrt(n)
    t = np.arange(1, n + 1) / n
    inside = (t >= 0.15) & (t <= 0.85)
    bridge = (walk - t * walk[:, -1:])[:, inside]
    f = bridge**2 / (t * (1 - t))[inside]
    for kind, statistic in (
        ("sup", f.max(axis=1)),
        ("ave", f.mean(axis=1)),
        ("exp", np.log(np.exp(f / 2).mean(axis=1))),
    ):
        p = np.array([hansen_p(float(s), kind=kind, parameters=1, ratio=RATIO).p for s in statistic[:1500]])
        assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.02)
        assert (p < 0.5).mean() == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("kind", ["sup", "ave", "exp"])
@pytest.mark.parametrize("parameters", [1, 2, 7, 40])
def test_a_larger_statistic_never_has_a_larger_p(kind, parameters):
    for ratio in (1.2, 5.0, RATIO, 2000.0):
        p = np.array([hansen_p(x, kind=kind, parameters=parameters, ratio=ratio).p for x in np.linspace(0, 400, 120)])
        assert (np.diff(p) <= 1e-14 * p[:-1]).all()  # but for the last digit
        assert hansen_p(np.inf, kind=kind, parameters=parameters, ratio=ratio).p <= p[-1]


def test_beyond_the_table_the_p_is_a_bound():
    """The published polynomial as it stands gives p = 1 here."""
    far = hansen_p(60.0, kind="exp", parameters=2, ratio=RATIO)
    assert far.bound
    assert far.p < 1e-4
    assert not hansen_p(5.0, kind="exp", parameters=2, ratio=RATIO).bound


def test_one_candidate_is_the_chow_test():
    assert hansen_p(7.0, kind="sup", parameters=3, ratio=1.0).p == pytest.approx(chi2.sf(7, 3), rel=1e-12)


def test_nothing_is_tabulated_above_forty():
    assert hansen_p(60.0, kind="sup", parameters=41, ratio=RATIO) is None
