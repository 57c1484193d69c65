"""Points by row: values where they belong, a mark as a word, emphasis not by colour alone."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.show.points import height, points
from mcee_eval.show.style import styled
from mcee_eval.words.say import Words

VALUES = [0.07, 0.03, None, -0.04]


def drawn(**more):
    cells = [marked("not_estimable") if v is None else Cell(v) for v in VALUES]
    release = Door("synthetic", "public", "test")
    table = release.table(pd.DataFrame({"row": list("abcd")}), {"effect": cells}, {"effect": "share"}, "model")
    with styled("test"):
        figure = Figure(figsize=height(len(VALUES)))
        ax = figure.add_subplot()
        points(ax, table, Words("en"), column="effect", name=lambda i: f"row {i}", x_label="x", **more)
        figure.canvas.draw()
    return ax


def marks(ax):
    return {a.get_gid(): a for a in ax.lines if (a.get_gid() or "").startswith("series-")}


def test_a_point_stands_at_its_number_in_its_row():
    found = marks(drawn())
    assert {k: (float(a.get_xdata()[0]), int(a.get_ydata()[0])) for k, a in found.items()} == {
        "series-effect-0": (0.07, 0), "series-effect-1": (0.03, 1), "series-effect-3": (-0.04, 3),
    }  # fmt: skip


def test_what_has_no_number_is_a_word():
    ax = drawn()
    assert "series-effect-2" not in marks(ax)
    assert [t.xy[1] for t in ax.texts if t.get_text() == "not estimable"] == [2]


def test_the_first_row_is_on_top_and_every_row_is_named():
    ax = drawn()
    low, high = ax.get_ylim()
    assert low > high
    assert [t.get_text() for t in ax.get_yticklabels()] == ["row 0", "row 1", "row 2", "row 3"]


def test_emphasis_is_a_shape_too():
    found = marks(drawn(emphasis=[1]))
    assert {k[-1]: a.get_marker() for k, a in found.items()} == {"0": "o", "1": "s", "3": "o"}


def test_lines_begin_at_the_reference():
    ax = drawn(reference=0.01, reference_label="here")
    stems = [
        a for a in ax.lines if not a.get_gid() and len(a.get_xdata()) == 2 and a.get_ydata()[0] == a.get_ydata()[1]
    ]
    assert {float(a.get_xdata()[0]) for a in stems} == {0.01}
    assert "here" in [t.get_text() for t in ax.texts]


def test_labels_of_the_axis_say_where_they_stand():
    ax = drawn()
    at = [t for t in ax.get_xticks() if ax.get_xlim()[0] <= t <= ax.get_xlim()[1]]
    told = [ax.xaxis.get_major_formatter()(t) for t in at]
    read = [float(t.replace("\u2212", "-").rstrip("%")) / 100 for t in told]
    assert read == pytest.approx(at)
    assert len(at) >= 3


def test_more_rows_are_a_taller_figure():
    assert height(3) < height(25)
