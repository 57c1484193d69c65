"""Themes of interviews and focus groups as a reader gets them: words for shares, and the number asked where it may be.

An interviewee is a person, and few were asked. In public the number asked goes through the rule for persons, a share
is printed from 20 persons up where more than five stand on either side of it, and a word ("most") from 6 up: a word
for fewer would tell who said what. Sessions of focus groups are counted as they are; participants are persons. An
internal reader sees exact figures.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from mcee_eval.findings.testimony import Theme, Themes
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.model import estimate_cell
from mcee_eval.release.protected import Protected
from mcee_eval.release.rule import SMALL
from mcee_eval.results import Estimate
from mcee_eval.show import plots
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.naming import named
from mcee_eval.words.say import Words

SHARES = ("agree", "disagree", "mixed")
WRAP = 34  # characters of a row's name in the picture


def share_cell(c: Context, theme: Theme, found: Estimate | None) -> Cell:
    """A share of those asked: of persons under the rule, of sessions as it is."""
    if theme.unit == "sessions":
        return replace(estimate_cell(found, least=1), n=None)  # the sessions asked stand in their own column
    return c.release.proportion(found)


def asked_cell(c: Context, theme: Theme) -> Cell:
    """How many were asked: persons under the rule, sessions as they are."""
    unit = "persons" if theme.unit == "persons" else "items"
    frame = pd.DataFrame({"theme": [theme.code], "asked": [theme.asked]})
    return c.release.counts(frame, dims=["theme"], value="asked", unit=unit).cells["asked"][0]


def may_say(c: Context, theme: Theme) -> bool:
    """May the word for the share be said? Not where so few persons were asked that it names them."""
    return theme.asked > 0 and (theme.unit == "sessions" or c.release.exact or theme.asked > SMALL)


def word_code(c: Context, theme: Theme | None, *, against: bool = False) -> str:
    """The code of the word for those who agree (or disagree), quoted in a sentence as ``{word:code}``."""
    if theme is None or not theme.asked:
        return "word_nobody_asked"
    return f"word_{theme.against if against else theme.word}" if may_say(c, theme) else "word_too_few"


def released(c: Context, result: Themes) -> Protected:
    """One row a theme and group: theme, group, word, against; asked, agree, disagree, mixed.

    A part of the interviewees that nobody asked about a theme has no row; all of them together always have.
    """
    result = Themes(tuple(t for t in result.rows if t.asked or t.group == "all"), result.scale)
    dims = pd.DataFrame(
        {
            "theme": named(c, "theme", [t.code for t in result.rows]),
            "group": [f"group_{t.group}" for t in result.rows],
            "row": [f"theme_{t.code}|group_{t.group}" for t in result.rows],
            "word": [word_code(c, t) for t in result.rows],
            "against": [word_code(c, t, against=True) for t in result.rows],
        }
    )
    cells: dict[str, list[Cell]] = {"asked": [asked_cell(c, t) for t in result.rows]}
    for name in SHARES:
        cells[name] = [
            marked("missing") if getattr(t, name) is None else share_cell(c, t, getattr(t, name)) for t in result.rows
        ]
    counted = "persons" if any(t.unit == "persons" for t in result.rows) else "items"
    units = {"asked": counted, **dict.fromkeys(SHARES, "share")}
    return c.release.table(dims, cells, units, "rate" if counted == "persons" else "things")


def _mostly(table: Protected, column: str) -> bool:
    """May at least half of the cells of a column be printed?"""
    cells = table.cells[column]
    return 2 * sum(not x.mark for x in cells) >= max(len(cells), 1)


def themes_table(
    c: Context, slug: str, result: Themes, *, period: str = "–", values: Mapping[str, Any] | None = None
) -> Exhibit:
    """Each theme by group: the word for the share that agrees, how many were asked, shares with exact intervals.

    Drawn as ranges where at least half of the shares may be printed; else a table only. Shares that disagree, or do
    both, have a column under the same condition; the word for those who disagree always has one. Texts are those of
    ``<finding>.<slug>``.
    """
    table = released(c, result)
    several = len(set(table.dims["group"])) > 1

    def name(words: Words, row: str) -> str:
        theme, group = row.split("|")
        text = words(f"code.{theme}") + (f" ({words(f'code.{group}')})" if several else "")
        return textwrap.fill(text, WRAP)

    def draw(ax: Any, words: Words) -> Any:
        return plots.ranges(
            ax, table, words, rows="row", column="agree", name=lambda row: name(words, row),
            x_label=words("testimony.axis.agree"),
        )  # fmt: skip

    longest = max((len(text) for pair in table.dims["theme"] for text in pair), default=0)
    row_height = 0.36 + 0.17 * (longest // WRAP)
    return c.show(
        slug, table,
        [
            Column("theme", "testimony.column.theme", "both"), Column("group", "testimony.column.group", "code"),
            Column("word", "testimony.column.word", "code"), Column("against", "testimony.column.against", "code"),
            Column("asked", "testimony.column.asked", "count"),
            Column("agree", "testimony.column.agree", "percent", 0, "ci"),
            *[Column(k, f"testimony.column.{k}", "percent", 0) for k in SHARES[1:] if _mostly(table, k)],
        ],
        sources=[c.own_source()], period=period, values=values,
        draw=draw if _mostly(table, "agree") else None,
        size=(7.6, max(2.4, 1.2 + row_height * len(table))),
    )  # fmt: skip
