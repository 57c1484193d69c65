"""What the page adds around an exhibit or a passage: a region that scrolls, the way to the ledger, open comments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.late import late
from mcee_eval.words.say import Words, escape

_FIGURE = re.compile(r'<figure\b[^>]*?\bid="(?P<id>[^"]*)"[^>]*>.*?</figure>', re.S)
_IMAGE = re.compile(r"<img\b[^>]*>")
_CAPTION_END = re.compile(r"</figcaption>")
_SAID = re.compile(r'<p class="said" id="(?P<id>[^"]*)">.*?</p>', re.S)
_BLOCK = re.compile(r'<div class="(?:verdict\b[^"]*|prose said)" id="(?P<id>[^"]*)">.*?</div>', re.S)
_FIRST = re.compile(r'<(?:data|span class="mark")\b[^>]*?\sid="([^"]*)"')


def dressed(body: str, record: Mapping[str, Any], words: Words, base: str) -> Markup:
    """The page's body with what reading it on paper, on a telephone or with doubt takes.

    Only pages of all countries stand in the ledger itself; a country's numbers are in the file beside its page.
    """
    titles = {e["id"]: e["title"][words.lang] for e in record["exhibits"]}
    ledger = f"{base}ledger.{words.lang}.html#{record['dataset']}-ALL-" if record["country"] == "ALL" else ""

    def figure(found: re.Match[str]) -> str:
        ident, whole = str(found["id"]), str(found[0])
        title = str(titles.get(ident, ident))
        label = escape(words("site.picture", title=title))
        region = f'<div class="scroll picture" tabindex="0" role="region" aria-label="{label}">'
        whole = _IMAGE.sub(lambda image: f"{region}{image[0]}</div>", whole, count=1)
        if ledger and ident in titles:
            link = _link(f"{ledger}{ident}", words("site.trace"), escape(title))
            whole = _CAPTION_END.sub(lambda end: f" {link}{end[0]}", whole, count=1)
        return whole.removesuffix("</figure>") + str(late(f"said-{ident}")) + "</figure>"

    def traced(found: re.Match[str], end: str) -> str:
        first = _FIRST.search(found[0])
        if not ledger or not first:
            return found[0]
        link = _link(f"{ledger}{escape(first[1])}", words("site.trace"), f"<code>{escape(found['id'])}</code>")
        return found[0].removesuffix(end) + (f"<p>{link}</p>" if end == "</div>" else f" {link}") + end

    body = _FIGURE.sub(figure, str(body))
    body = _SAID.sub(lambda found: traced(found, "</p>"), body)
    return Markup(_BLOCK.sub(lambda found: traced(found, "</div>"), body))


def _link(href: str, text: str, about: str) -> str:
    return f'<a class="anchor" href="{href}">{escape(text)}<span class="vh"> – {about}</span></a>'
