"""The contribution story, link by link: what each link assumes, what the verdicts say of it, which link is weakest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mcee_eval.findings.from_records import Conclusions
from mcee_eval.findings.strength import WORDS, Strength
from mcee_eval.judge.verdict import State


class Standing(StrEnum):
    """How a link stands, from weakest to strongest."""

    BROKEN = "broken"
    UNTESTED = "untested"
    IN_PART = "in_part"
    HOLDS = "holds"


@dataclass(frozen=True)
class Step:
    """A link of the theory as declared: its code, the propositions that speak for it, and those that speak against.

    An "against" that is supported (funds went elsewhere) is a blow to the link, one that falls speaks for it.
    """

    code: str
    supports: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def propositions(self) -> tuple[str, ...]:
        """All that speak of the link."""
        return (*self.supports, *self.against)

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings they belong to, by number."""
        return tuple(dict.fromkeys(p[0] for p in self.propositions))


#: our reading of the logic model of 2019 (annex A), from funds to removals; the report draws no arrows
THEORY: tuple[Step, ...] = (
    Step("selection", ("5b",), ("5a",)),
    Step("capacity", ("2a", "2b", "2c")),
    Step("delivery", ("6a",), ("6d",)),
    Step("knowledge", ("7b", "7e")),
    Step("dialogue", ("3a", "3b")),
    Step("raised", ("4c",)),
    Step("issuance", ("4a",)),
    Step("cause", ("4b",)),
)
TURNED = {State.SUPPORTED: State.NOT_SUPPORTED, State.NOT_SUPPORTED: State.SUPPORTED}


@dataclass(frozen=True)
class Link:
    """A link and what is known of it.

    states : proposition → its state, None where no record holds it. standing : from these. rating : word for the
    strength of the evidence behind it, the least of its findings; "" where none was rated.
    """

    step: Step
    states: Mapping[str, State | None]
    standing: Standing
    rating: str


@dataclass(frozen=True)
class Contribution:
    """links : in the order of the theory. weakest : the first of the links that stand worst; None where all hold."""

    links: tuple[Link, ...]
    weakest: Link | None

    @property
    def story_holds(self) -> bool:
        """A chain holds when every link does."""
        return self.weakest is None


def standing(states: Sequence[State | None]) -> Standing:
    """One link from the states of its propositions: broken where what is told is against, untested where nothing is."""
    told = [s for s in states if s is not None and s is not State.CANNOT_CONCLUDE]
    if not told:
        return Standing.UNTESTED
    if set(told) == {State.SUPPORTED} and len(told) == len(states):
        return Standing.HOLDS
    return Standing.BROKEN if set(told) == {State.NOT_SUPPORTED} else Standing.IN_PART


def contribution(told: Conclusions, strengths: Sequence[Strength], theory: Sequence[Step] = THEORY) -> Contribution:
    """How does each link of the theory stand, and which is the weakest?"""
    by_finding = {s.finding: s.overall for s in strengths}
    links = []
    for step in theory:
        states = {p: told.state(p) for p in step.propositions}
        rated = [by_finding[f] for f in step.findings if f in by_finding]
        speak = [_turned(s) if p in step.against else s for p, s in states.items()]
        links.append(Link(step, states, standing(speak), WORDS[min(rated)] if rated else ""))
    order = list(Standing)
    worst = min(links, key=lambda link: order.index(link.standing), default=None)
    return Contribution(tuple(links), None if worst is None or worst.standing is Standing.HOLDS else worst)


def _turned(state: State | None) -> State | None:
    return None if state is None else TURNED.get(state, state)
