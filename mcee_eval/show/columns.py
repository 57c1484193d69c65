"""Columns of an exhibit as its notebook's TOML writes them: ``name:kind.places+extra@codes=label``.

Kinds of numbers and periods are those of ``words.formats``; ``code``, ``country``, ``told``, ``data`` print codes.
``theme:named@theme`` names a code by the text ``code.theme_<code>``, ``theme.<code>`` or ``theme<code>`` (a user's own
code stands for itself; ``a|b`` are two codes; ``+whole``: no decimals where none is needed),
``kind:coded@projects.kind`` by the contract of a table (``masked``: a number in its place for public readers); both
take a list of codes as well. ``id<item:data`` shows the codes of ``item`` under another name; ``row:code@lead.group``
prints the code ``lead_<code>`` or ``group_<code>``, whichever the texts know; ``text:both`` is a pair of texts that
are data, ``why:said`` a phrase, ``due:text@f8.due`` a text filled from the row. ``=label``: the text that names the
column, where that is not its own name. ``+fine_range``: a share as fine as it is, with its range.
``unit:place`` a country by its name, else by the text of its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mcee_eval.contracts import registry
from mcee_eval.errors import BadSettings, Problem
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Told
from mcee_eval.show.exhibit import Column
from mcee_eval.show.phrases import both, filled
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words

_SPEC = re.compile(
    r"(?P<name>\w+)(?:<(?P<of>\w+))?:(?P<kind>[a-z_]+)(?:\.(?P<places>\d))?(?:\+(?P<extra>\w+))?(?:@(?P<codes>[\w.]+))?(?:=(?P<label>\w+))?"
)
#: names of columns that several findings share
COMMON = ("testimony.column", "bounds.column", "redaction.column")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Spec:
    """One column as it is written."""

    name: str
    kind: str
    places: int
    extra: str
    codes: str
    label: str
    of: str


def specs(written: Sequence[str], where: str) -> list[Spec]:
    """The columns of an exhibit; refuses what is not of the form, all at once."""
    found = [_SPEC.fullmatch(w) for w in written]
    wrong = [w for w, f in zip(written, found, strict=True) if f is None]
    if wrong:
        raise BadSettings(where, problems=[Problem(w, "a column", "name:kind.places+extra@codes=label") for w in wrong])
    return [_spec(f) for f in found if f]


def _spec(found: re.Match[str]) -> Spec:
    name, given = found["name"], {k: v or "" for k, v in found.groupdict().items()}
    label, of = given["label"] or name, given["of"] or name
    return Spec(name, given["kind"], int(given["places"] or 0), given["extra"], given["codes"], label, of)


def label(finding: str, slug: str, key: str, part: str = "column") -> str:
    """The text key of a column's (``axis``: a series') name: the exhibit's own, the notebook's, everyone's."""
    own = [f"{finding}.{slug}.series.{key}"] if part == "axis" else []
    own += [f"{finding}.{slug}.{part}.{key}", f"{finding}.{slug}.column.{key}", f"{finding}.{part}.{key}"]
    every = [*own, *(f"{at}.{key}" for at in (f"{finding}.column", *COMMON, f"{finding}.axis", "column"))]
    return next((k for k in every if k in catalogue()), f"column.{key}")


def columns(
    finding: str, slug: str, written: Sequence[str], told: Told, words: Mapping[str, Words]
) -> tuple[Told, list[Column]]:
    """The table with its codes named in both languages where asked, and those of the columns that it holds."""
    made: list[Column] = []
    given = told
    for spec in specs(written, f"{finding}.{slug}.columns"):
        number = spec.kind in KINDS
        if spec.kind != "text" and spec.of not in (told.table.cells if number else given.dims):
            continue
        kind, places = spec.kind, spec.places
        if spec.kind in ("named", "coded", "masked", "said", "text", "place"):
            told = told.with_dims(**{spec.name: _pairs(spec, given, words)})
            kind = "both"
        elif spec.of != spec.name or (spec.kind == "code" and spec.codes):
            coded = spec.kind == "code" and spec.codes
            told = told.with_dims(
                **{spec.name: [_prefixed(str(c), spec.codes) if coded else c for c in given.dims[spec.of]]}
            )
        if spec.kind == "percent" and told.table.rule in ("rate", "internal") and not spec.extra.startswith("fine"):
            places = 0  # a share of persons is told to whole per cent
        if spec.extra == "whole" and all(
            float(c.value).is_integer() for c in told.cells(spec.name) if c.value is not None
        ):
            places = 0
        if spec.extra == "half" and 2 * sum(not c.mark for c in told.cells(spec.name)) < max(len(told), 1):
            continue  # a column of which fewer than half may be printed
        extra = spec.extra.removeprefix("fine_")
        extra = "" if extra in ("fine", "half", "capital", "whole") else extra
        made.append(Column(spec.name, label(finding, slug, spec.label), kind, places, extra))
    return told, made


def _prefixed(code: str, prefixes: str) -> str:
    """A code as the texts know it: with the first of these prefixes that has a text, else the first."""
    every = [f"{p}_{code}" for p in prefixes.split(".")]
    return next((k for k in every if f"code.{k}" in catalogue()), every[0])


def _pairs(spec: Spec, told: Told, words: Mapping[str, Words]) -> list[Pair]:
    if spec.kind == "text":
        cells = [dict(zip(told.table.cells, row, strict=True)) for row in zip(*told.table.cells.values(), strict=True)]
        rows = [{str(k): v for k, v in row.items()} for row in told.dims.to_dict("records")]
        return [filled(spec.codes, {**row, **(cells[i] if cells else {})}, words) for i, row in enumerate(rows)]
    codes = told.dims[spec.of]
    if spec.kind == "said":
        return [both(one, words) for one in codes]
    if spec.kind == "masked" and told.door.audience != "internal":
        key, numbers = f"masked.{spec.codes.split('.')[1]}", range(1, len(codes) + 1)
        return [(words[LANGS[0]](key, n=Cell(float(i))), words[LANGS[1]](key, n=Cell(float(i)))) for i in numbers]
    if spec.kind == "place":
        spoken = [words[one] for one in LANGS]
        pairs_ = [tuple(w(f"code.{c}") if w.knows(f"code.{c}") else w.country(str(c)) for w in spoken) for c in codes]
        return [(en, fr) for en, fr in pairs_]
    known: Mapping[str, Pair] = {}
    if spec.kind in ("coded", "masked"):
        table, column = spec.codes.split(".")
        known = next(c for c in registry.CONTRACTS[table].columns if c.name == column).codes or {}

    def named(code: object) -> Pair:
        if isinstance(code, list):
            return both([named(c) for c in code], words)
        if spec.kind != "named":
            en, fr = known.get(str(code), (str(code), str(code)))
            return (en[:1].upper() + en[1:], fr[:1].upper() + fr[1:]) if spec.extra == "capital" else (en, fr)
        if "|" in str(code):
            en, fr = (" ".join(side) for side in zip(*map(named, str(code).split("|")), strict=True))
            return en, fr
        keys = (f"code.{spec.codes}_{code}", f"{spec.codes}.{code}", f"{spec.codes}{code}")
        key, plain = next((k for k in keys if k in catalogue()), ""), str(code).replace("_", " ")
        return (words[LANGS[0]](key), words[LANGS[1]](key)) if key else (plain, plain)

    return [named(code) for code in codes]
