"""A figure or a table as a reader gets it, in both languages, with everything that lets it be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mcee_eval.errors import BadParameter, Problem, ReleaseRefused
from mcee_eval.release.cell import Cell
from mcee_eval.release.protected import Protected
from mcee_eval.show import html
from mcee_eval.show.style import SIZE, STAMP, styled, svg
from mcee_eval.words.catalogue import slots
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words

MIME = "application/vnd.mcee+json"
ALT_LENGTH = 150


@dataclass(frozen=True)
class Column:
    """A column of an exhibit: ``key`` in the released table, text key of its label, how it is printed.

    kind ``both``: the dimension holds pairs (English, French) of a text that is data, such as a passage of the report.
    """

    key: str
    label: str
    kind: str
    places: int = 0
    extra: str = ""

    def named(self, words: Words) -> str:
        """Its name; a column that no text names stands for itself."""
        return words(self.label) if words.knows(self.label) else self.key.replace("_", " ")

    @property
    def is_number(self) -> bool:
        """Whether it holds released cells (the others hold codes)."""
        return self.kind in KINDS


@dataclass(frozen=True)
class Source:
    """Where figures come from; ``name`` is a text key below ``source.``."""

    name: str
    vintage: str = ""
    address: str = ""


@dataclass(frozen=True)
class Exhibit:
    """One figure or table. ``id`` is stable: (finding, slug). ``pictures`` holds SVG text by language, or nothing."""

    id: str
    kind: str
    texts: Mapping[str, Mapping[str, str]]
    table: Protected
    columns: tuple[Column, ...]
    sources: tuple[Source, ...]
    period: str
    words: Mapping[str, Words] = field(repr=False)
    lang: str = "en"
    pictures: Mapping[str, str] = field(default_factory=dict, repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""

    def html(self, lang: str) -> str:
        """The exhibit as a figure element, complete."""
        return html.exhibit(self, lang)

    def record(self) -> dict[str, Any]:
        """What the record keeps: every cell, language-free, and the labels in both languages."""
        rows = [
            [
                cell_record(self.table.cells[c.key][i]) if c.is_number else _kept(self.table.dims[c.key].iloc[i], c)
                for c in self.columns
            ]
            for i in range(len(self.table))
        ]
        return {
            "id": self.id,
            "kind": self.kind,
            "title": {lang: self.texts[lang]["title"] for lang in LANGS},
            "provenance": self.table.provenance,
            "rule": self.table.rule,
            "period": self.period,
            "sources": [{"name": s.name, "vintage": s.vintage, "address": s.address} for s in self.sources],
            "columns": [
                {
                    "key": c.key,
                    "label": {lang: c.named(self.words[lang]) for lang in LANGS},
                    "kind": c.kind,
                    "places": c.places,
                }
                for c in self.columns
            ],
            "rows": rows,
            **({"settings": dict(self.settings)} if self.settings else {}),
            **({"page": self.page} if self.page else {}),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        both = {lang: self.html(lang) for lang in LANGS}
        return {
            "text/plain": f"{self.id}: {self.texts[self.lang]['title']}",
            "text/html": both[self.lang],
            MIME: {"kind": "exhibit", "id": self.id, "html": both, "made": self._made()},
        }

    def _made(self) -> dict[str, str]:
        """The settings of the call in words."""
        return {lang: html.settings(self.settings, self.words[lang]) for lang in LANGS}


def _kept(value: Any, column: Column) -> Any:
    """A code as text, a text of the data in both languages."""
    return dict(zip(LANGS, map(str, value), strict=True)) if column.kind == "both" else str(value)


def cell_record(cell: Cell) -> dict[str, Any]:
    """A cell as the record keeps it; what is absent is left out."""
    kept = {"v": cell.value, "lo": cell.low, "hi": cell.high, "n": cell.n, "m": cell.mark or None}
    return {k: v for k, v in kept.items() if v is not None} or {"v": None}


def _filled(words: Words, key: str, values: Mapping[str, Any]) -> str:
    """A text with those of the exhibit's values that it asks for."""
    template = words.text(key).template(words.lang)
    return words(key, **{s.name: values[s.name] for s in slots(template)})


def exhibit(
    finding: str,
    slug: str,
    table: Protected,
    *,
    columns: Sequence[Column],
    words: Mapping[str, Words],
    lang: str,
    sources: Sequence[Source],
    period: str,
    draw: Callable[[Axes, Words], Axes] | None = None,
    size: tuple[float, float] = SIZE,
    values: Mapping[str, Any] | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    settings: Mapping[str, Any] | None = None,
    page: str = "",
) -> Exhibit:
    """Build an exhibit from released cells.

    Texts: ``<finding>.<slug>.title``, ``.alt`` (at most 150 characters) and ``.note``, or those that are given.

    Refuses anything but a ``Protected`` (no renderer takes a raw frame), and columns that the table does not hold.
    """
    if not isinstance(table, Protected):
        raise ReleaseRefused(
            "an exhibit takes a Protected",
            problems=[Problem(f"{finding}-{slug}", type(table).__name__, "Protected", "Pass it through protect().")],
        )
    missing = [c.key for c in columns if c.key not in (table.cells if c.is_number else table.dims.columns)]
    if missing:
        raise BadParameter(
            "columns and table do not fit",
            problems=[Problem(f"{finding}-{slug}", f"columns {missing}", "in the table")],
        )
    filled = dict(values or {})
    told: dict[str, dict[str, str]] = {}
    pictures: dict[str, str] = {}
    for one, spoken in words.items():
        told[one] = (
            dict(texts[one])
            if texts
            else {part: _filled(spoken, f"{finding}.{slug}.{part}", filled) for part in ("title", "alt", "note")}
        )
        if len(told[one]["alt"]) > ALT_LENGTH:
            raise BadParameter(
                "an alternative text says what is shown in 150 characters",
                problems=[Problem(f"{finding}.{slug}.alt.{one}", f"{len(told[one]['alt'])} characters", "at most 150")],
            )
        if draw:
            with styled(f"{finding}-{slug}-{one}"):
                figure = Figure(figsize=size)
                ax = figure.add_subplot()
                draw(ax, spoken)
                if table.provenance != "published":  # the word travels with the picture, wherever it is pasted
                    figure.text(0.995, 0.995, spoken(f"provenance.{table.provenance}"), **STAMP)
                pictures[one] = svg(figure)
    ident, kind = f"{finding}-{slug.replace('_', '-')}", "figure" if draw else "table"
    return Exhibit(
        ident, kind, told, table, tuple(columns), tuple(sources), period, words, lang, pictures, settings or {}, page
    )  # fmt: skip
