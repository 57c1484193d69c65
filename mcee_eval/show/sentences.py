"""Which sentences are said: in order, each whose slots are all filled; of a group the first that can be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.judge.verdict import Verdict
from mcee_eval.release.cell import Cell
from mcee_eval.release.measured import Measured
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.words.catalogue import catalogue, slots

MARKS = "?!+~"  # what may stand behind the key of a sentence


def fillings(values: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """Slot → cell or code. Positional values bring their own names; a mapping under a sentence's key is for it alone.

    Refuses a raw number: a sentence quotes released cells only.
    """
    told: dict[str, Any] = {}
    for value in values:
        if isinstance(value, (Refusal, Measured)) or value is None:
            continue  # a result that is only asked whether it is there
        if isinstance(value, Told):
            told |= value.row()
        elif hasattr(value, "fills"):
            told |= value.fills()
        else:
            told |= dict(value)
    for name, value in named.items():
        if isinstance(value, (Refusal, type(None))):
            continue
        if isinstance(value, Fact):
            told = {**value.beside, **told, name: value.cell}
        elif isinstance(value, Verdict):
            told[name] = value.state.value
        elif isinstance(value, (Cell, str, tuple)):
            told[name] = value
        elif isinstance(value, Told):
            told[name] = value.row()
        elif hasattr(value, "fills"):
            told = {**value.fills(), **told}
        elif isinstance(value, Mapping):
            told[name] = fillings([value], {})
        else:
            problem = Problem(
                name, f"{value!r}, a {type(value).__name__}", "a released number or a code", "Release it first."
            )
            raise ReleaseRefused("a sentence quotes released numbers only", problems=[problem])
    return {k: v.cell if isinstance(v, Fact) else v for k, v in told.items() if not isinstance(v, Refusal)}


def chosen(
    finding: str, written: Sequence[Any], filled: Mapping[str, Any], *, bare: bool = True
) -> list[tuple[str, dict[str, Any]]]:
    """The sentences that can be said, with their values. bare : also those that quote nothing but the place.

    written : keys of the finding's texts in order; a list among them is a group of which the first is said; ``key?``
    is said only where every number may be told, ``key!`` always, ``key+`` only after another, ``key~`` only where
    a value of its own name is given.
    """
    said: list[tuple[str, dict[str, Any]]] = []
    for one in written:
        if isinstance(one, list):
            found = next((f for f in (chosen(finding, [k], filled, bare=bare) for k in one) if f), [])
            said += found
            continue
        key = f"{finding}.{str(one).rstrip(MARKS)}"
        own = filled.get(str(one).rstrip(MARKS))
        if (str(one).endswith("+") and not said) or (str(one).endswith("~") and not isinstance(own, Mapping)):
            continue
        if str(one).rstrip(MARKS) in filled and own is None:
            continue  # a choice that was not made
        known = {**filled, **own} if isinstance(own, Mapping) else filled
        text = catalogue()[key]
        wanted = {s.name for form in text.forms["en"].values() for s in slots(form)} | ({text.by} - {""})
        if (not bare and wanted <= {"place"}) or any(name not in known or known[name] is None for name in wanted):
            continue
        values = {name: known[name] for name in wanted}
        cells = [v for v in values.values() if isinstance(v, Cell)]
        if any(c.mark in ("missing", "not_estimable") for c in cells) and not str(one).endswith("!"):
            continue
        if str(one).endswith("?") and any(c.mark for c in cells):
            continue
        said.append((key, values))
    return said


def flat(written: Sequence[Any]) -> list[str]:
    """Every key of a list of sentences."""
    return [k for one in written for k in (one if isinstance(one, list) else [one])]
