"""Columns of an exhibit as its notebook's TOML writes them: ``name:kind.places+extra@codes=label``.

Kinds of numbers and periods are those of ``words.formats``; ``code``, ``country``, ``told``, ``data`` print codes.
``theme:named@theme`` names a code by the text ``code.theme_<code>`` (a user's own code stands for itself);
``kind:coded@projects.kind`` by the contract of a table (``masked``: a number in its place for
public readers); ``text:both`` is a pair of texts that are data. ``=label``: the text that names the column, where that
is not its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.contracts import registry
from mcee_eval.errors import BadSettings, Problem
from mcee_eval.release.cell import Cell
from mcee_eval.release.told import Told
from mcee_eval.show.exhibit import Column
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words

_SPEC = re.compile(
    r"(?P<name>\w+):(?P<kind>[a-z_]+)(?:\.(?P<places>\d))?(?:\+(?P<extra>\w+))?(?:@(?P<codes>[\w.]+))?(?:=(?P<label>\w+))?"
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


def specs(written: Sequence[str], where: str) -> list[Spec]:
    """The columns of an exhibit; refuses what is not of the form, all at once."""
    found = [_SPEC.fullmatch(w) for w in written]
    wrong = [w for w, f in zip(written, found, strict=True) if f is None]
    if wrong:
        raise BadSettings(where, problems=[Problem(w, "a column", "name:kind.places+extra@codes=label") for w in wrong])
    return [
        Spec(f["name"], f["kind"], int(f["places"] or 0), f["extra"] or "", f["codes"] or "", f["label"] or f["name"])
        for f in found
        if f
    ]


def label(finding: str, slug: str, key: str, part: str = "column") -> str:
    """The text key of a column's (``axis``: a series') name: the exhibit's own, the notebook's, everyone's."""
    own = [f"{finding}.{slug}.{part}.{key}", f"{finding}.{slug}.column.{key}", f"{finding}.{part}.{key}"]
    every = [*own, *(f"{at}.{key}" for at in (f"{finding}.column", f"{finding}.axis", "column", *COMMON))]
    return next((k for k in every if k in catalogue()), f"column.{key}")


def columns(
    finding: str, slug: str, written: Sequence[str], told: Told, words: Mapping[str, Words]
) -> tuple[Told, list[Column]]:
    """The table with its codes named in both languages where asked, and those of the columns that it holds."""
    made: list[Column] = []
    for spec in specs(written, f"{finding}.{slug}.columns"):
        number = spec.kind in KINDS
        if spec.name not in (told.table.cells if number else told.dims):
            continue
        kind, places = spec.kind, spec.places
        if spec.kind in ("named", "coded", "masked"):
            inside = told.door.audience == "internal"
            told = told.with_dims(**{spec.name: _pairs(spec, told.dims[spec.name], words, named=inside)})
            kind = "both"
        if spec.kind == "percent" and told.table.rule in ("rate", "internal") and spec.extra != "fine":
            places = 0  # a share of persons is told to whole per cent
        if spec.extra == "half" and 2 * sum(not c.mark for c in told.cells(spec.name)) < max(len(told), 1):
            continue  # a column of which fewer than half may be printed
        extra = "" if spec.extra in ("fine", "half", "capital") else spec.extra
        made.append(Column(spec.name, label(finding, slug, spec.label), kind, places, extra))
    return told, made


def _pairs(spec: Spec, codes: pd.Series, words: Mapping[str, Words], *, named: bool) -> list[Pair]:
    if spec.kind == "masked" and not named:
        key, numbers = f"masked.{spec.codes.split('.')[1]}", range(1, len(codes) + 1)
        return [(words[LANGS[0]](key, n=Cell(float(i))), words[LANGS[1]](key, n=Cell(float(i)))) for i in numbers]
    if spec.kind in ("coded", "masked"):
        table, column = spec.codes.split(".")
        known = next(c for c in registry.CONTRACTS[table].columns if c.name == column).codes or {}
        pairs = [tuple(known.get(str(c), (str(c), str(c)))) for c in codes]
        capital = spec.extra == "capital"
        return [(en[:1].upper() + en[1:], fr[:1].upper() + fr[1:]) if capital else (en, fr) for en, fr in pairs]
    found: list[Pair] = []
    for code in codes:
        key, plain = f"code.{spec.codes}_{code}", str(code).replace("_", " ")
        found.append((words[LANGS[0]](key), words[LANGS[1]](key)) if key in catalogue() else (plain, plain))
    return found
