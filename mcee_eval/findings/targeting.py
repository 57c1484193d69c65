"""Finding 5: did the funds go where they were most likely to give results? Measures first, then what they allow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.findings.profile import LAST_YEAR, type_of
from mcee_eval.findings.targeting_choice import Choice, choice
from mcee_eval.findings.targeting_data import THEME, TargetingData
from mcee_eval.findings.testimony import Theme
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.funds import funds, project_years
from mcee_eval.metrics.three_indicators import three_indicators
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

TYPES = ("targeted", "preventive")
GROUPS = ("targeted", "preventive", "unfunded")  # unfunded: recalcitrant, without a project
ITEMS = ("plan", "baseline", "target", "reported", "documents")
BESIDE = (
    "project_baseline",
    "project_target",
)  # of the projects' own indicators: capacity, not cooperation; not judged


@dataclass(frozen=True)
class Targeting:
    """The measures of finding 5; on public figures only ``indicators`` are there.

    by_type : dollars by country type and fiscal year. outside : share of what was paid that went to preventive
    countries, ``low`` and ``high`` with what went to projects of several or unknown types.
    payments_unknown : project-years whose payment is not known.
    groups : group, countries, paid, impeded (cases that waited for a travel document before the envelope, sum over
    countries of their yearly mean; missing where a country has none), per_country.
    tangible : per country, unfunded over preventive. coverage : type, item, held, of, share.
    choice : whom the indicators would have chosen. year, indicators : of every country, on public figures.
    """

    data: TargetingData
    by_type: pd.DataFrame
    outside: Estimate | None
    payments_unknown: int
    groups: pd.DataFrame
    tangible: float | None
    coverage: pd.DataFrame
    choice: Choice | None
    year: int
    indicators: pd.DataFrame
    said: Theme | None


def measure(data: TargetingData, settings: Settings) -> Targeting:
    """Money by country type, possibilities by group, the indicators and their rankings, what can be followed."""
    if data.public:
        found = three_indicators(data.claims, data.decisions, year=settings.last_year)
        found = found[found["claims"].notna()].sort_values("country", ignore_index=True)
        empty = pd.DataFrame()
        return Targeting(data, empty, None, 0, empty, None, empty, None, settings.last_year, found, None)
    years = project_years(data.money)
    years = years[years["fiscal_year"] <= LAST_YEAR]
    by_type = funds(years, group=type_of(data.homes))
    paid = _by_country(data.homes, years)
    groups = _groups(data, paid, settings)
    per = dict(zip(groups["group"], groups["per_country"], strict=True))
    known: bool = pd.notna(per["unfunded"]) and pd.notna(per["preventive"]) and per["preventive"] > 0
    made = choice(data, before=settings.base_year - 1, paid=paid)
    return Targeting(
        data, by_type, _outside(by_type), int(years["paid"].isna().sum()), groups,
        per["unfunded"] / per["preventive"] if known else None, _coverage(data), made, made.year, made.indicators,
        data.said.of(THEME) if data.said else None,
    )  # fmt: skip


def _by_country(homes: pd.DataFrame, years: pd.DataFrame) -> dict[str, float]:
    """Dollars paid by country; a project in several countries is shared among them in equal parts."""
    paid = years.groupby("project")["paid"].sum()
    told = homes.assign(part=homes["project"].map(paid) / homes.groupby("project")["country"].transform("size"))
    return {str(c): float(v) for c, v in told.groupby("country")["part"].sum().items()}


def _outside(by_type: pd.DataFrame) -> Estimate | None:
    paid = by_type.groupby("group")["paid"].sum()
    whole, mine = float(paid.sum()), float(paid.get("preventive", 0.0))
    if whole <= 0:
        return None
    loose = float(paid.get("several", 0.0) + paid.get("unknown", 0.0))
    return Estimate(mine / whole, mine / whole, (mine + loose) / whole, unit="share", n=len(by_type))


def _groups(data: TargetingData, paid: dict[str, float], settings: Settings) -> pd.DataFrame:
    """Money and possibilities of each group of countries; the cases of the last fiscal year before the envelope."""
    year = f"{settings.base_year - 1}-{settings.base_year % 100:02d}"
    last = data.impeded[data.impeded["quarter"].str.startswith(year)]
    waiting = last.groupby("country")["impeded"].mean()
    role, status = data.countries["role"], data.countries["status"]
    rows = []
    for group in GROUPS:
        mine = (role == group) if group != "unfunded" else (status == "recalcitrant") & (role == "none")
        members = [str(c) for c in data.countries.loc[mine, "country"]]
        cases = waiting.reindex(members).astype(float)
        total = float(cases.sum()) if len(members) and cases.notna().all() else math.nan
        rows.append((group, len(members), sum(paid.get(c, 0.0) for c in members), total, total / max(len(members), 1)))
    return pd.DataFrame(rows, columns=["group", "countries", "paid", "impeded", "per_country"])


def _coverage(data: TargetingData) -> pd.DataFrame:
    """For each country type: how many of its countries, or indicators by country, have what following them needs."""
    rows: list[tuple[str, str, int, int]] = []
    kinds = data.measured["project"].map(type_of(data.homes))
    for kind in TYPES:
        own = data.measured[kinds == kind]
        mine = data.countries[data.countries["role"] == kind]
        told = data.framework[data.framework["country"].isin(mine["country"])]
        defined = told.drop_duplicates(["indicator", "country"])
        due = told[told["state"] != "not_applicable"]
        rows += [
            (kind, "plan", int(mine["plan"].fillna(False).sum()), len(mine)),
            (kind, "baseline", int(defined["baseline"].notna().sum()), len(defined)),
            (kind, "target", int(defined["target"].notna().sum()), len(defined)),
            (kind, "reported", int(due["state"].isin(["reported", "partial"]).sum()), len(due)),
            (kind, "documents", int(mine["country"].isin(data.documents).sum()), len(mine) if data.documents else 0),
            (kind, "project_baseline", int(own["baseline"].notna().sum()), len(own)),
            (kind, "project_target", int(own["target"].notna().sum()), len(own)),
        ]
    frame = pd.DataFrame(rows, columns=["type", "item", "held", "of"])
    return frame.assign(share=[h / n if n else math.nan for h, n in zip(frame["held"], frame["of"], strict=True)])


def judge(found: Targeting, settings: Settings) -> tuple[Verdict, ...]:
    """5a: an important share went elsewhere. 5b: the criteria point to the countries chosen. 5c: preventive countries
    cannot be followed. 5d: the choice is perceived as unclear."""
    return _elsewhere(found, settings), _pointed(found, settings), _followed(found, settings), _unclear(found, settings)


def _verdict(name: str, reasons: Sequence[Reason], settle: dict[str, str], headline: bool = False) -> Verdict:
    """Settled by what each open reason lacks."""
    open_ones = tuple(dict.fromkeys(settle[r.code] for r in reasons if r.passed is None))
    state = decide(reasons)
    return Verdict(name, state, tuple(reasons), open_ones if state is State.CANNOT_CONCLUDE else (), headline)


def _elsewhere(found: Targeting, settings: Settings) -> Verdict:
    bar, share = settings.threshold("f5.important_share"), found.outside
    passed: bool | None = None
    if share is not None and share.low is not None and share.high is not None and not found.payments_unknown:
        passed = True if share.low >= bar else False if share.high < bar else None
    countries = dict(zip(found.groups.get("group", ()), found.groups.get("countries", ()), strict=True))
    tangible: bool | None = None
    if countries.get("unfunded") == 0:
        tangible = False  # no other recalcitrant country was there to fund
    elif found.tangible is not None:
        tangible = found.tangible > settings.threshold("f5.more_tangible")
    reasons = (
        Reason("share_outside", passed, {"share": share}),
        Reason("more_tangible", tangible, {"ratio": found.tangible}),
    )
    return _verdict("5a", reasons, {"share_outside": "funds_by_country", "more_tangible": "impeded_before"}, True)


def _pointed(found: Targeting, settings: Settings) -> Verdict:
    bar, sure = settings.threshold("f5.overlap"), settings.threshold("f5.robust")
    first = found.choice.first if found.choice else None
    weights: Estimate | None = None
    by_weight: bool | None = None
    by_definition: bool | None = None
    held, count = 0, 0
    if first is not None and found.choice is not None:
        weights = first.follows[least_chosen(settings, first.k)]
        if weights.low is not None and weights.high is not None:
            by_weight = True if weights.low >= sure else False if weights.high <= 1 - sure else None
        overlaps = [d.ranking.overlap for d in found.choice.definitions]
        held, count = sum(o >= bar - 1e-9 for o in overlaps), len(overlaps)
        by_definition = True if held == count else False if not held else None
    reasons = (
        Reason("weights", by_weight, {"share": weights}),
        Reason("definitions", by_definition, {"held": held, "count": count}),
    )
    return _verdict("5b", reasons, dict.fromkeys(("weights", "definitions"), "criteria_documented"))


def least_chosen(settings: Settings, k: int) -> int:
    """How many of ``k`` chosen countries must be among the first for the choice to follow its criteria."""
    return math.ceil(settings.threshold("f5.overlap") * k - 1e-9)


def _followed(found: Targeting, settings: Settings) -> Verdict:
    bar, told = settings.threshold("f5.followed"), found.coverage
    reasons = []
    for item in ITEMS:
        mine = told[(told["type"] == "preventive") & (told["item"] == item)] if len(told) else told
        share = float(mine["share"].iloc[0]) if len(mine) and pd.notna(mine["share"].iloc[0]) else None
        reasons.append(Reason(f"no_{item}", None if share is None else share < bar, {"share": share}))
    return _verdict("5c", reasons, {f"no_{item}": "followed_items" for item in ITEMS})


def _unclear(found: Targeting, settings: Settings) -> Verdict:
    bar, share = settings.threshold("f5.perceived"), found.said.disagree if found.said else None
    passed: bool | None = None
    if share is not None and share.low is not None and share.high is not None:
        passed = True if share.low >= bar else False if share.high < bar else None
    reason = Reason("unclear", passed, {"said": found.said})
    return _verdict("5d", (reason,), {"unclear": "choice_asked"})
