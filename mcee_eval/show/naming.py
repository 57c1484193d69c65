"""Names of things that are data in both languages: from the texts or the contracts, else the code as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mcee_eval.contracts import registry
from mcee_eval.show.context import Context
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import LANGS

Pair = tuple[str, str]


def named(c: Context, prefix: str, codes: Iterable[object]) -> list[Pair]:
    """(English, French) of each code by the text ``code.<prefix>_<code>``; a user's own code stands for itself."""
    found: list[Pair] = []
    for code in codes:
        key = f"code.{prefix}_{code}"
        plain = str(code).replace("_", " ")
        found.append((c.words["en"](key), c.words["fr"](key)) if key in catalogue() else (plain, plain))
    return found


def by_contract(table: str, column: str, codes: Iterable[object]) -> list[Pair]:
    """(English, French) of each code as the contract of a table declares it."""
    told: Mapping[str, Pair] = next(x for x in registry.CONTRACTS[table].columns if x.name == column).codes or {}
    return [told.get(str(code), (str(code), str(code))) for code in codes]


def in_lang(pair: Pair, lang: str) -> str:
    """One of the two."""
    return pair[LANGS.index(lang)]
