"""Near misses: what a misspelt name was probably meant to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches

from mcee_eval.contracts.declare import Contract

CUTOFF = 0.6  # difflib's own default: below it, suggestions are noise


def plain(text: str) -> str:
    """Lower case without accents, and one underscore between words, so that spellings meet."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")


def nearest(name: str, among: Iterable[str], *, cutoff: float = CUTOFF) -> str | None:
    """The name that is meant, or None when none is near; of names equally near, the first."""
    names: dict[str, str] = {}
    for one in among:
        names.setdefault(plain(one), one)
    rank = {told: -place for place, told in enumerate(names)}
    close = get_close_matches(plain(name), names, n=len(names) or 1, cutoff=cutoff)
    likeness = {told: SequenceMatcher(None, told, plain(name)).ratio() for told in close}
    return names[max(close, key=lambda told: (likeness[told], rank[told]))] if close else None


def did_you_mean(name: str, among: Iterable[str], *, cutoff: float = CUTOFF) -> str:
    """``Did you mean 'x'?``, or nothing when none is near."""
    meant = nearest(name, among, cutoff=cutoff)
    return f"Did you mean '{meant}'?" if meant else ""


def nearest_column(name: str, contract: Contract, free: Iterable[str]) -> str | None:
    """The column that is meant, by spelling or by its meaning in either language ('pays' is country)."""
    free = list(free)
    spelt = nearest(name, free)
    if spelt:
        return spelt
    for wanted in free:
        column = contract.column(wanted)
        if plain(name) in {
            plain(word) for word in re.split(r"[\s,;:()]+", f"{column.en} {column.fr}") if len(word) > 2
        }:
            return wanted
    return None


def meanings(labels: Mapping[str, Iterable[str]], text: str) -> str | None:
    """The code whose label (in any language) is the text, or None: 'oui' is yes, a country's name is its code."""
    for code, names in labels.items():
        if plain(text) in {plain(n) for n in names if n}:
            return code
    return None
