import numpy as np
import pandas as pd
import pytest

from benchmarks.validity import placebo
from benchmarks.validity.panels import draw, monte_carlo_error
from benchmarks.validity.placebo import placebo_size
from benchmarks.validity.section import within_errors

SMALL = {"replications": 300, "seed": 5, "shapes": ((12, 8),), "rho_values": (0.5,)}


@pytest.fixture(scope="module")
def table():
    return placebo_size(**{**SMALL, "rho_values": (0.0, 0.5)})


def test_the_tests_are_of_the_size_they_say(table):
    asked = table[table.low.notna()]
    assert list(asked.measure) == ["t", "rank", "coverage"]
    assert set(asked.rho) == {0.5}
    assert within_errors(table).ok.dropna().all()
    assert table.mc_error.to_numpy() == pytest.approx(np.sqrt(table.value * (1 - table.value) / 300))


def test_a_cell_is_the_same_in_a_smaller_grid(table):
    pd.testing.assert_frame_equal(placebo_size(**SMALL), table[table.rho == 0.5].reset_index(drop=True))
    other = placebo_size(**{**SMALL, "seed": 6})
    assert not other.value.equals(placebo_size(**SMALL).value)


def test_a_treated_country_noisier_than_its_donors_is_found_out(monkeypatch):
    """Donors that vary less than the treated country make the test reject too often: the claim must fail."""

    def uneven(rng, count, **how):
        panels = draw(rng, count, **how)
        panels[:, 0] += 1.5 * rng.normal(size=panels[:, 0].shape).cumsum(axis=-1) / 3
        return panels

    monkeypatch.setattr(placebo, "draw", uneven)
    found = placebo_size(**SMALL)
    assert not found.ok.any()
    assert not within_errors(found).ok.any()


def test_draws_have_the_noise_they_say():
    rng = np.random.default_rng(1)
    panels = draw(rng, 40, units=30, periods=50, rho=0.5)
    apart = panels - panels.mean(axis=1, keepdims=True)  # without the common path
    apart -= apart.mean(axis=-1, keepdims=True)
    lag = (apart[..., 1:] * apart[..., :-1]).mean() / (apart**2).mean()
    assert lag == pytest.approx(0.5, abs=0.05)
    assert apart.std() == pytest.approx(1.0, abs=0.06)
    assert monte_carlo_error(0.5, 100) == pytest.approx(0.05)
