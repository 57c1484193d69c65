"""What did a programme change that began at different times in different places?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from mcee_eval.errors import BadTable, NoEvents, Problem, TooFewDonors
from mcee_eval.metrics import checks
from mcee_eval.metrics.checks import SHOWN, Floats
from mcee_eval.metrics.donor_panel import Grid, name, read_grid
from mcee_eval.metrics.group_time_aggregation import Aggregate, Cells, aggregate
from mcee_eval.metrics.period_labels import Numbering, numbered, readable, with_gaps
from mcee_eval.results import Estimate, Result

CONTROLS = ("never", "notyet")
BASES = ("varying", "universal")
LEVEL = 0.95  # of the intervals


@dataclass(frozen=True, kw_only=True)
class GroupTime(Result):
    """Effects by cohort and period, and their four averages.

    cells : the effects, one for each cohort and period, with the influence of every unit on each.
    simple : mean over all treated cohort-periods, by cohort size. dynamic : mean over the periods since the start.
    group_overall : mean over cohorts, by size. calendar_overall : mean over calendar periods.
    by_event, by_group, by_calendar : their parts, labelled by periods since the start, cohort, period.
    degenerate : cohorts of one unit. Their standard errors hold the spread of the controls only and are too small;
        what rests on such cohorts alone has no interval.
    frame : one row a cohort-period: group, time, event_time, att, se, low, high, controls, degenerate.
    """

    KEYS = (
        "group=cells.group.whole time=cells.time.whole att=cells.att se=cells.se simple{value,se} "
        "dynamic{value,se} group_overall{value,se} calendar_overall{value,se} dynamic_e=by_event.0.whole "
        "dynamic_att=by_event.1 group_att=by_group.1 calendar_att=by_calendar.1 dynamic_se=by_event.1.se "
        "group_se=by_group.1.se calendar_se=by_calendar.1.se degenerate=degenerate.whole"
    )
    MAIN = "simple dynamic group_overall calendar_overall"
    PLOT = "lines time att / group"

    cells: Cells = field(repr=False, compare=False)
    simple: Estimate
    dynamic: Estimate
    group_overall: Estimate
    calendar_overall: Estimate
    by_event: tuple[tuple[float, Estimate], ...]
    by_group: tuple[tuple[float, Estimate], ...]
    by_calendar: tuple[tuple[float, Estimate], ...]
    degenerate: tuple[float, ...]


def group_time_effects(
    panel: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    first_treated: str,
    control: str = "never",
    base: str = "varying",
) -> GroupTime:
    """What did the programme change, cohort by cohort and period by period, when its start differs between units?

    panel : one row for each unit and period, balanced. unit, time, outcome : its columns; ``time`` holds numbers or
        periods (``period_labels``), which the result numbers (its frame names them).
    first_treated : column with the unit's first treated period; 0, empty or missing for never.
    control : ``never`` treated units, or those ``notyet`` treated in either of the two periods compared.
    base : before the start, compare with the period just before (``varying``) or, as after it, always with the last
        period before the start (``universal``: there the effect is 0 by construction and has no error).

    Returns effects, influence-function standard errors (clustered by unit, the estimation of cohort shares included)
    and four averages, with 95 % normal intervals for each point.

    Refuses what cannot be read (BadTable, NotFinite, UnbalancedPanel), one period (TooFewPeriods), no unit first
    treated after the first period (NoEvents), fewer than 2 controls in every comparison after a start (TooFewDonors).
    Cohorts already treated in the first period are left out, with a note.

    Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230, without covariates.
    """
    checks.parameters(
        "group_time_effects",
        checks.one_of("control", control, CONTROLS),
        checks.one_of("base", base, BASES),
    )
    checks.need_columns(panel, [unit, time, outcome, first_treated], table="panel")
    if (read := numbered(panel[time], time, table="panel")) is not None:
        call = {"unit": unit, "time": time, "outcome": outcome, "first_treated": first_treated}
        begun = _begun(panel[first_treated], first_treated, read)
        own = panel.assign(**{time: read.numbers, first_treated: begun})
        found = group_time_effects(own, **call, control=control, base=base)
        names = {c: found.frame[c].map(read.labels).fillna(found.frame[c]) for c in ("group", "time")}
        return replace(found, frame=found.frame.assign(**names))
    checks.numeric(panel, [time, first_treated], table="panel")
    grid = read_grid(panel, unit=unit, time=time, outcome=outcome)
    times = grid.order.to_numpy(float)
    checks.at_least(2, {f"column {time!r}": len(times)})
    cohorts = _cohorts(panel, unit, first_treated, grid)
    early = (cohorts > 0) & (cohorts <= times[0])
    cells, notes = _cells(grid.values[~early], times, cohorts[~early], control, base)
    notes += ["periods_absent_from_all"] if with_gaps(grid.order) else []
    if early.any():
        notes.append("cohorts_treated_from_the_first_period_left_out")
    sizes = {g: int((cells.cohorts == g).sum()) for g in np.unique(cells.group)}
    degenerate = tuple(float(g) for g, n in sizes.items() if n == 1)
    if degenerate:
        notes.append("errors_of_one_unit_cohorts_too_small")
    averages = aggregate(cells)

    def told(part: Aggregate) -> Estimate:
        alone = set(part.groups) <= set(degenerate)
        return _estimate(part.att, part.se, alone, outcome, len(cells.cohorts))

    return GroupTime(
        method=f"callaway_santanna_{control}_{base}",
        notes=tuple(notes),
        recipe={
            "unit": unit, "time": time, "outcome": outcome, "first_treated": first_treated, "control": control,
            "base": base,
        },
        frame=_frame(cells, degenerate, outcome),
        cells=cells,
        simple=told(averages.simple),
        dynamic=told(averages.dynamic),
        group_overall=told(averages.group),
        calendar_overall=told(averages.calendar),
        by_event=tuple((p.label, told(p)) for p in averages.by_event),
        by_group=tuple((p.label, told(p)) for p in averages.by_group),
        by_calendar=tuple((p.label, told(p)) for p in averages.by_calendar),
        degenerate=degenerate,
    )  # fmt: skip


def _cohorts(panel: pd.DataFrame, unit: str, first_treated: str, grid: Grid) -> Floats:
    """The first treated period of each unit of the grid, 0 for never. Refuses units with several (BadTable)."""
    names = panel[unit].map(name)
    by_unit = panel[first_treated].groupby(names.to_numpy()).agg(["min", "max"])
    several = by_unit[by_unit["min"] != by_unit["max"]]
    problems = [
        Problem(f"column {first_treated!r}, {u}", f"{low:g} and {high:g}", "one first treated period", "0 for never.")
        for u, low, high in several.head(SHOWN).itertuples()
    ]
    if problems:
        raise BadTable.of("panel", problems)
    return by_unit.loc[list(grid.units), "min"].to_numpy(float)


def _begun(starts: pd.Series, column: str, read: Numbering) -> pd.Series:
    """The first treated period as a running number, 0 for never. Refuses what names no period (BadTable)."""
    never = starts.isna() | starts.isin([0, "", "0"])
    wrong = [p for v in starts[~never].unique() for p in readable(f"column {column!r}", read.at, v)]
    if wrong:
        raise BadTable.of("panel", wrong[:SHOWN])
    return pd.Series([0.0 if n else read.at(v) for n, v in zip(never, starts, strict=True)], index=starts.index)


def _cells(values: Floats, times: Floats, cohorts: Floats, control: str, base: str) -> tuple[Cells, list[str]]:
    """Every comparison that has two controls or more, with the influence of each unit."""
    starts = np.unique(cohorts[(cohorts > times[0]) & (cohorts <= times[-1])])
    if not len(starts):
        hint = "Without a start within the series nothing can be compared."
        problem = Problem("first treated period", f"none after {times[0]:g} and up to {times[-1]:g}", "one", hint)
        raise NoEvents("no unit becomes treated within the panel", problems=[problem])
    n = len(cohorts)
    rows, skipped = [], 0
    for g in starts:
        mine = cohorts == g
        last_before = int(np.searchsorted(times, g)) - 1
        for j in range(1 if base == "varying" else 0, len(times)):
            from_ = j - 1 if base == "varying" and times[j] < g else last_before
            if from_ == j:
                rows.append((g, times[j], 0.0, np.zeros(n), 0))
                continue
            later = max(times[j], times[from_])
            others = cohorts == 0 if control == "never" else ((cohorts == 0) | (cohorts > later)) & ~mine
            if others.sum() < 2:
                skipped += 1
                continue
            change = values[:, j] - values[:, from_]
            gain, usual = change[mine].mean(), change[others].mean()
            influence = n / mine.sum() * mine * (change - gain) - n / others.sum() * others * (change - usual)
            rows.append((g, times[j], gain - usual, influence, int(others.sum())))
    if not any(controls and t >= g for g, t, *_, controls in rows):
        found = f"{int((cohorts == 0).sum())} never treated"
        problem = Problem("controls", found, "2 or more", "Try control='notyet', or add untreated units.")
        raise TooFewDonors("too few controls", problems=[problem], need=2)
    group, time, att, influence, controls = (np.array(c) for c in zip(*rows, strict=True))
    notes = ["comparisons_without_controls_left_out"] if skipped else []
    return Cells(group, time, att, influence.T, controls, cohorts), notes


def _estimate(att: float, se: float | None, alone: bool, unit: str, n: int) -> Estimate:
    if se is None or alone or not np.isfinite(att):
        return Estimate(att, se=se, unit=unit, n=n)
    half = float(ndtri((1 + LEVEL) / 2)) * se
    return Estimate(att, att - half, att + half, se, unit, n)


def _frame(cells: Cells, degenerate: Sequence[float], outcome: str) -> pd.DataFrame:
    alone = np.isin(cells.group, degenerate)
    told = [
        _estimate(float(a), s, bool(d), outcome, len(cells.cohorts))
        for a, s, d in zip(cells.att, cells.se(), alone, strict=True)
    ]
    return pd.DataFrame(
        {
            "group": cells.group,
            "time": cells.time,
            "event_time": cells.time - cells.group,
            "att": cells.att,
            "se": np.array([np.nan if e.se is None else e.se for e in told]),
            "low": np.array([np.nan if e.low is None else e.low for e in told]),
            "high": np.array([np.nan if e.high is None else e.high for e in told]),
            "controls": cells.controls,
            "degenerate": alone,
        }
    )
