"""Verdicts of other notebooks put together: held against the report, along a chain, behind each recommendation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mcee_eval.frames.frame import Frame, about, framed
from mcee_eval.judge.verdict import State
from mcee_eval.phrase import Phrase, Several
from mcee_eval.release.cell import Cell

#: state → what the line says that made it so
DECIDES = {"supported": "for", "contradicted": "against", "mixed": "mixed"}
OPEN = ("inconclusive", "not_examined")
TURNED = {"supported": "contradicted", "contradicted": "supported"}
#: how a link of a chain stands, from weakest to strongest
STANDINGS = ("broken", "untested", "in_part", "holds")


@dataclass(frozen=True)
class Concluded:
    """What one finding concludes: a proposition with its state, and the line that carries it, as a phrase.

    proposition, state : "" and None for a finding that has none to tell.
    """

    finding: str
    proposition: str = ""
    state: State | None = None
    said: Phrase | None = None


class States(dict[str, str]):
    """Proposition → ``state_supported`` and the like; ``state_no_record`` where no record holds it."""

    def __missing__(self, proposition: str) -> str:
        return "state_no_record"


def states(verdicts: pd.DataFrame) -> States:
    """The states of propositions, for lines that follow them and for what rests on them."""
    return States({p: f"state_{s}" for p, s in zip(verdicts["proposition"], verdicts["state"], strict=True)})


def released(kept: Any) -> Any:
    """A value of a record as it was released: a cell, or a text."""
    if not isinstance(kept, Mapping):
        return kept
    if kept.get("v") is None:
        return Cell(None, kept.get("lo"), kept.get("hi"), kept.get("n"), kept.get("m", "missing"))
    return Cell(kept["v"], kept.get("lo"), kept.get("hi"), kept.get("n"))


def quoted(line: Mapping[Any, Any]) -> Phrase:
    """A line of evidence as its finding says it."""
    return Phrase(f"reason.{line['finding']}.{line['line']}", {k: released(v) for k, v in line["quotes"].items()})


def leading(asked: pd.DataFrame, verdicts: pd.DataFrame, lines: pd.DataFrame) -> list[Concluded]:
    """What does each finding conclude, in the line that carries its headline?

    The line is of the kind that decided the verdict; one with a number comes before one without.
    """
    found = []
    for finding, completed in zip(asked["finding"], asked["completed"], strict=True):
        mine = verdicts[verdicts["finding"] == finding].to_dict("records")
        if not completed:
            found.append(Concluded(finding, said=Phrase("link.not_completed")))
        for v in sorted(mine, key=lambda v: not v["headline"])[:1]:
            wanted = DECIDES.get(v["state"])
            own = lines[lines["proposition"] == v["proposition"]].to_dict("records")
            own = sorted(own, key=lambda r: (wanted is not None and r["says"] != wanted, not _numbered(r["quotes"])))
            found.append(Concluded(finding, v["proposition"], State(v["state"]), quoted(own[0]) if own else None))
    return found


def _numbered(quotes: Mapping[str, Any]) -> bool:
    return any(isinstance(v, Mapping) and v.get("v") is not None for v in quotes.values())


def relation(report: str, run: str) -> str:
    """How two conclusions stand to each other: same, run_open (the run alone is open), other, missing."""
    if not run:
        return "missing"
    if run == report:
        return "same"
    return "run_open" if run in OPEN else "other"


def compare(positions: pd.DataFrame, verdicts: pd.DataFrame, lines: pd.DataFrame) -> Frame:
    """What the report concludes held against this run: id and said (the proposition), report, run, relation, why.

    why : where they differ, the first line that is open, or not met.
    """
    run = dict(zip(verdicts["proposition"], verdicts["state"], strict=True))
    table = pd.DataFrame(positions).sort_values("proposition").reset_index(drop=True)
    rows = [(p, r, run.get(p, "")) for p, r in zip(table["proposition"], table["position"], strict=True)]
    why = []
    for proposition, report, state in rows:
        told = relation(report, state)
        order = (None, "against", "mixed", "for") if state in OPEN else ("against", "mixed", "for", None)
        own = lines[lines["proposition"] == proposition].to_dict("records")
        own.sort(key=lambda r: order.index(r["says"] if r["says"] in order else None))
        why.append(Phrase(f"why.{told}") if told in ("same", "missing") else quoted(own[0]) if own else None)
    propositions, reports, runs = (list(column) for column in zip(*rows, strict=True))
    made = pd.DataFrame(
        {
            "id": propositions, "said": propositions, "report": reports, "run": [s or "no_record" for s in runs],
            "why": why, "relation": [relation(r, s) for r, s in zip(reports, runs, strict=True)],
        }
    )  # fmt: skip
    return framed(made, _joined(positions, verdicts, key=("id", "said", "report", "run", "why", "relation")))


def _joined(*frames: pd.DataFrame, key: tuple[str, ...]) -> Any:
    known = about(frames[0]).joined([about(f) for f in frames[1:]])
    return replace(known, key=key, roles={**known.roles, **dict.fromkeys(key, "code")})


def said(proposition: str, known: Mapping[str, str]) -> Phrase:
    """``4a: not supported``."""
    return Phrase("state.of", {"id": proposition, "state": known[proposition]})


def resting(frame: pd.DataFrame, verdicts: pd.DataFrame, *, by: Sequence[str]) -> Frame:
    """What each thing (named by ``by``) rests on: ``rests``, its propositions with their states, in order."""
    known, rows = states(verdicts), []
    for names, mine in pd.DataFrame(frame).groupby(list(by), sort=False, dropna=False):
        told = [said(p, known) for p in mine["proposition"].dropna()]
        rows.append((*names, told or [Phrase("state.not_measured")]))
    key = (*by, "rests")
    return framed(pd.DataFrame(rows, columns=list(key)), _joined(frame, verdicts, key=key))


def chain(links: pd.DataFrame, verdicts: pd.DataFrame, rated: pd.DataFrame) -> Frame:
    """How does each link of a theory stand? link, evidence (states), standing, rating (the least of its findings).

    links : link, proposition, side ("against": a proposition that is supported is a blow to the link). rated : finding,
    overall, plain. A link is broken where all that is told is against it, untested where nothing is told.
    """
    known, rows = states(verdicts), []
    overall = dict(zip(rated["finding"], rated["overall"], strict=True))
    words = dict(zip(rated["overall"], rated["plain"], strict=True))
    for link, mine in pd.DataFrame(links).groupby("link", sort=False):
        plain = [known[p].removeprefix("state_") for p in mine["proposition"]]
        turned = [TURNED.get(s, s) if side == "against" else s for s, side in zip(plain, mine["side"], strict=True)]
        least = [overall[p[0]] for p in mine["proposition"] if p[0] in overall]
        evidence = [said(p, known) for p in mine["proposition"]]
        rows.append((link, evidence, _standing(turned), words[min(least)] if least else "not_rated"))
    key = ("link", "evidence", "standing", "rating")
    return framed(pd.DataFrame(rows, columns=list(key)), _joined(links, verdicts, key=key))


def _standing(speak: Sequence[str]) -> str:
    told = [s for s in speak if s not in ("no_record", *OPEN)]
    if not told:
        return "untested"
    if set(told) == {"supported"} and len(told) == len(speak):
        return "holds"
    return "broken" if set(told) == {"contradicted"} else "in_part"


def weakest(links: pd.DataFrame) -> dict[str, str]:
    """The first of the links that stand worst, as a sentence quotes it; nothing where all hold."""
    order = sorted(range(len(links)), key=lambda i: STANDINGS.index(links["standing"].iloc[i]))
    if not order or links["standing"].iloc[order[0]] == "holds":
        return {}
    worst = links.iloc[order[0]]
    return {"link": f"link_{worst['link']}", "standing": f"link_{worst['standing']}"}


def would_show(gaps: pd.DataFrame, *effects: Any) -> Frame:
    """What each thing that is missing would show: missing, propositions, owners (since when), indicator, shows.

    gaps : settle, propositions, owners, since, series, why. effects : results of ``smallest_effects``.
    """
    shows, whose = [], []
    for r in pd.DataFrame(gaps).to_dict("records"):
        owners, since, series, why = ("" if pd.isna(r[k]) else str(r[k]) for k in ("owners", "since", "series", "why"))
        found = [(e.kind, cells) for e in effects if e and (cells := e.of(series))]
        shows += [Phrase(f"needed.shows_{k}", {"series": Phrase(f"series.{series}"), **c}) for k, c in found[:1]] or [
            Phrase(f"needed.why_{why}" if why else "needed.not_declared")
        ]
        named = Several(tuple(Phrase(f"code.group_{o}") for o in owners.split()))
        whose.append(Phrase("needed.since", {"owners": named, "since": since}) if since else named)
    settle = list(gaps["settle"])
    told = {"missing": settle, "propositions": list(gaps["propositions"]), "owners": whose, "indicator": settle}
    return framed(pd.DataFrame({**told, "shows": shows}), _joined(gaps, key=(*told, "shows")))
