"""The shell around every page: one layout, one style sheet, one way for data to reach HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mcee_eval.publish.late import late
from mcee_eval.release.cell import Cell
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

HERE = Path(__file__).parent
#: a sign beside the word, never instead of it; the same as in the verdicts that notebooks show (a test holds them
#: equal: importing those would load the libraries that draw)
GLYPHS = {"supported": "✓", "contradicted": "✗", "mixed": "±", "inconclusive": "?", "not_examined": "–"}


def shown(value: object) -> Markup:
    """Anything that is not already a piece of a page, as text: through the one escaping function."""
    return value if isinstance(value, Markup) else Markup(escape(value))


def css_text(text: str) -> Markup:
    """A text as a CSS string: what could end the string or the style sheet, by its number."""
    return Markup("".join(c if c.isalnum() or c in " –,:;!?'" else f"\\{ord(c):x} " for c in text[:120]))


@cache
def templates() -> Environment:
    """The page templates. Whatever they print goes through ``shown``; an unknown name stops the build."""
    return Environment(
        loader=FileSystemLoader(HERE / "template"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


@cache
def style() -> Markup:
    """The style sheet, inlined in every page."""
    return Markup((HERE / "style.css").read_text(encoding="utf-8").strip())


def other(lang: str) -> str:
    """The other language."""
    return LANGS[1 - LANGS.index(lang)]


def count(value: float) -> Cell:
    """A number of pages or comments, for a text's slot."""
    return Cell(value)


def twin_link(twin: str, words: Words) -> Markup:
    """The same page in the other language."""
    lang = other(words.lang)
    return Markup('<a href="{0}" lang="{1}" hreflang="{1}">{2}</a>').format(twin, lang, Words(lang)("site.language"))


def badge(state: str, words: Words, about: str = "") -> Markup:
    """A verdict's state as sign and word; ``about`` is added for those who do not see the table around it."""
    hidden = f'<span class="vh">, {escape(about)}</span>' if about else ""
    return Markup(
        f'<span class="state {escape(state)}"><span class="g" aria-hidden="true">{escape(GLYPHS[state])}</span>'
        f"{escape(words(f'state.{state}'))}{hidden}</span>"
    )


def part(name: str, words: Words, /, **context: Any) -> Markup:
    """A template of the folder, filled. ``t(key, …)`` prints a text, ``badge(state)`` a state."""
    return Markup(
        templates()
        .get_template(name)
        .render(t=words, badge=lambda state, about="": badge(state, words, about), **context)
    )


def page(
    words: Words,
    *,
    title: str,
    h1: str,
    sub: str = "",
    links: Sequence[Mapping[str, str]],
    twin: str,
    banners: Sequence[Mapping[str, str]] = (),
    wide: bool = False,
    body: Markup,
    foot: str = "",
) -> str:
    """A whole page.

    links : {href, text} each. twin : address of the same page in the other language. banners : {kind, text} and, where
    every printed sheet must carry it, {word}. wide : a page of wide tables.
    """
    return (
        part(
            "shell.html",
            words,
            lang=words.lang,
            title=title,
            h1=h1,
            sub=sub,
            links=list(links),
            twin=late("twin", twin_link(twin, words)) if twin else "",
            header=css_text(" – ".join(t for t in (h1, sub) if t)),
            stamp=css_text(" ".join(b["word"] for b in banners if b.get("word"))),
            banners=list(banners),
            wide=wide,
            style=style(),
            body=body,
            foot=Markup(foot),
        ).strip()
        + "\n"
    )
