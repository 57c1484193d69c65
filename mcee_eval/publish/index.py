"""The index of a language: propositions and states, countries × findings, run state, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.changes import Change, changes
from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.comments import Comment
from mcee_eval.publish.country import countries
from mcee_eval.publish.layout import GLYPHS, badge, count, other, page, part
from mcee_eval.publish.page import banners
from mcee_eval.publish.verdicts import headlines, propositions
from mcee_eval.words import formats
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

SHOWN_CHANGES = 200  # on the page; the CSV has all


def index_page(
    found: Collected, audience: str, links: list[dict[str, str]], lang: str, comments: Sequence[Comment] = ()
) -> str:
    """The whole index page."""
    words = Words(lang)
    datasets = sorted({key[0] for key in (*found.records, *found.failed)})
    provenances = {r["provenance"] for r in found.records.values()}
    shown = banners(words, next(iter(provenances)), audience) if len(provenances) == 1 else []
    if len(provenances) > 1 and audience == "internal":
        shown = banners(words, "protected", audience)[:1]
    body = part(
        "index.html",
        words,
        made=_made(found, words),
        failed=[
            {
                "about": _about(key, Words(lang, names(found, key[0]))) + (f" ({key[0]})" if len(datasets) > 1 else ""),
                "told": words("site.index.did_not_complete", code=code),
            }
            for key, code in sorted(found.failed.items())
        ],
        failed_count=words("site.index.failed", n=count(len(found.failed))),
        states=list(GLYPHS),
        datasets=[_dataset(name, found, Words(lang, names(found, name)), comments) for name in datasets],
        links=links,
        **_changes(found, words),
    )
    title = words("site.index.title")
    return page(
        words, title=words("site.plain_title", title=title), h1=words("site.name"), sub=title, links=links,
        twin=f"index.{other(lang)}.html", banners=shown, body=body, wide=True,
    )  # fmt: skip


def _made(found: Collected, words: Words) -> str:
    """How many pages there are, and whether each is there in both languages."""
    if not found.records:
        return ""
    whole = all(found.has_page(key, lang) for key in found.records for lang in LANGS)
    return words("site.index.complete" if whole else "site.index.complete_partly", n=count(len(found.records)))


def names(found: Collected, dataset: str) -> dict[str, tuple[str, str]]:
    """Country code → (English, French), as the records of a data set name them."""
    own = (record for key, record in found.records.items() if key[0] == dataset)
    return {code: (both[0], both[1]) for record in own for code, both in record["names"].items()}


def _about(key: Key, words: Words) -> str:
    finding = words(f"site.finding.{key[1]}")
    return words("site.index.about", finding=finding, country=words.country(key[2]))


def _dataset(name: str, found: Collected, words: Words, comments: Sequence[Comment]) -> dict[str, Any]:
    keys = sorted(k for k in (*found.records, *found.failed) if k[0] == name)
    findings = sorted({k[1] for k in keys})
    by_country = sorted({k[1] for k in keys if k[2] != "ALL"})
    own = sorted(countries(found, name), key=lambda c: (words.country(c), c))
    rows = [
        {
            "id": f"{name}-{country}",
            "country": words.country(country),
            "href": "" if country == "ALL" else f"{name}/country.{country}.{words.lang}.html",
            "cells": [_cell((name, finding, country), found, words) for finding in by_country],
        }
        for country in ["ALL", *own]
        if any((name, finding, country) in keys for finding in by_country)
    ]
    provenance = sorted({found.records[k]["provenance"] for k in keys if k in found.records})
    return {
        "id": name,
        "title": words("site.index.dataset", name=name),
        "provenance": [{"kind": p, "text": words(f"provenance.{p}")} for p in provenance if p != "published"],
        "findings": [_finding((name, f, "ALL"), found, words, comments) for f in findings],
        "columns": [words(f"site.finding.{f}") for f in by_country],
        "rows": rows,
        "states": [_filter(state, name, own, by_country, found, words) for state in GLYPHS],
    }


def _filter(
    state: str, name: str, own: Sequence[str], findings: Sequence[str], found: Collected, words: Words
) -> dict[str, str]:
    """A state to filter by, with the number of countries that have a page in it."""
    having = sum(
        any(
            v["state"] == state
            for f in findings
            if (name, f, c) in found.records
            for v in headlines(found.records[name, f, c])
        )
        for c in own
    )
    return {"state": state, "text": words("site.index.state_count", state=words(f"state.{state}"), n=count(having))}


def _finding(key: Key, found: Collected, words: Words, comments: Sequence[Comment]) -> dict[str, Any]:
    """A finding's propositions for all countries, the code of its failure, or that it has no such page."""
    record = found.records.get(key)
    waiting = sum(c.finding == key[1] and not c.response for c in comments)
    told = ""
    if key in found.failed:
        told = words("site.index.did_not_complete", code=found.failed[key])
    elif record is None:
        told = words("site.index.no_page")
    elif not record["verdicts"]:
        told = words("site.answer.none")
    return {
        "title": words(f"site.finding.{key[1]}"),
        "href": found.page(key, words.lang) if record else "",
        "only_other": bool(record) and not found.has_page(key, words.lang),
        "annexes": [
            {"href": found.page(key, words.lang, slug), "text": title[words.lang]}
            for slug, title in (record or {}).get("pages", {}).items()
        ],
        "told": told,
        "failed": key in found.failed,
        "propositions": propositions(record, words) if record else [],
        "waiting": words("site.late.open", n=count(waiting)) if waiting else "",
        "comments": f"comments.{words.lang}.html#comments-{key[1]}",
    }


def _cell(key: Key, found: Collected, words: Words) -> Markup:
    """A page's states with its link, the failure's code, or that there is no page."""
    if key in found.failed:
        return Markup(
            f'<span class="failed">{escape(words("site.index.did_not_complete", code=found.failed[key]))}</span>'
        )
    if key not in found.records:
        return Markup(f'<span aria-hidden="true">·</span><span class="vh">{escape(words("site.index.no_page"))}</span>')
    verdicts: list[Mapping[str, Any]] = headlines(found.records[key])
    inside = Markup("<br>").join(badge(v["state"], words) for v in verdicts) or Markup(escape(words("site.index.open")))
    if not found.has_page(key, words.lang):
        inside += Markup("<br>{}").format(words("site.index.only_other"))
    about = f'<span class="vh">, {escape(_about(key, words))}</span>'
    return Markup(f'<a href="{escape(found.page(key, words.lang))}">{inside}{about}</a>')


def _changes(found: Collected, words: Words) -> dict[str, Any]:
    if found.previous is None:
        return {"changed": words("site.changes.first"), "changes": [], "more": ""}
    every = changes(found.previous, found.records)
    if not every:
        return {"changed": words("site.changes.nothing"), "changes": [], "more": ""}
    told = words("site.changes.counted", n=count(len(every)), m=count(sum(c.material for c in every)))
    rest = len(every) - SHOWN_CHANGES
    ordered = sorted(every, key=lambda c: not c.material)[:SHOWN_CHANGES]
    return {
        "changed": told,
        "changes": [_line(c, words) for c in ordered],
        "more": words("site.index.and_more", n=count(rest)) if rest > 0 else "",
    }


def _line(c: Change, words: Words) -> dict[str, str]:
    def told(value: str | float | None) -> str:
        if value is None:
            return words("site.changes.absent")
        if isinstance(value, (int, float)):
            whole = float(value).is_integer()
            return formats.decimal(value, words.lang, 0 if whole else 4)
        if c.kind == "verdict":
            return words(f"state.{value}")
        return words("site.index.page") if c.kind == "page" else words(f"mark.{value}")

    return {
        "id": c.id,
        "about": f"{_about((c.dataset, c.finding, c.country), words)} ({c.dataset})",
        "old": told(c.old),
        "new": told(c.new),
        "change": "" if c.change is None else told(c.change),
        "cause": words(f"site.changes.{c.cause}"),
        "material": words("site.changes.yes" if c.material else "site.changes.no"),
    }
