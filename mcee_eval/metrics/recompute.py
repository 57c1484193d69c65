"""What does a printed figure come to, when it is computed again from its inputs by a named operation?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadParameter, NotFinite, Problem, ZeroExposure
from mcee_eval.metrics import checks
from mcee_eval.metrics import growth as growths
from mcee_eval.results import Estimate, Result

Inputs = Mapping[str, Sequence[Estimate]]
Bounds = tuple[float, float]


def recompute(formula: str, inputs: Inputs) -> Estimate:
    """The figure that an operation gives, with the bounds that the rounding of its inputs allows.

    formula : a key of ``OPERATIONS``. inputs : name → the figures read for it; ``low`` and ``high`` of a figure are
    what its true value may be (None: exact). One figure a name, except where the operation takes several.
    Returns value, low and high in the unit of the inputs (``share`` for growth and share, a number for the others).
    Refuses an unknown operation, an input that is missing or that the operation does not know, a number that is not
    finite, and a division by zero.
    """
    if formula not in OPERATIONS:
        hint = did_you_mean(formula, OPERATIONS)
        problem = Problem("formula", repr(formula), f"one of {', '.join(OPERATIONS)}", hint)
        raise BadParameter("unknown operation", problems=[problem])
    needs, many, operation = OPERATIONS[formula]
    problems = [
        Problem(name, "no such input", f"{formula} needs {', '.join(needs)}") for name in needs if name not in inputs
    ]
    if not many:
        problems += [
            Problem(name, "an input that is not known", f"{formula} takes {', '.join(needs)}")
            for name in inputs
            if name not in needs
        ]
    problems += [
        Problem(name, f"{len(rows)} figures", "one figure")
        for name, rows in inputs.items()
        if name in needs and name != "others" and formula != "count" and len(rows) != 1
    ]
    figures = [e for rows in inputs.values() for e in rows]
    if not figures and formula != "count":
        problems.append(Problem("inputs", "no figure", "one figure or more"))
    if problems:
        raise BadParameter(f"{formula}: {len(problems)} problem(s)", problems=problems)
    odd = [e for e in figures if not math.isfinite(e.value)]
    if odd:
        raise NotFinite(
            f"{formula}: an input is not a finite number", problems=[Problem(formula, str(odd[0]), "a number")]
        )
    return operation(inputs)


@dataclass(frozen=True, kw_only=True)
class Recomputed(Result):
    """figures : statement → what it comes to; None where no operation is named. inputs : statement → name → figures."""

    KEYS = "figures"
    MAIN = "figures"

    figures: Mapping[str, Estimate | None]
    inputs: Mapping[str, Inputs]


def recompute_each(claims: pd.DataFrame, inputs: pd.DataFrame, *, claim: str = "claim") -> Recomputed:
    """Each statement recomputed by its own operation.

    claims : claim, formula ("none": not recomputed). inputs : claim, input, value, low, high; a row a figure.
    """
    checks.need_columns(claims, [claim, "formula"], table="claims")
    checks.need_columns(inputs, [claim, "input", "value", "low", "high"], table="claim_inputs")
    named: dict[str, dict[str, list[Estimate]]] = {}
    for r in inputs.to_dict("records"):
        low, high = (None if pd.isna(r[end]) else float(r[end]) for end in ("low", "high"))
        read = named.setdefault(str(r[claim]), {}).setdefault(str(r["input"]), [])
        read.append(Estimate(float(r["value"]), low, high))
    found = {
        str(c): None if f == "none" else recompute(str(f), named.get(str(c), {}))
        for c, f in zip(claims[claim], claims["formula"], strict=True)
    }
    values = [None if e is None else e.value for e in found.values()]
    table = pd.DataFrame({claim: list(found), "value": values})
    return Recomputed(method="recompute", figures=found, inputs=named, frame=table)


def bounds(figure: Estimate) -> Bounds:
    """What the true value may be: its own value where it is exact."""
    low = figure.value if figure.low is None else figure.low
    return low, figure.value if figure.high is None else figure.high


def _one(inputs: Inputs, name: str) -> Estimate:
    return inputs[name][0]


def _all(inputs: Inputs, *without: str) -> list[Estimate]:
    return [e for name, rows in inputs.items() if name not in without for e in rows]


def _growth(inputs: Inputs) -> Estimate:
    return growths.growth(_one(inputs, "start"), _one(inputs, "end"))


def _over(top: Estimate, base: Estimate, unit: str) -> Estimate:
    """top / base for figures of 0 or more; the low end takes the high base and the other way round."""
    (low_top, high_top), (low_base, high_base) = bounds(top), bounds(base)
    if low_base <= 0:
        raise ZeroExposure(
            "no ratio to nothing", problems=[Problem("base", f"{low_base} to {high_base}", "above 0")], need=1
        )
    return Estimate(top.value / base.value, low_top / high_base, high_top / low_base, unit=unit, n=2)


def _sum(figures: Sequence[Estimate], unit: str = "") -> Estimate:
    ends = [bounds(e) for e in figures]
    low, high = sum(e[0] for e in ends), sum(e[1] for e in ends)
    return Estimate(sum(e.value for e in figures), low, high, unit=unit, n=len(figures))


def _less(second: Estimate, first: Estimate, more: float = 0.0, unit: str = "") -> Estimate:
    (low, high), (low_first, high_first) = bounds(second), bounds(first)
    value = second.value - first.value + more
    return Estimate(value, low - high_first + more, high - low_first + more, unit=unit, n=2)


def _mean(inputs: Inputs) -> Estimate:
    return _over(_sum(_all(inputs, "n")), _one(inputs, "n"), "mean")


def _count(inputs: Inputs) -> Estimate:
    n = float(len(_all(inputs)))
    return Estimate(n, n, n, unit="items", n=int(n))


def _span(inputs: Inputs) -> Estimate:
    first, last = _one(inputs, "first"), _one(inputs, "last")
    if last.value < first.value:
        told = Problem("last", f"{last.value:g}, before {first.value:g}", "the first or later")
        raise BadParameter("a span that ends before it begins", problems=[told])
    return _less(last, first, 1.0, "years")


def _excess(inputs: Inputs) -> Estimate:
    """The highest of the others counts at its own bounds: the others' highest low and highest high."""
    ends = [bounds(e) for e in inputs["others"]]
    if not ends:
        raise BadParameter("excess over nothing", problems=[Problem("others", "no figure", "one figure or more")])
    top = Estimate(max(e.value for e in inputs["others"]), max(e[0] for e in ends), max(e[1] for e in ends))
    return _less(_one(inputs, "value"), top)


def _revised(inputs: Inputs) -> Estimate:
    ends = [bounds(e) for e in _all(inputs)]
    return Estimate(_one(inputs, "latest").value, min(e[0] for e in ends), max(e[1] for e in ends), n=len(ends))


def _equals(inputs: Inputs) -> Estimate:
    low, high = bounds(_one(inputs, "value"))
    return Estimate(_one(inputs, "value").value, low, high, n=1)


#: operation → (inputs that it must have, whether it takes others beside them, what it does)
OPERATIONS: Mapping[str, tuple[tuple[str, ...], bool, Callable[[Inputs], Estimate]]] = {
    "growth": (("start", "end"), False, _growth),
    "ratio": (("top", "base"), False, lambda i: _over(_one(i, "top"), _one(i, "base"), "ratio")),
    "share": (("part", "whole"), False, lambda i: _over(_one(i, "part"), _one(i, "whole"), "share")),
    "sum": ((), True, lambda i: _sum(_all(i))),
    "difference": (("first", "second"), False, lambda i: _less(_one(i, "second"), _one(i, "first"))),
    "mean": (("n",), True, _mean),
    "count": ((), True, _count),
    "span": (("first", "last"), False, _span),
    "excess": (("value", "others"), False, _excess),
    "revised": (("latest",), True, _revised),
    "equals": (("value",), False, _equals),
}
