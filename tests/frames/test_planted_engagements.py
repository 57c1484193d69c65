"""Engagements of a planted world: its truth lies inside the bounds of every reading."""

from __future__ import annotations

from planted_world import programme, world

from mcee_eval.frames.registry import made
from mcee_eval.metrics.share_bounds import bounds_by
from mcee_eval.notebooks import declaration


def test_the_truth_lies_inside_the_bounds():
    """The world knows what was raised in every engagement; the records tell it of some."""
    raised = {code: row["mcee_raised"] for code, row in programme("report").truth["engagements"].items()}
    frame = made(world("report"), "engagements", start="2019-02", end="2023-12")
    readings = declaration("f3")["declared"]["readings"]
    found = bounds_by(frame, answer="mcee_raised", rows=readings).groups
    for code, reading in readings.items():
        mine = frame.query(reading["rows"])
        mine = mine[mine[reading["belongs"]].fillna(False)] if "belongs" in reading else mine
        share = sum(raised[e] for e in mine["engagement"]) / len(mine)
        assert found[code].low <= share <= found[code].high, code
