"""A tick says the number at which it stands."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from mcee_eval.show.ticks import number_ticks


def labels(at, lang, kind, least=0):
    ax = Figure().add_subplot()
    ax.yaxis.set_major_locator(FixedLocator(at))
    ax.set_ylim(min(at), max(at))
    number_ticks(ax.yaxis, lang, kind, least)
    return [ax.yaxis.get_major_formatter()(t, i) for i, t in enumerate(at)]


@pytest.mark.parametrize(
    ("at", "kind", "least", "said"),
    [
        ([0, 0.25, 0.5, 1.25], "ratio", 1, ["0.00", "0.25", "0.50", "1.25"]),
        ([0, 0.3, 0.6], "ratio", 1, ["0.0", "0.3", "0.6"]),
        ([0, 0.025, 0.05], "percent", 0, ["0.0%", "2.5%", "5.0%"]),
        ([0, 0.15, 0.3], "percent", 0, ["0%", "15%", "30%"]),
        ([0, 2.5, 5], "number", 0, ["0.0", "2.5", "5.0"]),
        ([0, 1_000], "count", 0, ["0", "1,000"]),
        ([0, 1 / 3], "ratio", 1, ["0.0000", "0.3333"]),
    ],
)
def test_a_tick_is_never_rounded_to_another_number(at, kind, least, said):
    assert labels(at, "en", kind, least) == said


def test_in_french():
    assert labels([0, 0.025], "fr", "percent") == ["0,0\u00a0%", "2,5\u00a0%"]
