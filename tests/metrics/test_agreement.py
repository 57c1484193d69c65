"""Two coders on the same answers: published tables, chance, what is refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from mcee_eval.errors import BadParameter, BadTable, TooFewPeriods
from mcee_eval.metrics.agreement import agreement, pairs_needed

#: Fleiss, Levin and Paik (2003), table 18.1: two psychiatrists, 100 patients; kappa 0.68, its standard error 0.087
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
#: Cohen (1960): agreement 0.40 + ... ; a 2 × 2 table whose kappa is exactly 0.4 (agreement 0.7, chance 0.5)
HALF = [[20, 5], [10, 15]]


def readings(table) -> pd.DataFrame:
    rows, item = [], 0
    for i, j in product(range(len(table)), range(len(table))):
        for _ in range(table[i][j]):
            rows += [(f"N{item}", "theme", "coder_1", str(i)), (f"N{item}", "theme", "coder_2", str(j))]
            item += 1
    return pd.DataFrame(rows, columns=["respondent", "code", "coder", "stance"])


def told(frame, **more):
    return agreement(frame, item=["respondent", "code"], **more)


def test_the_table_of_the_textbook():
    found = told(readings(FLEISS))
    assert found.pairs == 100
    assert found.percent.value == pytest.approx(0.89)
    assert found.kappa.value == pytest.approx(0.6765, abs=5e-5)
    assert found.kappa.se == pytest.approx(0.0877, abs=5e-4)
    assert (found.kappa.low, found.kappa.high) == pytest.approx((0.505, 0.848), abs=2e-3)
    assert found.frame.to_numpy().tolist() == FLEISS


def test_a_table_by_hand():
    found = told(readings(HALF))
    assert found.percent.value == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)  # (0.7 - 0.5) / (1 - 0.5)
    assert (found.percent.low, found.percent.high) == pytest.approx((0.5539, 0.8214), abs=5e-5)  # Clopper-Pearson


def test_by_chance_alone_kappa_is_near_zero():
    rng = np.random.default_rng(4)
    table = rng.multinomial(4000, np.outer([0.6, 0.3, 0.1], [0.6, 0.3, 0.1]).ravel()).reshape(3, 3)
    found = told(readings(table.tolist()))
    assert abs(found.kappa.value) < 0.05
    assert found.kappa.low < 0 < found.kappa.high
    assert found.percent.value > 0.4  # which is why the percentage alone does not say it


def test_order_of_rows_and_of_coders_changes_nothing():
    frame = readings(FLEISS)
    kept = frame.copy(deep=True)
    other = frame.sample(frac=1, random_state=1)
    swapped = frame.assign(coder=frame["coder"].map({"coder_1": "coder_2", "coder_2": "coder_1"}))
    assert told(other).numbers() == told(frame).numbers()
    assert told(swapped).kappa.value == pytest.approx(told(frame).kappa.value)
    pd.testing.assert_frame_equal(frame, kept)


def test_answers_of_one_coder_are_counted_and_left_out():
    frame = readings(HALF)
    alone = pd.DataFrame({"respondent": ["X1", "X2"], "code": "theme", "coder": "coder_1", "stance": ["1", "0"]})
    found = told(pd.concat([frame, alone]))
    assert (found.pairs, found.single) == (50, 2)
    assert found.kappa.value == pytest.approx(0.4)


def test_no_answer_is_a_reading():
    frame = readings([[5, 0], [0, 5]])
    frame["stance"] = frame["stance"].replace("0", None)
    assert told(frame).percent.value == 1.0
    assert told(frame).kappa.value == pytest.approx(1.0)


def test_full_agreement_has_no_interval_of_its_own():
    found = told(readings([[7, 0, 0], [0, 5, 0], [0, 0, 3]]))
    assert found.kappa.value == pytest.approx(1.0)
    assert (found.kappa.low, found.kappa.high, found.kappa.se) == (None, None, None)
    assert found.percent.low == pytest.approx(0.025 ** (1 / 15))


def test_one_category_throughout_has_no_kappa():
    found = told(readings([[9]]))
    assert found.kappa is None
    assert found.percent.value == 1.0
    assert found.numbers()["kappa"] is None


def test_nobody_read_twice_is_refused():
    frame = readings(HALF)
    with pytest.raises(TooFewPeriods, match="too few pairs"):
        told(frame[frame["coder"] == "coder_1"])


def test_a_reading_given_twice_and_a_third_reader_are_refused():
    frame = readings(HALF)
    with pytest.raises(BadTable, match="two readings of one answer"):
        told(pd.concat([frame, frame.iloc[:1]]))
    third = frame[frame["coder"] == "coder_1"].assign(coder="coder_3")
    with pytest.raises(BadTable, match="3 coders"):
        told(pd.concat([frame, third]))


@pytest.mark.parametrize(("half_width", "need"), [(0.1, 62), (0.05, 246)])
def test_how_many_pairs_to_plan_for(half_width, need):
    assert pairs_needed(half_width=half_width) == need  # 0.8 · 0.2 · (1.96 / h)²


def test_what_cannot_be_planned_is_refused():
    with pytest.raises(BadParameter, match="half_width"):
        pairs_needed(half_width=0.0)
