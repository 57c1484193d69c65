"""The index of a language: propositions and states, countries × findings, run state, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.changes import Change, changes
from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.layout import GLYPHS, badge, count, other, page, part
from mcee_eval.publish.page import banners
from mcee_eval.publish.verdicts import headlines, propositions
from mcee_eval.words import formats
from mcee_eval.words.say import Words, escape

SHOWN_CHANGES = 200  # on the page; the CSV has all


def index_page(found: Collected, audience: str, links: list[dict[str, str]], lang: str) -> str:
    """The whole index page."""
    names = {code: tuple(both) for record in found.records.values() for code, both in record["names"].items()}
    words = Words(lang, names)
    datasets = sorted({key[0] for key in (*found.records, *found.failed)})
    provenances = {r["provenance"] for r in found.records.values()}
    shown = banners(words, next(iter(provenances)), audience) if len(provenances) == 1 else []
    if len(provenances) > 1 and audience == "internal":
        shown = banners(words, "protected", audience)[:1]
    body = part(
        "index.html",
        words,
        made=words("site.index.complete", n=count(len(found.records))) if found.records else "",
        failed=[
            {"about": _about(key, words), "told": words("site.index.did_not_complete", code=code)}
            for key, code in sorted(found.failed.items())
        ],
        failed_count=words("site.index.failed", n=count(len(found.failed))),
        states=list(GLYPHS),
        datasets=[_dataset(name, found, words) for name in datasets],
        links=links,
        **_changes(found, words),
    )
    title = words("site.index.title")
    return page(
        words, title=words("site.plain_title", title=title), h1=words("site.name"), sub=title, links=links,
        twin=f"index.{other(lang)}.html", banners=shown, body=body,
    )  # fmt: skip


def _about(key: Key, words: Words) -> str:
    finding = words(f"site.finding.{key[1]}")
    return words("site.index.about", finding=finding, country=words.country(key[2]))


def _dataset(name: str, found: Collected, words: Words) -> dict[str, Any]:
    keys = sorted(k for k in (*found.records, *found.failed) if k[0] == name)
    findings = sorted({k[1] for k in keys})
    countries = sorted({k[2] for k in keys} - {"ALL"}, key=lambda c: (words.country(c), c))
    rows = [
        {
            "id": f"{name}-{country}",
            "country": words.country(country),
            "cells": [_cell((name, finding, country), found, words) for finding in findings],
        }
        for country in (["ALL"] if any(k[2] == "ALL" for k in keys) else []) + countries
    ]
    provenance = sorted({found.records[k]["provenance"] for k in keys if k in found.records})
    return {
        "id": name,
        "title": words("site.index.dataset", name=name),
        "provenance": [{"kind": p, "text": words(f"provenance.{p}")} for p in provenance if p != "published"],
        "propositions": [
            {**p, "href": _href(k, words), "page": words(f"site.finding.{k[1]}")}
            for k in keys
            if k[2] == "ALL" and k in found.records
            for p in propositions(found.records[k], words)
        ],
        "findings": [words(f"site.finding.{f}") for f in findings],
        "rows": rows,
    }


def _href(key: Key, words: Words) -> str:
    return f"{key[0]}/{key[1]}.{key[2]}.{words.lang}.html"


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
    about = f'<span class="vh">, {escape(_about(key, words))}</span>'
    return Markup(f'<a href="{escape(_href(key, words))}">{inside}{about}</a>')


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
