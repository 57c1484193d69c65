"""A count as a metric of its mean wants it: on the root, with its season."""

from __future__ import annotations

import numpy as np
import pandas as pd


def with_season(frame: pd.DataFrame, outcome: str, *, period: int = 12) -> pd.DataFrame:
    """The frame with ``root`` (a count's variance grows with it; its root's does not) and one harmonic of the season.

    frame : one row a period, in order. outcome : the count. period : rows a year. Adds root, sin, cos.
    """
    turn = 2 * np.pi * np.arange(len(frame)) / period
    return frame.assign(root=np.sqrt(frame[outcome].astype(float)), sin=np.sin(turn), cos=np.cos(turn))
