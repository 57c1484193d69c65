"""What is wrong with the user's files and settings, in the reader's language."""

from __future__ import annotations

import locale
import os
import re

from mcee_eval.errors import BadParameter, MceeError, Problem
from mcee_eval.words.formats import LANGS
from mcee_eval.words.told import said


def language(asked: str) -> str:
    """The language to speak: the one asked for, else the system's, else English. Refuses any other."""
    if asked and asked not in LANGS:
        raise BadParameter("Nothing was read.", problems=[Problem("--lang", repr(asked), f"one of {', '.join(LANGS)}")])
    first = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), None)
    told = asked or (first or locale.getlocale()[0] or "").lower()
    return "fr" if told.startswith("fr") else "en"


def told(text: str, lang: str) -> str:
    """A line of ``check``, or a part of a problem; what no text knows stays as it is."""
    whole = said(text, lang, among="problem")
    if whole != text or ". " not in text:
        return whole
    return " ".join(said(piece, lang, among="problem") for piece in re.split(r"(?<=[.?]) (?=[A-Z])", text))


def in_language(error: MceeError, lang: str) -> MceeError:
    """The same refusal in this language, problem by problem."""
    if lang == LANGS[0]:
        return error
    lines = []
    for p in error.problems:
        parts = [told(", ".join(map(_place, p.where.split(", "))), lang), told(p.found, lang), told(p.expected, lang)]
        lines.append(f"  - {parts[0]} : {parts[1]}; attendu : {parts[2]}. {told(p.try_this, lang)}".rstrip())
    spoken = type(error)(error.message, problems=error.problems, need=error.need)
    spoken.args = ("\n".join([told(error.message, lang), *lines]),)
    return spoken


def _place(text: str) -> str:
    return told(text, "fr")
