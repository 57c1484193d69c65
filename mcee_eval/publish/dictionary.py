"""The data dictionary as a page: the tables that the findings of this site use, from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.describe import Lang, bounds, meaning, spaced_french, type_of, unit, word
from mcee_eval.contracts.registry import CONTRACTS, read_by
from mcee_eval.publish.collected import Collected
from mcee_eval.publish.layout import other, page, part
from mcee_eval.publish.neutral import csv_bytes
from mcee_eval.publish.tidy import DICTIONARY, dictionary_rows
from mcee_eval.words.say import Words


def dictionary_page(found: Collected, links: list[dict[str, str]], lang: str) -> str:
    """The whole page."""
    words, spoken = Words(lang), cast(Lang, lang)
    numbers = {key[1].removeprefix("f") for key in found.records}
    own = [c for c in CONTRACTS.values() if not numbers or {*numbers, "all"} & set(read_by()[c.name])]
    body = part("dictionary.html", words, tables=[_table(c, words, spoken) for c in own])
    title = words("site.to_dictionary")
    return page(
        words, title=words("site.plain_title", title=title), h1=title, links=links,
        twin=f"dictionary.{other(lang)}.html", body=body, wide=True,
    )  # fmt: skip


def columns_csv(found: Collected) -> bytes:
    """The columns of every exhibit, each exhibit once however many countries show it."""
    rows: dict[tuple[Any, ...], None] = {}
    for _, record in sorted(found.records.items()):
        rows |= dict.fromkeys(row for row in dictionary_rows(record, titles=False))
    return csv_bytes([h for h in DICTIONARY if not h.startswith("title")], sorted(rows))


def _table(contract: Contract, words: Words, lang: Lang) -> Mapping[str, Any]:
    """One table: what a row is, its key, its columns, their codes, its rules."""

    def told(name: str) -> str:
        text: str = getattr(contract, name)
        return spaced_french(text) if lang == "fr" else text

    return {
        "name": contract.name,
        "what": told(lang),
        "question": told(f"question_{lang}"),
        "row": told(f"row_{lang}"),
        "key": ", ".join(contract.key),
        "used_by": [
            words(f"site.finding.f{u}") if u.isdigit() else word(u, lang) for u in read_by()[contract.name]
        ],
        "columns": [_column(c, words, lang) for c in contract.columns],
        "codes": [
            {
                "column": words("site.dictionary.codes", column=c.name),
                "codes": [
                    (code, spaced_french(texts[1]) if lang == "fr" else texts[0]) for code, texts in c.codes.items()
                ],
            }
            for c in contract.columns
            if c.codes
        ],
        "rules": [spaced_french(rule.fr) if lang == "fr" else rule.en for rule in contract.rules],
    }  # fmt: skip


def _column(column: Column, words: Words, lang: Lang) -> Mapping[str, str]:
    more = [words("site.dictionary.since", when=column.since)] if column.since else []
    more += [words("site.dictionary.ahead")] if column.future else []
    return {
        "name": column.name,
        "type": type_of(column, lang),
        "meaning": "; ".join([meaning(column, lang), *more]),
        "unit": unit(column, lang),
        "values": "" if column.codes else bounds(column, lang),
        "empty": word("yes" if column.nullable else "no", lang),
    }
