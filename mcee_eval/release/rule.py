"""The rule by unit: which counts are of persons, and what is done to them before they leave.

Source: IRCC's published rule for its asylum tables (0 to 5 suppressed, the rest to the nearest 5), applied
on purpose wider than those tables do; spec "What may leave", points 1 and 4.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.release.cell import Cell, marked

#: a travel document, a claim, a case: each is a person
PERSONS = frozenset({"persons", "claims", "decisions", "documents", "requests", "removals", "cases"})
#: counted as they are
THINGS = frozenset({"projects", "meetings", "engagements", "documents_reviewed", "items", "dollars", "actions"})
SMALL = 5  # a count of persons from 0 to this is never printed
BASE = 5  # the others are printed to the nearest multiple of this
DENOMINATOR = 20  # no rate under this many persons
DURATIONS = 10  # no median or duration under this many persons
FREEDOM = 10  # no model output under this many degrees of freedom


def round_half_up(value: float, base: int = BASE) -> int:
    """The nearest multiple of ``base``; a tie goes up."""
    return int(math.floor(value / base + 0.5) * base)


def whole_percent(share: float) -> float:
    """A share to whole per cent; a tie of the number as written goes away from zero, as everywhere it is printed."""
    return float(Decimal(repr(float(share))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def count_cell(value: float | None, unit: str) -> Cell:
    """One count under the rule of its unit. Refuses a unit that is not declared: silence is not an exemption."""
    if unit not in PERSONS and unit not in THINGS:
        raise ReleaseRefused(
            "this unit has no rule",
            problems=[Problem("unit", repr(unit), f"one of {sorted(PERSONS | THINGS)}", "Declare its rule first.")],
        )
    if value is None or math.isnan(value):
        return marked("missing")
    if value < 0 or value != int(value):
        raise ReleaseRefused(
            "a count is a whole number, zero or more", problems=[Problem("value", repr(value), "0, 1, 2 …")]
        )
    if unit in THINGS:
        return Cell(int(value), value, value)
    if value <= SMALL:
        return marked("suppressed", 0, SMALL)
    shown = round_half_up(value)
    return Cell(shown, max(SMALL + 1, shown - 2), shown + 2)
