"""Which tables does a finding read, and which of all tables are the user's to give?"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from mcee_eval.contracts.declare import Contract
from mcee_eval.contracts.registry import CONTRACTS, read_by
from mcee_eval.places import shipped

FINDINGS = tuple("012345678")


def reads_of(*findings: str) -> tuple[str, ...]:
    """The tables that any of the findings ("0" to "8") reads, transcribed ones included; in the dictionary's order."""
    return tuple(name for name, readers in read_by().items() if {"all", *findings} & set(readers))


@cache
def to_fill() -> dict[str, Contract]:
    """The tables that a user gives: those that a finding reads, without those transcribed from the report.

    What is transcribed ships in ``data/report`` and is read from there, whatever the data set.
    """
    transcribed = {path.stem for path in shipped("data", "report").glob("*.csv")}
    return {name: CONTRACTS[name] for name in reads_of(*FINDINGS) if name not in transcribed}


def tables_of(finding: str) -> tuple[str, ...]:
    """The user's tables that a finding ("0" to "8") reads, all of them needed; in the order of the dictionary."""
    return tuple(name for name in reads_of(finding) if name in to_fill())


def lacking(there: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Finding → the tables that it reads and that are not there; an empty tuple where it can be run."""
    return {f: tuple(n for n in tables_of(f) if n not in there) for f in FINDINGS}
