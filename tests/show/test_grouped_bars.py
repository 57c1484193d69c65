"""Horizontal bars, bars over time and the diagram: what is drawn is what the table holds, and the checks find a lie."""

from __future__ import annotations

import re
import sys
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import wrong_chart

from mcee_eval.release.cell import Cell
from mcee_eval.release.door import Door
from mcee_eval.release.protected import protect
from mcee_eval.show.diagram import diagram
from mcee_eval.show.grouped import grouped, stacked
from mcee_eval.show.plots import Event
from mcee_eval.show.spans import spans
from mcee_eval.show.style import styled, svg
from mcee_eval.words.say import Words

EN = Words("en")


def counts(**columns):
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"row": [f"row {i}" for i in range(n)], **columns})
    return protect(frame, dims=["row"], value=list(columns), unit="items")


def drawing(draw, table, **more):
    with styled("test"):
        figure = Figure(figsize=(7.6, 4.2))
        ax = figure.add_subplot()
        draw(ax, table, EN, **more)
        figure.canvas.draw()
        return ax, fromstring(svg(figure))


def record(table):
    keys = [*table.dims.columns, *table.cells]
    dims = [[str(v) for v in table.dims.iloc[i]] for i in range(len(table))]
    cells = [[{} if c[i].value is None else {"v": c[i].value} for c in table.cells.values()] for i in range(len(table))]
    rows = [one + two for one, two in zip(dims, cells, strict=True)]
    return {"columns": [{"key": k} for k in keys], "rows": rows}


def named(table, series):
    return {"rows": "row", "series": series, "name": str, "label": str, "x_label": "x"}


@pytest.mark.parametrize("draw", [grouped, stacked])
def test_the_bars_are_the_numbers(draw):
    table = counts(a=[4, 0, 17], b=[9, 2, None])
    _, tree = drawing(draw, table, **named(table, ["a", "b"]))
    assert wrong_chart(tree, record(table)) == []


@pytest.mark.parametrize("draw", [grouped, stacked])
def test_bars_of_other_numbers_are_found_out(draw):
    table, other = counts(a=[4, 10, 17], b=[9, 2, 5]), counts(a=[4, 10, 17], b=[9, 2, 12])
    _, tree = drawing(draw, other, **named(other, ["a", "b"]))
    assert wrong_chart(tree, record(table)) != []


@pytest.mark.parametrize("draw", [grouped, stacked])
def test_a_missing_number_prints_its_mark(draw):
    table = counts(a=[4, None])
    ax, tree = drawing(draw, table, **named(table, ["a"]))
    assert "not available" in {t.get_text() for t in ax.texts}
    assert wrong_chart(tree, record(table)) == []


def test_values_of_bars_stand_apart():
    table = counts(a=[4, 10, 17], b=[9, 2, 5], c=[1, 1, 1])
    ax, _ = drawing(grouped, table, **named(table, ["a", "b", "c"]))
    boxes = [t.get_window_extent() for t in ax.texts]
    assert len(boxes) == 9
    assert not [1 for p, q in combinations(boxes, 2) if p.overlaps(q)]


def test_the_third_series_is_told_by_more_than_its_colour():
    table = counts(a=[4, 10], b=[9, 2], c=[1, 1])
    ax, _ = drawing(grouped, table, **named(table, ["a", "b", "c"]))
    hatches = {p.get_gid(): p.get_hatch() for p in ax.patches if p.get_gid()}
    assert hatches["series-c-0"]
    assert len(ax.get_legend().get_texts()) == 3


def days():
    dims = pd.DataFrame(
        {
            "row": ["M01", "M02"], "begin": ["2019-07-01", "2020-01-01"],
            "agreed": ["2022-01-31", "2023-06-30"], "now": ["2025-10-31", "2023-06-30"],
        }
    )  # fmt: skip
    cells = {"months": [Cell(30), Cell(41)]}
    return Door("synthetic", "public", "x").table(dims, cells, {"months": "items"}, "things")


def test_spans_run_from_day_to_day():
    more = {"rows": "row", "start": "begin", "until": "agreed", "later": "now", "name": str}
    events = [Event("2025-03-31", "window.covid"), Event("2020-03-17", "window.covid", "2020-11-30")]
    ax, tree = drawing(spans, days(), keys=("window.covid", "window.covid"), events=events, **more)
    drawn = {p.get_gid(): (p.get_x(), p.get_x() + p.get_width()) for p in ax.patches if p.get_gid()}
    assert set(drawn) == {"span-begin-agreed-0", "span-agreed-now-0", "span-begin-agreed-1"}
    assert drawn["span-begin-agreed-0"] == pytest.approx((2019.5, 2022 + 30 / 365.25))
    assert wrong_chart(tree, record(days())) == []
    lie = record(days())
    lie["rows"][0][2] = "2023-01-31"
    assert wrong_chart(tree, lie) != []
    del lie["rows"][1]
    assert wrong_chart(tree, lie) != []


LINKS = [("A1", "B1"), ("A2", "B1"), ("B1", "C1")]


def boxes():
    dims = pd.DataFrame(
        {"box": ["A1", "A2", "B1", "C1"], "level": ["a", "a", "b", "c"], "leads_to": ["B1", "B1", "C1", ""]}
    )
    return Door("published", "public", "x").table(dims, {}, {}, "already_public")


def test_the_diagram_holds_every_box_and_link():
    more = {"box": "box", "level": "level", "levels": ["a", "b", "c"], "links": LINKS, "said": str, "head": str}
    ax, tree = drawing(diagram, boxes(), **more)
    assert wrong_chart(tree, record(boxes())) == []
    patches = [p for p in ax.patches if isinstance(p, FancyBboxPatch)]
    assert len(patches) == 4
    across = [p.get_window_extent().x0 for p in patches]
    assert across[0] == across[1] < across[2] < across[3]
    assert not [1 for p, q in combinations(patches, 2) if p.get_window_extent().overlaps(q.get_window_extent())]
    _, fewer = drawing(diagram, boxes(), **(more | {"links": LINKS[:2]}))
    assert [t for t in wrong_chart(fewer, record(boxes())) if re.search("B1-C1", t)]
