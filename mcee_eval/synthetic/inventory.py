"""The removals inventory: stocks, flows, and what stands in the way of a removal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mcee_eval.synthetic.calendar import DAYS, periods, quarter_of_day, running
from mcee_eval.synthetic.clocks import removal_speed
from mcee_eval.synthetic.frames import frame
from mcee_eval.synthetic.requests import Requests, per_quarter
from mcee_eval.synthetic.scenarios import Scenario
from mcee_eval.synthetic.seeds import generator
from mcee_eval.synthetic.world import CODES, GROUPS, RECALCITRANT, World

FIRST, LAST = "2015-16Q1", "2024-25Q4"  # quarters simulated; a scenario may show fewer
OPENING = 15_500  # working inventory of all countries at the start
NEW_CASES = (("2015-16Q1", 2200), ("2019-20Q4", 2500), ("2020-21Q2", 900), ("2021-22Q4", 1900), ("2024-25Q4", 3200))
REMOVALS = 1300  # a quarter, with no new document needed, before the stop
RISE_FROM, RISE_TO = "2021-22Q4", "2024-25Q1"
CLOSED, MOVED_OUT, MOVED_IN = 0.026, 0.030, 0.012  # of the stock, a quarter

# The other inventories follow the totals that are known at some dates. (quarter, cases), linear between.
OTHER_STOCKS = {
    "removal_in_progress": (("2022-23Q1", 19_500), ("2024-25Q3", 27_700), ("2024-25Q4", 28_500)),
    "wanted": (("2015-16Q1", 36_000), ("2019-20Q1", 34_700), ("2021-22Q1", 31_100), ("2024-25Q4", 29_700)),
    "monitoring": (("2015-16Q1", 95_000), ("2020-21Q3", 149_000), ("2024-25Q3", 378_000), ("2024-25Q4", 390_000)),
    "stayed": (("2015-16Q1", 14_000), ("2021-22Q1", 15_800), ("2024-25Q3", 20_900), ("2024-25Q4", 21_000)),
}
IMPEDED = 0.72  # of the working inventory
BY_DOCUMENT = {"recalcitrant": 1.35, "other": 1.0}  # relative share of impediments that are travel documents
DOCUMENT_SHARE = 0.575  # of all impediments
OTHER_IMPEDIMENT_MISSING = 0.3  # against the share of missing additions
EMPTY = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Inventory:
    """One inventory as it truly was: country × quarter counts, ``opening`` the stock before the first quarter.

    stock = the stock before + added − removed − closed + reclassified, exactly, in every cell.
    """

    name: str
    quarters: list[str]
    opening: np.ndarray
    stock: np.ndarray
    added: np.ndarray
    removed: np.ndarray
    closed: np.ndarray
    reclassified: np.ndarray


def working(scenario: Scenario, world: World, all_requests: Requests, seed: int) -> Inventory:
    """The working inventory. Cases that need a document enter with their first request and leave by its removal."""
    rng = generator(seed, "inventory", "working")
    quarters = periods("quarter", FIRST, LAST)
    share = _share(world)
    opening = rng.poisson(OPENING * share)
    first_attempts = all_requests.earlier < 0
    asked = per_quarter(all_requests.country[first_attempts], all_requests.requested[first_attempts], quarters)
    removed_with_document = per_quarter(all_requests.country, all_requests.removed, quarters)
    withdrawn = per_quarter(all_requests.country, all_requests.withdrawn, quarters)  # the case is closed otherwise
    new = _between(NEW_CASES, quarters)[None, :] * share[:, None]
    speed = _removal_speed(quarters)
    rise = np.array([[_rise(scenario.removals_rise[g], q) for q in quarters] for g in GROUPS])
    without_document = rng.poisson(REMOVALS * share[:, None] * speed[None, :] * rise)
    added = asked + rng.poisson(new * rng.gamma(20.0, 1 / 20.0, new.shape))
    closing, leaving = rng.random(new.shape), rng.random(new.shape)
    entering = rng.random(new.shape)

    stock, removed, closed, reclassified = (np.zeros(new.shape, dtype=int) for _ in range(4))
    before = opening
    for t in range(len(quarters)):
        # Document removals are given; the rest cannot take more than what is there.
        room = np.maximum(before + added[:, t] - removed_with_document[:, t], 0)
        removed[:, t] = removed_with_document[:, t] + np.minimum(without_document[:, t], room // 2)
        closed[:, t] = np.minimum(withdrawn[:, t] + _whole(before * CLOSED, closing[:, t]), room // 4)
        out = np.minimum(_whole(before * MOVED_OUT, leaving[:, t]), room // 8)
        reclassified[:, t] = _whole(before * MOVED_IN, entering[:, t]) - out
        short = removed[:, t] + closed[:, t] - reclassified[:, t] - before - added[:, t]
        added[:, t] += np.maximum(short, 0)
        before = before + added[:, t] - removed[:, t] - closed[:, t] + reclassified[:, t]
        stock[:, t] = before
    return Inventory("working", quarters, opening, stock, added, removed, closed, reclassified)


def other(name: str, world: World, seed: int) -> Inventory:
    """Another inventory, which follows its known totals; its additions are what the identity leaves."""
    rng = generator(seed, "inventory", name)
    quarters = periods("quarter", OTHER_STOCKS[name][0][0], LAST)
    share = _share(world)
    level = _between(OTHER_STOCKS[name], quarters)[None, :] * share[:, None]
    wander = np.exp(np.cumsum(rng.normal(0.0, 0.01, level.shape), axis=1))
    stock = np.rint(level * wander).astype(int)
    opening = rng.poisson(level[:, 0])
    before = np.concatenate([opening[:, None], stock[:, :-1]], axis=1)
    removed = rng.binomial(before, 0.06 if name == "removal_in_progress" else 0.002)
    closed = rng.binomial(before - removed, 0.01)
    net = rng.poisson(before * 0.01) - rng.poisson(before * 0.01)
    added = stock - before + removed + closed - net
    net = net + np.minimum(added, 0)  # what would be a negative addition is a move out
    return Inventory(name, quarters, opening, stock, np.maximum(added, 0), removed, closed, net)


def _share(world: World) -> np.ndarray:
    """Share of the cases by country: claims, and more where documents are hard to get."""
    weight: np.ndarray = world.claims_share * np.where(np.arange(len(CODES)) < RECALCITRANT, 1.5, 1.0) + 0.01
    share: np.ndarray = weight / weight.sum()
    return share


def _between(knots: tuple[tuple[str, int], ...], quarters: list[str]) -> np.ndarray:
    at = [running("quarter", q) for q, _ in knots]
    level: np.ndarray = np.interp([running("quarter", q) for q in quarters], at, [v for _, v in knots])
    return level


def _removal_speed(quarters: list[str]) -> np.ndarray:
    """Mean speed of ordinary removals in each quarter: 1 before the stop, 0 during it, then a slow return."""
    quarter = quarter_of_day(np.arange(len(DAYS))) - running("quarter", quarters[0])
    inside = (quarter >= 0) & (quarter < len(quarters))
    total: np.ndarray = np.bincount(quarter[inside], weights=removal_speed()[0][inside])
    return total / np.bincount(quarter[inside])


def _rise(factor: float, quarter: str) -> float:
    first, last, now = (running("quarter", q) for q in (RISE_FROM, RISE_TO, quarter))
    return 1.0 + (factor - 1.0) * min(max((now - first) / (last - first), 0.0), 1.0)


def _whole(expected: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """A whole number near the expected one, by one uniform draw: half to one and a half times it."""
    return np.rint(expected * (0.5 + chance)).astype(int)


def removals_inventory(scenario: Scenario, inventories: list[Inventory], seed: int) -> pd.DataFrame:
    """What the extract shows: the scenario's quarters, with most of the additions missing."""
    parts = [_shown(scenario, i, inventory, seed) for i, inventory in enumerate(inventories)]
    cells = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((cells.pop("at"), cells.pop("kind"), cells.pop("place")))
    return frame("removals_inventory", {name: _count(values[order]) for name, values in cells.items()})


def _count(values: np.ndarray) -> object:
    """Whole numbers, with ``EMPTY`` as the empty cell; words as they are."""
    if values.dtype.kind != "i":
        return values
    return pd.arrays.IntegerArray(values.astype("int64"), values == EMPTY)


def _shown(scenario: Scenario, kind: int, inventory: Inventory, seed: int) -> dict[str, np.ndarray]:
    """The cells of one inventory, one position a row, in the quarters of the scenario."""
    rng = generator(seed, "inventory", "recorded", inventory.name)
    shape = inventory.stock.shape
    missing, other_missing = rng.random(shape), rng.random(shape)
    impeded = rng.binomial(inventory.stock, IMPEDED)
    weight = np.where(np.arange(len(CODES)) < RECALCITRANT, BY_DOCUMENT["recalcitrant"], BY_DOCUMENT["other"])[:, None]
    chance = np.minimum(weight * DOCUMENT_SHARE * impeded.sum(axis=0) / (weight * impeded).sum(axis=0), 0.95)
    by_document = rng.binomial(impeded, chance)

    wanted = set(periods("quarter", scenario.inventory_from, scenario.inventory_until))
    columns = [t for t, quarter in enumerate(inventory.quarters) if quarter in wanted]
    known = inventory.name == "working"
    place, at = (a.ravel() for a in np.indices((shape[0], len(columns))))

    def cells(values: np.ndarray, empty: np.ndarray | bool = False) -> np.ndarray:
        return np.where(empty, EMPTY, values)[:, columns].ravel()

    return {
        "place": place,
        "kind": np.full(len(place), kind),
        "at": at,
        "country": np.array(CODES)[place],
        "quarter": np.array(inventory.quarters)[np.array(columns, dtype=int)][at],
        "inventory": np.full(len(place), inventory.name),
        "stock_end": cells(inventory.stock),
        "added": cells(inventory.added, missing < scenario.added_missing if known else np.ones(shape, dtype=bool)),
        "removed": cells(inventory.removed),
        "closed_other": cells(inventory.closed),
        "reclassified": cells(inventory.reclassified),
        "impeded_travel_document": cells(by_document, not known),
        "impeded_other": cells(
            impeded - by_document, (other_missing < OTHER_IMPEDIMENT_MISSING * scenario.added_missing) | (not known)
        ),
    }
