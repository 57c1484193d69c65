"""A list of conclusions, each with the way to its evidence on another page of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mcee_eval.judge.concluded import Concluded
from mcee_eval.judge.verdict import State
from mcee_eval.release.cell import Cell
from mcee_eval.show.passage import GLYPHS, Passage, quoted
from mcee_eval.show.phrases import fitting
from mcee_eval.words.catalogue import catalogue
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape


def listed(finding: str, slug: str, lines: Sequence[Concluded], words: Mapping[str, Words], lang: str) -> Passage:
    """The lines as a list. On a page of the site each leads to ``<finding>.ALL.<lang>.html``, at its verdict.

    In JupyterLab, where those pages are not, the same list is plain. A line without a proposition has no link.
    """
    name = f"{finding}-{slug.replace('_', '-')}"
    numbers: dict[str, tuple[Cell, str]] = {}
    both, plain = {}, {}
    for one in LANGS:
        spoken = words[one]
        items = []
        for line in lines:
            prefix = f"{name}-{line.finding}-{line.proposition or 'none'}"
            text = f"<strong>{escape(spoken(f'site.finding.{line.finding}'))}.</strong>"
            if line.state is not None:
                text += f" {escape(spoken(f'proposition.{line.proposition}'))} {_state(line.state, spoken)}"
            if line.said and (key := fitting(line.said.key, line.said.values)) in catalogue():
                numbers |= quoted(key, line.said.values, prefix)
                text += f" {spoken.html(key, line.said.values, prefix)}"
            items.append((text, _link(line, spoken) if line.proposition else ""))
        both[one] = _list(name, [f"{text} {link}".rstrip() for text, link in items])
        plain[one] = _list(name, [text for text, _ in items])
    return Passage(name, both, lang, numbers=numbers, plain=plain)


def _state(state: State, words: Words) -> str:
    return (
        f'<span class="state {state}"><span class="g" aria-hidden="true">{GLYPHS[state]}</span>'
        f"{escape(words(f'state.{state}'))}.</span>"
    )


def _link(line: Concluded, words: Words) -> str:
    href = f"{line.finding}.ALL.{words.lang}.html#{line.finding}-{line.proposition}"
    about = escape(words("link.about", proposition=line.proposition))
    return f'<a href="{escape(href)}">{escape(words("link.evidence"))}<span class="vh"> {about}</span></a>'


def _list(name: str, items: Sequence[str]) -> str:
    return f'<div class="prose said" id="{escape(name)}"><ul>{"".join(f"<li>{i}</li>" for i in items)}</ul></div>'
