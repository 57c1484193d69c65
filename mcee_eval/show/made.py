"""From what a cell hands over to an exhibit: columns and texts from the notebook's TOML, the rest from the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mcee_eval.judge.verdict import State, Verdict
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Fact, Told
from mcee_eval.show import exhibit as exhibits
from mcee_eval.show.columns import columns
from mcee_eval.show.exhibit import Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.show.pictures import Picture, Scene
from mcee_eval.show.style import SIZE
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

PERIODS = ("year", "fiscal_year", "quarter", "month", "day")


class Shower(Protocol):
    """What an exhibit needs of the study that shows it."""

    finding: str
    country: str
    lang: str
    words: Mapping[str, Words]
    opened: str

    @property
    def place(self) -> str:
        """What its figures speak of."""


@dataclass(frozen=True)
class Shown:
    """What ``show``, ``say`` and ``judge`` give back: they have displayed themselves already."""

    made: Exhibit | Passage | None
    verdict: Verdict | None = None

    def __bool__(self) -> bool:
        return self.made is not None

    @property
    def state(self) -> State | None:
        """The verdict's state, for a line that follows it."""
        return self.verdict.state if self.verdict else None

    def _ipython_display_(self) -> None:
        """Nothing more: it stands above."""


def exhibit_of(
    study: Shower, slug: str, told: Told, picture: Picture | None, declared: Mapping[str, Any], *,
    period: str, title: Mapping[str, str] | None, values: Mapping[str, Any],
) -> Exhibit:  # fmt: skip
    """The exhibit of a released table; ``title``: of one that the notebook's TOML does not know."""
    written = declared.get("columns") or _plain(told)
    told, made = columns(study.finding, slug, written, told, study.words)
    filled = {"place": study.place, **{k: _value(v) for k, v in values.items()}}
    named = {c.key: c for c in made}
    texts = None
    if title is not None and "title" not in declared:
        texts = {
            one: {"title": title[one], **{p: study.words[one](f"exhibit_own.{p}") for p in ("alt", "note")}}
            for one in LANGS
        }
    if picture is not None and not picture.needs(told):
        picture = None
    scenes = {one: Scene(told, w, named, study.finding, slug, filled, declared) for one, w in study.words.items()}
    size = tuple(declared["size"]) if "size" in declared else picture.size(scenes[LANGS[0]]) if picture else SIZE
    return exhibits.exhibit(
        study.finding, slug, told.table, columns=made, words=study.words, lang=study.lang, values=filled,
        sources=[Source(*s) for s in told.sources], period=period or declared.get("period") or _span(told, made),
        draw=(lambda ax, w: picture.draw(ax, scenes[w.lang])) if picture else None, size=size, texts=texts,
        settings=told.recipe, page=study.opened,
    )  # fmt: skip


def _value(value: Any) -> Any:
    return value.cell if isinstance(value, Fact) else value if isinstance(value, (Cell, str, tuple)) else str(value)


def _span(told: Told, made: list[Any]) -> str:
    """First and last period of the table, else what its frame says it spans."""
    first = next((c.key for c in made if c.kind in PERIODS), "")
    if told.period or not first:
        return told.period or "–"
    codes = list(told.dims[first])
    return f"{codes[0]} – {codes[-1]}"


def _plain(told: Told) -> list[str]:
    """All columns of a table that no TOML declares, printed by their unit."""
    kinds = {"share": "percent", "dollars": "money", "ratio": "ratio.2", "number": "number.2"}
    return [f"{d}:data" for d in told.dims] + [
        f"{c}:{kinds.get(told.table.units[c], 'count')}" for c in told.table.cells
    ]
