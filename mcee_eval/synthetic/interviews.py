"""Interviews and focus groups: who was asked, who answered, and what they said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.projects import Project
from mcee_eval.synthetic.seeds import generator

# By group: interviews held, declined, no reply, unavailable. 26 were held, in one wave.
ASKED = {
    "IRCC": (9, 0, 1, 0),
    "CBSA": (4, 3, 3, 1),
    "GAC": (4, 3, 4, 2),
    "PS": (2, 1, 1, 0),
    "implementing_partner": (5, 0, 1, 0),
    "foreign_partner": (2, 1, 1, 0),
}
OUTCOMES = ("done", "declined", "no_reply", "unavailable")
MONTHS_IN_ROLE = {"IRCC": 30, "CBSA": 12, "GAC": 11, "PS": 18, "implementing_partner": 36, "foreign_partner": 24}
PARTNER = "implementing_partner"
FEDERAL = ("IRCC", "CBSA", "GAC", "PS")
INSIDE = (*FEDERAL, "foreign_partner")
ANYONE = tuple(ASKED)
DELIVERY = ("IRCC", "implementing_partner")
# Theme: groups asked, share of those asked who agree; a second share for those outside IRCC where it differs.
THEMES: dict[str, tuple[tuple[str, ...], float, float]] = {
    "need_continues": (ANYONE, 0.96, 0.96),
    "department_led_support_needed": (ANYONE, 0.9, 0.85),
    "landscape_more_complex": (ANYONE, 0.9, 0.9),
    "projects_match_stated_needs": (DELIVERY, 0.95, 0.95),
    "capacity_strengthened": (("IRCC", "GAC", "implementing_partner"), 0.9, 0.85),
    "projects_too_short": ((*FEDERAL, "implementing_partner"), 0.7, 0.65),
    "amounts_too_small": ((*FEDERAL, "implementing_partner"), 0.6, 0.55),
    "space_for_dialogue_created": (FEDERAL, 0.9, 0.7),
    "projects_raised_in_talks": (FEDERAL, 0.45, 0.08),
    "like_minded_exchange_useful": (INSIDE, 0.85, 0.8),
    "documents_issued_faster": (FEDERAL, 0.08, 0.03),
    "approach_too_indirect": (FEDERAL, 0.75, 0.8),
    "presence_abroad_too_small": (FEDERAL, 0.7, 0.4),  # the report: some, under half
    "public_policies_hindered_removals": (("CBSA", "PS"), 0.8, 0.8),
    "preventive_choice_clear": (FEDERAL, 0.25, 0.1),
    "partners_effective": (DELIVERY, 0.95, 1.0),
    "approval_too_long": (DELIVERY, 0.7, 0.85),
    "reporting_too_heavy": (DELIVERY, 0.35, 0.8),
    "roles_clear": (FEDERAL, 0.2, 0.12),
    "aware_of_envelope": (FEDERAL, 1.0, 0.2),
    "mandates_diverge": (FEDERAL, 0.85, 0.8),
    "tracking_sufficient": (FEDERAL, 0.05, 0.05),
}
ASKED_SHARE, NO_ANSWER, MIXED, NEITHER = 0.85, 0.04, 0.06, 0.04
ALL_ASKED = 5  # of so few everyone is asked
GROUPS, GROUP_THEMES = (
    8,
    {
        "satisfied_with_results": 0.97,
        "projects_match_stated_needs": 0.95,
        "capacity_strengthened": 0.9,
        "results_will_last": 0.85,
        "close_communication_matters": 0.9,
        "wish_to_continue": 0.97,
        "relations_with_canada_valued": 0.95,
        "projects_too_short": 0.4,
    },
)
CODERS = ("coder_1", "coder_2")


def interviews(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who was asked for an interview, and what did the 26 say? ``interviews`` and ``interview_codes``."""
    rng = generator(seed, "interviews")
    people = [
        (group, outcome)
        for group, counts in ASKED.items()
        for outcome, n in zip(OUTCOMES, counts, strict=True)
        for _ in range(n)
    ]
    table: list[tuple[object, ...]] = []
    heard: list[tuple[str, str, str]] = []
    for k, i in enumerate(rng.permutation(len(people)), start=1):
        (group, outcome), code, draws = people[i], f"N{k:02d}", rng.random(4)
        months = int(rng.gamma(2.0, MONTHS_IN_ROLE[group] / 2)) + 1
        done = outcome == "done"
        table.append(
            (
                code,
                group,
                "snowball" if draws[0] < (0.15 if group == "IRCC" else 0.4) else "seed",
                outcome,
                months if done else None,
                ("in_person" if draws[1] < 0.1 else "video" if draws[1] < 0.95 else "written") if done else None,
                ("fr" if draws[2] < 0.3 else "en") if done else None,
            )
        )
        if done:
            heard.append((code, group, CODERS[int(draws[3] < 0.5)]))
    return rows("interviews", table), rows("interview_codes", _answers(rng, heard))


def _answers(rng: np.random.Generator, heard: list[tuple[str, str, str]]) -> list[tuple[object, ...]]:
    """What each said on each theme: the report tells how many say so, so counts are drawn, and who says it by lot."""
    answers: list[tuple[object, ...]] = []
    order = {who: k for k, (who, *_) in enumerate(heard)}
    for theme, (groups, inside, outside) in THEMES.items():
        lots = rng.random(len(heard))
        told: dict[int, tuple[bool, str | None]] = {}
        for own, agree in ((True, inside), (False, outside)):
            mine = [k for k, (_, group, _) in enumerate(heard) if group in groups and (group == "IRCC") is own]
            mine.sort(key=lambda k: (heard[k][1] != PARTNER, lots[k]))  # the few partners are all asked
            asked = mine if len(mine) <= ALL_ASKED else mine[: math.ceil(ASKED_SHARE * len(mine))]
            asked.sort(key=lambda k: lots[k])
            told |= {k: (True, s) for k, s in zip(asked, _stances(len(asked), agree), strict=True)}
        answers += [(who, theme, *told.get(k, (False, None)), coder) for k, (who, _, coder) in enumerate(heard)]
    return sorted(answers, key=lambda a: order[str(a[0])])


def _stances(n: int, agree: float) -> list[str | None]:
    """``n`` answers in the shares that a theme has, by largest remainders: for, against, both, neither, none."""
    rest = 1 - NO_ANSWER - MIXED - NEITHER
    wanted = np.array([rest * agree, rest * (1 - agree), MIXED, NEITHER, NO_ANSWER]) * n
    counts = np.floor(wanted).astype(int)
    for k in np.argsort(-(wanted - counts), kind="stable")[: n - counts.sum()]:
        counts[k] += 1
    return [s for s, c in zip(("1", "-1", "mixed", "0", None), counts, strict=True) for _ in range(c)]


def focus_groups(made: list[Project], seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What did the eight discussions with beneficiaries say? ``focus_groups`` and ``focus_group_codes``."""
    rng = generator(seed, "focus_groups")
    chosen = np.sort(rng.choice(len(made), GROUPS, replace=False))
    table: list[tuple[object, ...]] = [
        (f"G{k}", "session", made[i].code) for k, i in enumerate(chosen.tolist(), start=1)
    ]
    coders = {str(group): CODERS[int(rng.integers(2))] for group, *_ in table}
    lots = {theme: rng.permutation(GROUPS) for theme in GROUP_THEMES}
    said = {theme: [_stances(GROUPS, agree)[i] for i in lots[theme]] for theme, agree in GROUP_THEMES.items()}
    codes: list[tuple[object, ...]] = [
        (g, t, said[t][k], coders[str(g)]) for k, (g, *_) in enumerate(table) for t in GROUP_THEMES
    ]
    return rows("focus_groups", table), rows("focus_group_codes", codes)
