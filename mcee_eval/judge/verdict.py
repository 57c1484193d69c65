"""A verdict: a written proposition, its state, the reasons that led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """The four answers. "Cannot conclude" is one of them, with what would settle it."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    MIXED = "mixed"
    CANNOT_CONCLUDE = "cannot_conclude"


@dataclass(frozen=True)
class Reason:
    """One criterion: ``passed`` is None where the data cannot tell. ``code`` names its text; ``values`` fill it."""

    code: str
    passed: bool | None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What is concluded on a proposition; ``settle`` are codes of what would settle an open one."""

    proposition: str
    state: State
    reasons: tuple[Reason, ...]
    settle: tuple[str, ...] = ()
    headline: bool = False


def decide(reasons: Sequence[Reason]) -> State:
    """All criteria passed, none, some, or not all could be told. Absence of evidence is never a pass."""
    passed = [r.passed for r in reasons]
    if not passed or None in passed:
        return State.CANNOT_CONCLUDE
    if all(passed):
        return State.SUPPORTED
    return State.MIXED if any(passed) else State.NOT_SUPPORTED
