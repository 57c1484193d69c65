import pytest

import mcee_eval as mcee
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.need_projection import BOUNDS, SHOWN, SHOWN_MONTHS


@pytest.fixture(scope="module")
def made():
    study = mcee.study("f1", country="P02")
    study.measure()
    return {slug: study.exhibit(slug) for slug in SHOWN}


def test_observed_and_projected_never_share_a_month(made):
    cells = made["projection"].table.cells
    known = [not c.mark for c in cells["claims"]]
    ahead = [not c.mark for c in cells["projected"]]
    assert sum(ahead) == 12
    assert known[:SHOWN_MONTHS] == [True] * SHOWN_MONTHS
    assert not any(k and a for k, a in zip(known, ahead, strict=True))


def test_as_coarse_as_the_counts(made):
    cells = made["projection"].table.cells
    for column in ("projected", *BOUNDS):
        assert all(c.mark or c.value % 5 == 0 for c in cells[column])


def test_drawn_in_both_languages_with_both_intervals(made):
    for lang in ("en", "fr"):
        picture = made["projection"].pictures[lang]
        assert all(f'id="{name}"' in picture for name in ("series-claims", "series-projected", "band-80", "band-95"))
    assert "Projection" in made["projection"].texts["en"]["title"]
    assert "knows nothing else" in made["projection_limit"].both["en"]


def test_annual_figures_project_nothing():
    study = mcee.study("f1", country="ALL", dataset="published")
    study.measure()
    told = [study.exhibit(slug) for slug in SHOWN]
    assert not any(isinstance(t, Exhibit) for t in told)
    assert "annual" in told[0].both["en"]
    assert "annuelles" in told[0].both["fr"]
