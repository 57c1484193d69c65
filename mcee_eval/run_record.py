"""From a study to its record: verdicts, numbers, exhibits, settings and inputs; language-free and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Protocol

from mcee_eval import record as records
from mcee_eval.datasets import Dataset
from mcee_eval.judge.verdict import Verdict
from mcee_eval.loaders.receipt import Receipt
from mcee_eval.release.protected import strictest
from mcee_eval.release.rule import round_half_up
from mcee_eval.settings import Settings
from mcee_eval.show.exhibit import MIME, Exhibit, cell_record
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

LIBRARIES = ("mcee-eval", "numpy", "pandas", "scipy", "statsmodels", "lifelines", "matplotlib")


class Ran(Protocol):
    """What a record needs of the study that ran."""

    finding: str
    country: str
    audience: str
    dataset: str
    start: str
    end: str
    data: Dataset
    settings: Settings
    words: Mapping[str, Words]
    shown: dict[str, Exhibit | Passage]
    verdicts: list[Verdict]
    chosen: Mapping[str, Any]


def run_record(study: Ran) -> dict[str, Any]:
    """Everything a run concluded and showed."""
    inputs = [loaded.receipt for _, loaded in sorted(study.data._loaded.items())]
    numbers: dict[str, Any] = {}
    for shown in study.shown.values():
        if isinstance(shown, Passage):
            for ident, (cell, unit) in shown.numbers.items():
                kept: dict[str, Any] = {"value": cell.value, "low": cell.low, "high": cell.high, "n": cell.n}
                kept["mark"] = cell.mark or None
                kept["page"] = shown.page or None
                numbers[ident] = {k: v for k, v in kept.items() if v is not None} | {"unit": unit}
    opened = [s.page for s in study.shown.values() if s.kind == "page"]
    pages = {slug: {one: study.words[one](f"{study.finding}.page.{slug}") for one in LANGS} for slug in opened}
    exhibits = [s.record() for s in study.shown.values() if isinstance(s, Exhibit)]
    whole: dict[str, Any] = {
        "schema": records.SCHEMA,
        "finding": study.finding,
        "country": study.country,
        "dataset": study.dataset,
        "audience": study.audience,
        "provenance": strictest([study.data.provenance, *(e["provenance"] for e in exhibits)]),
        "parameters": {"start": study.start, "end": study.end, "thresholds": _thresholds(study), **_chosen(study)},
        "names": {study.country: [study.words[one].country(study.country) for one in LANGS]},
        "verdicts": recorded_verdicts(study.verdicts),
        "numbers": numbers,
        "exhibits": exhibits,
        **({"pages": pages} if pages else {}),
        "inputs": [
            {
                "kind": r.kind,
                "source": r.source,
                "vintage": r.vintage,
                "provenance": r.provenance,
                "rows": r.rows if _told_exactly(study, r) else round_half_up(r.rows),
                "suppressed": r.suppressed,
                "sha256": r.sha256 if _told_exactly(study, r) else "",
                "corrections": list(r.corrections),
                "notes": list(r.notes),
            }
            for r in inputs
        ],
        "versions": {name: version(name) for name in LIBRARIES},
    }
    records.validate(records.rounded(whole))
    return records.rounded(whole)  # type: ignore[no-any-return]


def recorded_verdicts(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Verdicts as a record keeps them."""
    return [
        {"proposition": v.proposition, "headline": v.headline, "settle": list(v.settle), **_weighed(v)}
        | ({"since": _weighed(v.since)} if v.since else {})
        for v in verdicts
    ]


def _weighed(v: Verdict) -> dict[str, Any]:
    return {
        "state": v.state.value,
        "lines": {family: word.value for family, word in v.lines.items()},
        "strength": v.strength,
        "silence": v.silence,
        "last": v.last,
        "reasons": [
            {
                "code": r.code,
                "says": r.says.value,
                "family": r.family,
                "number": r.number if r.number in r.values else "",
                "condition": r.condition,
                "values": {k: x if isinstance(x, str) else cell_record(x) for k, x in r.values.items()},
            }
            for r in v.reasons
        ],
    }


def _thresholds(study: Ran) -> dict[str, float]:
    """This finding's thresholds, so that a change of one shows in every record and is told as a setting."""
    own = study.settings.thresholds.items()
    return {name: t.value for name, t in sorted(own) if name.split(".")[0] in (study.finding, "testimony")}


def _chosen(study: Ran) -> dict[str, Any]:
    """Of protected data the public learns which parameters were chosen, not what: a value can name a country."""
    hidden = study.audience == "public" and study.data.provenance == "protected"
    return {"chosen": {n: None if hidden else v for n, v in study.chosen.items()}} if study.chosen else {}


def _told_exactly(study: Ran, read: Receipt) -> bool:
    """A public record tells no hash and no exact number of rows of a protected table: they can give counts away."""
    return study.audience == "internal" or read.provenance != "protected"


@dataclass(frozen=True)
class Recorded:
    """The record as the last cell shows it: a line for the reader, the whole for the batch."""

    record: dict[str, Any]
    words: Mapping[str, Words]
    lang: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        counts = {"numbers": len(self.record["numbers"]), "exhibits": len(self.record["exhibits"])}
        both = {one: f'<p class="recorded">{escape(self.words[one]("page.recorded"))}</p>' for one in LANGS}
        return {
            "text/plain": f"record: {counts}",
            "text/html": both[self.lang],
            MIME: {"kind": "record", "id": f"{self.record['finding']}-record", "html": both},
            records.MIME: self.record,
        }
