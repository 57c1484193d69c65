from dataclasses import fields

import numpy as np
import pytest

from benchmarks.validity.judged import attribution_state, bars, checked_effect, choices
from benchmarks.validity.programmes import FASTER, FUNDED, programmes
from benchmarks.validity.verdicts import (
    DIMENSIONS,
    batched_evidence,
    coverage,
    error_rates,
    held_back,
    unlike_donors,
    verdicts,
)
from mcee_eval.settings import settings

DONORS = (19, 25)


@pytest.fixture(scope="module")
def found():
    return verdicts(total=96, seed=7, settings=settings(), donors=(19,))


@pytest.mark.parametrize("faster", [1.0, FASTER])
def test_the_batched_path_is_the_public_one(faster):
    """Ten programmes without an effect and ten with one, over all spans: all of the evidence, and the verdict."""
    rules = choices(settings())
    tried = 0
    for many in programmes(96, faster=faster, seed=11, donors=DONORS):
        batch = list(batched_evidence(many, rules))
        assert len(batch) == len(many.rho)
        for row in (3, 9) if many.span == "17 + 21" else (10,):
            public = checked_effect(many.panel(row), FUNDED, rules).evidence
            for name in (f.name for f in fields(public)):
                mine, wanted = getattr(batch[row], name), getattr(public, name)
                if wanted is None or isinstance(wanted, bool):
                    assert mine is wanted, name
                else:
                    np.testing.assert_allclose(mine, wanted, rtol=1e-6, atol=1e-8, err_msg=name)
            assert attribution_state(batch[row], bars(settings()))[0] == attribution_state(public, bars(settings()))[0]
            tried += 1
    assert tried == 10


def test_one_row_a_programme_and_rates_that_add_up(found):
    assert found.groupby("truth").size().to_dict() == {"effect": 96, "null": 96}
    rates = error_rates(found)
    assert rates[["supported", "not_supported", "cannot_conclude"]].sum(axis=1).tolist() == pytest.approx([1.0] * 26)
    for truth in ("null", "effect"):
        mine = rates[rates.truth == truth]
        assert mine.iloc[0].dimension == "all"
        for d in DIMENSIONS:
            assert mine[mine.dimension == d].programmes.sum() == 96
    wrong = rates.set_index(["truth", "dimension", "value"]).wrong
    assert wrong["null", "all", ""] == pytest.approx((found[found.truth == "null"].state == "supported").mean())
    assert wrong["effect", "all", ""] == pytest.approx((found[found.truth == "effect"].state == "not_supported").mean())


def test_verdicts_follow_the_truth(found):
    attributed = found.assign(yes=found.state == "supported").groupby("truth").yes.mean()
    assert attributed["null"] < 0.08
    assert attributed["effect"] > 0.25
    assert (found[found.strict == "supported"].state == "supported").all()
    told = coverage(found).set_index(["truth", "volume"])
    assert (told.inside > 0.84).all()
    assert (told.estimate - told.true_effect).abs().to_numpy() == pytest.approx(0, abs=0.03)
    assert told.width["null", 20.0] > told.width["null", 200.0]


def test_a_rule_that_believes_every_rise_is_found_out(found):
    believed = found.assign(state=np.where(found.estimate > 0, "supported", "cannot_conclude"))
    assert not error_rates(believed).set_index("truth").ok["null"].any()
    denied = found.assign(state=np.where(found.estimate > 0.1, "cannot_conclude", "not_supported"))
    assert not error_rates(denied).set_index("truth").ok["effect"].any()


def test_what_holds_a_verdict_back(found):
    table = held_back(found).set_index(["truth", "check"]).not_met
    assert table["null", "estimate"] > 0.85
    assert table["null", "estimate"] > table["effect", "estimate"]
    assert table.between(0, 1).all()
    assert held_back(found).asked.between(0, 1).all()


def test_donors_unlike_the_funded_country_are_told_apart():
    table = unlike_donors(total=96, seed=7, donors=(19,)).set_index(["donors", "volume"])
    assert len(table) == 6
    assert table.programmes.groupby("donors").sum().to_dict() == {"alike": 96, "quicker": 96}
    assert (table.inside["alike"] > 0.82).all()
    assert table.inside["alike"].mean() == pytest.approx(0.95, abs=0.07)


def test_the_seed_decides():
    one, same, other = (next(programmes(144, faster=FASTER, seed=s, donors=(19,))) for s in (7, 7, 8))
    first, again = (list(batched_evidence(p, choices(settings()))) for p in (one, same))
    assert first == again
    assert not np.array_equal(one.issued, other.issued)
