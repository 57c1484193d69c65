"""A country's page: every finding's propositions with their states for this country, and where it has no page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.layout import other, page, part
from mcee_eval.publish.page import banners, country_name
from mcee_eval.publish.verdicts import propositions
from mcee_eval.words.say import Words


def countries(found: Collected, dataset: str) -> list[str]:
    """The countries of a data set that have a run, whether it completed or not."""
    return sorted({k[2] for k in (*found.records, *found.failed) if k[0] == dataset} - {"ALL"})


def country_page(found: Collected, audience: str, dataset: str, country: str, words: Words) -> str:
    """The whole page; it stands in the data set's folder."""
    findings = sorted({k[1] for k in (*found.records, *found.failed) if k[0] == dataset})
    provenances = {r["provenance"] for k, r in found.records.items() if k[0] == dataset and k[2] == country}
    name, lang = country_name(words, country), words.lang
    links = [{"href": f"../{one}.{lang}.html", "text": words(f"site.to_{one}")} for one in ("index", "ledger", "how")]
    rest = sorted((words.country(c), c) for c in countries(found, dataset) if c != country)
    body = part(
        "country.html",
        words,
        lead=words("site.country.lead"),
        findings=[_finding((dataset, f, country), found, words) for f in findings],
        others=[{"href": f"country.{c}.{lang}.html", "text": told} for told, c in rest],
    )
    title = words("site.country.title")
    return page(
        words, title=words("site.plain_title", title=f"{name} – {title}"), h1=name, sub=title, links=links,
        twin=f"country.{country}.{other(lang)}.html", body=body,
        banners=[b for p in sorted(provenances) for b in banners(words, p, audience)][: 1 + (audience == "internal")],
    )  # fmt: skip


def _finding(key: Key, found: Collected, words: Words) -> dict[str, Any]:
    """What a finding says of the country: its verdicts, the code of a failure, or that it has no form by country."""
    whole = (key[0], key[1], "ALL")
    shown = key if key in found.records else whole if whole in found.records else None
    failed = found.failed.get(key)
    told = ""
    if failed:
        told = words("site.index.did_not_complete", code=failed)
    elif key not in found.records:
        by_country = any(k[0] == key[0] and k[1] == key[1] and k[2] != "ALL" for k in (*found.records, *found.failed))
        told = words("site.country.not_here" if by_country or shown is None else "site.country.only_all")
    return {
        "id": key[1],
        "title": words(f"site.finding.{key[1]}"),
        "told": told,
        "failed": bool(failed),
        "page": page_link(shown, found, words) if shown else Markup(),
        "verdicts": propositions(found.records[key], words) if key in found.records else [],
    }


def page_link(key: Key, found: Collected, words: Words, *, base: str = "../") -> Markup:
    """The link to a record's page, named by finding and country; one that is in the other language only says so."""
    about = words("site.index.about", finding=words(f"site.finding.{key[1]}"), country=words.country(key[2]))
    link = Markup('<a href="{}{}">{}</a>').format(base, found.page(key, words.lang), about)
    return link if found.has_page(key, words.lang) else link + " " + words("site.index.only_other")
