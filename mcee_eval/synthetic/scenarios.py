"""The six scenarios, as declared differences from one base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mcee_eval.errors import BadParameter, Problem

Group = Literal["targeted", "unfunded", "preventive", "comparison"]
EVERY: tuple[Group, ...] = ("targeted", "unfunded", "preventive", "comparison")
FUNDED: tuple[Group, ...] = ("targeted", "preventive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of time in which the countries of some groups answer faster than they otherwise would.

    speed : 1.3 is 30 % faster: what would have taken 130 days takes 100.
    since : a month, ``programme_start`` (each country's own) or ``first_start`` (the earliest of all).
    until : the first month in which it no longer holds; empty, it lasts.
    """

    groups: tuple[Group, ...]
    speed: float
    since: str
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A row of ``country_events``; ``country`` may be ALL."""

    country: str
    date: str
    kind: str
    end: str = ""


REMOVALS_STOP = Happening(country="ALL", date="2020-03-17", kind="removals_stop", end="2020-11-30")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What one world holds and how well it is recorded. Everything not named here is the same in all scenarios.

    phases : changes in the speed of issuance; none means no effect anywhere.
    document_groups : the country groups that have travel-document rows.
    documents_from : first month of the request register and first quarter of the counts.
    requests_a_month : in a country of middling size.
    counts_missing : share of the quarterly counts that are not recorded.
    reply_recorded : share of first replies whose date is in the register.
    removals_rise : removals that need no new document, 2024 against 2019, by group.
    inventory_from, inventory_until : quarters covered by the removals inventory.
    added_missing : share of quarters in which the number added is not recorded.
    capacity_gain : what an indicator reaches by the last period, as a ratio to its baseline.
    registration : registrations a month before and after the project that doubled them.
    baseline_missing : share of indicators without a baseline.
    spending_recorded : share of project years in which the partner's own spending is known.
    evidence_against : pairs of finding and line of evidence that point against the finding.
    raised_with : by counterpart, the share of engagements in which the envelope was truly raised.
    engagement_recorded : by leading department, the share of records that say what was raised.
    attendance_recorded : share of attendances whose level was noted.
    reported : by country group, the share of performance indicators that are reported.
    happenings : events other than the stop of removals.
    """

    name: str
    en: str
    fr: str
    phases: tuple[Phase, ...] = ()
    document_groups: tuple[Group, ...] = EVERY
    documents_from: str = "2015-04"
    requests_a_month: float = 24.0
    counts_missing: float = 0.0
    reply_recorded: float = 0.9
    removals_rise: Mapping[Group, float] = field(default_factory=lambda: dict.fromkeys(EVERY, 1.5))
    inventory_from: str = "2015-16Q1"
    inventory_until: str = "2024-25Q4"
    added_missing: float = 0.6
    capacity_gain: float = 1.0
    registration: tuple[int, int] = (1380, 1400)
    baseline_missing: float = 0.1
    spending_recorded: float = 0.9
    raised_with: Mapping[str, float] = field(
        default_factory=lambda: {"capital": 0.75, "mission_in_canada": 0.75, "partner": 0.6}
    )
    engagement_recorded: Mapping[str, float] = field(
        default_factory=lambda: {"IRCC": 0.95, "CBSA": 0.9, "GAC": 0.9, "PS": 0.9}
    )
    attendance_recorded: float = 0.95
    reported: Mapping[Group, float] = field(default_factory=lambda: {"targeted": 0.8, "preventive": 0.6})
    evidence_against: tuple[tuple[str, str], ...] = ()
    happenings: tuple[Happening, ...] = ()


_FASTER = Phase(groups=FUNDED, speed=1.3, since="programme_start")
_NULL = Scenario(
    name="null",
    en="Nothing changes issuance; good records",
    fr="Rien ne change la délivrance; bonnes données",
)
_REPORT = replace(
    _NULL,
    name="report",
    en="As the report describes: capacity and removals up, issuance flat, poor records",
    fr="Ce que décrit le rapport\u00a0: capacités et renvois en hausse, délivrance inchangée, données lacunaires",
    document_groups=("targeted",),
    documents_from="2016-04",
    requests_a_month=18.0,
    reply_recorded=0.6,
    removals_rise={"targeted": 1.8, "unfunded": 1.5, "preventive": 1.8, "comparison": 1.5},
    inventory_until="2023-24Q4",
    added_missing=0.75,
    capacity_gain=1.6,
    registration=(1380, 2900),
    baseline_missing=0.25,
    spending_recorded=0.5,
    raised_with={"capital": 0.5, "mission_in_canada": 0.06, "partner": 0.4},
    engagement_recorded={"IRCC": 0.8, "CBSA": 0.1, "GAC": 0.2, "PS": 0.3},
    attendance_recorded=0.7,
    reported={"targeted": 0.3, "preventive": 0.1},
    happenings=(
        Happening(country="R02", date="2022-09-01", kind="visa_change"),
        Happening(country="R04", date="2024-02-12", kind="arrangement_talks"),
        Happening(country="R01", date="2024-05-06", kind="arrangement_talks"),
        Happening(country="R08", date="2018-10-01", kind="deferral_ADR"),
        Happening(country="P03", date="2024-02-29", kind="visa_change"),
        Happening(country="C07", date="2021-06-14", kind="arrangement_signed"),
        Happening(country="C12", date="2020-05-04", kind="mission_closed", end="2021-08-30"),
        Happening(country="ALL", date="2023-06-01", kind="public_policy", end="2023-12-31"),
    ),
)
_EFFECT = replace(
    _NULL,
    name="effect",
    en="Issuance is 30 % faster in funded countries from their start; good records",
    fr="La délivrance est 30\u00a0% plus rapide dans les pays financés dès leur début; bonnes données",
    phases=(_FASTER,),
    evidence_against=(("4", "removals_data"),),
    added_missing=0.3,
    capacity_gain=1.6,
    registration=(1380, 2900),
)
_EARLY_RISE = replace(
    _NULL,
    name="early_rise",
    en="A rise in 2019 in the targeted countries, the stop of removals, then a partial return",
    fr="Une hausse en 2019 dans les pays ciblés, l'arrêt des renvois, puis un retour partiel",
    phases=(
        Phase(groups=("targeted",), speed=1.6, since="2019-02", until="2020-03"),
        Phase(groups=("targeted",), speed=1.15, since="2021-10"),
    ),
    capacity_gain=1.6,
    registration=(1380, 2900),
)
_GAPS = replace(
    _REPORT,
    name="gaps",
    en="An effect exists, and the records are too poor to tell",
    fr="Un effet existe, et les données ne permettent pas de le voir",
    phases=(_FASTER,),
    documents_from="2020-10",
    requests_a_month=3.0,
    counts_missing=0.35,
    reply_recorded=0.2,
    inventory_from="2019-20Q1",
    inventory_until="2022-23Q4",
    added_missing=1.0,
    baseline_missing=0.7,
    spending_recorded=0.15,
    engagement_recorded={"IRCC": 0.2, "CBSA": 0.0, "GAC": 0.05, "PS": 0.05},
    attendance_recorded=0.3,
    reported={"targeted": 0.05, "preventive": 0.0},
)
_SPILLOVER = replace(
    _EFFECT,
    name="spillover",
    en="The effect leaks into the comparison countries, which also become faster",
    fr="L'effet se répand dans les pays de comparaison, qui deviennent aussi plus rapides",
    phases=(_FASTER, Phase(groups=("unfunded", "comparison"), speed=1.15, since="first_start")),
)

SCENARIOS: Mapping[str, Scenario] = {s.name: s for s in (_REPORT, _NULL, _EFFECT, _EARLY_RISE, _GAPS, _SPILLOVER)}


def scenario(name: str) -> Scenario:
    """The scenario of that name; refuses an unknown one and lists those there are."""
    if name not in SCENARIOS:
        told = Problem("scenario", repr(name), f"one of {', '.join(SCENARIOS)}", "Give one of these names.")
        raise BadParameter("The synthetic programme was not made.", problems=[told])
    return SCENARIOS[name]
