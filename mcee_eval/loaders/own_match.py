"""Which column of which table is a header's word? By meaning in either language, then by what its cells can be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from mcee_eval.contracts.cell_text import Unread, spaced
from mcee_eval.contracts.declare import PERIODS, Column, Contract
from mcee_eval.contracts.near import plain
from mcee_eval.contracts.parse import parse_cell
from mcee_eval.contracts.readers import to_fill
from mcee_eval.loaders.own_forms import DAY_FIRST, MONTH_FIRST, Forms, plainly

LIKELY = 0.6  # of a header's words, those that a column's name has
READ = 0.5  # of a column's filled cells, those that its type can be
SURE = 0.9
SAMPLE = 200
STEM = 6  # letters of a word that nobody listed
_JOINED = ("annee_financiere", "exercice_financier", "fiscal_year")
_LITTLE = {"de", "des", "la", "les", "l", "d", "un", "une", "of", "the", "a", "cad", "s", "en", "par", "by", "value"}
LOOSE = [Forms(dates=d, decimals=m, serials=True) for d in (DAY_FIRST, MONTH_FIRST) for m in (",", ".")]


@dataclass(frozen=True)
class Match:
    """A table that a sheet seems to hold. columns : the table's column → the place of the file's, from 0."""

    contract: Contract
    columns: Mapping[str, int]
    score: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that need a value and that the sheet does not have."""
        return tuple(c.name for c in self.contract.columns if not c.nullable and c.name not in self.columns)


@cache
def _concepts() -> dict[str, str]:
    told = tomllib.loads((Path(__file__).parent / "own_words.toml").read_text(encoding="utf-8"))
    return {word: name for name, words in told.items() for word in words.split()}


def concepts(label: str) -> frozenset[str]:
    """What the words of a header or of a column's name mean."""
    bare = plain(re.sub(r"\([^)]*\)|[$%]", " ", label))
    for written in _JOINED:
        bare = bare.replace(written, "exercice")
    words = [w for w in bare.split("_") if w not in _LITTLE]
    return frozenset(_concepts().get(w, w[:STEM]) for w in words)


@cache
def _of_column(contract: str, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of a column's name, and those of its meaning in both languages."""
    column = to_fill()[contract].column(name)
    own = (
        concepts(name)
        | ({"date"} if column.type == "date" else set())
        | ({"number"} if name.endswith("_id") else set())
    )
    return own, concepts(f"{column.en} {column.fr}") - own


@lru_cache(maxsize=20_000)
def likeness(label: str, contract: str, name: str) -> float:
    """From 0 to 1: is this header that column?"""
    if plain(label) == plain(name):
        return 1.0
    words = concepts(label)
    if words == {"number"}:  # a bare "ID" is the key of whatever stands in a row
        contract_ = to_fill()[contract]
        return 0.7 if contract_.key == (name,) and contract_.column(name).type == "code" else 0.0
    own, meant = _of_column(contract, name)
    if not words:
        return 0.0
    hit = {w: 0.5 if w == "date" else 1.0 for w in words | own}
    there = sum(hit[w] for w in words & own) + 0.5 * sum(hit[w] for w in words & meant)
    return 0.98 * there / (sum(hit[w] for w in words) + 0.3 * sum(hit[w] for w in own - words))


def readable(texts: Sequence[str], column: Column) -> float:
    """The share of the filled cells that the column's type can be, in any order of days and with either mark."""
    filled = [t for t in texts if spaced(t)][:SAMPLE]
    if not filled or column.type in ("code", "text", "boolean"):
        return 1.0
    return max(sum(_reads(t, column, how) for t in filled) / len(filled) for how in LOOSE)


@lru_cache(maxsize=100_000)
def _reads(text: str, column: Column, how: Forms) -> bool:
    try:
        parse_cell(plainly(text, column, how), column, workbook=True)
    except Unread:
        return False
    return True


def match(contract: Contract, header: Sequence[str], columns: Sequence[Sequence[str]]) -> Match:
    """The best pairing of a table's columns with a header's, the likeliest pair first."""
    pairs = sorted(
        (
            (likeness(label, contract.name, name), -i, -j, name)
            for i, name in enumerate(contract.names)
            for j, label in enumerate(header)
        ),
        reverse=True,
    )
    taken: dict[str, int] = {}
    score = 0.0
    for like, _, place, name in pairs:
        if like < LIKELY:
            break
        if name in taken or -place in taken.values():
            continue
        if readable(columns[-place], contract.column(name)) >= READ:
            taken[name] = -place
            score += like
    for column in contract.columns:  # a date that is needed, and one column of dates that is free
        if len(taken) < 2 or column.name in taken or column.nullable or column.type not in PERIODS | {"date"}:
            continue
        free = [j for j, texts in enumerate(columns) if j not in taken.values() and any(map(spaced, texts))]
        able = [j for j in free if readable(columns[j], column) >= SURE]
        if len(able) == 1:
            taken[column.name] = able[0]
    return Match(contract, {n: taken[n] for n in contract.names if n in taken}, score)


def matches(header: Sequence[str], columns: Sequence[Sequence[str]]) -> list[Match]:
    """The tables that a sheet holds: the best one, and those of which it has every column that needs a value."""
    found = []
    for contract in to_fill().values():
        one = match(contract, header, columns)
        closed = {c.name for c in contract.columns if c.codes or c.type == "boolean"}
        if len(one.columns) >= 2 and sum(k in one.columns or k in closed for k in contract.key) * 2 > len(contract.key):
            found.append(one)
    found.sort(key=lambda m: m.score - 0.5 * len(m.missing), reverse=True)
    best = [m for m in found[:1] if m.score >= 2 and len(m.missing) < len(m.columns)]
    used = set(best[0].columns.values()) if best else set()
    whole = [m for m in found if m not in best and not m.missing and set(m.columns.values()) & used]
    links = [m for m in whole if set(m.columns) == set(m.contract.names)]  # such as project_countries
    return best + links
