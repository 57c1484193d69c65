"""What is drawn: values where they belong, marks as gaps, labels apart, zero in sight."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from mcee_eval.release.protected import protect
from mcee_eval.show import plots
from mcee_eval.show.style import styled
from mcee_eval.words.say import Words

EN = Words("en")


def table(**columns):
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"year": [str(2015 + i) for i in range(n)], **columns})
    return protect(frame, dims=["year"], value=list(columns), unit="requests")


def lines(released, series, **more):
    with styled("test"):
        figure = Figure(figsize=(7.6, 4.2))
        ax = figure.add_subplot()
        plots.lines(ax, released, EN, x="year", series=series, label=lambda s: f"the {s} ones", y_label="y", **more)
        figure.canvas.draw()
    return ax


def by_gid(ax, gid):
    return [a for a in ax.get_children() if a.get_gid() == gid]


@pytest.mark.parametrize(
    ("code", "at"),
    [("2019", 2019), ("2019-07", 2019.5), ("2019-20Q1", 2019.25), ("2019-20Q4", 2020.0), ("2020-01-01", 2020.0)],
)
def test_where_a_period_stands(code, at):
    assert plots.position(code) == pytest.approx(at)


def test_periods_follow_each_other_on_the_axis():
    days = ["2019-12-31", "2020-01-01", "2020-01-31", "2020-02-01", "2020-03-17", "2020-04-01"]
    placed = [plots.position(d) for d in days]
    assert placed == sorted(placed)
    assert len(set(placed)) == len(placed)


def test_a_line_is_the_released_numbers():
    ax = lines(table(a=[40, 122, 85], b=[30, 61, 77]), ["a", "b"])
    assert by_gid(ax, "series-a")[0].get_ydata().tolist() == [40, 120, 85]
    assert by_gid(ax, "series-b")[0].get_xdata().tolist() == [2015, 2016, 2017]


def test_a_mark_is_a_gap_in_a_line_and_never_a_zero():
    y = by_gid(lines(table(a=[40, 3, 85, None, 60]), ["a"]), "series-a")[0].get_ydata()
    assert [math.isnan(v) for v in y] == [False, True, False, True, False]
    assert 0 not in y.tolist()


@pytest.mark.parametrize("n", [7, 40])
def test_a_value_between_two_gaps_is_seen(n):
    values = [100 + 5 * i for i in range(n)]
    for hidden in (2, 4):
        values[hidden] = 1
    (line,) = by_gid(lines(table(a=values), ["a"]), "series-a")
    assert line.get_marker() not in ("None", None, "")
    assert line.get_markevery() in (None, [3])


def test_a_band_is_the_bounds_of_the_cells():
    (band,) = by_gid(lines(table(a=[40, 122, 85]), ["a"], band=["a"]), "band-a")
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (38, 122)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(100, 1000), min_size=2, max_size=6))
def test_names_at_the_end_never_cover_each_other(ends):
    names = [f"s{i}" for i in range(len(ends))]
    ax = lines(table(**{n: [500, end] for n, end in zip(names, ends, strict=True)}), names)
    boxes = [t.get_window_extent() for t in ax.texts]
    assert len(boxes) == len(ends)
    for one, two in combinations(boxes, 2):
        assert one.y1 <= two.y0 + 0.5 or two.y1 <= one.y0 + 0.5


def test_names_are_in_the_order_of_the_lines():
    ax = lines(table(a=[500, 300], b=[500, 310], c=[500, 305]), ["a", "b", "c"])
    placed = {t.get_text(): t.xy[1] for t in ax.texts}
    assert placed["the a ones"] < placed["the c ones"] < placed["the b ones"]


def test_two_series_are_told_apart_without_colour():
    ax = lines(table(a=[500, 300], b=[500, 310], c=[400, 200]), ["a", "b", "c"])
    styles = {(ln.get_linestyle(), ln._unscaled_dash_pattern[1] is None, ln.get_marker()) for ln in ax.lines}
    assert len(styles) == 3


@pytest.mark.parametrize("values", [[400, 410, 420], [10, 10, 10]])
def test_counts_are_drawn_from_zero(values):
    assert lines(table(a=values), ["a"]).get_ylim()[0] == 0


def test_events_are_drawn_where_they_happened():
    events = [plots.Event("2016-07", "f4.event.start"), plots.Event("2015-04-01", "window.covid", "2015-10-01")]
    ax = lines(table(a=[400, 410, 420]), ["a"], events=events)
    assert any(np.allclose(ln.get_xdata(), 2016.5) for ln in ax.lines if ln.get_gid() is None)
    (window,) = ax.patches
    assert (window.get_x(), window.get_x() + window.get_width()) == pytest.approx((2015.25, 2015.75))
    assert {t.get_text() for t in ax.texts} == {EN("f4.event.start"), EN("window.covid")}


def bars(released):
    with styled("test"):
        ax = Figure().add_subplot()
        plots.bars(ax, released, EN, x="year", column="a", name=str, y_label="y", emphasis=["2017"])
    return ax


def test_bars_are_the_released_numbers_and_say_them():
    ax = bars(table(a=[40, 3, 122, None]))
    assert [p.get_height() for p in ax.patches if str(p.get_gid()).startswith("series")] == [40, 120]
    assert [t.get_text() for t in ax.texts] == ["40", "--", "120", "not available"]
    assert ax.get_ylim()[0] == 0


def test_hidden_bars_are_hatched_and_all_of_one_height():
    hidden = [p for p in bars(table(a=[0, 3, 122, 5])).patches if str(p.get_gid()).startswith("mark-a")]
    assert len(hidden) == 3
    assert len({p.get_height() for p in hidden}) == 1
    assert all(p.get_hatch() for p in hidden)
    assert all(p.get_height() > 0 for p in hidden)


def test_a_range_is_its_bounds_and_its_value():
    with styled("test"):
        ax = Figure().add_subplot()
        released = table(a=[40, 3, 122])
        plots.ranges(ax, released, EN, rows="year", column="a", name=str, x_label="x", kind="count", reference=50)
    dots = {ln.get_gid(): ln.get_xdata()[0] for ln in ax.lines if ln.get_gid()}
    assert dots == {"series-a-0": 40, "series-a-2": 120}
    spans = [list(ln.get_xdata()) for ln in ax.lines if ln.get_linewidth() == 5]
    assert [38, 42] in spans
    assert [118, 122] in spans
    assert "--" in {t.get_text() for t in ax.texts}
