"""The plain picture of a result: its series over time, its members in rows, or its estimates with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mcee_eval.results import Estimate, Result
from mcee_eval.show.result_words import MOST, label, said, title, told
from mcee_eval.show.style import DASHES, MARKERS, PALETTE, RULE, SIZE, styled
from mcee_eval.words.say import Words

MOST_LABELS = 8  # periods written under an axis


def plot(result: Result, ax: Axes | None = None, lang: str = "en") -> Axes:
    """The picture that the result declares, on ``ax`` or on a figure of its own."""
    words = Words(lang)
    with styled(type(result).__name__):
        if ax is None:
            _, ax = plt.subplots(figsize=SIZE, layout="constrained")
        if result.PLOT and len(result.frame):
            _picture(ax, result.frame, result.PLOT, words)
        else:
            _estimates(ax, result, words)
        how = said(words, "how", result.method)
        ax.set_title(how[:1].upper() + how[1:], loc="left", wrap=True)
    return ax


def _picture(ax: Axes, frame: pd.DataFrame, declared: str, words: Words) -> None:
    kind, over, *names = declared.split(" / ")[0].split()
    by = [c for c in declared.partition(" / ")[2].split(",") if c]
    if kind == "points":
        _points(ax, frame, over, names, words)
        return
    parts = list(frame.groupby(by, sort=True)) if by else [((), frame)]
    where = None if _measured(frame[over]) else {v: i for i, v in enumerate(dict.fromkeys(frame[over]))}
    style = cycle(zip(PALETTE, cycle(DASHES)))
    for at, part in parts:
        x = part[over] if where is None else part[over].map(where)
        for name in names:
            known = ", ".join([*([said(words, "term", name)] if len(names) > 1 else []), *map(label, at)])
            color, dash = next(style)
            ax.plot(x, part[name].astype(float), color=color, linestyle=dash, label=known or None,
                    drawstyle="steps-post" if kind == "steps" else "default")  # fmt: skip
    if where is not None:
        written = [str(v) for v in where]
        ax.xaxis.set_major_locator(MaxNLocator(MOST_LABELS, integer=True))
        ax.xaxis.set_major_formatter(
            FuncFormatter(lambda v, _: written[int(v)] if v.is_integer() and 0 <= v < len(written) else "")
        )
    ax.set_xlabel(said(words, "term", over))
    if len(names) == 1:
        ax.set_ylabel(said(words, "term", names[0]))
    if len(names) * len(parts) > 1:
        ax.legend(frameon=False)


def _measured(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values)


def _points(ax: Axes, frame: pd.DataFrame, over: str, names: Sequence[str], words: Words) -> None:
    ends = (
        frame[["low", "high"]].astype(float).to_numpy() if {"low", "high"} <= set(frame) and len(names) == 1 else None
    )
    for name, color, marker in zip(names, PALETTE, MARKERS, strict=False):
        values = frame[name].astype(float).to_numpy()
        _marks(ax, values, ends, color, marker, said(words, "term", name) if len(names) > 1 else None)
    ax.set_yticks(range(len(frame)), frame[over].map(str))
    ax.set_xlabel(said(words, "term", names[0]) if len(names) == 1 else "")
    if len(names) > 1:
        ax.legend(frameon=False)


def _estimates(ax: Axes, result: Result, words: Words) -> None:
    """What the result tells first, with intervals; estimates alone where it has any."""
    every = [(title(words, name, at), v) for name, members in told(result) for at, v in members]
    found = [(name, v) for name, v in every if isinstance(v, Estimate)][:MOST]
    found = found or [(name, Estimate(float(v))) for name, v in every if isinstance(v, (int, float))][:MOST]
    ends = np.array([[np.nan if v is None else v for v in (e.low, e.high)] for _, e in found], dtype=float)
    _marks(ax, np.array([e.value for _, e in found], dtype=float), ends.reshape(-1, 2), PALETTE[0], MARKERS[0], None)
    ax.set_yticks(range(len(found)), [name for name, _ in found])


def _marks(ax: Axes, values: np.ndarray, ends: np.ndarray | None, color: str, marker: str, label: str | None) -> None:
    rows = np.arange(len(values))
    if ends is not None:
        ax.hlines(rows, ends[:, 0], ends[:, 1], color=color)
    ax.plot(np.where(np.isfinite(values), values, np.nan), rows, marker, color=color, label=label)
    ax.axvline(0, color=RULE, zorder=0)
    if not ax.yaxis_inverted():
        ax.invert_yaxis()
