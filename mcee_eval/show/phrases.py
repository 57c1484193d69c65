"""A phrase, a figure, a pair of texts, or a list of them, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcee_eval.phrase import Figure, Phrase, Several
from mcee_eval.words import formats
from mcee_eval.words.catalogue import catalogue, slots
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

DASH = "–"
Pair = tuple[str, str]


def fitting(key: str, values: Mapping[str, Any]) -> str:
    """The text of a key: its ``<key>_word`` where a number that the full text quotes may not be told."""
    if key in catalogue() and f"{key}_word" in catalogue():
        wanted = {s.name for s in slots(catalogue()[key].template("en"))}
        return key if wanted <= set(values) else f"{key}_word"
    return key


def spoken(told: Any, words: Words) -> Any:
    """What a value is in this language; codes and released cells stay for the slot that prints them."""
    if isinstance(told, Phrase):
        key = fitting(told.key, told.values)
        return words(key, **{k: spoken(v, words) for k, v in told.values.items()}) if key in catalogue() else DASH
    if isinstance(told, Figure):
        return figure(told, words)
    if isinstance(told, tuple):
        return str(told[LANGS.index(words.lang)])
    if isinstance(told, list):
        told = Several(tuple(told), "; ")
    if isinstance(told, Several):
        return told.between.join(str(spoken(one, words)) for one in told.parts) or DASH
    return DASH if told is None or told != told else told


def both(told: Any, words: Mapping[str, Words]) -> Pair:
    """In English and in French."""
    en, fr = (str(spoken(told, words[one])) for one in LANGS)
    return en, fr


def filled(key: str, row: Mapping[str, Any], words: Mapping[str, Words]) -> Pair:
    """A text filled from a row of a table: its codes and its released cells."""
    wanted = {s.name for s in slots(catalogue()[key].template("en"))}
    return both(Phrase(key, {k: v for k, v in row.items() if k in wanted}), words)


def figure(told: Figure, words: Words) -> str:
    """A number in its own unit: 168.5%, $21,000,000, 2023-24, 2019, 171,900; with its bounds where these differ."""
    value = _number(told, told.value, words.lang)
    ends = [_number(told, end, words.lang) for end in (told.low, told.high) if end is not None]
    return words("interval.range", value=value, low=ends[0], high=ends[1]) if len({*ends}) == 2 else value


def _number(told: Figure, value: float, lang: str) -> str:
    sign = "+" if told.plus and value > 0 else ""
    if told.unit == "share":
        return sign + formats.percent(value, lang, told.places)
    if told.unit == "dollars":
        return sign + formats.money(value, lang)
    if told.unit == "fiscal_year":
        return sign + formats.fiscal_year(f"{value - 1:.0f}-{value % 100:02.0f}", lang)
    return sign + (f"{value:.0f}" if told.unit == "year" else formats.decimal(value, lang, told.places))
