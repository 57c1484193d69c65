"""What was said in interviews and focus groups: of those asked, how many say so, and in which word?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics.proportion import share
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.results import Estimate, Numbers, Result

FEDERAL = ("IRCC", "CBSA", "GAC", "PS")
EVERYONE = (*FEDERAL, "implementing_partner", "foreign_partner")
#: groups of interviewees as the report speaks of them
GROUPS: Mapping[str, tuple[str, ...]] = {
    "all": EVERYONE,
    "federal": FEDERAL,
    "other_departments": FEDERAL[1:],
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


@dataclass(frozen=True, kw_only=True)
class Themes(Result):
    """Themes by group, in the order in which they were asked for, and the scale of words."""

    MAIN = "agree"

    rows: tuple[Theme, ...]

    @property
    def agree(self) -> dict[str, Estimate | None]:
        """The share who agree, by theme and group."""
        return {f"{r.code}, {r.group}": r.agree for r in self.rows}

    def of(self, code: str, group: str = "all") -> Theme | None:
        """One theme of one group; None where it was not asked for."""
        return next((r for r in self.rows if (r.code, r.group) == (code, group)), None)

    def numbers(self) -> Numbers:
        """Asked and shares by theme and group."""
        return {f"{r.code}.{r.group}": [r.asked, r.agree.value if r.agree else None] for r in self.rows}


def themes(
    testimony: pd.DataFrame,
    scale: pd.DataFrame,
    *,
    codes: Sequence[str],
    groups: Sequence[str] | Mapping[str, Sequence[str]] = ("all",),
    unit: str = "",
) -> Themes:
    """Of those asked about a theme, what share agree, disagree, or do both?

    testimony : line (interviews, focus_groups), who, group, theme, asked, stance; a row a person (or session), theme
    and coder. Focus groups are asked all their themes. scale : quantifier, share_low, share_high.
    codes : the themes. groups : names of ``GROUPS``, or name → interview groups.
    unit : what a row of the focus groups counts ("session" or "participant"; the report's n = 8 does not say); without
    it the column ``unit`` of the testimony says so, else sessions.

    A person counts once a theme. Where two coders read one person differently, the declared rule is: an answer
    goes before no answer; two different answers make ``mixed``, and are counted as disputed.
    Refuses answers of persons who are not among the interviews held.
    A theme that nobody was asked keeps its row, with no share and no word.
    """
    named = groups if isinstance(groups, Mapping) else {g: GROUPS[g] for g in groups}
    people = testimony[testimony["line"] == "interviews"]
    if people["group"].isna().any():
        lost = sorted(set(people.loc[people["group"].isna(), "who"]))
        without = [
            Problem(f"respondent {r!r}", "an answer without an interview", "an interview that was held") for r in lost
        ]
        raise BadTable.of("interview_codes", without)
    told_units = set(testimony["unit"].dropna()) if "unit" in testimony else set()
    unit = unit or ("participant" if "participant" in told_units else "session")
    rows: list[Theme] = []
    for code in codes:
        told = people[(people["theme"] == code) & people["asked"].astype(bool)]
        for name, members in named.items():
            rows.append(_theme(code, name, "persons", told[told["group"].isin(list(members))], scale))
        sessions = testimony[(testimony["line"] == FOCUS) & (testimony["theme"] == code)]
        if len(sessions):
            rows.append(_theme(code, FOCUS, "persons" if unit == "participant" else "sessions", sessions, scale))
    recipe = {"codes": list(codes), "groups": list(named), "unit": unit}
    return Themes(method="themes", recipe=recipe, rows=tuple(rows))


def _theme(code: str, name: str, unit: str, told: pd.DataFrame, scale: pd.DataFrame) -> Theme:
    heard: dict[str, set[str]] = {}
    for one, stance in zip(told["who"], told["stance"], strict=True):
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
