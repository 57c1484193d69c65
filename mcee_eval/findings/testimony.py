"""What was said in interviews and focus groups: of those asked, how many say so, and in which word?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics.proportion import share
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.results import Estimate

#: groups of interviewees as the report speaks of them
EVERYONE = ("IRCC", "CBSA", "GAC", "PS", "implementing_partner", "foreign_partner")
FEDERAL = ("IRCC", "CBSA", "GAC", "PS")
OTHER_DEPARTMENTS = ("CBSA", "GAC", "PS")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "all": EVERYONE,
    "federal": FEDERAL,
    "other_departments": OTHER_DEPARTMENTS,
    **{g: (g,) for g in EVERYONE},
}
FOCUS = "focus_groups"
STANCES = ("1", "-1", "mixed", "0")


@dataclass(frozen=True)
class Theme:
    """One theme as one group told it; persons in interviews, sessions (or participants) in focus groups.

    code : of the theme. group : name of the group asked, or ``focus_groups``. unit : persons or sessions.
    asked : how many were asked; the shares below are of these, with exact 95 % intervals (None: nobody was asked).
    agree, disagree, mixed, neither : add up to one with ``silent``, those who were asked and gave no answer.
    word, against : codes of the quantifiers for ``agree`` and ``disagree``; "" where nobody was asked.
    disputed : persons or sessions that two coders read differently; they count as mixed.
    """

    code: str
    group: str
    unit: str
    asked: int
    agree: Estimate | None
    disagree: Estimate | None
    mixed: Estimate | None
    neither: Estimate | None
    silent: Estimate | None
    word: str
    against: str
    disputed: int

    @property
    def said(self) -> int:
        """How many of those asked agree."""
        return 0 if self.agree is None else round(self.agree.value * self.asked)


@dataclass(frozen=True)
class Themes:
    """Themes by group, in the order in which they were asked for, and the scale of words."""

    rows: tuple[Theme, ...]
    scale: pd.DataFrame

    def of(self, code: str, group: str = "all") -> Theme | None:
        """One theme of one group; None where it was not asked for."""
        return next((r for r in self.rows if (r.code, r.group) == (code, group)), None)

    def words(self, theme: Theme, *, against: bool = False) -> tuple[str, str]:
        """The quantifier of those who agree (or disagree) in English and French; empty where nobody was asked."""
        row = self.scale[self.scale["quantifier"] == (theme.against if against else theme.word)]
        return (str(row["word_en"].iloc[0]), str(row["word_fr"].iloc[0])) if len(row) else ("", "")


def themes(
    interview_codes: pd.DataFrame,
    interviews: pd.DataFrame,
    focus_group_codes: pd.DataFrame,
    *,
    codes: Sequence[str],
    groups: Sequence[str] | Mapping[str, Sequence[str]] = ("all",),
    scale: pd.DataFrame,
    unit: str = "session",
) -> Themes:
    """Of those asked about a theme, what share agree, disagree, or do both?

    interview_codes, interviews, focus_group_codes : the tables of these names; focus groups are asked all their themes.
    codes : the themes. groups : names of ``GROUPS``, or name → interview groups. scale : the table ``quantifiers``.
    unit : what a row of the focus groups counts ("session" or "participant"; the report's n = 8 does not say).

    A person counts once a theme. Where two coders read one person differently, the declared rule is: an answer
    goes before no answer; two different answers make ``mixed``, and are counted as disputed.
    Refuses answers of persons who are not among the interviews held.
    A theme that nobody was asked keeps its row, with no share and no word.
    """
    named = groups if isinstance(groups, Mapping) else {g: GROUPS[g] for g in groups}
    held = interviews[interviews["outcome"] == "done"].set_index("respondent")["group"]
    known = interview_codes["respondent"].isin(held.index)
    if not known.all():
        lost = sorted(set(interview_codes.loc[~known, "respondent"]))
        without = [
            Problem(f"respondent {r!r}", "an answer without an interview", "an interview that was held") for r in lost
        ]
        raise BadTable.of("interview_codes", without)
    people = interview_codes.assign(group=interview_codes["respondent"].map(held))
    rows: list[Theme] = []
    for code in codes:
        told = people[(people["code"] == code) & people["asked"]]
        for name, members in named.items():
            rows.append(_theme(code, name, "persons", told[told["group"].isin(list(members))], "respondent", scale))
        sessions = focus_group_codes[focus_group_codes["code"] == code]
        if len(sessions):
            kind = "persons" if unit == "participant" else "sessions"
            rows.append(_theme(code, FOCUS, kind, sessions, "group", scale))
    return Themes(tuple(rows), scale)


def _theme(code: str, name: str, unit: str, told: pd.DataFrame, who: str, scale: pd.DataFrame) -> Theme:
    heard: dict[str, set[str]] = {}
    for one, stance in zip(told[who], told["stance"], strict=True):
        heard.setdefault(str(one), set()).update([] if pd.isna(stance) else [str(stance)])
    asked, stances, disputed = len(heard), dict.fromkeys(STANCES, 0), 0
    for answers in heard.values():
        if len(answers) == 1:
            stances[answers.pop()] += 1
        elif answers:
            stances["mixed"] += 1
            disputed += 1
    parts = [share(stances[s], asked) for s in STANCES]
    silent = share(asked - sum(stances.values()), asked)
    word, against = (quantifier(stances[s], asked, scale) if asked else "" for s in ("1", "-1"))
    return Theme(code, name, unit, asked, parts[0], parts[1], parts[2], parts[3], silent, word, against, disputed)


def reaches(theme: Theme | None, bar: float) -> bool | None:
    """Do at least ``bar`` of those asked agree? None where nobody was asked or the interval holds the bar."""
    found = theme.agree if theme else None
    if found is None or found.low is None or found.high is None:
        return None
    return True if found.low >= bar else False if found.high < bar else None
