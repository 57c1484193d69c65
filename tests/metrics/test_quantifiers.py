"""Words for shares of those asked: every share has one, nobody asked has none."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.errors import BadTable, NoEvents
from mcee_eval.metrics.quantifiers import quantifier

SCALE = pd.DataFrame(
    {
        "quantifier": ["none", "a_few", "some", "many", "most", "all"],
        "share_low": [0.0, 0.0001, 0.25, 0.5, 0.75, 1.0],
        "share_high": [0.0, 0.2499, 0.4999, 0.7499, 0.9999, 1.0],
    }
)


@pytest.mark.parametrize(
    ("said", "asked", "word"),
    [
        (0, 9, "none"),
        (1, 9, "a_few"),
        (1, 4, "some"),
        (1, 3, "some"),
        (1, 2, "many"),
        (2, 3, "many"),
        (3, 4, "most"),
        (19, 20, "most"),
        (7, 7, "all"),
        (74_998, 100_000, "most"),  # within the last place of the scale, the upper word
        (74_994, 100_000, "many"),
    ],
)
def test_the_word_of_a_share(said, asked, word):
    assert quantifier(said, asked, SCALE) == word


def test_every_share_of_up_to_thirty_persons_has_one_word_and_words_rise_with_shares():
    order = {w: i for i, w in enumerate(SCALE["quantifier"])}
    found = [(s / n, order[quantifier(s, n, SCALE)]) for n in range(1, 31) for s in range(n + 1)]
    ranks = [rank for _, rank in sorted(found)]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(6))


def test_where_two_words_meet_the_one_that_begins_there_is_taken():
    touching = SCALE.assign(share_high=[0.0, 0.25, 0.5, 0.75, 1.0, 1.0])
    assert quantifier(1, 4, touching) == "some"
    assert quantifier(3, 4, touching) == "most"
    assert quantifier(4, 4, touching) == "all"


def test_the_order_of_the_scale_s_rows_does_not_matter():
    turned = SCALE.iloc[::-1].reset_index(drop=True)
    before = turned.copy(deep=True)
    assert [quantifier(s, 8, turned) for s in range(9)] == [quantifier(s, 8, SCALE) for s in range(9)]
    pd.testing.assert_frame_equal(turned, before)


def test_nobody_asked_is_refused():
    with pytest.raises(NoEvents, match="nobody"):
        quantifier(0, 0, SCALE)


@pytest.mark.parametrize(("said", "asked"), [(5, 4), (-1, 4)])
def test_more_than_were_asked_is_refused(said, asked):
    with pytest.raises(BadTable, match="once"):
        quantifier(said, asked, SCALE)


def test_a_share_without_a_word_is_refused():
    with pytest.raises(BadTable, match=r"no word for 0\.5000"):
        quantifier(1, 2, SCALE[SCALE["quantifier"] != "many"])
    with pytest.raises(BadTable, match=r"no word for 0\.0000"):
        quantifier(0, 2, SCALE[SCALE["quantifier"] != "none"])


def test_a_scale_without_its_columns_is_refused():
    with pytest.raises(BadTable, match="share_high"):
        quantifier(1, 2, SCALE.drop(columns="share_high"))
