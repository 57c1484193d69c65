"""What a result says of itself, in words: method, main estimates, notes, a line each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mcee_eval.release.measured import Measured
from mcee_eval.results import Estimate, Result
from mcee_eval.words import formats
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.say import Words

MOST = 12  # lines of one name
COUNTS = ("items", "persons")
LEAST = 1e-6  # smaller is zero
BOUNDS = ("regret", "outside", "total")  # whose ends are the least and the most, no interval


def lines(result: Result, words: Words) -> Iterator[str]:
    """Method, main estimates with interval and n, and notes, a line each."""
    yield words("result.method", method=said(words, "how", result.method))
    for name, members in told(result):
        for at, value in members[:MOST]:
            yield words("result.line", what=title(words, name, at), value=_value(value, name, result, words))
        if len(members) > MOST:
            yield words("result.more", n=formats.decimal(len(members) - MOST, words.lang))
    for note in result.notes:
        yield words("result.note", note=said(words, "note_of", note))


def released(result: Measured, words: Words) -> Iterator[str]:
    """The same of a result that went through the door: its table, marks where nothing may be told."""
    shown = result.shown()
    yield words("result.method", method=said(words, "how", result.method))
    main = {path.split("@")[0].split(".")[-1] for path in result.MAIN.split()}
    rows = [[str(v) for v in row] for row in shown.dims.itertuples(index=False)] if len(shown) > 1 else [[]]
    for name, cells in shown.table.cells.items():
        if len(shown) == 1 and main and name not in main:
            continue
        unit = shown.table.units[name]
        for at, cell in zip(rows, cells, strict=True):
            given = cell.value or 0.0
            # the ends of a count are those of its rounding, no interval
            whole: Any = round(given) if unit in COUNTS else Estimate(given, cell.low, cell.high, unit=unit)
            value = words(f"mark.{cell.mark}") if cell.mark else _value(whole, name, result, words)
            yield words("result.line", what=title(words, name, at), value=value)
    for note in result.notes:
        yield words("result.note", note=said(words, "note_of", note))


def told(result: Result) -> Iterator[tuple[str, list[tuple[tuple[str, ...], Any]]]]:
    """What a result tells first: each name, and its members by their place."""
    own = dict.fromkeys(name.split("[")[0] for name in result.estimates())
    for entry in (result.MAIN or " ".join(own)).split():
        path, _, by = entry.partition("@")
        places = [list(getattr(result, b)) for b in by.split(",") if b]
        yield path.split(".")[-1], list(_members(_reached(result, path), places))


def title(words: Words, name: str, at: Sequence[str]) -> str:
    """A name, and whose."""
    what = said(words, "term", name)
    return words("result.of", what=what, of=", ".join(formats.period(a, words.lang) for a in at)) if at else what


def said(words: Words, kind: str, code: str) -> str:
    """A code in words; a result of one's own keeps its code."""
    key = f"result.{kind}.{code}"
    return words(key) if key in catalogue() else code


def _reached(result: Result, path: str) -> Any:
    """What lies at the path, estimates as they are."""
    of: Any = result
    for step in path.split("."):
        of = None if of is None else getattr(of, step)
    return getattr(of, "estimate", of)


def _members(value: Any, names: Sequence[Sequence[Any]]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every member with the names of its place; what is not there is not told."""
    if isinstance(value, Mapping):
        pairs: list[tuple[Any, Any]] = list(value.items())
    elif isinstance(value, tuple):
        pairs = list(zip(names[0] if names else range(1, len(value) + 1), value, strict=True))
    else:
        if value is not None:
            yield (), value
        return
    for name, one in pairs:
        for at, found in _members(one, names[1:]):
            yield (label(name), *at), found


def label(name: Any) -> str:
    """A group, a time, a period as it is written."""
    return f"{name:g}" if isinstance(name, float) else str(name)


def _value(value: Any, name: str, result: Result | Measured, words: Words) -> str:
    lang = words.lang
    if hasattr(value, "last_label"):
        last, *ends = (formats.period(v, lang) for v in (value.last_label, value.low_label, value.high_label) if v)
        if len(ends) < 2:
            return words("result.break_open", last=last)
        return words("result.break", last=last, low=ends[0], high=ends[1])
    if not isinstance(value, Estimate):
        return _number(value, name, "", words)
    known = [v for v in (value.value, value.low, value.high) if v is not None]
    shown, *ends = (_number(v, name, value.unit, words, known) for v in (value.value, value.low, value.high))
    if name in BOUNDS:
        if ends == [shown, shown]:
            return shown
        if value.high is None:
            return words("result.or_more", value=ends[0])
        return words("result.bounds", value=shown, low=ends[0], high=ends[1])
    if value.low is not None or value.high is not None:
        level = formats.percent(result.recipe.get("level", 0.95), lang)
        shown = words("result.ci", value=shown, level=level, span=formats.span(ends[0], ends[1], lang))
    return words("result.n", value=shown, n=formats.decimal(value.n, lang)) if value.n else shown


def _number(value: Any, name: str, unit: str, words: Words, beside: Sequence[float] = ()) -> str:
    lang = words.lang
    if isinstance(value, str):
        return formats.period(value, lang)
    if value is None:
        return words("interval.unbounded")
    if math.isnan(value):
        return words("mark.not_estimable")
    if math.isinf(value):
        return words("result.infinite")
    if name == "p" or name.endswith("_p"):
        return formats.p_value(float(value), lang)
    if isinstance(value, (int, np.integer)):
        return formats.decimal(int(value), lang)
    if unit == "share":
        return formats.percent(float(value), lang, 1)
    size = max((abs(v) for v in (*beside, value) if math.isfinite(v)), default=0.0)
    places = min(6, max(0, 2 - math.floor(math.log10(size)))) if size >= LEAST else 0
    return formats.decimal(float(value), lang, places)
