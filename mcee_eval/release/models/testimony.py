"""Testimony through the door: informants speak for their office; words for shares, numbers where they may be.

In public the number asked goes through the rule for persons, a share is printed from 20 persons up where more than
five stand on either side of it, and a word ("most") from 6 up: a word for fewer would tell who said what. Sessions of
focus groups are counted as they are; participants are persons. An internal reader sees exact figures.
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
from mcee_eval.release.rule import SMALL
from mcee_eval.release.told import Refusal, Told
from mcee_eval.results import Estimate

SHARES = ("agree", "disagree", "mixed")


@dataclass(frozen=True)
class Said:
    """One theme as one group told it, released: codes of theme, group and words; cells asked and shares.

    low, high : the exact interval of those who agree, for the line of evidence that rests on it.
    """

    theme: str
    group: str
    word: str
    against: str
    cells: Mapping[str, Cell]
    low: float | None = field(default=None, repr=False)
    high: float | None = field(default=None, repr=False)

    def fills(self) -> dict[str, Any]:
        """The slots of a sentence that it fills."""
        return {
            "theme": f"theme_{self.theme}", "group": f"group_{self.group}", "word": self.word, "against": self.against,
            "share": self.cells["agree"], **self.cells,
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
        low, high = (None, None) if theme.agree is None else (theme.agree.low, theme.agree.high)
        words = (self.word(theme), self.word(theme, against=True))
        return Said(theme.code, theme.group, *words, {"asked": self.asked(theme), **cells}, low, high)

    def share(self, theme: Theme, found: Estimate | None) -> Cell:
        """A share of those asked: of persons under the rule, of sessions as it is."""
        if found is None:
            return marked("missing")
        if theme.unit == "sessions":
            return replace(estimate_cell(found, least=1), n=None)  # the sessions asked stand in their own column
        return self.door.proportion(found)

    def asked(self, theme: Theme) -> Cell:
        """How many were asked: persons under the rule, sessions as they are."""
        unit = "persons" if theme.unit == "persons" else "items"
        frame = pd.DataFrame({"theme": [theme.code], "asked": [theme.asked]})
        return self.door.counts(frame, dims=["theme"], value="asked", unit=unit).cells["asked"][0]

    def word(self, theme: Theme, *, against: bool = False) -> str:
        """The code of the word for those who agree (or disagree)."""
        if not theme.asked:
            return "word_nobody_asked"
        may = theme.unit == "sessions" or self.door.exact or theme.asked > SMALL
        return f"word_{theme.against if against else theme.word}" if may else "word_too_few"

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
        cells = {name: [s.cells[name] for s in rows] for name in ("asked", *SHARES)}
        units = {"asked": "persons" if persons else "items", **dict.fromkeys(SHARES, "share")}
        made = self.door.table(dims, cells, units, "rate" if persons else "things")
        return Told(made, self.door, self._about.sources, self._about.period).where(**only)

    def shown(self) -> Told:
        """Every theme and group."""
        return self.table()
