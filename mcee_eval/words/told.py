"""What loaders and publishers tell in English (a source, a vintage, a note of a receipt), in the page's language.

The English side of the texts below ``told.`` is the pattern by which such a sentence is known; what its slots hold is
said in turn. A sentence that no text knows stays as it is, and a page marks it as English.
"""

from __future__ import annotations

import re
from functools import cache

from mcee_eval.words.catalogue import SLOT, catalogue
from mcee_eval.words.formats import LANGS, NBSP

_QUARTER = re.compile(r"(?:(\d{4})-)?Q([1-4])")
_WORD = re.compile(r"(?<![\w./-])[a-z]{2,}(?![\w./-])")
_NUMERIC = re.compile(r"[\d\s/:.,–-]+")


def said(text: str, lang: str, *, among: str = "told") -> str:
    """The text in the page's language, where we know it; else as it was told. among : "told", or "problem"."""
    return _told(text, lang, among) or text


def foreign(text: str, lang: str) -> bool:
    """Does a French page have to mark this text as English? Codes, names and dates need no mark."""
    return lang != LANGS[0] and _told(text, lang) is None and bool(_WORD.search(text))


@cache
def _told(text: str, lang: str, among: str = "told") -> str | None:
    if lang == LANGS[0] or not text or _NUMERIC.fullmatch(text):
        return text
    if match := _QUARTER.fullmatch(text):
        return f"T{match[2]}" + (f"{NBSP}{match[1]}" if match[1] else "")
    parts = text.split(", ")
    if len(parts) > 1 and all(part[0:1].isdigit() for part in parts):  # vintages
        known = [p for part in parts if (p := _told(part, lang, among))]
        between = "; " if any(", " in p for p in known) else ", "
        return between.join(known) if len(known) == len(parts) else None
    for pattern, template in _patterns(lang, among):
        if found := pattern.fullmatch(text):
            values = {name: said(value, lang, among=among) for name, value in found.groupdict().items()}
            return SLOT.sub(lambda m: values[m["name"]], template)  # noqa: B023 (used at once)
    return None


@cache
def _patterns(lang: str, among: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(what the English looks like, the text in this language), those with most words of their own first."""
    made = []
    for key, text in catalogue().items():
        if not key.startswith(f"{among}."):
            continue
        english, at, out = text.template(LANGS[0]), 0, ""
        for match in SLOT.finditer(english):
            out += re.escape(english[at : match.start()]) + f"(?P<{match['name']}>.+?)"
            at = match.end()
        made.append((len(SLOT.sub("", english)), re.compile(out + re.escape(english[at:])), text.template(lang)))
    return tuple((pattern, template) for _, pattern, template in sorted(made, key=lambda m: (-m[0], m[2])))
