"""One released number with its name, and what stands in its place where nothing could be measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mcee_eval.release.cell import Cell


@dataclass(frozen=True)
class Fact:
    """One released number by its name, and what a sentence may quote beside it (cells, codes).

    bounded : its ends are those that missing records leave, no interval of an estimate. last : the last period of its
    figures, "" where that is not known.
    """

    name: str
    cell: Cell
    beside: Mapping[str, Cell | str] = field(default_factory=dict)
    unit: str = ""
    bounded: bool = False
    last: str = ""

    def __bool__(self) -> bool:
        return self.cell.value is not None

    def fills(self) -> dict[str, Cell | str]:
        """The slots of a sentence that it fills."""
        return {self.name: self.cell, **self.beside}

    def alone(self) -> Fact:
        """The number without what stands beside it."""
        return replace(self, beside={})

    def named(self, name: str, **beside: Cell | str) -> Fact:
        """The same number under another name, with more beside it."""
        return replace(self, name=name, beside={**self.beside, **beside})


@dataclass(frozen=True)
class Refusal:
    """What could not be measured, and why: false, and all that is asked of it is refused for the same reason.

    code : of the reason (a metric's refusal, or an absent frame's). what : the table or level that is missing.
    """

    code: str
    what: str = ""

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __getattr__(self, name: str) -> Refusal:
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **how: Any) -> Refusal:  # noqa: D102
        return self

    def __getitem__(self, at: Any) -> Refusal:
        return self

    def _repr_html_(self) -> str:
        return f"<p>–&nbsp;({self.code})</p>"
