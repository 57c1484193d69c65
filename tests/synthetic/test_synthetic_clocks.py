"""Clocks turn days into work and back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mcee_eval.synthetic.calendar import DAYS, NEVER, day, month
from mcee_eval.synthetic.clocks import Clock, effect, removal_clock
from mcee_eval.synthetic.scenarios import SCENARIOS, Phase
from mcee_eval.synthetic.world import CODES, world


def test_at_speed_one_work_takes_as_many_days():
    clock = Clock(np.ones((2, 400)))
    country, since = np.array([0, 1, 1]), np.array([0, 10, 399])
    assert clock.after(country, since, np.array([5.0, 20.0, 1.0])).tolist() == [5, 30, NEVER]


def test_a_faster_clock_takes_less_days():
    clock = Clock(np.array([np.full(1000, 1.3), np.ones(1000)]))
    days = clock.after(np.array([0, 1]), np.array([0, 0]), np.array([129.9, 129.9]))
    assert days.tolist() == [100, 130]


def test_a_change_of_speed_acts_on_what_is_already_open():
    speed = np.ones((1, 1000))
    speed[0, 101:] = 2.0
    assert Clock(speed).after(np.array([0]), np.array([0]), np.array([200.0])).tolist() == [150]


def test_every_work_is_done_on_the_first_day_it_can_be():
    rng = np.random.default_rng(5)
    speed = rng.uniform(0.0, 2.0, (3, 500))
    clock, done = Clock(speed), np.cumsum(speed, axis=1)
    country, since, work = rng.integers(0, 3, 400), rng.integers(0, 450, 400), rng.uniform(0.1, 60.0, 400)
    for c, s, w, found in zip(country, since, work, clock.after(country, since, work), strict=True):
        days = [d for d in range(s + 1, 500) if done[c, d] - done[c, s] >= w - 1e-9]
        assert found == (days[0] if days else NEVER)


def test_no_removal_falls_in_the_stop():
    clock = removal_clock()
    since = np.arange(day("2019-10-01"), day("2020-11-01"))
    for kind, again in ((0, "2020-11-30"), (1, "2020-08-04")):
        left = clock.after(np.full(len(since), kind), since, np.full(len(since), 40.0))
        assert not ((left >= day("2020-03-17")) & (left < day(again))).any()
        assert (left < day("2020-03-17")).any()
        assert (left >= day(again)).any()


@pytest.mark.parametrize("name", SCENARIOS)
def test_effects_are_those_declared(name):
    w = world(3)
    ratio = effect(SCENARIOS[name], w)
    if not SCENARIOS[name].phases:
        assert (ratio == 1.0).all()
    for place, start in enumerate(w.start):
        if name in {"effect", "spillover", "gaps"} and start:
            assert (ratio[place, : month(start)] == 1.0).all()
            assert (ratio[place, month(start) :] == 1.3).all()
    first = min(month(s) for s in w.start if s)
    comparison = ratio[CODES.index("C01")]
    leaks = np.where(np.arange(len(comparison)) >= first, 1.15, 1.0)
    assert comparison.tolist() == (leaks if name == "spillover" else np.ones(len(comparison))).tolist()


def test_early_rise_rises_in_2019_stops_and_returns_in_part():
    ratio = effect(SCENARIOS["early_rise"], world(3))[CODES.index("R01")]
    told = {m: ratio[month(m)] for m in ("2019-01", "2019-02", "2020-02", "2020-03", "2021-09", "2021-10", "2024-12")}
    assert list(told.values()) == [1.0, 1.6, 1.6, 1.0, 1.0, 1.15, 1.15]


def test_phases_multiply_where_they_overlap():
    twice = (Phase(groups=("targeted",), speed=2.0, since="2020-01", until="2020-03"),) * 2
    ratio = effect(replace(SCENARIOS["null"], phases=twice), world(3))
    assert ratio[0, month("2020-02")] == 4.0
    assert ratio[0, month("2020-03")] == 1.0
    assert DAYS[day("2020-02-29")] == np.datetime64("2020-02-29")
