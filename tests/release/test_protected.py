"""The one type that a renderer accepts: who makes it, what it carries, what is refused."""

from __future__ import annotations

import copy
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcee_eval.errors import ReleaseRefused
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.protected import Protected, already_public, growth, protect, ratio, strictest
from mcee_eval.results import Estimate
from mcee_eval.show.exhibit import Column, Source, exhibit
from mcee_eval.words.say import Words

FRAME = pd.DataFrame({"year": ["2019", "2020", "2021"], "claims": [3, 9, 103]})
WORDS = {lang: Words(lang) for lang in ("en", "fr")}


def test_it_cannot_be_made_by_hand():
    cells = {"claims": (Cell(3.0), Cell(9.0), Cell(103.0))}
    made = (FRAME[["year"]], cells, {"claims": "claims"}, "persons", "protected")
    with pytest.raises(ReleaseRefused, match="only the release"):
        Protected(*made)
    with pytest.raises(ReleaseRefused, match="only the release"):
        Protected(*made, object())


def test_a_good_one_cannot_be_turned_into_another():
    good = protect(FRAME, dims=["year"], value="claims", unit="claims")
    with pytest.raises(ReleaseRefused):
        replace(good, cells={"claims": (Cell(3.0), Cell(9.0), Cell(103.0))})
    with pytest.raises(AttributeError):
        good.rule = "things"  # type: ignore[misc]
    assert copy.deepcopy(good).cells == good.cells


@pytest.mark.parametrize("table", [FRAME, FRAME.to_dict(), None, [[1, 2]]])
def test_no_renderer_takes_a_raw_table(table):
    with pytest.raises(ReleaseRefused, match="an exhibit takes a Protected"):
        exhibit(
            "f1", "claims_by_year", table, columns=[Column("year", "column.year", "year")], words=WORDS, lang="en",
            sources=[Source("synthetic")], period="2019", values={"place": "ALL"},
        )  # fmt: skip


def test_the_rule_is_applied_and_the_input_left_alone():
    before = FRAME.copy(deep=True)
    got = protect(FRAME, dims=["year"], value="claims", unit="claims")
    assert got.cells["claims"] == (marked("suppressed", 0, 7), Cell(10, 8, 12), Cell(105, 103, 107))
    assert (got.rule, got.provenance, got.units) == ("persons", "protected", {"claims": "claims"})
    assert "claims" not in got.dims
    pd.testing.assert_frame_equal(FRAME, before)


@pytest.mark.parametrize("more", [{"linked": [FRAME]}, {"releases": ["2024"]}])
def test_what_needs_the_audit_is_refused_and_not_ignored(more):
    with pytest.raises(ReleaseRefused, match="audit") as caught:
        protect(FRAME, dims=["year"], value="claims", unit="claims", **more)
    assert caught.value.exit_code == 30


def test_an_exemption_names_its_source():
    with pytest.raises(ReleaseRefused, match="source"):
        already_public(FRAME, dims=["year"], value="claims", unit="claims", source=" ")


def test_published_figures_pass_with_the_bounds_of_their_publisher():
    frame = FRAME.assign(claims=[None, 6, 100], claims_low=[0, 6, 98], claims_high=[5, 6, 102])
    got = already_public(frame, dims=["year"], value="claims", unit="claims", source="a publisher")
    assert got.cells["claims"] == (marked("suppressed", 0.0, 5.0), Cell(6, 6, 6), Cell(100, 98, 102))
    assert got.provenance == "published"


def test_a_missing_published_figure_is_missing():
    frame = FRAME.assign(claims=[None, 6, 100])
    assert (
        already_public(frame, dims=["year"], value="claims", unit="claims", source="s").cells["claims"][0].mark
        == "missing"
    )


def test_a_cell_is_named_by_its_dimensions():
    got = protect(pd.concat([FRAME, FRAME.tail(1)]), dims=["year"], value="claims", unit="claims")
    assert got.cell("claims", year="2020") == Cell(10, 8, 12)
    for year in ("2021", "1999"):
        with pytest.raises(ReleaseRefused, match="rows"):
            got.cell("claims", year=year)


def test_some_rows_keep_rule_and_provenance():
    got = protect(FRAME, dims=["year"], value="claims", unit="claims", provenance="synthetic")
    some = got.only(lambda dims: dims["year"] > "2019")
    assert list(some.dims["year"]) == ["2020", "2021"]
    assert some.cells["claims"] == got.cells["claims"][1:]
    assert (some.rule, some.provenance) == (got.rule, got.provenance)


def test_a_mark_is_no_number_in_what_a_figure_draws():
    drawn = protect(FRAME, dims=["year"], value="claims", unit="claims").values()
    assert drawn["claims"].isna().tolist() == [True, False, False]


@given(st.integers(20, 5000), st.integers(0, 5000))
def test_ratio_and_growth_of_rounded_counts_bound_the_truth(base, top):
    frame = pd.DataFrame({"k": ["a", "b"], "n": [base, top]})
    cells = protect(frame, dims=["k"], value="n", unit="requests").cells["n"]
    share, change = ratio(cells[1], cells[0]), growth(cells[0], cells[1])
    if top <= 7:
        assert (share.mark, change.mark) == ("suppressed", "suppressed")
    else:
        assert share.low <= top / base <= share.high
        assert change.low - 1e-12 <= top / base - 1 <= change.high + 1e-12


@pytest.mark.parametrize(("n", "mark"), [(17, "small_base"), (18, ""), (22, ""), (4, "suppressed")])
def test_no_rate_under_twenty_as_released(n, mark):
    frame = pd.DataFrame({"k": ["a", "b"], "n": [n, 12]})
    cells = protect(frame, dims=["k"], value="n", unit="requests").cells["n"]
    assert ratio(cells[1], cells[0]).mark == mark


PUBLIC, INTERNAL = Door("protected", "public", "x"), Door("protected", "internal", "x")


@pytest.mark.parametrize(("n", "mark"), [(17, "small_base"), (18, "")])
def test_no_share_of_fewer_than_twenty_persons(n, mark):
    share = Estimate(9 / n, 0.123456, 0.654321, unit="share", n=n)
    assert PUBLIC.rate(share).mark == mark
    assert INTERNAL.rate(share) == Cell(9 / n, 0.123456, 0.654321, n)


def test_a_public_share_gives_neither_decimals_nor_its_exact_base():
    cell = PUBLIC.rate(Estimate(133 / 402, 0.2851, 0.3794, unit="share", n=402))
    assert cell == Cell(0.34, 0.28, 0.4, 400)  # 135 of 400, as released
    assert PUBLIC.estimate(Estimate(1.28, 1.1, 1.5, n=402)).n == 400


@pytest.mark.parametrize(("n", "mark"), [(9, "small_base"), (10, "")])
def test_no_estimate_of_fewer_than_ten(n, mark):
    assert PUBLIC.estimate(Estimate(1.3, 1.0, 1.6, n=n)).mark == mark


@pytest.mark.parametrize("release", [PUBLIC, INTERNAL])
def test_nothing_is_estimated_where_there_is_nothing(release):
    assert release.rate(None).mark == release.estimate(None).mark == "not_estimable"


def test_an_internal_reader_gets_exact_figures_marked_internal():
    got = INTERNAL.counts(FRAME, dims=["year"], value="claims", unit="claims")
    assert [c.value for c in got.cells["claims"]] == [3.0, 9.0, 103.0]
    assert got.rule == "internal"
    assert INTERNAL.table(got.dims, got.cells, got.units, "model").rule == "internal"


def test_a_public_reader_gets_the_same_table_under_the_rule():
    got = PUBLIC.counts(FRAME, dims=["year"], value="claims", unit="claims")
    assert got.cells == protect(FRAME, dims=["year"], value="claims", unit="claims").cells


def test_synthetic_figures_go_through_the_same_rule():
    got = Door("synthetic", "public", "x").counts(FRAME, dims=["year"], value="claims", unit="claims")
    assert (got.cells["claims"][0].mark, got.provenance) == ("suppressed", "synthetic")


def test_a_curve_stops_where_fewer_than_ten_are_at_risk():
    frame = pd.DataFrame({"day": [0, 30, 60], "share": [0.0, 0.2, 0.3], "n": [30, 10, 9]})
    got = PUBLIC.model(frame, dims=["day"], value=["share"], units={"share": "share"}, at_risk="n")
    assert [c.mark for c in got.cells["share"]] == ["", "", "small_base"]
    exact = INTERNAL.model(frame, dims=["day"], value=["share"], units={"share": "share"}, at_risk="n")
    assert [c.value for c in exact.cells["share"]] == [0.0, 0.2, 0.3]


def test_the_strictest_provenance():
    assert strictest(["published", "protected", "synthetic"]) == "protected"
    assert strictest(["published", "synthetic"]) == "synthetic"
    assert strictest(["published"]) == "published"


@given(st.integers(1, 200), st.data())
def test_a_share_of_persons_hides_seven_or_fewer_on_either_side(asked, data):
    agree = data.draw(st.integers(0, asked))
    cell = PUBLIC.rate(Estimate(agree / asked, unit="share", n=asked))
    few, small = min(agree, asked - agree) <= 7, asked < 18
    assert bool(cell.mark) is (small or few)
    assert cell.mark in ("", "small_base" if small else "suppressed")
