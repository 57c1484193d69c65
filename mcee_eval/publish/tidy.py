"""Every exhibit as a tidy CSV, language-free, and a dictionary that says what each column holds in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mcee_eval.publish.neutral import csv_bytes
from mcee_eval.words.formats import KINDS

DICTIONARY = (
    "exhibit",
    "column",
    "label_en",
    "label_fr",
    "kind",
    "unit",
    "title_en",
    "title_fr",
    "provenance",
    "rule",
)


def exhibit_csv(exhibit: Mapping[str, Any]) -> bytes:
    """One row a row of the exhibit; a number is its value, bounds where it has some, and the mark in its place."""
    header: list[str] = []
    for j, column in enumerate(exhibit["columns"]):
        ends = ("_en", "_fr") if column["kind"] == "both" else ("", *_extras(exhibit, j))
        header += [column["key"] + end for end in ends]
    rows = []
    for row in exhibit["rows"]:
        line: list[Any] = []
        for j, cell in enumerate(row):
            if exhibit["columns"][j]["kind"] == "both":
                line += [cell["en"], cell["fr"]]
            elif isinstance(cell, Mapping):
                line += [cell.get("v"), *(cell.get(_FIELDS[e]) for e in _extras(exhibit, j))]
            else:
                line += [cell, *("" for _ in _extras(exhibit, j))]
        rows.append([*line, exhibit["provenance"]])
    return csv_bytes([*header, "provenance"], rows)


_FIELDS = {"_low": "lo", "_high": "hi", "_mark": "m"}


def _extras(exhibit: Mapping[str, Any], j: int) -> tuple[str, ...]:
    """What a column needs beside its value: bounds, mark, only where some row has them."""
    cells = [row[j] for row in exhibit["rows"] if isinstance(row[j], Mapping)]
    return tuple(end for end, field in _FIELDS.items() if any(c.get(field) is not None for c in cells))


def dictionary_csv(record: Mapping[str, Any]) -> bytes:
    """The columns of every exhibit of a record."""
    return csv_bytes(DICTIONARY, dictionary_rows(record))


def dictionary_rows(record: Mapping[str, Any], *, titles: bool = True) -> Iterator[tuple[str, ...]]:
    """A row a column of every exhibit. titles : with the exhibit's title, which may name a country."""
    for e in record["exhibits"]:
        title = (e["title"]["en"], e["title"]["fr"]) if titles else ()
        for c in e["columns"]:
            unit = KINDS[c["kind"]][1] if c["kind"] in KINDS else "text" if c["kind"] in _TEXT else "code"
            label = (c["label"]["en"], c["label"]["fr"])
            yield (e["id"], c["key"], *label, c["kind"], unit, *title, e["provenance"], e["rule"])


_TEXT = ("both", "told")
