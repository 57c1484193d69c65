"""Testimony through the door: informants speak for their office; words for shares, numbers where they may be.

A public reader is told how many were asked (from five up) and the word for the share that says so ("most"), as the
report itself prints them; how many say so, deny it or do both is for internal readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from mcee_eval.metrics.themes import Theme
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.measured import Measured, tells
from mcee_eval.release.model import estimate_cell
from mcee_eval.release.rule import FREEDOM, INFORMANTS
from mcee_eval.release.told import Refusal, Told
from mcee_eval.results import Estimate

SHARES = ("agree", "disagree", "mixed")


def informants(n: int, *, exact: bool) -> Cell:
    """A number of informants: as it is, from five up for a public reader."""
    return Cell(float(n)) if exact or n >= INFORMANTS else marked("suppressed", 0, INFORMANTS - 1)


def may_say(word: str, asked: int) -> bool:
    """May a public reader learn the word for so many asked? What a whole group says names each of them."""
    return asked >= (FREEDOM if word in ("all", "none") else INFORMANTS)


@dataclass(frozen=True)
class Said:
    """One theme as one group told it, released: codes of theme, group and words; cells asked and shares.

    yes, no : the shares who agree and who say the contrary; n : how many were asked; scale : quantifier → the low end
    of its band. They decide what the line of evidence says and are not printed.
    """

    theme: str
    group: str
    word: str
    against: str
    cells: Mapping[str, Cell]
    yes: float | None = field(default=None, repr=False)
    no: float | None = field(default=None, repr=False)
    n: int = field(default=0, repr=False)
    scale: Mapping[str, float] = field(default_factory=dict, repr=False)

    def denied(self) -> Said:
        """The same theme as those who disagree tell it."""
        cells = {**self.cells, "agree": self.cells["disagree"], "disagree": self.cells["agree"]}
        return replace(self, word=self.against, against=self.word, cells=cells, yes=self.no, no=self.yes)

    def fills(self) -> dict[str, Any]:
        """The slots of a sentence that it fills."""
        return {
            "theme": f"theme_{self.theme}", "group": f"group_{self.group}", "word": self.word, "against": self.against,
            **({} if self.cells["agree"].mark == "suppressed" else {"share": self.cells["agree"]}), **self.cells,
        }  # fmt: skip


@tells("Themes")
class ToldThemes(Measured):
    """``views["theme", "all"]``: one theme of one group; ``views.rows()``: all of them as a table."""

    def __getitem__(self, at: tuple[str, str]) -> Said | Refusal:
        code, group = at
        theme = self._result.of(code, group)
        return Refusal("not_asked") if theme is None else self.said(theme)

    def said(self, theme: Theme) -> Said:
        """One theme of one group."""
        cells = {name: self.share(theme, getattr(theme, name)) for name in SHARES}
        yes, no = (None if e is None else e.value for e in (theme.agree, theme.disagree))
        bands = self._frames[1]
        scale = dict(zip(bands["quantifier"], bands["share_low"].astype(float), strict=True))
        words = (self.word(theme), self.word(theme, against=True))
        return Said(theme.code, theme.group, *words, {"asked": self.asked(theme), **cells}, yes, no, theme.asked, scale)

    def share(self, theme: Theme, found: Estimate | None) -> Cell:
        """A share of those asked, for an internal reader; a session stands in its own column."""
        if found is None:
            return marked("missing")
        if not self.door.exact:
            return marked("suppressed")
        cell = estimate_cell(found, least=1)
        return replace(cell, n=None) if theme.unit == "sessions" else cell

    def asked(self, theme: Theme) -> Cell:
        """How many were asked: as it is, from five up for a public reader."""
        return informants(theme.asked, exact=self.door.exact)

    def word(self, theme: Theme, *, against: bool = False) -> str:
        """The code of the word for those who agree (or disagree)."""
        if not theme.asked:
            return "word_nobody_asked"
        word = theme.against if against else theme.word
        return f"word_{word}" if self.door.exact or may_say(word, theme.asked) else "word_too_few"

    def table(self, **only: Any) -> Told:  # type: ignore[override]
        """One row a theme and group: theme, group, word, against; asked, agree, disagree, mixed.

        A part of the interviewees that nobody asked about a theme has no row; all of them together always have.
        """
        rows = [self.said(t) for t in self._result.rows if t.asked or t.group == "all"]
        persons = any(t.unit == "persons" for t in self._result.rows)
        dims = pd.DataFrame(
            {
                "theme": [s.theme for s in rows],
                "group": [f"group_{s.group}" for s in rows],
                "row": [f"theme_{s.theme}|group_{s.group}" for s in rows],
                "word": [s.word for s in rows],
                "against": [s.against for s in rows],
            }
        )
        told = ("asked", *SHARES) if self.door.exact else ("asked",)
        cells = {name: [s.cells[name] for s in rows] for name in told}
        units = {"asked": "persons" if persons else "items", **dict.fromkeys(told[1:], "share")}
        made = self.door.table(dims, cells, units, "testimony")
        return Told(made, self.door, self._about.sources, self._about.period).where(**only)

    def shown(self) -> Told:
        """Every theme and group."""
        return self.table()
