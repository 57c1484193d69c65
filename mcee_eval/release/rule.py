"""The rule by unit: which counts are of persons, and what is done to them before they leave.

Wider on purpose than IRCC's published rule for its asylum tables (``--`` for 1 to 4, the rest to the nearest 5): 0 to 7
are suppressed, so that a printed 10 always means 8 to 12.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.release.cell import Cell, marked

#: a travel document, a claim, a case: each is a person
PERSONS = frozenset({"persons", "claims", "decisions", "documents", "requests", "removals", "cases"})
#: counted as they are
THINGS = frozenset({"projects", "meetings", "engagements", "documents_reviewed", "items", "dollars", "actions"})
SMALL = 7  # a count of persons from 0 to this is never printed
BASE = 5  # the others are printed to the nearest multiple of this
DENOMINATOR = 20  # no rate under this many persons
DURATIONS = 10  # no median or duration under this many persons
INFORMANTS = 5  # fewer persons asked than this are not told, nor the word for what they said
FREEDOM = 10  # no model output under this many degrees of freedom


def round_half_up(value: float, base: int = BASE) -> int:
    """The nearest multiple of ``base``; a tie goes up."""
    return int(math.floor(value / base + 0.5) * base)


def whole_percent(share: float) -> float:
    """A share to whole per cent; a tie of the number as written goes away from zero, as everywhere it is printed."""
    return float(Decimal(repr(float(share))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def outward(low: float, high: float) -> tuple[float, float]:
    """Two bounds of a share, to whole per cent away from each other."""
    step = Decimal("0.01")
    down = Decimal(repr(float(low))).quantize(step, rounding=ROUND_FLOOR)
    return float(down), float(Decimal(repr(float(high))).quantize(step, rounding=ROUND_CEILING))


def significant(value: float, digits: int = 2) -> float:
    """A number to so many significant digits: a longer one could be traced back to the few counts behind it."""
    return value if not value or not math.isfinite(value) else float(f"{value:.{digits}g}")


def justified(value: float, spread: float | None) -> float:
    """A number to the digits that its uncertainty justifies: two significant digits of the standard error."""
    if spread is None or not math.isfinite(spread) or spread <= 0:
        return significant(value)
    return round(value, 1 - math.floor(math.log10(spread)))


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
    return Cell(shown, max(SMALL + 1, shown - BASE // 2), shown + BASE // 2)
