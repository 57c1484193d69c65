"""What other notebooks concluded, as their records say it; nothing is measured again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import frame
from mcee_eval.settings import settings

OPEN = ("inconclusive", "not_examined")
Records = Mapping[str, Mapping[str, Any] | None]


def recorded(rows: list[dict[str, Any]], columns: str) -> pd.DataFrame:
    """A table from records: released before, of the whole period of the evaluation."""
    table = pd.DataFrame(rows, columns=columns.split())
    table.attrs.update(sources=[("records", "")], period=scope())
    return table


def scope() -> str:
    """What the evaluation spans."""
    return f"{settings().start} – {settings().end}"


def told(records: Records) -> list[tuple[str, Mapping[str, Any]]]:
    """(finding, verdict) of every record that is there, in the order of the findings."""
    return [(finding, v) for finding, record in records.items() if record for v in record["verdicts"]]


@frame("findings_asked", key=("finding",), records=True, completed="code")
def findings_asked(data: Dataset, country: str, *, records: Records) -> pd.DataFrame:
    """The findings whose records are wanted, and whether the run of each completed."""
    return recorded([{"finding": f, "completed": bool(r)} for f, r in records.items()], "finding completed")


@frame(
    "verdicts", key=("proposition",), records=True, finding="code", state="code", headline="code", told="code",
    strength="code", silence="code", last="text", for_it="things", against="things", silent="things",
)  # fmt: skip
def verdicts(data: Dataset, country: str, *, records: Records) -> pd.DataFrame:
    """finding, proposition, state, headline, strength, silence, last, told (can one conclude?); lines by word."""
    rows = []
    for finding, v in told(records):
        said = list(v["lines"].values())
        counts = {"for_it": said.count("for"), "against": said.count("against")}
        counts["silent"] = len(said) - sum(counts.values()) - said.count("mixed")
        own = {k: v[k] for k in ("proposition", "state", "headline", "strength", "silence", "last")}
        rows.append({"finding": finding, **own, "told": v["state"] not in OPEN, **counts})
    return recorded(rows, "finding proposition state headline strength silence last told for_it against silent")


@frame("lines_of_evidence", key=("proposition", "line"), records=True, finding="code", says="code", quotes="text")
def lines_of_evidence(data: Dataset, country: str, *, records: Records) -> pd.DataFrame:
    """finding, proposition, line (its code), says (its word or its silence), quotes (values as records keep them)."""
    rows = [
        {
            "finding": f,
            "proposition": v["proposition"],
            "line": r["code"],
            "says": r["says"],
            "quotes": r["values"],
        }
        for f, v in told(records)
        for r in v["reasons"]
    ]
    return recorded(rows, "finding proposition line says quotes").astype(object)


@frame("open_questions", key=("settle",), records=True, propositions="text")
def open_questions(data: Dataset, country: str, *, records: Records) -> pd.DataFrame:
    """What would settle something (its code), and the open propositions that wait for it, in order."""
    waiting: dict[str, list[str]] = {}
    for _, v in told(records):
        for code in v["settle"] if v["state"] in OPEN else ():
            waiting.setdefault(code, []).append(v["proposition"])
    return recorded([{"settle": k, "propositions": ", ".join(p)} for k, p in waiting.items()], "settle propositions")
