"""The 13 projects: partners, countries, areas, needs, dates and values, and what was paid year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.frames import rows
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES, World

TOTAL = 21_000_000  # dollars of Vote 10, paid in full by 31 March 2025
PARTNERS = ("IOM",) * 6 + ("UNODC",) * 4 + ("UNHCR",) * 2 + ("ARK",)
SMALL = 4  # projects under 250,000 dollars; the others have 250,000 to 3 million
SMALL_RANGE, LARGE_RANGE = (90_000, 245_000), (600_000, 2_950_000)
# Table 1 of the report: projects by priority area; a project may have several.
AREA_COUNTS = {
    "policies_procedures": 10,
    "regular_migration": 9,
    "border_management": 7,
    "irregular_migration": 7,
    "other_priorities": 4,
    "identity_management": 1,
    "assisted_voluntary_return": 0,
}
NEEDS = ("equipment", "registration", "training", "case_management", "border_posts", "policy_advice", "data_exchange")
YEARS = range(2019, 2025)  # fiscal years 2019-20 to 2024-25
EXTENDED_BY = (12, 15, 18, 24)  # months, after the pandemic


@dataclass(frozen=True, slots=True)
class Project:
    """One project. Months are counted in ``datetime64[M]``; ``value`` is what was paid, in dollars."""

    code: str
    partner: str
    instrument: str
    kind: str
    countries: tuple[str, ...]
    areas: tuple[str, ...]
    start: np.datetime64
    end_original: np.datetime64
    end: np.datetime64
    completed: bool
    original_value: int
    value: int
    preventive: bool


def projects(world: World, seed: int) -> list[Project]:
    """Which projects are there? Every funded country has one at least; all projects of one country are complete."""
    rng = generator(seed, "projects")
    funded = [code for code, start in zip(CODES, world.start, strict=True) if start]
    n = len(PARTNERS)
    home = [*funded, *rng.choice([c for c in funded if c.startswith("R")], 2), *rng.choice(funded[5:], 2)]
    home = [str(home[i]) for i in rng.permutation(n)]
    done = str(rng.choice(funded))  # the one country whose projects are complete
    second = _second_countries(rng, home, funded, done)
    partners, infrastructure = rng.permutation(PARTNERS), rng.permutation(np.arange(n) < 6)
    contribution, areas = rng.permutation(np.arange(n) < 3), _areas(rng, n)
    values = _values(rng, n)
    made = []
    for i in range(n):
        begin = (
            np.datetime64(world.start[CODES.index(home[i])], "M") + int(rng.integers(0, 5)) + 6 * (home[i] in home[:i])
        )
        planned = begin + int(rng.choice([24, 30, 36]))
        end = planned + int(rng.choice(EXTENDED_BY))
        completed = home[i] == done
        running = EXTRACTED_ON.astype("datetime64[M]") + int(rng.integers(3, 13))
        end = min(end, np.datetime64("2024-09", "M")) if completed else max(end, running)
        original = values[i] * rng.uniform(0.82, 1.0)
        made.append(
            Project(
                code=f"M{i + 1:02d}",
                partner=str(partners[i]),
                instrument="contribution" if contribution[i] else "grant",
                kind="infrastructure_or_technology" if infrastructure[i] else "policy_or_training",
                countries=(home[i], *second.get(i, ())),
                areas=areas[i],
                start=begin,
                end_original=min(planned, end),
                end=end,
                completed=completed,
                original_value=int(round(original, -3)),
                value=int(values[i]),
                preventive=home[i].startswith("P"),
            )
        )
    return made


def _second_countries(rng: np.random.Generator, home: list[str], funded: list[str], done: str) -> dict[int, tuple[str]]:
    """Two projects serve a second country of the same kind; neither touches the country whose projects are done."""
    free = [i for i, code in enumerate(home) if code != done]
    chosen = sorted(int(i) for i in rng.choice(free, 2, replace=False))
    alike = {i: [c for c in funded if c[0] == home[i][0] and c not in (home[i], done)] for i in chosen}
    return {i: (str(rng.choice(alike[i])),) for i in chosen}


def _areas(rng: np.random.Generator, n: int) -> list[tuple[str, ...]]:
    """The areas of each project, so that each area has its number and no project is without one."""
    areas: list[list[str]] = [[] for _ in range(n)]
    for area, wanted in AREA_COUNTS.items():
        order = sorted(rng.permutation(n).tolist(), key=lambda i: bool(areas[i]))  # those without an area come first
        for i in order[:wanted]:
            areas[i].append(area)
    return [tuple(a) for a in areas]


def _values(rng: np.random.Generator, n: int) -> np.ndarray:
    """Whole dollars that add up to the envelope, each within its size class."""
    small = np.rint(rng.uniform(*SMALL_RANGE, SMALL) / 1000) * 1000
    left = TOTAL - small.sum()
    large = np.full(n - SMALL, left / (n - SMALL)) * rng.uniform(0.6, 1.4, n - SMALL)
    for _ in range(50):  # scale to the total, hold the bounds, and again
        large = np.clip(large * left / large.sum(), *LARGE_RANGE)
    large = np.rint(large / 1000) * 1000
    roomy = int(np.argmin(np.abs(large - np.mean(LARGE_RANGE))))
    large[roomy] += left - large.sum()
    return rng.permutation(np.concatenate([small, large])).astype(int)


def project_tables(scenario: Scenario, made: list[Project], seed: int) -> dict[str, pd.DataFrame]:
    """``projects``, ``project_countries``, ``project_areas``, ``project_needs`` and ``disbursements``."""
    return {
        "projects": rows(
            "projects",
            [
                (
                    p.code,
                    p.partner,
                    p.instrument,
                    p.kind,
                    _first(p.start),
                    _last(p.end_original),
                    _last(p.end),
                    "completed" if p.completed else "ongoing",
                    "CAD",
                    float(p.original_value),
                    float(p.value),
                )
                for p in made
            ],
        ),
        "project_countries": rows("project_countries", [(p.code, c) for p in made for c in p.countries]),
        "project_areas": rows("project_areas", [(p.code, a) for p in made for a in p.areas]),
        "project_needs": _needs(made, seed),
        "disbursements": _disbursements(scenario, made, seed),
    }


def _first(month: np.datetime64) -> pd.Timestamp:
    return pd.Timestamp(month.astype("datetime64[D]"))


def _last(month: np.datetime64) -> pd.Timestamp:
    return pd.Timestamp((month + 1).astype("datetime64[D]") - 1)


def _needs(made: list[Project], seed: int) -> pd.DataFrame:
    """Most needs were stated by the country itself, in a document older than the approval."""
    rng = generator(seed, "projects", "needs")
    cells: list[tuple[object, ...]] = []
    for p in made:
        for need in sorted(rng.choice(NEEDS, int(rng.integers(1, 4)), replace=False).tolist()):
            stated, documented, when = rng.random(), rng.random(), int(rng.integers(60, 500))
            on = _first(p.start) - pd.Timedelta(days=when if documented < 0.85 else -when // 4)
            cells.append((p.code, need, on if documented < 0.93 else pd.NaT, None if stated > 0.95 else stated < 0.85))
    return rows("project_needs", cells)


def _disbursements(scenario: Scenario, made: list[Project], seed: int) -> pd.DataFrame:
    """Paid to the dollar; planned in the first three-year plan and in the plan after the extension."""
    rng = generator(seed, "projects", "money")
    cells: list[tuple[object, ...]] = []
    for p in made:
        begin = _fiscal(p.start)
        years = list(range(begin, max(YEARS) + 1))
        paid = _split(p.value, rng.dirichlet(np.linspace(3.0, 1.5, len(years))))
        original = dict(
            zip(years, _split(p.original_value, np.ones(min(3, len(years))) / min(3, len(years))), strict=False)
        )
        shift = rng.uniform(0.9, 1.1, len(years))
        planned = _split(p.value, paid * shift / (paid * shift).sum())
        spent = np.rint(np.cumsum(paid) * rng.uniform(0.6, 0.95, len(years)))
        spent = np.maximum.accumulate(spent)
        told = rng.random(len(years)) < scenario.spending_recorded
        told[-1] = p.completed and told[-1]  # the last year is not closed yet
        for k, year in enumerate(years):
            by_partner = float(spent[k] - (spent[k - 1] if k else 0)) if told[k] else None
            name = f"{year}-{(year + 1) % 100:02d}"
            cells.append((p.code, name, "original", float(original.get(year, 0)), float(paid[k]), by_partner))
            cells.append((p.code, name, "reprofiled", float(planned[k]), float(paid[k]), by_partner))
    return rows("disbursements", cells)


def _fiscal(month: np.datetime64) -> int:
    return int((month.astype(int) - 3) // 12) + 1970


def _split(total: int, shares: np.ndarray) -> np.ndarray:
    """Whole dollars in these shares, exact in sum."""
    parts: np.ndarray = np.floor(total * shares).astype(int)
    parts[0] += total - parts.sum()
    return parts
