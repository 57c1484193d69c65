"""What each recommendation and lesson of the report rests on, by proposition: our reading of its text."""

from __future__ import annotations

from collections.abc import Mapping

RECOMMENDATIONS: Mapping[str, tuple[str, ...]] = {
    "1a": ("1a", "1b", "4a", "8a"),
    "1b": ("1b", "4a"),
    "2a": ("7b", "3b", "4c"),
    "2b": ("3b", "7a", "7d"),
}
LESSONS: Mapping[str, tuple[str, ...]] = {"1": (), "2": ("2e",), "3": ("6b",)}
