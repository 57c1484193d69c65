"""Records by hand: propositions and states, as a batch would have kept them, and the frames made from them."""

from __future__ import annotations

from typing import Any

from mcee_eval.datasets import dataset
from mcee_eval.frames.frame import Frame
from mcee_eval.frames.registry import made

READS = ("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7")
OPEN = "inconclusive"
#: proposition → state; what the report's own conclusions look like
AS_REPORTED = {
    "1a": "supported", "1b": "supported", "4a": "supported", "4b": OPEN, "4c": "supported", "4d": "not_examined",
}  # fmt: skip
SETTLE = {"4a": "documents_by_quarter", "4c": "engagement_records", "4d": "engagement_records"}
SAYS = {
    "supported": "for", "contradicted": "against", "mixed": "mixed", OPEN: "too_few", "not_examined": "not_tried",
}  # fmt: skip


def record(states: dict[str, str]) -> dict[str, Any]:
    """The record of one finding whose propositions have these states."""
    return {
        "verdicts": [
            {
                "proposition": p, "state": s, "headline": p.endswith("a"),
                "reasons": [
                    {"code": "words", "says": SAYS[s], "values": {"state": "said"}},
                    {"code": "number", "says": SAYS[s], "values": {"growth": {"v": 1.685, "lo": 1.68, "hi": 1.69}}},
                ],
                "settle": [SETTLE.get(p, "claims_series")] if s in (OPEN, "not_examined") else [],
                "lines": {"requests": SAYS[s]}, "last": "2024",
                "strength": "one_line" if s in ("supported", "contradicted") else "",
                "silence": SAYS[s] if s in (OPEN, "not_examined") else "",
            }
            for p, s in states.items()
        ]
    }  # fmt: skip


def records(states: dict[str, str] | None = None, *, without: tuple[str, ...] = ()) -> dict[str, dict[str, Any] | None]:
    """The records of all findings; ``states`` replace those of the report, ``without`` did not complete."""
    told = AS_REPORTED | (states or {})
    return {f: None if f in without else record({p: s for p, s in told.items() if p[0] == f[1]}) for f in READS}


def frame(name: str, states: dict[str, str] | None = None, *, without: tuple[str, ...] = ()) -> Frame:
    """A frame made from these records."""
    return made(dataset("synthetic"), name, records=records(states, without=without))
