"""The shell around every page: one layout, one style sheet, one way for data to reach HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mcee_eval.disclosure.cell import Cell
from mcee_eval.show.passage import GLYPHS as SIGNS
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

HERE = Path(__file__).parent
#: a sign beside the word, never instead of it; the same as in the verdicts that notebooks show
GLYPHS = {state.value: sign for state, sign in SIGNS.items()}


def shown(value: object) -> Markup:
    """Anything that is not already a piece of a page, as text: through the one escaping function."""
    return value if isinstance(value, Markup) else Markup(escape(value))


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
    body: Markup,
    foot: str = "",
) -> str:
    """A whole page. ``links`` are {href, text}; ``twin`` is the address of the same page in the other language."""
    return (
        part(
            "shell.html",
            words,
            lang=words.lang,
            other=other(words.lang),
            other_name=Words(other(words.lang))("site.language"),
            title=title,
            h1=h1,
            sub=sub,
            links=list(links),
            twin=twin,
            banners=list(banners),
            style=style(),
            body=body,
            foot=Markup(foot),
        ).strip()
        + "\n"
    )
