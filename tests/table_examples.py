"""Small valid tables made from the declarations alone, for tests: any table that is declared can be had here."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.periods import holding, number, written
from mcee_eval.contracts.rules import Needs, NotItself, OnlyOne, OnlyWhen, Order, PartsOf
from mcee_eval.contracts.series_rules import Agree, OneTrue, SameAsTarget, StockFlow, Unbroken
from mcee_eval.contracts.tree_rules import NoCircle, ParentWithin

EXTRACTED_ON = date(2025, 3, 31)
WORDS = [
    "besoin évalué",
    "« suivi »",
    "follow-up, twice",
    "line one\nline two",
    'she said "no"',
    "a;b",
    "12,5",
    "=1+1",
]


def example(contract: Contract, *, rows: int, seed: int, others: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A valid frame of about ``rows`` rows (fewer where the key allows no more)."""
    chance = random.Random(f"{contract.name} {seed}")
    records = [_record(contract, i, chance, others) for i in range(rows)]
    frame = contract.frame({c.name: [r[c.name] for r in records] for c in contract.columns})
    frame = frame.drop_duplicates(list(contract.key)).reset_index(drop=True)
    for rule in contract.rules:
        if isinstance(rule, Unbroken):
            frame = _series(frame, rule)
        if isinstance(rule, NoCircle):
            frame = _forward(frame, rule)
    for _ in range(5):
        for rule in contract.rules:
            _repair(frame, rule)
    return frame


def examples(*, rows: int = 12, seed: int = 1) -> dict[str, pd.DataFrame]:
    """All tables, with codes that meet."""
    tables: dict[str, pd.DataFrame] = {}
    for name, contract in CONTRACTS.items():
        tables[name] = example(contract, rows=rows, seed=seed, others=tables)
    return tables


def _record(contract: Contract, i: int, chance: random.Random, others: Mapping[str, pd.DataFrame]) -> dict:
    record = {}
    day = date(2019, 5, 1) + timedelta(days=chance.randrange(600))
    for column in contract.columns:
        day += timedelta(days=chance.randrange(1, 60))
        filled = not column.nullable or chance.random() < 0.7
        record[column.name] = _value(column, contract, i, day, chance, others) if filled else None
    return record


def _value(
    column: Column, contract: Contract, i: int, day: date, chance: random.Random, others: Mapping[str, pd.DataFrame]
) -> object:
    kind = column.type
    if kind == "code":
        if column.codes:
            return chance.choice(list(column.codes))
        if column.isin and column.isin.split(".")[0] in others:
            table, listed = column.isin.split(".")
            return chance.choice([*others[table][listed].dropna().unique(), *column.also])
        if column.isin and column.isin.split(".")[0] == contract.name:
            return _own_code(contract, column.isin.split(".")[1], chance.randrange(i + 1))
        return _own_code(contract, column.name, i)
    if kind == "text":
        return f"{chance.choice(WORDS)} {i}"
    if kind == "integer":
        return chance.randrange(int(column.ge if column.ge is not None else -50), int(column.le or 400) + 1)
    if kind == "decimal":
        top = float(column.le) if column.le is not None else 10_000.0
        return round(chance.uniform(float(column.ge or 0), top), column.places)
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "date":
        return pd.Timestamp(day)
    return int(day.year) if kind == "year" else holding(kind, day)


def _own_code(contract: Contract, name: str, i: int) -> str:
    return f"R{i + 1:02d}" if (contract.name, name) == ("countries", "country") else f"{name[:1]}{i + 1:03d}"


def _series(frame: pd.DataFrame, rule: Unbroken) -> pd.DataFrame:
    """Each group's periods made consecutive, from its first."""
    frame = frame.sort_values([*rule.within, rule.period], kind="stable").reset_index(drop=True)
    for _, rows in frame.groupby(list(rule.within), sort=False):
        first = number(rule.kind, str(frame.loc[rows.index[0], rule.period]))
        for step, at in enumerate(rows.index):
            period = written(rule.kind, first + step)
            frame.loc[at, rule.period] = int(period) if rule.kind == "year" else period
    return frame


def _forward(frame: pd.DataFrame, rule: NoCircle) -> pd.DataFrame:
    """Links from a lower code to a higher one: no circle can come of them."""
    ends = frame[[rule.source, rule.target]]
    frame = frame.assign(**{rule.source: ends.min(axis=1), rule.target: ends.max(axis=1)})
    frame = frame[frame[rule.source] != frame[rule.target]]
    return frame.drop_duplicates([rule.source, rule.target]).reset_index(drop=True)


def _repair(frame: pd.DataFrame, rule: object) -> None:
    """What an honest clerk would do: leave the cell empty rather than contradict another."""
    for fault in rule.faults(frame):
        rows = list(fault.rows)
        match rule:
            case Needs() | OnlyWhen():
                frame.loc[rows, rule.column] = None
            case OnlyOne():
                frame.loc[rows, list(rule.among[1:])] = None
            case Order():
                both = frame.loc[rows, [rule.then, rule.first]].to_numpy()
                frame.loc[rows, [rule.first, rule.then]] = both
            case PartsOf():
                frame.loc[rows, list(rule.parts)] = None
            case StockFlow():
                frame.loc[rows, list(rule.signed)] = None
            case OneTrue():
                frame.loc[rows[1:], rule.column] = False
            case Agree():
                frame.loc[rows, rule.column] = frame.loc[rows[0], rule.column]
            case ParentWithin() | NotItself() | SameAsTarget():
                frame.loc[rows, rule.pointer] = None
            case _:
                raise AssertionError(f"no repair for {fault}")
