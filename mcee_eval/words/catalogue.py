"""The texts: one TOML file a subject, English and French side by side, so that a reviewer reads both at once.

A slot names its value and how it is printed: ``{growth:change.1}`` is a change in per cent with one decimal,
``{growth:change.1+ci}`` adds its interval, ``{since:month}`` a period, ``{status:code}`` a word of this catalogue,
``{place:country}`` a country, ``{title:data}`` text from data, ``{vintage:told}`` what a publisher
told in English. Plurals: ``en = {one = "…", other = "…"}`` with
``by = "n"`` naming the value that decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mcee_eval.errors import BadSettings, Problem
from mcee_eval.notebooks import NO_TEXTS, declarations, path_of
from mcee_eval.words.formats import KINDS, LANGS, PERIODS

FOLDER = Path(__file__).parent / "text"
SLOT = re.compile(r"\{(?P<name>\w+):(?P<kind>[a-z_]+)(?:\.(?P<places>\d))?(?P<extra>\+ci|\+range)?\}")
OTHER_KINDS = frozenset({"code", "country", "data", "told"})


@dataclass(frozen=True)
class Slot:
    """Where a value goes in a text, and how it is printed."""

    name: str
    kind: str
    places: int = 0
    extra: str = ""


@dataclass(frozen=True)
class Text:
    """One message in both languages; each language maps a plural category to its template."""

    key: str
    forms: Mapping[str, Mapping[str, str]]
    by: str = ""

    def template(self, lang: str, category: str = "other") -> str:
        """The template of this plural category, or ``other``."""
        forms = self.forms[lang]
        return forms.get(category, forms["other"])


def slots(template: str) -> list[Slot]:
    """The slots of a template in order."""
    return [Slot(m["name"], m["kind"], int(m["places"] or 0), (m["extra"] or "")[1:]) for m in SLOT.finditer(template)]


def _leaves(node: Mapping[str, Any], prefix: str, *, strict: bool = True) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every text below a table; not ``strict``: what is no table (columns, pages, sizes) is no text."""
    for name, value in node.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, Mapping) and "en" not in value and "fr" not in value:
            yield from _leaves(value, key, strict=strict)
        elif strict or isinstance(value, Mapping):
            yield key, value


def _text(key: str, entry: Any) -> Text:
    if not isinstance(entry, Mapping):
        raise BadSettings("a text needs both languages", problems=[Problem(key, repr(entry), "en and fr")])
    forms = {}
    for lang in LANGS:
        form = entry.get(lang)
        form = {"other": form} if isinstance(form, str) else form
        if not form or not form.get("other", "").strip():
            raise BadSettings("a text needs both languages", problems=[Problem(f"{key}.{lang}", "nothing", "a text")])
        forms[lang] = dict(form)
    return Text(key, forms, entry.get("by", ""))


def check(texts: Mapping[str, Text]) -> list[Problem]:
    """Every slot has a known kind, and both languages hold the same slots."""
    problems = []
    for text in texts.values():
        seen: dict[str, set[tuple[str, str, int, str]]] = {}
        for lang in LANGS:
            for form in text.forms[lang].values():
                found = slots(form)
                rest = SLOT.sub("", form)
                if "{" in rest or "}" in rest:
                    problems.append(Problem(f"{text.key}.{lang}", f"a slot without a kind in {form!r}", "{name:kind}"))
                problems += [
                    Problem(
                        f"{text.key}.{lang}", f"kind {s.kind!r}", f"one of {sorted({*KINDS, *PERIODS, *OTHER_KINDS})}"
                    )
                    for s in found
                    if s.kind not in KINDS and s.kind not in PERIODS and s.kind not in OTHER_KINDS
                ]
                seen.setdefault(lang, set()).update((s.name, s.kind, s.places, s.extra) for s in found)
        if seen["en"] != seen["fr"]:
            differ = sorted(str(s) for s in seen["en"] ^ seen["fr"])
            problems.append(Problem(text.key, f"slots differ between the languages: {differ}", "the same in both"))
    return problems


def _written() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(file, key, entry) of every text: those of the package, then those of the notebooks."""
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            yield from ((path.name, key, entry) for key, entry in _leaves(tomllib.load(file), ""))
    for finding, told in declarations().items():
        texts = {k: v for k, v in told.items() if k not in NO_TEXTS}
        yield from ((path_of(finding).name, key, entry) for key, entry in _leaves(texts, "", strict=False))


@cache
def catalogue() -> Mapping[str, Text]:
    """All texts by key. A missing language, a slot of unknown kind or unequal slots stop everything."""
    texts: dict[str, Text] = {}
    for name, key, entry in _written():
        if key in texts:
            raise BadSettings("a text is written once", problems=[Problem(f"{name}, {key}", "a second one", "one")])
        texts[key] = _text(key, entry)
    problems = check(texts)
    if problems:
        raise BadSettings("the catalogue of texts is not whole", problems=problems)
    return texts
