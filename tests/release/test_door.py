"""The door: public is what the rule makes of internal, whatever the frame; names and small groups are held by roles."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcee_eval.errors import ReleaseRefused
from mcee_eval.frames.frame import About, framed
from mcee_eval.metrics.part_of import part_of
from mcee_eval.metrics.share_bounds import share_bounds
from mcee_eval.release.counts import release_counts
from mcee_eval.release.measured import measured
from mcee_eval.release.model import public_estimate, rate_cell
from mcee_eval.release.rule import count_cell, whole_percent
from mcee_eval.results import Estimate

ABOUT = About("made", ("year",), {"year": "code", "claims": "persons", "total": "persons", "meetings": "things"},
              (("protected", ""),), "protected")  # fmt: skip
MONEY = About(
    "paid", ("project", "fiscal_year"),
    {"project": "project", "partner": "partner", "country": "country", "country_type": "country_type",
     "fiscal_year": "period", "paid": "money"},
    (("protected", ""),), "protected",
    released={"country": frozenset({"R01"}), "partner": frozenset(), "project": frozenset({"A", "B"})},
)  # fmt: skip


def table(**columns) -> pd.DataFrame:
    return framed(pd.DataFrame(columns), ABOUT)


def paid(rows, **about) -> pd.DataFrame:
    columns = ["project", "partner", "country", "country_type", "fiscal_year", "paid"]
    return framed(pd.DataFrame(rows, columns=columns), replace(MONEY, **about))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_public_counts_are_the_rule_applied_to_internal_ones(counts):
    frame = table(year=[str(2015 + i) for i in range(len(counts))], claims=counts, meetings=counts)
    inside, outside = (release_counts(frame, ["claims", "meetings"], audience=a) for a in ("internal", "public"))
    assert [c.value for c in inside.cells("claims")] == counts
    assert list(outside.cells("claims")) == [count_cell(c.value, "persons") for c in inside.cells("claims")]
    assert [c.value for c in outside.cells("meetings")] == counts
    for cell in outside.cells("claims"):
        assert cell.value is None or cell.low <= cell.value <= cell.high


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_rests_on_released_counts_alone(part, rest):
    """Every pair of counts that is released alike is told the same share."""

    def told(a: int, b: int):
        return release_counts(table(year=["2019"], claims=[a], total=[a + b]), [], audience="public").share(
            "claims", "total"
        ).cells("share")[0]  # fmt: skip

    cell = told(part, rest)
    released = (count_cell(part, "persons"), count_cell(part + rest, "persons"))
    for a in range(max(part - 4, 0), part + 5):
        b = part + rest - a
        if b >= 0 and (count_cell(a, "persons"), count_cell(a + b, "persons")) == released:
            assert told(a, b) == cell
    if cell.value is not None:
        assert part > 7
        assert rest > 7
        assert cell.low <= cell.value <= cell.high
        assert cell.low - 1e-9 <= part / (part + rest) <= cell.high + 1e-9
        assert cell.value == whole_percent(cell.value)


def released(top, rest):
    return [count_cell(n, "persons") for n in (top, rest, top + rest)]


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_of_persons_tells_no_count(top, rest):
    from mcee_eval.metrics.proportion import share

    cell = rate_cell(share(top, top + rest)) if top + rest else None
    if cell is None or cell.value is None:
        return
    alike = [
        (a, b) for a in range(max(top - 4, 0), top + 5) for b in range(max(rest - 4, 0), rest + 5)
        if released(a, b) == released(top, rest)
    ]  # fmt: skip
    assert len(alike) >= 3
    assert {rate_cell(share(a, a + b)) for a, b in alike} == {cell}
    assert min(top, rest) > 7


@pytest.mark.parametrize(
    ("estimate", "value", "low", "high", "n"),
    [
        (Estimate(12.34567, 10.1111, 14.58, 1.1412, "days", 143), 12.3, 10.1, 14.6, 145),
        (Estimate(0.123456, -0.2, 0.4468, 0.165, "", 88), 0.12, -0.2, 0.45, 90),
        (Estimate(0.00004, unit="p", n=88), 0.001, None, None, None),
        (Estimate(0.03456, unit="p", n=88), 0.035, None, None, None),
    ],
)
def test_a_model_is_told_to_the_digits_that_its_error_justifies(estimate, value, low, high, n):
    cell = public_estimate(estimate)
    assert (cell.value, cell.low, cell.high, cell.n) == (value, low, high, n)


def test_a_country_that_is_not_on_the_list_has_no_row():
    rows = [("A", "x", "R01", "t", "2019-20", 5.0), ("B", "x", "R02", "t", "2019-20", 6.0)]
    told = release_counts(paid(rows), ["paid"], audience="public", by=["country"])
    assert list(told.dims["country"]) == ["R01"]
    assert list(release_counts(paid(rows), ["paid"], audience="internal", by=["country"]).dims["country"]) == [
        "R01",
        "R02",
    ]


def test_a_table_by_project_is_told_only_if_every_project_is_released():
    rows = [("A", "x", "R01", "t", "2019-20", 5.0), ("B", "x", "R01", "t", "2019-20", 6.0)]
    assert len(release_counts(paid(rows), ["paid"], audience="public", by=["project"])) == 2
    lost = release_counts(
        paid([*rows, ("C", "x", "R01", "t", "2019-20", 7.0)]), ["paid"], audience="public", by=["project"]
    )
    assert (len(lost), lost.absent, lost.what) == (0, "not_released", "project")
    assert release_counts(paid(rows), ["paid"], audience="public", by=["partner"]).what == "partner"


def test_an_amount_needs_three_contributors_none_above_85_per_cent():
    amounts = {"2019-20": [50.0, 60.0, 70.0], "2020-21": [990.0, 5.0, 5.0], "2021-22": [9.0, 5.0]}
    named = [("A", "x", "R01"), ("B", "y", "R02"), ("C", "z", "R03")]
    frame = paid(
        [(*who, "t", year, v) for year, values in amounts.items() for who, v in zip(named, values, strict=False)]
    )
    told, inside = (release_counts(frame, ["paid"], audience=a, by=["fiscal_year"]) for a in ("public", "internal"))
    assert [c.mark for c in told.cells("paid")] == ["", "suppressed", "suppressed"]
    assert [c.value for c in inside.cells("paid")] == [180, 1000, 14]
    merged = release_counts(frame, ["paid"], audience="public", by=["fiscal_year"], merge="fiscal_year")
    assert [c.mark for c in merged.cells("paid")] == ["suppressed"] or not any(c.mark for c in merged.cells("paid"))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz"), st.integers(1, 1000)), min_size=1, max_size=20)
)
def test_no_released_amount_gives_a_contributor_away(rows):
    full = [
        (p, r, f"R0{ord(p) - 64}", "t", f"20{19 + i % 3}-{20 + i % 3}", float(v)) for i, (p, r, v) in enumerate(rows)
    ]
    frame = paid(full)
    told = release_counts(frame, ["paid"], audience="public", by=["fiscal_year"], merge="fiscal_year")
    for i, cell in enumerate(told.cells("paid")):
        if cell.value is None:
            continue
        first, *last = told.dims["fiscal_year"].iloc[i].split(" – ")
        part = frame[(frame["fiscal_year"] >= first) & (frame["fiscal_year"] <= (last or [first])[0])]
        for contributor in ("project", "partner", "country"):
            by = part.groupby(contributor)["paid"].sum()
            assert len(by) >= 3
            assert by.max() <= 0.85 * by.sum()


def test_a_column_made_in_a_cell_is_as_strict_as_its_frame():
    frame = table(year=["2019"], claims=[3], total=[50]).assign(double=lambda f: f["claims"] * 2)
    assert release_counts(frame, ["double"], audience="public").cells("double")[0].mark == "suppressed"


@pytest.mark.parametrize(
    "lost",
    [lambda f: f.groupby("year").agg({"claims": "sum"}), lambda f: f["claims"].to_frame().T.T.astype(int).agg(["sum"])],
)
def test_a_frame_that_lost_its_roles_is_refused(lost):
    with pytest.raises(ReleaseRefused, match="tally"):
        release_counts(pd.DataFrame(lost(table(year=["2019"], claims=[30]))), ["claims"], audience="public")


@pytest.mark.parametrize(
    ("provenance", "audience", "hidden"),
    [("protected", "public", True), ("protected", "internal", False), ("synthetic", "public", False)],
)
def test_figures_by_country_type_are_redacted_where_the_report_redacts_them(provenance, audience, hidden):
    rows = [(f"P{i}", "A", f"R{i}", "targeted", "2020-21", 10.0) for i in range(4)]
    frame = paid(rows, provenance=provenance, released={"country": frozenset(f"R{i}" for i in range(4))})
    by_type = release_counts(frame, ["paid"], audience=audience, by=["country_type"])
    assert [c.mark for c in by_type.cells("paid")] == (["redacted"] if hidden else [""])
    part = measured(
        part_of, [frame], {"amount": "paid", "group": "country_type", "of": "targeted"}, frame.about, audience
    )
    assert part.share.cell.mark == ("redacted" if hidden else "")
    beside = release_counts(frame, ["paid"], audience=audience, by=["country", "country_type"])
    assert (beside.absent, len(beside)) == (("not_released", 0) if hidden else ("", 4))


@pytest.mark.parametrize(("audience", "kept"), [("public", False), ("internal", True)])
def test_below_a_public_exhibit_of_protected_data_no_setting_names_a_country(audience, kept):
    def counted(frame, *, column, where, donors, least):
        return share_bounds(frame, answer=column)

    about = About("t", ("id",), {"id": "code", "answer": "code"}, provenance="protected")
    frame = framed(pd.DataFrame({"id": [1, 2, 3], "answer": ["yes", "no", "yes"]}), about)
    settings = {"column": "answer", "where": "country == 'QQQ'", "donors": ["QQQ", "ZZZ"], "least": 2}
    told = measured(counted, [frame], settings, about, audience).recipe
    assert ("QQQ" in str(told)) is kept
    assert (told["column"], told["least"]) == ("answer", 2)
