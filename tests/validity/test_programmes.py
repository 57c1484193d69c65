import numpy as np
import pytest

from benchmarks.validity.judged import cohort_panel
from benchmarks.validity.programmes import DONORS, FASTER, FUNDED, REQUESTS, RHO, SPANS, programmes
from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.programme import simulate


def of(faster, **how):
    return next(programmes(480, faster=faster, seed=3, donors=(19,), **how))


@pytest.fixture(scope="module")
def still():
    return of(1.0)


def shares(issued, n):
    return issued.sum() / n.sum()


def test_the_grid_is_covered_evenly():
    many = list(programmes(144, faster=1.0, seed=1))
    assert [(p.span, p.n.shape[1] - 1) for p in many] == [(s, d) for s in SPANS for d in DONORS]
    for p in many:
        assert sorted(zip(p.rho, p.volume, strict=True)) == sorted((r, float(v)) for r in RHO for v in REQUESTS)
    assert sum(len(p.rho) for p in many) == 144
    assert sum(len(p.rho) for p in programmes(145, faster=1.0, seed=1)) == 288


def test_the_truth_is_what_the_speed_adds(still):
    quick = of(FASTER)
    assert (still.truth == 0).all()
    assert ((quick.truth > 0.03) & (quick.truth < 0.15)).all()
    np.testing.assert_array_equal(still.n, quick.n)  # one world, with and without
    _, start, _ = SPANS[still.span]
    at = still.numbers.index(start)
    gained = shares(quick.issued[:, 0, at:], quick.n[:, 0, at:]) - shares(still.issued[:, 0, at:], still.n[:, 0, at:])
    assert gained == pytest.approx(quick.truth.mean(), abs=0.012)
    apart = shares(quick.issued[:, 1:], quick.n[:, 1:]) - shares(still.issued[:, 1:], still.n[:, 1:])
    assert abs(apart) < 0.005


def test_countries_alike_issue_alike(still):
    alike = of(1.0, alike=True)
    usual = slice(0, 9)
    funded, others = (shares(alike.issued[:, r, usual], alike.n[:, r, usual]) for r in (slice(0, 1), slice(1, None)))
    assert funded == pytest.approx(others, abs=0.02)
    assert shares(still.issued[:, 1:, usual], still.n[:, 1:, usual]) > funded + 0.3


def test_a_programme_is_a_panel_of_the_finding(still):
    panel = still.panel(5)
    mine = panel.frame[panel.frame["country"] == FUNDED]
    assert mine["issued"].tolist() == still.issued[5, 0].tolist()
    assert mine["quarter"].iloc[[0, -1]].tolist() == ["2015-16Q1", "2024-25Q2"]
    assert panel.numbers == still.numbers
    assert len(panel.donors) == 19
    assert panel.ends_before(panel.as_of) == still.numbers[-1]  # the last quarter is just followed to the end
    assert (panel.frame["n"] >= 1).all()


def test_light_programmes_look_like_whole_ones(still):
    """Shares within 180 days by stretch, slow and quick countries, against synthetic programmes of two seeds."""
    whole = {"R": np.zeros((2, 38)), "C": np.zeros((2, 38))}
    for seed in range(2):
        tables = simulate("null", seed=seed).tables
        panel, why = cohort_panel(
            tables["travel_document_requests"], tables["countries"], tables["country_events"],
            wanted=[f"R0{i}" for i in range(1, 6)], as_of=str(EXTRACTED_ON), horizon=180,
        )  # fmt: skip
        assert panel is not None, why
        by = panel.frame.groupby([panel.frame["country"].str[0], "number"])[["issued", "n"]].sum()
        for kind in whole:
            whole[kind] += by.loc[kind].to_numpy(float).T
    usual, stop = [*range(9), *range(30, 38)], range(19, 23)
    for kind, rows in {"R": slice(0, 1), "C": slice(1, None)}.items():
        for quarters in (list(usual), list(stop)):
            expected = shares(whole[kind][0, quarters], whole[kind][1, quarters])
            found = shares(still.issued[:, rows][..., quarters], still.n[:, rows][..., quarters])
            assert found == pytest.approx(expected, abs=0.05), (kind, quarters)
