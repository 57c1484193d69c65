"""Sentences and verdicts as a page prints them, in both languages, from released values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.judge.verdict import EXAMINED, Reason, State, Verdict, Word
from mcee_eval.release.cell import Cell
from mcee_eval.release.models.structure import Nested
from mcee_eval.show.exhibit import MIME
from mcee_eval.show.phrases import fitting
from mcee_eval.words.catalogue import catalogue, slots
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words, data_tag, escape

GLYPHS = {
    State.SUPPORTED: "✓",
    State.CONTRADICTED: "✗",
    State.MIXED: "±",
    State.INCONCLUSIVE: "?",
    State.NOT_EXAMINED: "–",
}
#: what for and against mean of a condition
CONDITION = {Word.FOR: "met", Word.AGAINST: "not_met"}


@dataclass(frozen=True)
class Passage:
    """HTML in both languages, and the numbers it quotes by id. ``plain``: what JupyterLab shows, where that differs.

    page : the slug of the page on which it stands, "" for the finding's own.
    """

    id: str
    both: Mapping[str, str]
    lang: str
    kind: str = "passage"
    numbers: Mapping[str, tuple[Cell, str]] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    page: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        opens = self.kind == "page"
        return {
            "text/plain": f"{self.id}",
            "text/html": (self.plain or self.both)[self.lang],
            MIME: {"kind": self.kind, "id": self.id, "html": dict(self.both), **({"slug": self.page} if opens else {})},
        }


def quoted(key: str, values: Mapping[str, Any], prefix: str) -> dict[str, tuple[Cell, str]]:
    """The numbers that a text quotes, by the id they have on the page; raw numbers are refused."""
    found = {}
    for slot in slots(catalogue()[key].template("en")) if key in catalogue() else []:
        value = values.get(slot.name)
        if slot.kind in KINDS:
            if not isinstance(value, Cell):
                raise ReleaseRefused(
                    "a sentence quotes released cells only",
                    problems=[Problem(f"{key}, {slot.name}", type(value).__name__, "Cell")],
                )
            found[f"{prefix}-{slot.name}"] = (value, KINDS[slot.kind][1])
    return found


def say(
    finding: str,
    sentences: Sequence[tuple[str, Mapping[str, Any]]],
    words: Mapping[str, Words],
    lang: str,
    slug: str = "",
) -> Passage:
    """One paragraph of computed sentences: (text key, its values) each. slug : its name, else that of the first."""
    numbers: dict[str, tuple[Cell, str]] = {}
    both = dict.fromkeys(LANGS, "")
    name = f"{finding}-{(slug or sentences[0][0].split('.')[-1]).replace('_', '-')}"
    for key, values in sentences:
        prefix = f"{finding}-{key.split('.')[-1].replace('_', '-')}"
        numbers |= quoted(key, values, prefix)
        for one in LANGS:
            both[one] += (" " if both[one] else "") + words[one].html(key, values, prefix)
    return Passage(name, {k: f'<p class="said" id="{name}">{v}</p>' for k, v in both.items()}, lang, numbers=numbers)


def reason_key(finding: str, reason: Reason) -> str:
    """The text of a line: ``<code>_word`` where a number that the full text quotes may not be told."""
    return fitting(f"reason.{finding}.{reason.code}", reason.values)


def verdict(finding: str, judged: Verdict, words: Mapping[str, Words], lang: str) -> Passage:
    """The proposition, its state in word and glyph, what each line says and rules out, what would settle it.

    Where newer figures say more, what they say stands below.
    """
    ident = f"{finding}-{judged.proposition}"
    numbers: dict[str, tuple[Cell, str]] = {}
    both = {}
    for one in LANGS:
        spoken = words[one]
        settle = "".join(f"<li>{escape(spoken(f'settle.{code}'))}</li>" for code in judged.settle)
        later = judged.since
        both[one] = (
            f'<div class="verdict {judged.state}" id="{escape(ident)}">'
            f'<p class="proposition">{escape(spoken(f"proposition.{judged.proposition}"))}</p>'
            + _stands(finding, ident, judged, spoken, numbers)
            + (f"<p>{escape(spoken('reason.settle'))}</p><ul>{settle}</ul>" if settle else "")
            + (
                f"<p>{escape(spoken('since.title'))}</p>{_stands(finding, ident, later, spoken, numbers)}"
                if later
                else ""
            )
            + "</div>"
        )
    return Passage(ident, both, lang, "verdict", numbers)


def _stands(finding: str, ident: str, judged: Verdict, spoken: Words, numbers: dict[str, tuple[Cell, str]]) -> str:
    """The state, and its lines."""
    items = []
    for reason in judged.reasons:
        prefix = f"{ident}-{reason.code.replace('_', '-')}"
        key = reason_key(finding, reason)
        numbers |= quoted(key, reason.values, prefix)
        more = ruled_out(key, reason, spoken, prefix, numbers)
        label = CONDITION.get(reason.says, "open") if reason.condition else reason.says
        items.append(
            f'<li class="{label}"><span class="says">{escape(spoken(f"says.{label}"))}</span> '
            f"{spoken.html(key, reason.values, prefix)}{more}</li>"
        )
    return (
        f'<p class="state"><span aria-hidden="true">{GLYPHS[judged.state]}</span> '
        f"<strong>{escape(spoken(f'state.{judged.state}'))}</strong>{escape(rests(judged, spoken))}</p>"
        f"<ul>{''.join(items)}</ul>"
    )


def rests(judged: Verdict, words: Words) -> str:
    """On how many lines it rests, which say the contrary; why a silent one is silent."""
    if judged.silence:
        return f" – {words(f'silence.{judged.silence}')}"
    if not judged.strength:
        return ""
    told = f" – {words(f'strength.{judged.strength}')}"
    against = ", ".join(words(f"family.{f}") for f in judged.contrary if words.knows(f"family.{f}"))
    return told + (f"; {words('strength.contrary', families=against)}" if against else "")


def ruled_out(key: str, reason: Reason, words: Words, prefix: str, numbers: dict[str, tuple[Cell, str]]) -> str:
    """What a silent line rules out all the same: what lies outside the interval or the bounds of its number."""
    slot = next(
        (s for s in slots(catalogue()[key].template("en")) if s.name == reason.number and s.kind in KINDS), None
    )
    cell = reason.values.get(reason.number)
    if reason.says not in EXAMINED or slot is None or not isinstance(cell, Cell):
        return ""
    ends = {n: v for n, v in (("low", cell.low), ("high", cell.high)) if v is not None}
    if not ends or cell.low == cell.high:
        return ""
    unit, shown = KINDS[slot.kind][1], {}
    for name, value in ends.items():
        end = Cell(value)
        numbers[f"{prefix}-{slot.name}-{name}"] = (end, unit)
        told = escape(words.number(end, slot.kind, slot.places))
        shown[name] = data_tag(f"{prefix}-{slot.name}-{name}", end, unit, told)
    text = "ruled_out." + ("both" if len(ends) == 2 else next(iter(ends)))
    return " " + words.render(text, shown, lambda slot, value: str(value), escape)


def opened(finding: str, slug: str, words: Mapping[str, Words], lang: str) -> Passage:
    """The mark at which a page of its own begins, with its title (text ``<finding>.page.<slug>``)."""
    ident = f"{finding}-page-{slug}"
    both = {
        one: f'<h2 id="{escape(ident)}">{escape(spoken(f"{finding}.page.{slug}"))}</h2>'
        for one, spoken in words.items()
    }
    return Passage(ident, both, lang, "page", page=slug)


def with_list(said: Passage, nested: Nested, words: Mapping[str, Words], finding: str) -> Passage:
    """The paragraph, then lists within lists; a silent box carries the word ``<finding>.silent_word``."""
    both = {}
    for i, (one, spoken) in enumerate(words.items()):
        out, deep = "", -1
        for depth, code, text, silent in nested.items:
            out += "<ul>" * (depth - deep) if depth > deep else "</li>" + "</ul></li>" * (deep - depth)
            word = f" ({spoken(f'{finding}.silent_word')})" if silent else ""
            out += f"<li>{escape(code)}. {escape(text[i])}{escape(word)}"
            deep = depth
        both[one] = said.both[one] + out + "</li></ul>" * (deep + 1)
    return Passage(said.id, both, said.lang)
