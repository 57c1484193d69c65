"""Every number of a record as a row of the ledger: id, value, what it is printed as, where it stands, its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mcee_eval.publish.neutral import csv_bytes
from mcee_eval.release.cell import Cell
from mcee_eval.words.catalogue import Slot, catalogue, slots
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words

HEADER = (
    "dataset", "finding", "country", "id", "stands_in", "value", "low", "high", "n", "mark", "unit", "printed_en",
    "printed_fr", "source_en", "source_fr", "vintage", "period", "rule", "provenance", "page_en", "page_fr", "record",
    "field",
)  # fmt: skip
#: finding and proposition that a line of the conclusions quotes
_ELSEWHERE = re.compile(r"f[0-8]-[a-z-]+-(f[0-8])-[0-9a-z]+")
#: how a number is printed whose sentence the catalogue no longer has
_PLAIN = {"count": 0, "number": 2, "share": 1, "ratio": 2, "CAD": 0, "days": 0, "p": 3}
_KIND = {"share": "percent", "CAD": "money"}


@dataclass(frozen=True)
class Number:
    """One number that a page prints.

    id : on its page. stands_in : the text key of its sentence, or the exhibit's id. slot : how it is printed.
    field : where the record holds it (a JSON pointer). exhibit : its place among the record's exhibits, or None.
    row : its row in the exhibit. annex : the slug of the page that it stands on, "" for the main one.
    """

    id: str
    stands_in: str
    cell: Cell
    slot: Slot
    field: str
    exhibit: int | None = None
    row: int = 0
    annex: str = ""

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return KINDS[self.slot.kind][1]

    def printed(self, words: Words) -> str:
        """As the page prints it, without its bounds."""
        return words.number(self.cell, self.slot.kind, self.slot.places)

    def bound(self, words: Words) -> str:
        """Its bounds, "" where it has none of its own."""
        known = (self.cell.low, self.cell.high)
        if known == (None, None):
            return ""
        ends = [
            words("interval.unbounded") if v is None else words.number(Cell(v), self.slot.kind, self.slot.places)
            for v in known
        ]
        return "" if ends == [self.printed(words)] * 2 else " – ".join(ends)


def numbers(record: Mapping[str, Any]) -> Iterator[Number]:
    """Those of sentences and verdicts by id, then the cells of the exhibits in their order."""
    propositions = tuple(v["proposition"] for v in record["verdicts"])
    spoken: Mapping[str, tuple[str, Slot | None]] = _sentences(record["finding"], propositions)
    quoted = _quoted([ident for ident in record["numbers"] if ident not in spoken])
    for ident, kept in sorted(record["numbers"].items()):
        key, slot = spoken.get(ident) or quoted.get(ident, ("", None))
        names = {"v": "value", "m": "mark", "lo": "low", "hi": "high", "n": "n"}
        cell = _cell({short: kept.get(name) for short, name in names.items()})
        unit = kept["unit"]
        if slot is None or KINDS[slot.kind][1] != unit:
            slot = Slot("", _KIND.get(unit, unit if unit in KINDS else "number"), _PLAIN.get(unit, 2))
        yield Number(ident, key, cell, slot, f"/numbers/{ident}", annex=kept.get("page", ""))
    for e, exhibit in enumerate(record["exhibits"]):
        for i, row in enumerate(exhibit["rows"]):
            for j, (column, kept) in enumerate(zip(exhibit["columns"], row, strict=True)):
                if column["kind"] in KINDS:
                    slot = Slot(column["key"], column["kind"], column["places"])
                    ident = f"{exhibit['id']}-{i + 1}-{column['key']}"
                    field, annex = f"/exhibits/{e}/rows/{i}/{j}", exhibit.get("page", "")
                    yield Number(ident, exhibit["id"], _cell(kept), slot, field, e, i, annex)


def numbers_csv(record: Mapping[str, Any]) -> bytes:
    """The numbers of a record, with everything by which each can be traced."""
    spoken = {lang: Words(lang) for lang in LANGS}
    name = f"{record['finding']}.{record['country']}"
    page, kept = f"{record['dataset']}/{name}", f"{record['dataset']}/records/{name}.json"
    tables = "; ".join(dict.fromkeys(i["kind"] for i in record["inputs"]))  # a sentence rests on what the run read
    sources: dict[int | None, list[str]] = {None: [tables, tables]}
    dates = dict.fromkeys(i["vintage"] for i in record["inputs"] if i["vintage"])
    vintages: dict[int | None, str] = {None: "; ".join(dates)}
    rows = []
    for one in numbers(record):
        shown = record if one.exhibit is None else record["exhibits"][one.exhibit]
        if one.exhibit not in sources:
            sources[one.exhibit] = [
                "; ".join(spoken[x](f"source.{s['name']}") for s in shown["sources"]) for x in LANGS
            ]
            vintages[one.exhibit] = "; ".join(s["vintage"] for s in shown["sources"] if s["vintage"])
        printed = [one.printed(spoken[lang]) for lang in LANGS]
        annex = f".{one.annex}" if one.annex else ""
        anchors = [f"{page}{annex}.{lang}.html#{one.id}" for lang in LANGS]
        rows.append(
            (record["dataset"], record["finding"], record["country"], one.id, one.stands_in, one.cell.value,
             one.cell.low, one.cell.high, one.cell.n, one.cell.mark, one.unit, *printed, *sources[one.exhibit],
             vintages[one.exhibit], shown.get("period", ""), shown.get("rule", ""), shown["provenance"], *anchors,
             kept, one.field)
        )  # fmt: skip
    return csv_bytes(HEADER, rows)


def sentence_of(key: str, record: Mapping[str, Any], found: Mapping[str, Number], words: Words) -> str:
    """The sentence with its numbers as printed; what the record does not keep (a period, a name) stands as "…"."""
    text = words.text(key)
    values: dict[str, Any] = {s.name: "…" for form in text.forms[words.lang].values() for s in slots(form)}
    values |= {name: number for name, number in found.items() if name in values}
    if text.by:
        number = found.get(text.by)
        values[text.by] = number.cell if number else Cell(2)

    def show(slot: Slot, value: Any) -> str:
        if slot.kind == "country":
            return words.country(record["country"])
        known = found.get(slot.name)
        return words.number(known.cell, slot.kind, slot.places, slot.extra) if known else "…"

    return words.render(key, values, show)


def _cell(kept: Mapping[str, Any]) -> Cell:
    mark = kept.get("m") or ("missing" if kept.get("v") is None else "")
    return Cell(None if mark else kept["v"], kept.get("lo"), kept.get("hi"), kept.get("n"), mark)


def _quoted(idents: Sequence[str]) -> Mapping[str, tuple[str, Slot | None]]:
    """Numbers that a page quotes from another finding's criterion (show/linked.py): known by the criterion's slots."""
    groups: dict[str, set[str]] = {}
    for ident in idents:
        prefix, _, name = ident.rpartition("-")
        groups.setdefault(prefix, set()).add(name)
    found: dict[str, tuple[str, Slot | None]] = {}
    for prefix, wanted in groups.items():
        match = _ELSEWHERE.fullmatch(prefix)
        if not match:
            continue
        texts = {key: text for key, text in catalogue().items() if key.startswith(f"reason.{match[1]}.")}
        told = {key: {s.name: s for s in slots(t.template("en")) if s.kind in KINDS} for key, t in texts.items()}
        keys = [key for key, own in told.items() if set(own) == wanted]
        if keys:  # with several, how the number is printed is known, and not in which of them
            key = keys[0] if len(keys) == 1 else ""
            found |= {f"{prefix}-{name}": (key, slot) for name, slot in told[keys[0]].items()}
    return found


@cache
def _sentences(finding: str, propositions: tuple[str, ...]) -> Mapping[str, tuple[str, Slot | None]]:
    """Id of a number → the sentence's text key and the number's slot, as the pages make ids (show/passage.py)."""
    found: dict[str, tuple[str, Slot | None]] = {}
    for key, text in catalogue().items():
        last = key.split(".")[-1].replace("_", "-")
        if key.startswith(f"{finding}."):
            prefixes = [f"{finding}-{last}"]
        elif key.startswith(f"reason.{finding}."):
            prefixes = [f"{finding}-{p}-{last}" for p in propositions]
        else:
            continue
        for slot in slots(text.template("en")):
            if slot.kind in KINDS:
                found |= {f"{prefix}-{slot.name}": (key, slot) for prefix in prefixes}
    return found
