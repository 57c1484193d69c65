"""What is to be said, before it is said in a language: a text's key with its values, and numbers in their own unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Phrase:
    """key : of a text. values : its slots – released cells, codes, pairs of texts that are data, figures, phrases.

    A list of phrases is said one after the other with a semicolon between; an empty one is a dash.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Several:
    """Phrases, pairs or codes' names one after the other; none is a dash."""

    parts: tuple[Any, ...]
    between: str = ", "


@dataclass(frozen=True)
class Figure:
    """A published number in the unit of its row: a share, dollars, a year, a fiscal year, else a plain number.

    plus : a rise says so. low, high : what it may be; said where the three do not print alike.
    """

    value: float
    unit: str = ""
    places: int = 0
    plus: bool = False
    low: float | None = None
    high: float | None = None
