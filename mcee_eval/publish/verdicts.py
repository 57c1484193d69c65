"""Verdicts of a record as a reader gets them: the proposition's sentence, then what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mcee_eval.publish.layout import count
from mcee_eval.release.cell import Cell
from mcee_eval.words.catalogue import slots
from mcee_eval.words.formats import KINDS
from mcee_eval.words.say import Words

#: state → what the lines say that bear it out
SAYS = {"supported": "for", "contradicted": "against", "mixed": "mixed"}


def propositions(record: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """Every verdict of the record, headline first: {proposition, sentence, state, beside}."""
    ordered = sorted(record["verdicts"], key=lambda v: not v.get("headline"))
    return [
        {
            "proposition": v["proposition"],
            "sentence": sentence(v["proposition"], words),
            "state": v["state"],
            "beside": "; ".join(beside(record["finding"], v, words)),
        }
        for v in ordered
    ]


def headlines(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The verdicts that stand for a page in a table of pages: its headline ones, else its first."""
    return [v for v in record["verdicts"] if v.get("headline")] or list(record["verdicts"][:1])


def sentence(proposition: str, words: Words) -> str:
    """The written proposition. One that the catalogue does not hold stops the build."""
    return words(f"proposition.{proposition}")


def beside(finding: str, verdict: Mapping[str, Any], words: Words) -> list[str]:
    """What stands beside the mark: one number with its interval or bounds, last datum, lines; or why it is silent."""
    told = [number(finding, verdict, words)]
    told.append(words("site.answer.last", last=verdict["last"]) if verdict["last"] else "")
    if verdict["silence"]:
        told.append(words(f"silence.{verdict['silence']}"))
    said = SAYS.get(verdict["state"], "")
    same = [f for f, word in verdict["lines"].items() if word == said]
    told.append(words("site.answer.lines", n=count(len(same))) if same and said != "mixed" else "")
    other = {"for": "against", "against": "for"}.get(said)
    contrary = [words(f"family.{f}") for f, w in verdict["lines"].items() if w == other and words.knows(f"family.{f}")]
    told.append(words("site.answer.against", families=", ".join(contrary)) if contrary else "")
    if later := verdict.get("since"):
        seen = "; ".join(t for t in beside(finding, later, words)[:2])
        told.append(words("since.answer", state=words(f"state.{later['state']}").lower(), told=seen))
    return [t for t in told if t]


def number(finding: str, verdict: Mapping[str, Any], words: Words) -> str:
    """The number of the line that bears the verdict, with its interval or bounds; "" where none is told.

    Of several lines the first that says what the verdict says; of a silent verdict the first with a number.
    """
    said = SAYS.get(verdict["state"])
    rows = sorted(verdict["reasons"], key=lambda r: (r["condition"], said is not None and r["says"] != said))
    for reason in rows:
        key = f"reason.{finding}.{reason['code']}"
        kept = reason["values"].get(reason["number"])
        if not isinstance(kept, Mapping) or kept.get("v") is None or not words.knows(key):
            continue
        slot = next((s for s in slots(words.text(key).template("en")) if s.name == reason["number"]), None)
        if slot is not None and slot.kind in KINDS:
            cell = Cell(kept["v"], kept.get("lo"), kept.get("hi"), kept.get("n"))
            if reason["number"] == "asked":
                return words("site.answer.asked", n=cell)
            ends = {cell.low, cell.high} - {None, cell.value}
            return words.number(cell, slot.kind, slot.places, (slot.extra or "range") if ends else "")
    return ""
