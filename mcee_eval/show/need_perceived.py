"""Finding 1, what was said on the need, and the documents on the mandate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mcee_eval.findings.need_perceived import MANDATE
from mcee_eval.judge.verdict import Reason
from mcee_eval.release.cell import Cell, marked
from mcee_eval.show import testimony
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage


def said(c: Context) -> Exhibit | Passage:
    """Which needs do interviewees see?"""
    found = c.measures.data.perceived.themes
    if found is None:
        return c.say(("said_elsewhere", {}))
    return testimony.themes_table(c, "said", found, period="2024-01 – 2025-03")


def _said(reason: Reason, c: Context) -> dict[str, Any]:
    theme = reason.values["theme"]
    return {
        "theme": f"theme_{theme.code}",
        "word": testimony.word_code(c, theme),
        "share": testimony.share_cell(c, theme, theme.agree) if theme.agree else marked("missing"),
    }


def _documents(reason: Reason, c: Context) -> dict[str, Any]:
    return {kind: Cell(float(reason.values[kind])) if kind in reason.values else marked("missing") for kind in MANDATE}


#: reason → what it quotes, from released cells
REASONS: Mapping[str, Callable[[Reason, Context], dict[str, Any]]] = {
    "said": _said,
    "not_asked_here": lambda reason, c: {},
    "mandate_documents": _documents,
    "register_not_here": lambda reason, c: {},
}
SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {"said": said}
