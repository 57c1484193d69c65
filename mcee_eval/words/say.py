"""A text and its values → what is printed, in either language, plain or as HTML with every number traceable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape as _escape
from typing import Any

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.release.cell import Cell
from mcee_eval.words import formats
from mcee_eval.words.catalogue import SLOT, Slot, Text, catalogue, slots
from mcee_eval.words.told import foreign, said

#: Characters that change the direction of what follows, or cannot be seen: shown, never obeyed.
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def escape(text: object) -> str:
    """The one way data reach HTML: markup shown as text, characters that reverse or hide text shown by number."""
    return _INVISIBLE.sub(lambda m: f"[U+{ord(m.group()):04X}]", _escape(str(text), quote=True))


@dataclass(frozen=True)
class Words:
    """One language. ``names`` maps a country code to (English, French)."""

    lang: str
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lang not in formats.LANGS:
            raise BadParameter(
                "unknown language", problems=[Problem("lang", repr(self.lang), " or ".join(map(repr, formats.LANGS)))]
            )

    def __call__(self, key: str, **values: Any) -> str:
        """The plain text of a message."""
        return self.render(key, values, lambda slot, value: self.printed(slot, value))

    def html(self, key: str, values: Mapping[str, Any], prefix: str) -> str:
        """The message as HTML; every computed number is ``<data id="prefix-slot" value=… data-unit=…>``."""
        return self.render(key, values, lambda slot, value: self._tagged(slot, value, f"{prefix}-{slot.name}"), escape)

    def render(
        self,
        key: str,
        values: Mapping[str, Any],
        show: Callable[[Slot, Any], str],
        literal: Callable[[str], str] = str,
    ) -> str:
        """Fill a message's slots with ``show``; refuses unknown keys, missing and superfluous values."""
        text = self.text(key)
        category = "other"
        if text.by:
            count = values[text.by]
            category = formats.plural(getattr(count, "value", count) or 0, self.lang)
        template = text.template(self.lang, category)
        wanted = {s.name for form in text.forms[self.lang].values() for s in slots(form)} | ({text.by} - {""})
        if wanted != set(values):
            raise BadParameter(
                f"text {key!r} and its values do not fit",
                problems=[Problem(key, f"values {sorted(values)}", f"{sorted(wanted)}")],
            )
        out, at = [], 0
        for match in SLOT.finditer(template):
            slot = slots(match.group())[0]
            out += [literal(template[at : match.start()]), show(slot, values[slot.name])]
            at = match.end()
        return "".join([*out, literal(template[at:])])

    def text(self, key: str) -> Text:
        """The message itself."""
        texts = catalogue()
        if key not in texts:
            raise BadParameter(f"no text {key!r}", problems=[Problem("key", repr(key), "a key of the catalogue")])
        return texts[key]

    def knows(self, key: str) -> bool:
        """Is there such a text?"""
        return key in catalogue()

    def country(self, code: str) -> str:
        """The name of a country, or its code when no name is known."""
        if code == "ALL":
            return self("page.all_countries")
        if code == "TARGETED":
            return self("page.targeted_countries")
        names = self.names.get(code)
        return names[formats.LANGS.index(self.lang)] if names else code

    def printed(self, slot: Slot, value: Any) -> str:
        """One value as plain text."""
        if slot.kind == "country":
            return self.country(str(value))
        if slot.kind == "code":
            return self(f"code.{value}")
        if slot.kind == "data":
            return str(value)
        if slot.kind == "told":
            return said(str(value), self.lang)
        if slot.kind in formats.PERIODS and value == "–":
            return "–"
        if slot.kind in formats.PERIODS and value == "":
            return self("interval.unbounded")  # the end of an interval that is not reached
        if slot.kind in formats.PERIODS:
            return " – ".join(formats.PERIODS[slot.kind](part, self.lang) for part in str(value).split(" – "))
        cell = value if isinstance(value, Cell) else Cell(float(value))  # a setting of the call
        return self.number(cell, slot.kind, slot.places, slot.extra)

    def number(self, cell: Cell, kind: str, places: int = 0, extra: str = "") -> str:
        """A released number, its mark, and where asked its interval (``ci``) or its bounds (``range``)."""
        if cell.mark:
            return self(f"mark.{cell.mark}")
        printer, _ = formats.KINDS[kind]
        args = () if kind == "p" else (places,)

        def show(v: float) -> str:
            return printer(v, self.lang, *args)

        assert cell.value is not None
        text = show(cell.value)
        if not extra:
            return text
        if cell.low is None and cell.high is None:
            return self("interval.none", value=text) if extra == "ci" else text
        known = [show(b) for b in (cell.low, cell.high) if b is not None]
        if extra == "range" and known == [text, text]:
            return text
        low = self("interval.unbounded") if cell.low is None else show(cell.low)
        high = self("interval.unbounded") if cell.high is None else show(cell.high)
        if extra == "range":
            return self("interval.range", value=text, low=low, high=high)
        return self("interval.ci", value=text, span=formats.span(low, high, self.lang))

    def _tagged(self, slot: Slot, value: Any, ident: str) -> str:
        shown = escape(self.printed(slot, value))
        if slot.kind in formats.PERIODS:
            return time_tag(str(value), shown, slot.kind)
        if slot.kind == "told":
            return told_tag(str(value), self.lang)
        if slot.kind not in formats.KINDS:
            return shown
        return data_tag(ident, value, formats.KINDS[slot.kind][1], shown)


def data_tag(ident: str, cell: Cell, unit: str, shown: str) -> str:
    """A computed number on a page: what it is printed as, and the value it came from."""
    if cell.mark:
        return f'<span class="mark" id="{escape(ident)}" data-mark="{cell.mark}">{shown}</span>'
    value = (cell.value or 0.0) + 0.0  # no minus before a zero
    return f'<data id="{escape(ident)}" value="{value:.10g}" data-unit="{escape(unit)}">{shown}</data>'


def told_tag(text: str, lang: str) -> str:
    """What a publisher or a loader told; on a French page marked as English where no text says it in French."""
    shown = escape(said(text, lang))
    return f'<span lang="en">{shown}</span>' if foreign(text, lang) else shown


def time_tag(code: str, shown: str, kind: str) -> str:
    """A period on a page. HTML's ``<time>`` knows days, months and years; a quarter is ours and stays a span."""
    if kind in ("day", "month", "year"):
        return f'<time datetime="{escape(code)}">{shown}</time>'
    return f'<span class="period">{shown}</span>'
