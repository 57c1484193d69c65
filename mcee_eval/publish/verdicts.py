"""Verdicts of a record as a reader gets them: the proposition's sentence, then its state, never the state alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mcee_eval.publish.layout import count
from mcee_eval.words.say import Words


def propositions(record: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """Every verdict of the record, headline first: {proposition, sentence, state, criteria}."""
    ordered = sorted(record["verdicts"], key=lambda v: not v.get("headline"))
    return [
        {
            "proposition": v["proposition"],
            "sentence": sentence(v["proposition"], words),
            "state": v["state"],
            "criteria": _criteria(v.get("reasons", ()), words),
        }
        for v in ordered
    ]


def headlines(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The verdicts that stand for a page in a table of pages: its headline ones, else its first."""
    return [v for v in record["verdicts"] if v.get("headline")] or list(record["verdicts"][:1])


def sentence(proposition: str, words: Words) -> str:
    """The written proposition. One that the catalogue does not hold stops the build."""
    return words(f"proposition.{proposition}")


def _criteria(reasons: Sequence[Mapping[str, Any]], words: Words) -> str:
    passed = [r.get("passed") for r in reasons]
    if not passed:
        return ""
    return words(
        "site.answer.criteria",
        n=count(len(passed)), met=count(passed.count(True)), unknown=count(passed.count(None)),
    )  # fmt: skip
