"""What became of each number and quantified sentence of the report: recomputed, compared within its tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mcee_eval.contracts import registry
from mcee_eval.frames.frame import About, Frame, about, framed
from mcee_eval.metrics.recompute import bounds
from mcee_eval.phrase import Figure, Phrase, Several
from mcee_eval.release.cell import Cell
from mcee_eval.release.measured import Measured
from mcee_eval.results import Estimate

SLACK = 1e-9  # two floats nearer than this are one number
VERDICTS = ("reproduced", "reproduced_rounding", "not_reproduced", "redacted", "not_testable")
WORDED = ("growth", "excess", "difference", "several")  # what is said without a number
PLACES = {"share": 1, "times": 2, "areas": 2}  # decimals of a recomputed figure; others are whole


@dataclass(frozen=True)
class Reproduced:
    """frame : the statements with ``verdict``; ``printed``, ``recomputed``, ``why`` as phrases. counts : by verdict."""

    frame: Frame
    counts: Frame
    _figures: Mapping[str, Estimate | None]
    _inputs: Mapping[str, Mapping[str, Any]]

    def example(self, *, formula: str, unit: str) -> dict[str, Cell | str]:
        """The first statement of this formula that prints a number of this unit, as a sentence quotes it.

        printed, the recomputed figure under the formula's name, its inputs by their names, verdict.
        """
        held = self.frame[(self.frame["formula"] == formula) & (self.frame["unit"] == unit)]
        one = next(r for r in held.to_dict("records") if pd.notna(r["published"]) and self._figures[r["claim"]])
        read = {k: _cell(v[0]) for k, v in self._inputs[one["claim"]].items()}
        figure = {formula: _cell(self._figures[one["claim"]])}
        return {**read, "printed": Cell(float(one["published"])), **figure, "verdict": f"claim_{one['verdict']}"}


def _cell(found: Estimate | None) -> Cell:
    assert found is not None  # chosen among the recomputed
    return Cell(found.value, found.low, found.high)


def reproduced(claims: pd.DataFrame, recomputed: Measured) -> Reproduced:
    """What became of each statement, by the declared rule (``verdict``).

    claims : kind, formula, relation, published, tolerance, unit, untested, tolerance_why, discrepancy. recomputed : of
    ``recompute_each`` for the same statements.
    """
    figures, inputs = recomputed._result.figures, recomputed._result.inputs
    rows = pd.DataFrame(claims).astype(object).where(claims.notna(), None).to_dict("records")
    told = [
        {
            "verdict": verdict(r, figures[r["claim"]]), "printed": _printed(r),
            "recomputed": _recomputed(r, figures[r["claim"]]), "why": _how(r, figures[r["claim"]]),
        }
        for r in rows
    ]  # fmt: skip
    known = about(claims).joined([recomputed._about])
    key = ("claim", "said", "verdict", "printed", "recomputed", "why", "section")
    made = pd.DataFrame(claims).assign(
        said=claims["text"], **{k: [t[k] for t in told] for k in ("verdict", "printed", "recomputed", "why")}
    )
    counts = pd.DataFrame({"verdict": VERDICTS, "n": [sum(t["verdict"] == v for t in told) for v in VERDICTS]})
    frame = framed(made, _keyed(known, key))
    return Reproduced(frame, framed(counts, _keyed(about(claims), ("verdict",), n="things")), figures, inputs)


def _keyed(known: About, key: tuple[str, ...], **roles: str) -> About:
    return replace(known, key=key, roles={**dict.fromkeys(key, "code"), **roles})


def verdict(row: Mapping[Any, Any], found: Estimate | None) -> str:
    """The declared rule.

    Redacted marks are redacted; what has no recomputed figure cannot be tested. Otherwise the figure must stand to the
    printed one as ``relation`` says; where none is printed, to zero, or to one where the word is "several".
    As it is: reproduced. Only within the tolerance or the bounds of the inputs: within rounding or revision. Else: not
    reproduced. A test that is necessary and not sufficient (``untested``) can refute, and cannot confirm.
    """
    if row["kind"] == "redacted":
        return "redacted"
    if found is None:
        return "not_testable"
    relation, published, tolerance = row["relation"], row["published"], float(row["tolerance"] or 0)
    against = float(published) if published is not None else 1.0 if relation == "several" else 0.0
    low, high = bounds(found)
    slack = SLACK * max(1.0, abs(against))
    if relation == "equals":
        exactly = abs(found.value - against) <= slack
        nearly = low - slack <= against + tolerance and against - tolerance <= high + slack
    elif relation == "at_least":
        exactly, nearly = low >= against - slack, high >= against - tolerance - slack
    else:  # more_than, several
        exactly, nearly = low > against + slack, high > against - tolerance + slack
    if not nearly:
        return "not_reproduced"
    if row["untested"]:
        return "not_testable"
    return "reproduced" if exactly else "reproduced_rounding"


def _printed(row: Mapping[Any, Any]) -> Any:
    """The number as the report prints it, or what its words say of one."""
    formula, relation = row["formula"], row["relation"]
    if row["published"] is None:
        said = "several" if relation == "several" else formula
        return Phrase(f"statement.{said if said in WORDED else 'nothing'}")
    figure = Figure(float(row["published"]), row["unit"] or "")
    told = relation == "more_than" or (relation == "at_least" and formula == "mean")
    return Phrase(f"statement.{relation}", {"n": figure}) if told else figure


def _recomputed(row: Mapping[Any, Any], found: Estimate | None) -> Any:
    """The recomputed figure, with the bounds of its inputs where they can be seen."""
    if found is None:
        return Phrase("statement.nothing")
    unit, plus = row["unit"] or "", row["published"] is None and row["formula"] in WORDED
    return Figure(found.value, unit, PLACES.get(unit, 0), plus, *bounds(found))


def _how(row: Mapping[Any, Any], found: Estimate | None) -> Any:
    """The operation and the reason for its tolerance, or what keeps the statement from being tested."""
    if row["kind"] == "redacted":
        return Phrase("statement.redacted")
    codes = {c.name: c.codes for c in registry.CONTRACTS["claims"].columns}
    why: Any = codes["untested"][row["untested"]] if row["untested"] else ("", "")
    if found is not None:
        said = tuple(t for t in (why, row["tolerance_why"]) if t and t[0])
        why = Several((codes["formula"][row["formula"]], *said), "; ")
    return Phrase("statement.see", {"why": why, "discrepancy": row["discrepancy"]}) if row["discrepancy"] else why
