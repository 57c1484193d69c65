"""What changed between two runs, by number: old, new, change, cause, material or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mcee_eval.publish.neutral import csv_bytes

Records = Mapping[tuple[str, str, str], Mapping[str, Any]]  # by (dataset, finding, country)
HEADER = ("dataset", "finding", "country", "id", "kind", "old", "new", "change", "cause", "material")


@dataclass(frozen=True)
class Change:
    """One difference. ``kind``: verdict, number or page. ``old``/``new``: a state, a value or None (absent)."""

    dataset: str
    finding: str
    country: str
    id: str
    kind: str
    old: str | float | None
    new: str | float | None
    cause: str
    material: bool

    @property
    def change(self) -> float | None:
        """new − old, where both are numbers."""
        if isinstance(self.old, (int, float)) and isinstance(self.new, (int, float)):
            return self.new - self.old
        return None


def changes(before: Records, now: Records) -> list[Change]:
    """Every difference between two sets of records, in the order of datasets, findings, countries and ids."""
    found: list[Change] = []
    for key in sorted({*before, *now}):
        old, new = before.get(key), now.get(key)
        if old is None or new is None:
            cause = "added" if old is None else "removed"
            was, is_now = (None, "page") if old is None else ("page", None)
            found.append(Change(*key, f"{key[1]}.{key[2]}", "page", was, is_now, cause, True))
        else:
            found += _record(key, old, new)
    return found


def changes_csv(found: list[Change]) -> bytes:
    """The same as CSV."""
    return csv_bytes(
        HEADER,
        ((c.dataset, c.finding, c.country, c.id, c.kind, c.old, c.new, c.change, c.cause, c.material) for c in found),
    )


def cause(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What differs between two runs that can have moved a number: data before settings before rule before code."""

    def inputs(record: Mapping[str, Any]) -> set[tuple[str, str]]:
        return {(i["kind"], i.get("sha256") or i.get("vintage") or "") for i in record["inputs"]}

    def rules(record: Mapping[str, Any]) -> dict[str, str]:
        return {e["id"]: e["rule"] for e in record["exhibits"]}

    if inputs(old) != inputs(new):
        return "data"
    if old["parameters"] != new["parameters"]:
        return "setting"
    if {k: v for k, v in rules(old).items() if k in rules(new)} != {
        k: v for k, v in rules(new).items() if k in rules(old)
    }:
        return "rule"
    return "code" if old["versions"] != new["versions"] else "unknown"


def _record(key: tuple[str, str, str], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    why = cause(old, new)
    states = [{v["proposition"]: v["state"] for v in r["verdicts"]} for r in (old, new)]
    for ident in sorted({*states[0], *states[1]}):
        a, b = (s.get(ident) for s in states)
        if a != b:
            yield Change(*key, ident, "verdict", a, b, why, True)
    for ident in sorted({*old["numbers"], *new["numbers"]}):
        first, second = old["numbers"].get(ident), new["numbers"].get(ident)
        if first != second:
            yield Change(*key, ident, "number", _value(first), _value(second), why, _material(first, second))


def _value(number: Mapping[str, Any] | None) -> str | float | None:
    if number is None:
        return None
    return number.get("mark") or number.get("value")


def _material(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    """Beyond rounding: the one's value is outside the other's bounds (without bounds: any difference)."""
    if old is None or new is None or bool(old.get("mark")) != bool(new.get("mark")):
        return True
    a, b = old.get("value"), new.get("value")
    if a is None or b is None:
        return old.get("mark") != new.get("mark")
    low, high = old.get("low"), old.get("high")
    if new.get("unit") == "count" and low is not None and high is not None:
        return bool(b < low or b > high)
    return bool(abs(a - b) > 1e-9 * max(abs(a), abs(b)))
