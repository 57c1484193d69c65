"""A DataFrame that knows what its columns are: key, roles, sources. pandas carries it; what loses it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

#: what a column holds; counts and money go through the door by their role
COUNTED = ("persons", "money", "things")
NAMES = ("country", "country_type", "partner", "project")
ROLES = (*COUNTED, *NAMES, "testimony", "share", "number", "period", "text", "code")
#: from the freest to the strictest; what rests on several inputs takes the strictest
PROVENANCES = ("published", "synthetic", "protected")


def strictest(provenances: Iterable[str]) -> str:
    """protected > synthetic > published."""
    return max(provenances, key=PROVENANCES.index)


@dataclass(frozen=True)
class About:
    """name : of the frame. key : columns that name a row. roles : column → one of ``ROLES``.

    sources : (code, vintage) of where the figures come from. provenance : the strictest of the inputs.
    period : what the figures span where no column says it ("2019-02 – 2023-12"). as_of : the last day known.
    absent : why there is no row ("not_given", "not_here"); what : the table or the level that is missing.
    released : role → the names that a public reader may be told; a role that is not there is free.
    """

    name: str
    key: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[tuple[str, str], ...] = ()
    provenance: str = "protected"
    period: str = ""
    as_of: str = ""
    absent: str = ""
    what: str = ""
    released: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def joined(self, others: Iterable[About]) -> About:
        """What is known of a frame made of several: all roles and sources, the strictest provenance."""
        every = [self, *others]
        roles = {k: v for a in reversed(every) for k, v in a.roles.items()}
        sources = tuple(dict.fromkeys(s for a in every for s in a.sources))
        released = {k: v for a in every for k, v in a.released.items()}
        strict = strictest(a.provenance for a in every)
        return replace(self, roles=roles, sources=sources, provenance=strict, released=released)


class Frame(pd.DataFrame):
    """What ``study.frame`` gives. Filter, assign, merge, concat, group and sum it as any DataFrame."""

    _metadata = ["about"]  # noqa: RUF012 (pandas' own protocol)
    about: About

    @property
    def _constructor(self) -> type[Frame]:
        return Frame

    def __finalize__(self, other: Any, method: str | None = None, **kwargs: Any) -> Frame:
        if method in ("merge", "concat"):
            known = [a for one in other.input_objs if isinstance(a := getattr(one, "about", None), About)]
            if known:
                self.about = known[0].joined(known[1:])
            return self
        super().__finalize__(other, method=method, **kwargs)  # type: ignore[misc]
        return self

    def of(self, **roles: str) -> Frame:
        """The same rows with the roles of columns that a cell has made: ``frame.assign(all=…).of(all="persons")``.

        Refuses to free a column that is counted: a caller can only make a role stricter.
        """
        known = about(self)
        freed = [c for c, role in roles.items() if known.roles.get(c) in COUNTED and role not in COUNTED]
        if freed or set(roles.values()) - set(ROLES):
            from mcee_eval.errors import BadParameter, Problem

            raise BadParameter(
                "roles", problems=[Problem(c, repr(roles[c]), f"one of {', '.join(ROLES)}") for c in freed or roles]
            )
        made = Frame(self)
        made.about = replace(known, roles={**known.roles, **roles})
        return made


def about(frame: pd.DataFrame) -> About:
    """What is known of a frame; nothing of one that lost its roles or never had any."""
    known = getattr(frame, "about", None)
    return known if isinstance(known, About) else About("", provenance="protected")


def framed(table: pd.DataFrame, known: About) -> Frame:
    """A table with what is known of it."""
    made = Frame(table.reset_index(drop=True))
    made.about = known
    return made
