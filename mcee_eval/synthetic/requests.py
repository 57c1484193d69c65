"""Requests for travel documents, followed from the day they are made to the removal: the register and the counts."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from mcee_eval.contracts.periods import written
from mcee_eval.synthetic.calendar import (
    DAYS,
    LAST_DAY,
    MONTHS,
    NEVER,
    dates,
    day,
    future_dates,
    month,
    periods,
    quarter_numbers,
    quarter_of_day,
    running,
)
from mcee_eval.synthetic.clocks import Clock, issuance_clock, removal_clock
from mcee_eval.synthetic.frames import frame
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES, RECALCITRANT, World

MEDIAN_DAYS = {"recalcitrant": 210.0, "other": 75.0}  # at speed 1, without an interview
SPREAD = 0.85  # standard deviation of log work time
INTERVIEW = {"recalcitrant": 0.45, "other": 0.10}  # share of requests with one
INTERVIEW_STRETCH = 1.6  # how much longer such a request takes
REFUSED = {"recalcitrant": 0.10, "other": 0.04}
UNANSWERED = {"recalcitrant": 0.08, "other": 0.02}  # never decided
WITHDRAWN_A_YEAR = 0.25  # by Canada, while open
VALIDITY_DAYS = np.array([60, 90, 180, 365])
VALIDITY_SHARES = {"recalcitrant": (0.30, 0.35, 0.25, 0.10), "other": (0.05, 0.15, 0.40, 0.40)}
SERIOUS = 0.07
REMOVAL_MEDIAN_DAYS, REMOVAL_SPREAD = 45.0, 0.7
NOT_FOUND = 0.08  # before the document expires
ASKED_AGAIN = {"refused": 0.5, "expired": 0.8}
ATTEMPTS = 3
LAST_QUARTER = "2024-25Q4"
COUNTERPARTS = ("embassy", "high_commission", "consulate", "capital")


@dataclass(frozen=True, slots=True)
class Requests:
    """Every request of every country, past the extraction and to the end: the truth behind the register.

    Arrays of one position a request, day numbers of ``calendar.DAYS``, ``NEVER`` for what does not happen.
    ``issued_without``: when it would have been issued without the scenario's phases, all else equal.
    ``earlier``: position of the attempt that this one repeats, -1 for a first attempt.
    """

    country: np.ndarray
    person: np.ndarray
    requested: np.ndarray
    first_reply: np.ndarray
    interview: np.ndarray
    issued: np.ndarray
    issued_without: np.ndarray
    refused: np.ndarray
    withdrawn: np.ndarray
    expires: np.ndarray
    removed: np.ndarray
    counterpart: np.ndarray
    earlier: np.ndarray


def requests(scenario: Scenario, world: World, seed: int) -> Requests:
    """What became of every request? First attempts, then up to two more after a refusal or an expiry."""
    clocks = issuance_clock(scenario, world), issuance_clock(scenario, world, with_phases=False)
    leaving = removal_clock()
    country, requested = _first_attempts(scenario, world, generator(seed, "requests", "volume"))
    person = generator(seed, "requests", "person").permutation(len(country))
    home = generator(seed, "requests", "home").choice(3, len(CODES), p=[0.55, 0.3, 0.15])
    earlier = np.full(len(country), -1)
    rounds, offset = [], 0
    for attempt in range(ATTEMPTS):
        rng = generator(seed, "requests", "attempt", attempt)
        done = _follow(rng, country, person, requested, earlier, clocks, leaving, home)
        rounds.append(done)
        again, when = _asked_again(rng, done)
        country, person, requested = done.country[again], done.person[again], when[again]
        earlier, offset = np.flatnonzero(again) + offset, offset + len(done.country)
    return Requests(**{f.name: np.concatenate([getattr(r, f.name) for r in rounds]) for f in fields(Requests)})


def _first_attempts(scenario: Scenario, world: World, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Country and day of every first attempt, to the day before the extraction."""
    months = MONTHS[: month("2025-03") + 1]
    of_year = months.astype(int) % 12
    season = 1.0 + 0.12 * np.cos(2 * np.pi * (of_year - 1) / 12)  # more at the end of the fiscal year
    knots = [
        ("2019-12", 1.0),
        ("2020-03", 0.8),
        ("2020-04", 0.25),
        ("2020-11", 0.3),
        ("2021-12", 0.8),
        ("2024-12", 1.4),
    ]
    at = [float((np.datetime64(m, "M") - months[0]).astype(int)) for m, _ in knots]
    volume = np.interp(np.arange(len(months)), at, [v for _, v in knots])
    expected = scenario.requests_a_month * world.size[:, None] * (season * volume)[None, :]
    counts = rng.poisson(expected * rng.gamma(25.0, 1 / 25.0, expected.shape))
    place, at_month = np.nonzero(counts)
    repeats = counts[place, at_month]
    country, in_month = np.repeat(place, repeats), np.repeat(at_month, repeats)
    first = (months.astype("datetime64[D]") - DAYS[0]).astype(int)
    length = (np.append(months[1:], months[-1] + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(
        int
    )
    return country, first[in_month] + (rng.random(len(country)) * length[in_month]).astype(int)


def _by_kind(values: dict[str, float], country: np.ndarray) -> np.ndarray:
    chosen: np.ndarray = np.where(country < RECALCITRANT, values["recalcitrant"], values["other"])
    return chosen


def _follow(
    rng: np.random.Generator,
    country: np.ndarray,
    person: np.ndarray,
    requested: np.ndarray,
    earlier: np.ndarray,
    clocks: tuple[Clock, Clock],
    leaving: Clock,
    home: np.ndarray,
) -> Requests:
    """Each request to its end. Every draw is made for every request, so that scenarios share their draws."""
    n = len(country)
    work = _by_kind(MEDIAN_DAYS, country) * np.exp(rng.normal(0.0, SPREAD, n))
    with_interview = rng.random(n) < _by_kind(INTERVIEW, country)
    work = work * np.where(with_interview, INTERVIEW_STRETCH, 1.0)
    decided = clocks[0].after(country, requested, work)
    replied = clocks[0].after(country, requested, work * rng.beta(2.0, 4.0, n))
    heard = clocks[0].after(country, requested, work * rng.uniform(0.6, 0.9, n))
    fate = rng.random(n)
    refuses, silent = _by_kind(REFUSED, country), _by_kind(UNANSWERED, country)
    withdrawn = requested + 1 + (rng.exponential(365.0 / WITHDRAWN_A_YEAR, n)).astype(int)
    never_decided = fate < silent
    is_refused = (fate >= silent) & (fate < silent + refuses)

    decided = np.where(never_decided, NEVER, decided)
    pulled = withdrawn < decided
    end = np.minimum(withdrawn, decided)
    issued = np.where(pulled | is_refused, NEVER, decided)
    without = np.where(never_decided | is_refused, NEVER, clocks[1].after(country, requested, work))
    replied = np.where(replied <= end, replied, NEVER)
    heard = np.where(with_interview & (replied < NEVER) & (heard <= end), np.maximum(heard, replied), NEVER)

    shares = np.where((country < RECALCITRANT)[:, None], VALIDITY_SHARES["recalcitrant"], VALIDITY_SHARES["other"])
    validity = VALIDITY_DAYS[(rng.random(n)[:, None] > np.cumsum(shares, axis=1)[:, :-1]).sum(axis=1)]
    expires = np.where(issued < NEVER, issued + validity, NEVER)
    serious = (rng.random(n) < SERIOUS).astype(int)
    lag = REMOVAL_MEDIAN_DAYS * np.exp(rng.normal(0.0, REMOVAL_SPREAD, n))
    lost = rng.random(n) < NOT_FOUND
    leaves = leaving.after(serious, issued, lag)
    removed = np.where(lost | (leaves > expires), NEVER, leaves)
    elsewhere = rng.random(n)
    counterpart = np.where(elsewhere < 0.8, home[country], np.where(elsewhere < 0.92, 2, 3))
    return Requests(
        country=country,
        person=person,
        requested=requested,
        first_reply=replied,
        interview=heard,
        issued=issued,
        issued_without=np.where(withdrawn < without, NEVER, without),
        refused=np.where(is_refused & ~pulled, decided, NEVER),
        withdrawn=np.where(pulled, withdrawn, NEVER),
        expires=expires,
        removed=removed,
        counterpart=counterpart,
        earlier=earlier,
    )


def _asked_again(rng: np.random.Generator, done: Requests) -> tuple[np.ndarray, np.ndarray]:
    """Which requests are made again, and when: after a refusal, or when a document expired before the removal."""
    n = len(done.country)
    chance, wait = rng.random(n), rng.integers(10, 120, n)
    expired = (done.issued < NEVER) & (done.removed == NEVER)
    refused = done.refused < NEVER
    again = (expired & (chance < ASKED_AGAIN["expired"])) | (refused & (chance < ASKED_AGAIN["refused"]))
    when = np.where(expired, done.expires, done.refused) + wait
    return again & (when <= LAST_DAY), when


def register(scenario: Scenario, world: World, all_requests: Requests, seed: int) -> pd.DataFrame:
    """``travel_document_requests``: what the register shows on the day of the extraction."""
    q = all_requests
    first = day(scenario.documents_from)
    shown = world.where(scenario.document_groups)[q.country] & (q.requested >= first) & (q.requested <= LAST_DAY)
    order = np.flatnonzero(shown)
    order = order[np.lexsort((q.person[order], q.country[order], q.requested[order]))]
    number = np.full(len(q.country), -1)
    number[order] = np.arange(1, len(order) + 1)
    names = np.array(["", *(f"Q{n:06d}" for n in range(1, len(order) + 1))], dtype=object)
    before = np.where(q.earlier[order] >= 0, number[q.earlier[order]], -1)
    noted = generator(seed, "requests", "noted").random(len(q.country))[order] < scenario.reply_recorded
    return frame(
        "travel_document_requests",
        {
            "request_id": names[1:],
            "person_key": [f"K{p:06d}" for p in q.person[order].tolist()],
            "country": np.array(CODES)[q.country[order]],
            "requested_on": dates(q.requested[order]),
            "first_reply_on": dates(np.where(noted, q.first_reply[order], NEVER)),
            "interview_on": dates(q.interview[order]),
            "issued_on": dates(q.issued[order]),
            "refused_on": dates(q.refused[order]),
            "withdrawn_on": dates(q.withdrawn[order]),
            "expires_on": future_dates(np.where(q.issued[order] <= LAST_DAY, q.expires[order], NEVER)),
            "removed_on": dates(q.removed[order]),
            "counterpart": np.array(COUNTERPARTS)[q.counterpart[order]],
            "resubmission_of": [names[b] if b > 0 else None for b in before],
        },
    )


def counts(scenario: Scenario, world: World, all_requests: Requests, seed: int) -> pd.DataFrame:
    """``travel_documents``: requested and received in each quarter.

    What is received in a quarter may have been requested in any earlier one, before the register begins included:
    that is why received over requested in one year misleads.
    """
    opening = quarter_numbers(np.array([scenario.documents_from], dtype="datetime64[M]"))
    quarters = periods("quarter", written("quarter", int(opening[0])), LAST_QUARTER)
    requested = per_quarter(all_requests.country, all_requests.requested, quarters)
    received = per_quarter(all_requests.country, all_requests.issued, quarters)
    places = np.flatnonzero(world.where(scenario.document_groups))
    draws = generator(seed, "requests", "counted").random((len(CODES), len(quarters), 2))
    missing = draws < scenario.counts_missing
    return frame(
        "travel_documents",
        {
            "country": np.repeat(np.array(CODES)[places], len(quarters)),
            "quarter": np.tile(quarters, len(places)),
            "requested": _noted(requested[places], missing[places, :, 0]),
            "received": _noted(received[places], missing[places, :, 1]),
        },
    )


def _noted(values: np.ndarray, missing: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.arrays.IntegerArray(values.ravel().astype("int64"), missing.ravel())


def per_quarter(country: np.ndarray, happened: np.ndarray, quarters: list[str]) -> np.ndarray:
    """Events up to the extraction by country and quarter."""
    start = running("quarter", quarters[0])
    known = happened <= LAST_DAY
    at = quarter_of_day(happened[known]) - start
    inside = (at >= 0) & (at < len(quarters))
    cell = country[known][inside] * len(quarters) + at[inside]
    return np.bincount(cell, minlength=len(CODES) * len(quarters)).reshape(len(CODES), len(quarters))
