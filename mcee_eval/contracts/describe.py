"""A declaration in words, in one language: types, bounds, keys, codes. The dictionary and the template share it."""

from __future__ import annotations

from typing import Literal

from mcee_eval.contracts.declare import EARLIEST, LATEST, Column, Contract
from mcee_eval.contracts.registry import read_by
from mcee_eval.contracts.units import UNITS

Lang = Literal["en", "fr"]

TYPES: dict[str, tuple[str, str]] = {
    "code": ("code", "code"),
    "text": ("text", "texte"),
    "integer": ("whole number", "nombre entier"),
    "year": ("calendar year (2019)", "année civile (2019)"),
    "decimal": ("decimal number, with a point (12.5)", "nombre décimal, avec un point (12.5)"),
    "boolean": ("yes or no", "yes (oui) ou no (non)"),
    "date": ("date (2019-03-31)", "date (2019-03-31)"),
    "month": ("calendar month (2019-03)", "mois civil (2019-03)"),
    "quarter": (
        "fiscal quarter (2019-20Q1 is April to June 2019)",
        "trimestre de l'exercice (2019-20Q1 : avril à juin 2019)",
    ),
    "fiscal_year": ("fiscal year (2019-20)", "exercice (2019-20)"),
}
WORDS: dict[str, tuple[str, str]] = {
    "yes": ("yes", "oui"),
    "no": ("no", "non"),
    "or more": ("{} or more", "{} ou plus"),
    "or less": ("{} or less", "{} ou moins"),
    "from to": ("{} to {}", "de {} à {}"),
    "code of": ("a code of {}", "un code de {}"),
    "or": (" or ", " ou "),
    "all": ("all findings", "tous les constats"),
    "methods": ("methods", "méthodologie"),
}


def word(name: str, lang: Lang) -> str:
    """One of ``WORDS``."""
    return WORDS[name][lang == "fr"]


def spaced_french(text: str) -> str:
    """French no-break spaces before « : » and inside guillemets."""
    return text.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def meaning(column: Column, lang: Lang) -> str:
    """What a column means."""
    return spaced_french(column.fr) if lang == "fr" else column.en


def type_of(column: Column, lang: Lang) -> str:
    """What a cell of the column holds."""
    told = TYPES[column.type][lang == "fr"]
    return spaced_french(told) if lang == "fr" else told


def unit(column: Column, lang: Lang) -> str:
    """What the column is counted in; empty for codes, texts and dates."""
    return UNITS[column.unit][lang == "fr"]


def bounds(column: Column, lang: Lang) -> str:
    """What a value may be: its bounds, its codes, or the table that lists them."""
    if column.codes:
        return ", ".join(column.codes)
    if column.isin:
        return word("or", lang).join([word("code of", lang).format(column.isin), *column.also])
    low = column.ge if column.ge is not None else EARLIEST.get(column.type)
    high = column.le if column.le is not None else LATEST.get(column.type)
    if low is not None and high is not None:
        return word("from to", lang).format(low, high)
    if low is not None:
        return word("or more", lang).format(low)
    return word("or less", lang).format(high) if high is not None else ""


def used_by(contract: Contract, lang: Lang) -> str:
    """The findings that use a table."""
    return ", ".join(word(u, lang) if u in WORDS else u for u in read_by()[contract.name])
