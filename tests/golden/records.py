"""What each notebook told before and tells now: internal, exact records in short.

``python tests/golden/records.py`` writes them.

A run keeps its verdicts in clear and a fingerprint of each exhibit, of its numbers and of its picture's data, so that a
change names what changed. The full record of any run is one call away: ``rehearsed(finding, country=…).record()``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from mcee_eval.record import rounded
from mcee_eval.rehearsal import rehearsed

HERE = Path(__file__).parent
KEPT = ("kind", "title", "columns", "rows", "period", "provenance")
COUNTRIES = {
    "f0": ["ALL"], "f1": ["ALL", "R01", "P02"], "f2": ["ALL", "R01", "P02"], "f3": ["ALL", "R05"],
    "f4": ["ALL", "R01", "R05", "P02"], "f5": ["ALL"], "f6": ["ALL"], "f7": ["ALL"], "f8": ["ALL"],
}  # fmt: skip
RUNS = [(f, c, "synthetic") for f, codes in COUNTRIES.items() for c in codes]
RUNS += [("f1", "ALL", "published"), ("f1", "MEX", "published"), ("f1", "NGA", "published"), ("f5", "ALL", "published")]


def digest(value: object) -> str:
    """The first 12 digits of the hash of a value as canonical JSON."""
    text = json.dumps(rounded(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def short(finding: str, country: str, dataset: str) -> dict[str, object]:
    """A run in short: verdicts with the answer of each line, exhibits and numbers by fingerprint."""
    record = rehearsed(finding, country=country, dataset=dataset, audience="internal").record().record
    lines = {
        v["proposition"]: [v["state"], *(f"{r['code']} {r['says']}" for r in v["reasons"])] for v in record["verdicts"]
    }
    exhibits = {e["id"]: digest({k: e[k] for k in KEPT}) for e in record["exhibits"]}
    return {"verdicts": lines, "numbers": digest(record["numbers"]), "exhibits": exhibits}


def path(finding: str, country: str, dataset: str) -> Path:
    """Where a run's short record is kept."""
    return HERE / f"{finding}.{country}.{dataset}.json"


if __name__ == "__main__":
    for run in RUNS:
        path(*run).write_text(json.dumps(short(*run), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
