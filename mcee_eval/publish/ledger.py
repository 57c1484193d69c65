"""The ledger: every number of the pages for all countries, by its id, and first what became of the report's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.layout import count, other, page, part
from mcee_eval.publish.numbers import Number, numbers, sentence_of
from mcee_eval.publish.recorded import plain_code, recorded_table, sources_of
from mcee_eval.show.html import dated
from mcee_eval.show.html import number as number_html
from mcee_eval.words import formats
from mcee_eval.words.say import Words, data_tag, escape, told_tag

CLAIMS = "f8-claim-ledger"
At = Callable[[str], str]  # the slug of a page, "" for the main one → its address
CELLS = 1350  # numbers of exhibits on the page; with more of them it would not stay under 1 MB


def ledger_page(found: Collected, links: list[dict[str, str]], lang: str, every: int) -> str:
    """The whole page. every : the numbers of all records, countries included, which the CSV file holds."""
    words = Words(lang)
    keys = [k for k in sorted(found.records, key=lambda k: (k[1], k[0])) if k[2] == "ALL"]
    told = {key: list(numbers(found.records[key])) for key in keys}
    fitting = _fitting(told, found)
    claims = [_claims(key, exhibit, found, words) for key, exhibit in _claim_ledgers(keys, found)]
    body = part(
        "ledger.html",
        words,
        claims=claims,
        sections=[_section(key, found.records[key], told[key], fitting, words, found) for key in keys],
        file=words("site.ledger.file", n=count(every)),
    )
    title = words("site.to_ledger")
    return page(
        words, title=words("site.plain_title", title=title), h1=title, links=links,
        twin=f"ledger.{other(lang)}.html", body=body, wide=True,
    )  # fmt: skip


def _claim_ledgers(keys: Sequence[Key], found: Collected) -> list[tuple[Key, Mapping[str, Any]]]:
    return [(key, e) for key in keys for e in found.records[key]["exhibits"] if e["id"] == CLAIMS]


def _claims(key: Key, exhibit: Mapping[str, Any], found: Collected, words: Words) -> dict[str, Any]:
    """The report's numbers, recomputed, as the conclusions' page shows them."""
    page = found.page(key, words.lang, exhibit.get("page", ""))
    return {
        "id": f"{key[0]}-ALL-{CLAIMS}",
        "dataset": key[0],
        "href": f"{page}#{CLAIMS}",
        "page": words(f"site.finding.{key[1]}"),
        "table": recorded_table(exhibit, words, prefix=f"{key[0]}-ALL-", page=page),
        "sources": sources_of(exhibit, words),
    }


def _fitting(told: Mapping[Key, Sequence[Number]], found: Collected) -> set[tuple[Key, int]]:
    """The exhibits whose cells the page holds: the smallest first, until it is full (the same in both languages)."""
    sizes: dict[tuple[Key, int], int] = {}
    for key, every in told.items():
        for one in every:
            if one.exhibit is not None:
                sizes[key, one.exhibit] = sizes.get((key, one.exhibit), 0) + 1
    fitting, room = set(), CELLS
    for place, size in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        if size <= room and found.records[place[0]]["exhibits"][place[1]]["id"] != CLAIMS:
            fitting.add(place)
            room -= size
    return fitting


def _section(
    key: Key, record: Mapping[str, Any], told: Sequence[Number], fitting: set[tuple[Key, int]], words: Words,
    found: Collected,
) -> dict[str, Any]:  # fmt: skip
    """A finding's numbers in one data set."""
    at, prefix = partial(found.page, key, words.lang), f"{key[0]}-ALL-"
    finding = words(f"site.finding.{key[1]}")
    exhibits = []
    for e, exhibit in enumerate(record["exhibits"]):
        cells = [one for one in told if one.exhibit == e]
        exhibits.append(
            {
                "id": f"{prefix}{exhibit['id']}",
                "title": words("site.ledger.exhibit", title=exhibit["title"][words.lang], n=count(len(cells))),
                "href": f"{at(exhibit.get('page', ''))}#{exhibit['id']}",
                "csv": f"{key[0]}/csv/{key[1]}.ALL/{exhibit['id']}.csv",
                "page": finding,
                "claims": exhibit["id"] == CLAIMS,
                "notes": sources_of(exhibit, words),
                "rows": _cells(cells, exhibit, at, prefix, words) if (key, e) in fitting else Markup(),
            }
        )
    return {
        "id": f"numbers-{key[0]}-{key[1]}",
        "title": words("site.ledger.section", finding=finding, dataset=key[0]),
        "badge": [] if record["provenance"] == "published" else [record["provenance"]],
        "href": at(""),
        "page": finding,
        "inputs": [
            (i["kind"], Markup(dated(told_tag(i["source"], words.lang), i["vintage"], words))) for i in record["inputs"]
        ],
        "sentences": _spoken([one for one in told if one.exhibit is None], record, at, prefix, words),
        "exhibits": exhibits,
    }


def _spoken(told: Sequence[Number], record: Mapping[str, Any], at: At, prefix: str, words: Words) -> Markup:
    """Rows of the numbers in sentences; a sentence stands beside the first of its numbers."""
    groups: dict[str, list[Number]] = {}
    for one in told:
        groups.setdefault(one.id.rpartition("-")[0], []).append(one)
    rows = []
    for group in groups.values():
        key, found = group[0].stands_in, {one.slot.name: one for one in group}
        text = sentence_of(key, record, found, words) if key else ""
        span = f' rowspan="{len(group)}"' if len(group) > 1 else ""
        for i, one in enumerate(group):
            told_by = f'<td class="t"{span}>{escape(text)}</td>' if i == 0 else ""
            rows.append(f"<tr>{_number(one, at, prefix, words)}{told_by}</tr>")
    return Markup("\n").join(map(Markup, rows))


def _cells(cells: Sequence[Number], exhibit: Mapping[str, Any], at: At, prefix: str, words: Words) -> Markup:
    """Rows of an exhibit's numbers: id, what the row and the column are, number."""
    labels = {c["key"]: c["label"][words.lang] for c in exhibit["columns"]}
    return Markup("\n").join(
        Markup(
            f"<tr>{_number(one, at, prefix, words)}"
            f"<td>{escape(f'{_row(exhibit, one.row, words)} · {labels[one.slot.name]}')}</td></tr>"
        )
        for one in cells
    )


def _row(exhibit: Mapping[str, Any], row: int, words: Words) -> str:
    """The codes and periods that a row is about."""
    told = [
        plain_code(cell, column["kind"], words)
        for column, cell in zip(exhibit["columns"], exhibit["rows"][row], strict=True)
        if column["kind"] not in formats.KINDS and column["kind"] != "both"
    ]
    return ", ".join(t for t in told if t) or str(row + 1)


def _number(one: Number, at: At, prefix: str, words: Words) -> str:
    """The cells that every number has: id with the link to its place, as printed, unit, bounds, n."""
    shown = number_html(one.cell, one.slot.kind, one.slot.places, "", words)
    n = "" if one.cell.n is None else formats.decimal(one.cell.n, words.lang)
    return (
        f'<th scope="row"><a href="{escape(at(one.annex))}#{escape(one.id)}"><code>{escape(one.id)}</code></a></th>'
        f'<td class="n">{data_tag(prefix + one.id, one.cell, one.unit, shown)}</td>'
        f"<td>{escape(words(f'site.unit.{one.unit}'))}</td>"
        f'<td class="n">{escape(one.bound(words))}</td><td class="n">{n}</td>'
    )
