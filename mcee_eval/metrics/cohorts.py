"""Counting requests as cohorts: one row a person, in which period they began, how many were answered in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mcee_eval.contracts.periods import holding
from mcee_eval.errors import BadParameter, BadTable, NoEvents, NotEstimable
from mcee_eval.frames.frame import Frame, about, framed
from mcee_eval.metrics.before_after import RateRatio, dispersion, rate_ratio
from mcee_eval.metrics.calendar_rows import calendar_rows
from mcee_eval.metrics.power import minimum_effect
from mcee_eval.metrics.request_chains import ISSUED, request_chains
from mcee_eval.metrics.segmented import Segmented, segmented
from mcee_eval.results import Estimate

OVERDISPERSED = 1.5  # Pearson chi-square over its df above which the exact interval is widened
QUARTER = "quarter"
COLUMNS = [
    "chain", "persons", "period", "days", "cause", "watched", "issued", "waited", "requested_on", "reply_on",
    "reply_recorded", "interviewed",
]  # fmt: skip


def chains(requests: pd.DataFrame, *, as_of: str = "") -> Frame:
    """One row a person, from the first request to what became of it.

    requests : the frame ``document_requests``. as_of : the last day known; "" is the day of the last request.
    Adds ``watched`` (days from the first request to ``as_of``), ``issued`` (1, 0), ``waited`` (days without a document:
    who is refused or withdraws waits on), and ``programme_start``, ``selected_on`` of the country.
    """
    known = about(requests)
    if known.absent or not len(requests):
        return framed(pd.DataFrame(columns=COLUMNS), known if known.absent else replace(known, absent="empty"))
    day = as_of or str(requests["requested_on"].max().date())
    table = pd.DataFrame(requests)
    made = request_chains(table, as_of=day).chains
    first = table.drop_duplicates("request_id").set_index("request_id")
    watched = (pd.Timestamp(day) - made["requested_on"]).dt.days
    issued = (made["cause"] == ISSUED).astype("int64")
    made = made.assign(
        persons=1, watched=watched, issued=issued, waited=made["days"].where(issued == 1, watched),
        **{k: made["chain"].map(first[k]) for k in ("programme_start", "selected_on")},
    )  # fmt: skip
    span = f"{requests['requested_on'].min():%Y-%m} – {day[:7]}"
    return framed(made, replace(known, key=("chain",), period=span, as_of=day))


def split_at(
    frame: Frame, *, day: str = "requested_on", at: str = "programme_start", window: tuple[str, str],
    leave_out: str = "", otherwise: str = "",
) -> Frame:  # fmt: skip
    """A column ``period``: before, covid (within ``window``), after; "" in the year whose bad numbers chose a country.

    at : a column of months, or a month of one's own (2019-07). otherwise : the month where the column holds none.
    leave_out : a column of years that are left out.
    """
    if not len(frame):
        return frame
    begins = frame[at] if at in frame else pd.Series(at, index=frame.index)
    begins = pd.to_datetime(begins.astype(object).fillna(otherwise).astype(str) + "-01")
    days = frame[day]
    inside = (days >= pd.Timestamp(window[0])) & (days <= pd.Timestamp(window[1]))
    period = np.where(inside, "covid", np.where(days < begins, "before", "after"))
    years = pd.to_numeric(frame[leave_out], errors="coerce") if leave_out else pd.Series(np.nan, index=frame.index)
    return frame.assign(period=np.where(days.dt.year.eq(years.astype("Float64")).fillna(False), "", period))


def cohorts(frame: Frame, *, within: int, by: str | Sequence[str]) -> Frame:
    """Of those followed for so many days: asked and issued, by period, country, or the quarter in which they began.

    within : days. by : columns; ``quarter`` is the fiscal quarter of the request (those not yet followed whole are left
    out), ``calendar_quarter`` the calendar one. A row of no one does not exist.
    """
    known, keys = about(frame), [by] if isinstance(by, str) else list(by)
    roles = {**{k: known.roles.get(k, "code") for k in keys}, "asked": "persons", "issued": "persons"}
    told = replace(known, key=tuple(keys), roles=roles, period="" if QUARTER in keys else known.period)
    if not len(frame):
        return framed(pd.DataFrame(columns=[*keys, "asked", "issued", "share"]), told)
    whole = pd.DataFrame(frame[frame["watched"] >= within])
    began = whole["requested_on"]
    whole = whole.assign(
        asked=1, issued=((whole["cause"] == ISSUED) & (whole["days"] <= within)).astype("int64"),
        calendar_quarter=began.dt.to_period("Q").astype(str),
    )  # fmt: skip
    if QUARTER in keys:
        fiscal = began.dt.to_period("Q-MAR")
        last = frame["requested_on"].max() + pd.Timedelta(days=int(frame["watched"].min()) - within)
        names = {q: f"{q.qyear - 1}-{q.qyear % 100:02d}Q{q.quarter}" for q in fiscal.unique()}
        whole = whole.assign(quarter=fiscal.map(names))[fiscal.dt.end_time <= last]
    made = whole.groupby(keys, as_index=False, observed=True)[["asked", "issued"]].sum()
    return framed(made.assign(share=made["issued"] / made["asked"]), told)


def proportion_score(frame: Frame, column: str = "share") -> Frame:
    """The frame with ``score``: a share on the scale on which its variance is constant (the arcsine of its root)."""
    return frame.assign(score=np.arcsin(np.sqrt(frame[column].astype(float))))


def cohort_ratio(
    frame: pd.DataFrame, spread: pd.DataFrame, *, count: str, exposure: str, group: str, first: str, second: str
) -> RateRatio:
    """How many documents per request in one period, against another? Exact, widened when counts vary more than chance.

    frame : one row a period (``group``). spread : the same by quarter, from which the dispersion is told.
    first, second : the periods; the ratio is first over second. A side in which nothing was issued shows no dispersion.
    Refuses a side that is not there, and a second side in which nothing was issued (``NoEvents``).
    """
    sides = {str(r[group]): (int(r[count]), float(r[exposure])) for r in frame.to_dict("records")}
    if not {first, second} <= set(sides) or not sides[second][0]:
        raise NoEvents("two sides are compared, the second with an event", need=1)
    cells = spread[spread[group].isin([first, second])]
    shown = len(cells) > 3 and sides[first][0] > 0
    found = dispersion(cells[count], cells[exposure], cells[group]) if shown else 1.0
    return rate_ratio(*sides[first], *sides[second], dispersion=found if found > OVERDISPERSED else None)


def in_calendar(frame: Frame, **windows: tuple[str, str]) -> Frame:
    """Rows of waits cut where a window of the calendar begins or ends: start, stop, event, a 0/1 column a window.

    frame : one row a person (``chains``); its other columns stand on each of its rows.
    """
    if not len(frame):
        return frame
    rows = calendar_rows(pd.DataFrame(frame), windows=windows)
    rest = [c for c in frame if c == "chain" or c not in rows]
    made = rows.merge(pd.DataFrame(frame)[rest], on="chain", how="left")
    return framed(made, about(frame))


def segmented_at_start(
    quarters: pd.DataFrame, chains_: pd.DataFrame, *, outcome: str, stop: tuple[str, str]
) -> Segmented:
    """Did the level or the slope of the quarterly series change in the quarter in which the programme starts?

    quarters : from ``cohorts(…, by="quarter")``. chains_ : from ``split_at``. The stop of removals, and the year whose
    bad numbers chose the country, have terms of their own. Refuses several starts or none (``NoEvents``): countries
    that start at different dates have no common event.
    """
    starts = sorted({str(s) for s in chains_["programme_start"].dropna()})
    if len(starts) != 1:
        raise NoEvents("the countries have no common start", need=1)
    chosen = chains_.loc[chains_["period"] == "", "requested_on"]
    windows = [("covid", *_middles_inside(*stop))]
    if len(chosen):
        windows.append(("selection", holding("quarter", chosen.min()), holding("quarter", chosen.max())))
    told = [w for w in windows if quarters["quarter"].between(w[1], w[2]).any()]
    event = holding("quarter", pd.Timestamp(f"{starts[0]}-01"))
    try:
        return segmented(pd.DataFrame(quarters), outcome=outcome, time="quarter", event=event, windows=told)  # type: ignore[arg-type]
    except (BadParameter, BadTable) as refused:
        raise NotEstimable(str(refused)) from refused


def _middles_inside(first: str, last: str) -> tuple[str, str]:
    """First and last quarter of which the middle lies between two days."""
    every = pd.period_range(first, last, freq="Q-MAR")
    inside = [q.start_time for q in every
              if pd.Timestamp(first) <= q.start_time + pd.Timedelta(days=45) <= pd.Timestamp(last)]  # fmt: skip
    return holding("quarter", inside[0]), holding("quarter", inside[-1])


def smallest_ratio(
    frame: pd.DataFrame, *, within: int, first: str, second: str, thinned: float, power: float, alpha: float, seed: int
) -> Estimate:
    """Which ratio of documents per request, nearest to one, would these requests have shown with this power?

    frame : one row a person with ``period``, ``watched``, ``cause``, ``days``. Each request is a period of equal
    exposure, so that the answer is per request and not per quarter. thinned : the dispersion of the ratio's interval.
    Refuses what ``minimum_effect`` refuses.
    """
    watched = frame[frame["watched"] >= within]
    in_time = ((watched["cause"] == ISSUED) & (watched["days"] <= within)).astype(float)
    sides = [(in_time[watched["period"] == p] / thinned).to_numpy() for p in (second, first)]
    return replace(minimum_effect(sides, power=power, alpha=alpha, seed=seed), n=len(watched))
