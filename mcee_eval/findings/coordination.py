"""Finding 7: did coordination keep its calendar, are roles clear, does the framework measure, is anything tracked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from mcee_eval.contracts.periods import first_day, number, written
from mcee_eval.errors import BadParameter
from mcee_eval.findings.coordination_data import CoordinationData
from mcee_eval.findings.testimony import Theme, reaches
from mcee_eval.judge.verdict import Reason, State, Verdict, decide
from mcee_eval.metrics.attendance import Attendance, attendance
from mcee_eval.metrics.before_after import rate_ratio
from mcee_eval.metrics.cadence import Cadence, cadence
from mcee_eval.metrics.coverage_audit import CoverageAudit, coverage_audit
from mcee_eval.metrics.role_agreement import RoleAgreement, role_agreement
from mcee_eval.metrics.share_bounds import ShareBounds, share_bounds
from mcee_eval.results import Estimate
from mcee_eval.settings import Settings

DEPARTMENTS = ("IRCC", "CBSA", "GAC", "PS")
#: bodies whose calendar the report prints, and those that it says lost momentum
PROMISED = ("RWG_ADM", "RWG_DG", "RWG_working")
FADED = ("RWG_working", "interdepartmental")
BODIES = ("RWG_ADM", "RWG_DG", "RWG_working", "interdepartmental")
OUTCOMES = ("immediate", "intermediate", "final")
LEVELS = ("activity", "output", *OUTCOMES)
#: what a record of an engagement has to say before it can be used
TRACKED = ("mcee_raised", "removals_raised", "follow_up_recorded")
ASPECTS = ("7a", "7b", "7c", "7d", "7e")


@dataclass(frozen=True)
class Coordination:
    """The measures of finding 7, over the evaluation window.

    data : as gathered, meetings, engagements and framework cut to the window. cadence : body → meetings against one a
    quarter (None: no register of that body). pace : meetings a month of the working groups after the removals stop
    over before. present : attendance by department and fiscal year. roles : planned against named.
    levels : level in the logic model → figures reported. tracked : department that led ("" unknown, "all") → bounds of
    the share of engagements whose record is whole; they are equal, since a blank is known to be blank.
    """

    data: CoordinationData
    cadence: Mapping[str, Cadence | None]
    pace: Estimate | None
    present: Attendance
    roles: RoleAgreement
    levels: Mapping[str, CoverageAudit]
    tracked: Mapping[str, ShareBounds]


def measure(data: CoordinationData, settings: Settings) -> Coordination:
    """Calendars, attendance, roles, coverage of the framework and completeness of records, in the window."""
    first, last = window(settings)
    kept = replace(
        data,
        meetings=data.meetings[(data.meetings["date"] >= first) & (data.meetings["date"] < last)],
        engagements=data.engagements[(data.engagements["date"] >= first) & (data.engagements["date"] < last)],
        framework=data.framework[_years(data.framework["fiscal_year"], first, last)],
    )
    promised = int(settings.threshold("f7.promised"))
    days = {b: kept.meetings.loc[kept.meetings["body"] == b, "date"] for b in BODIES}
    return Coordination(
        kept,
        {b: _cadence(days[b], settings, promised) for b in BODIES},
        _pace(kept.meetings, settings),
        attendance(kept.meetings, kept.attendance, departments=DEPARTMENTS),
        role_agreement(kept.roles),
        {level: coverage_audit(kept.framework[kept.framework["level"] == level]) for level in LEVELS},
        _tracked(kept.engagements),
    )


def _years(fiscal_years: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Fiscal years that begin in the window, the first of them whole."""
    begins = pd.to_datetime(fiscal_years.str[:4] + "-04-01")
    return (begins >= first) & (begins < last)


def _cadence(days: pd.Series, settings: Settings, promised: int) -> Cadence | None:
    """None where the register holds no meeting of this body: without a register nothing is known."""
    if not len(days):
        return None
    try:
        return cadence(days, start=settings.start, end=settings.end, promised=promised)
    except BadParameter:
        return None  # the window holds no whole quarter


def _pace(meetings: pd.DataFrame, settings: Settings) -> Estimate | None:
    """Meetings of the working groups a day, after the removals stop over before it; the stop itself left out."""
    covid, (first, last) = settings.window("covid"), window(settings)
    stop, resumed = pd.Timestamp(covid.start), pd.Timestamp(covid.end)
    mine = meetings[meetings["body"].isin(list(FADED))]["date"]
    before, after = int((mine < stop).sum()), int((mine > resumed).sum())
    if before + after == 0 or not first < stop < resumed < last:
        return None
    return rate_ratio(after, (last - resumed).days, before, (stop - first).days).ratio


def _tracked(engagements: pd.DataFrame) -> dict[str, ShareBounds]:
    whole = (engagements[list(TRACKED)] != "not_recorded").all(axis=1) & engagements["lead"].ne("")
    told = pd.DataFrame({"lead": engagements["lead"], "whole": whole.map({True: "yes", False: "no"})})
    groups = {"all": told} | {d: told[told["lead"] == d] for d in (*DEPARTMENTS, "")}
    return {name: share_bounds(mine, answer="whole") for name, mine in groups.items()}


def judge(found: Coordination, settings: Settings) -> tuple[Verdict, ...]:
    """7a the calendar was kept; 7b roles are clear; 7c outcomes were measured; 7d tracked; 7e others know it."""
    return (
        _met(found, settings), _clear(found, settings), _measured(found, settings), _followed(found, settings),
        _known(found, settings),
    )  # fmt: skip


def _met(found: Coordination, settings: Settings) -> Verdict:
    bar, pace = settings.threshold("f7.calendar_kept"), settings.threshold("f7.pace")
    reasons = []
    for body in PROMISED:
        told = found.cadence[body]
        code = f"quarters_{body}"
        reasons.append(Reason(code, None if told is None else told.share_kept >= bar, {"cadence": told}))
    ratio = found.pace
    passed = None
    if ratio is not None and ratio.low is not None:
        passed = True if ratio.low >= pace else False if ratio.high is not None and ratio.high < pace else None
    reasons.append(Reason("pace", passed, {"ratio": ratio}))
    state = decide(reasons)
    return Verdict("7a", state, tuple(reasons), _settle(state, "meeting_register"), headline=True)


def _clear(found: Coordination, settings: Settings) -> Verdict:
    bar, named = settings.threshold("f7.roles_named"), found.roles.named
    passed = None
    if named.low is not None and named.high is not None:
        passed = True if named.low >= bar else False if named.high < bar else None
    contested = len(found.roles.contested)
    said = found.data.testimony.of("roles_clear", "federal")
    reasons = (
        Reason("roles_named", passed, {"bounds": named}),
        Reason("contested", contested <= settings.threshold("f7.contested"), {"n": contested}),
        said_by("perceived", said, settings.threshold("f7.perceived")),
    )
    state = decide(reasons)
    return Verdict("7b", state, reasons, _settle(state, "roles_asked"))


def _measured(found: Coordination, settings: Settings) -> Verdict:
    """Outcomes of the logic model, each level for itself; what is reported in part opens the bounds."""
    bar, reasons = settings.threshold("f7.reported"), []
    for level in OUTCOMES:
        told = found.levels[level]
        passed = None
        if told.low is not None and told.high is not None:
            passed = True if told.low >= bar else False if told.high < bar else None
        reasons.append(Reason(f"reported_{level}", passed, {"audit": told}))
    state = decide(reasons)
    return Verdict("7c", state, tuple(reasons), _settle(state, "framework_figures"), headline=True)


def _followed(found: Coordination, settings: Settings) -> Verdict:
    """Records are whole in all, and with the department whose are worst; those concerned find them sufficient."""
    bar = settings.threshold("f7.tracked")
    whole = found.tracked["all"].low
    led = {d: found.tracked[d] for d in DEPARTMENTS if found.tracked[d].n}
    worst = min(led, key=lambda d: led[d].low or 0.0, default="")
    least = led[worst].low if worst else None
    said = found.data.testimony.of("tracking_sufficient", "federal")
    reasons = (
        Reason("whole_records", None if whole is None else whole >= bar, {"bounds": found.tracked["all"]}),
        Reason("worst_department", None if least is None else least >= bar, {"bounds": led.get(worst), "who": worst}),
        said_by("tracking_perceived", said, settings.threshold("f7.perceived")),
    )
    state = decide(reasons)
    return Verdict("7d", state, reasons, _settle(state, "engagement_register"))


def _known(found: Coordination, settings: Settings) -> Verdict:
    said = found.data.testimony.of("aware_of_envelope", "other_departments")
    reason = said_by("aware", said, settings.threshold("f7.perceived"))
    state = decide([reason])
    return Verdict("7e", state, (reason,), _settle(state, "awareness_asked"))


def _settle(state: State, code: str) -> tuple[str, ...]:
    return (code,) if state == State.CANNOT_CONCLUDE else ()


def wording(verdicts: tuple[Verdict, ...]) -> str:
    """Which wording of finding 7 do the aspects bear: "certain aspects" (first page), or the whole (its continuation)?

    Returns ``none`` (no aspect falls short), ``certain`` (one does, another does not), ``whole`` (every one does), or
    ``open`` (what cannot be told decides between them).
    """
    states = [v.state for v in verdicts]
    short = states.count(State.NOT_SUPPORTED)
    holds = len(states) - short - states.count(State.CANNOT_CONCLUDE)
    if short and holds:
        return "certain"
    if short == len(states):
        return "whole"
    return "none" if holds == len(states) else "open"


def window(settings: Settings) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First day of the evaluation window, and the day after its last."""
    following = written("month", (number("month", settings.end) or 0) + 1)
    return pd.Timestamp(first_day("month", settings.start)), pd.Timestamp(first_day("month", following))


def said_by(code: str, theme: Theme | None, bar: float) -> Reason:
    """A perception as a criterion; where so few were asked that the interval holds the bar, the text says so."""
    held = reaches(theme, bar)
    if held is None and theme is not None and theme.asked:
        return Reason(f"{code}_few", None, {"theme": theme, "bar": bar})
    return Reason(code, held, {"theme": theme})
