"""How fast time runs at the issuing authorities and at removals, day by day.

A request needs a certain amount of *work time* that does not depend on the calendar. A clock turns calendar days into
work time: at speed 1.3 a day does the work of 1.3 days. So a change of speed acts on requests already open, as a real
one does, and what would have happened without it is known for every single request.
"""

from __future__ import annotations

import numpy as np

from mcee_eval.synthetic.calendar import ALL_AGAIN, DAYS, MONTH_OF_DAY, MONTHS, NEVER, SERIOUS_AGAIN, STOP, day, month
from mcee_eval.synthetic.scenarios import Phase, Scenario
from mcee_eval.synthetic.world import CODES, GROUPS, World

# Issuing authorities through the pandemic: offices closed, then a slow return. (month, speed), linear between.
PANDEMIC = (
    ("2020-02", 1.0),
    ("2020-04", 0.30),
    ("2020-07", 0.40),
    ("2021-01", 0.55),
    ("2021-10", 0.85),
    ("2022-10", 1.0),
)
SUMMER_AND_DECEMBER = {7: 0.9, 8: 0.85, 12: 0.85}  # months in which offices are slower


class Clock:
    """Calendar days to work time and back, for several countries at once.

    speed : country × day of ``calendar.DAYS``, never negative.
    """

    def __init__(self, speed: np.ndarray) -> None:
        done = np.cumsum(speed, axis=1)
        self._apart = float(done.max()) + 1.0  # lays the countries end to end, so that one search serves all
        self._done = done
        self._line = (done + self._apart * np.arange(len(done))[:, None]).ravel()

    def after(self, country: np.ndarray, since: np.ndarray, work: np.ndarray) -> np.ndarray:
        """On which day is the work done that began at the end of day ``since``? ``NEVER`` if beyond the horizon.

        country, since : positions and day numbers, one per request. work : days at speed 1, at least a little.
        """
        last = self._done.shape[1] - 1
        target = self._done[country, np.minimum(since, last)] + work
        reached = target <= self._done[country, last]
        found = np.searchsorted(self._line, target + self._apart * country, side="left") - country * (last + 1)
        return np.where(reached & (since <= last), np.clip(found, since + 1, None), NEVER)


def issuance_speed(scenario: Scenario, world: World, *, with_phases: bool = True) -> np.ndarray:
    """Speed of issuance by country and month, all causes together; without phases, as if nothing had changed."""
    log: np.ndarray = world.log_speed[:, None] + world.noise + np.log(_common())[None, :]
    if with_phases:
        log = log + np.log(effect(scenario, world))
    speed: np.ndarray = np.exp(log)
    return speed


def effect(scenario: Scenario, world: World) -> np.ndarray:
    """What the scenario's phases do to speed, by country and month (a ratio; 1 where nothing changes)."""
    ratio = np.ones((len(CODES), len(MONTHS)))
    for phase in scenario.phases:
        for position, group in enumerate(GROUPS):
            if group in phase.groups:
                ratio[position, _since(phase, world, position) : month(phase.until) if phase.until else None] *= (
                    phase.speed
                )
    return ratio


def _since(phase: Phase, world: World, position: int) -> int:
    if phase.since == "programme_start":
        return month(world.start[position])
    if phase.since == "first_start":
        return month(first_start(world))
    return month(phase.since)


def first_start(world: World) -> str:
    """The first month of the programme anywhere."""
    return min(start for start in world.start if start)


def _common() -> np.ndarray:
    """Season and pandemic, the same for every country."""
    season = np.array([SUMMER_AND_DECEMBER.get(int(m) % 12 + 1, 1.0) for m in MONTHS.astype(int)])
    at, speed = zip(*((month(m), s) for m, s in PANDEMIC), strict=True)
    common: np.ndarray = season * np.interp(np.arange(len(MONTHS)), at, speed)
    return common


def issuance_clock(scenario: Scenario, world: World, *, with_phases: bool = True) -> Clock:
    """The clock of the issuing authorities."""
    return Clock(issuance_speed(scenario, world, with_phases=with_phases)[:, MONTH_OF_DAY])


def removal_speed() -> np.ndarray:
    """Speed of removals by day: row 0 ordinary cases, row 1 serious ones. Zero in the stop, then a slow return."""
    days = np.arange(len(DAYS))
    back = np.interp(days, [day(ALL_AGAIN), day("2023-01-01")], [0.35, 1.0])
    stopped = days >= day(STOP)
    ordinary = np.where(stopped, np.where(days < day(ALL_AGAIN), 0.0, back), 1.0)
    serious = np.where(stopped, np.where(days < day(SERIOUS_AGAIN), 0.0, np.maximum(back, 0.6)), 1.0)
    return np.stack([ordinary, serious])


def removal_clock() -> Clock:
    """The clock of removals, for ordinary (0) and serious (1) cases."""
    return Clock(removal_speed())
