"""The one object a notebook holds: parameters, tables, measures, what may be shown of them, and the record."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from mcee_eval import record as records
from mcee_eval.contracts.near import did_you_mean
from mcee_eval.datasets import Dataset, names
from mcee_eval.datasets import dataset as open_dataset
from mcee_eval.errors import BadParameter, MceeError, Problem
from mcee_eval.judge.verdict import Verdict
from mcee_eval.loaders.receipt import Receipt
from mcee_eval.parameters import changed, here, open_notebook, toml_of
from mcee_eval.places import shipped
from mcee_eval.release.door import Door
from mcee_eval.release.protected import strictest
from mcee_eval.release.rule import round_half_up
from mcee_eval.settings import Settings, settings
from mcee_eval.show import passage
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import MIME, Exhibit, cell_record
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words, escape

AUDIENCES = ("public", "internal")
LIBRARIES = ("mcee-eval", "numpy", "pandas", "scipy", "statsmodels", "lifelines", "matplotlib")


def check_parameters(
    finding: str, *, country: str, lang: str, audience: str, dataset: str, start: str = "", end: str = "",
    own: Sequence[Problem] = (),
) -> None:  # fmt: skip
    """May a run with these parameters start? Refuses with every problem at once; own : of the notebook's own ones."""
    problems: list[Problem] = []
    given = {"country": country, "lang": lang, "audience": audience, "dataset": dataset, "start": start, "end": end}
    for name, value in given.items():
        if not isinstance(value, str):
            problems.append(Problem(name, f"{value!r}, a {type(value).__name__}", "a text"))
    known = [f.id for f in settings().findings]
    problems += _among("finding", finding, known)
    problems += _among("lang", lang, LANGS) + _among("audience", audience, AUDIENCES)
    problems += [] if dataset in names() else _among("dataset", dataset, names())
    for name in ("start", "end"):
        if isinstance(given[name], str) and given[name] and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given[name]):
            problems.append(Problem(name, repr(given[name]), "a month such as 2019-02, or nothing"))
    if finding in known and dataset in names() and isinstance(country, str):
        problems += _country_problems(finding, country, audience, dataset)
    problems += own
    if not problems and start and end and start >= end:
        problems.append(Problem("start, end", f"{start} to {end}", "a start before the end"))
    if problems:
        many = "problem" if len(problems) == 1 else "problems"
        raise BadParameter(f"parameters: {len(problems)} {many}", problems=problems)


def _among(name: str, value: object, allowed: Any) -> list[Problem]:
    if value in allowed:
        return []
    near = difflib.get_close_matches(str(value), allowed, n=1, cutoff=0.4)
    return [Problem(name, repr(value), f"one of {', '.join(allowed)}", f"Did you mean {near[0]!r}?" if near else "")]


def _country_problems(finding: str, country: str, audience: str, name: str) -> list[Problem]:
    data = open_dataset(name)
    wanted = settings().finding(finding)
    if data.provenance == "published" and name not in wanted.datasets and "published" not in wanted.datasets:
        return [Problem("dataset", repr(name), "data of the programme", f"Public figures cannot answer {finding}.")]
    if country == "ALL":
        return []
    if not wanted.country_form:
        return [Problem("country", repr(country), "'ALL'", f"{finding} has no country form.")]
    if country not in data.known:
        hint = did_you_mean(country, (*data.countries(finding), "ALL", *data.known), cutoff=0.3)
        return [Problem("country", repr(country), f"a code of data set {name!r}, or 'ALL'", hint)]
    if audience == "public" and data.provenance == "protected" and country not in data.release:
        return [
            Problem("country", repr(country), "a country of the release list", "Ask for audience='internal', or ALL.")
        ]
    if country not in data.askable(finding, audience):
        return [Problem("country", repr(country), f"a funded country, which {finding} is about, or 'ALL'")]
    return []


@dataclass
class Study:
    """What a notebook works with. Made by ``study()``; its methods show things and keep what was shown."""

    finding: str
    country: str
    lang: str
    audience: str
    dataset: str
    start: str
    end: str
    data: Dataset
    settings: Settings
    words: Mapping[str, Words]
    release: Door
    shown: dict[str, Exhibit | Passage] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    measures: Any = None
    chosen: Mapping[str, Any] = field(default_factory=dict)  # parameters that are not as the shipped notebook has them

    def measure(self) -> Any:
        """The measures of this finding, from checked tables; kept for the exhibits and the verdict."""
        module = import_module(f"mcee_eval.findings.{self._module}_data")
        gather = getattr(module, f"{self._module}_data")
        if self.settings.finding(self.finding).reads:
            gathered = gather(self.data, self.country, records_for(self))
        else:
            gathered = gather(self.data, self.country)
        self.measures = self._finding.measure(gathered, self.settings)
        return self.measures

    def exhibit(self, slug: str) -> Exhibit | Passage:
        """An exhibit or a computed passage of this finding by name; a sentence says why where it does not apply."""
        made = self._show.SHOWN[slug](self._context())
        if made.id in self.shown:
            raise BadParameter("shown twice", problems=[Problem(slug, made.id, "each exhibit once")])
        self.shown[made.id] = made
        return made  # type: ignore[no-any-return]

    def verdict(self, proposition: str) -> Passage:
        """What is concluded on a proposition, with its reasons."""
        judged = next(v for v in self._judged() if v.proposition == proposition)
        printable = self._show.printable(judged, self._context())
        made = passage.verdict(self.finding, printable, self.words, self.lang)
        self.verdicts.append(printable)
        self.shown[made.id] = made
        return made

    def state(self) -> dict[str, str]:
        """Proposition → state, without a word of either language (what nbval compares)."""
        return {v.proposition: v.state.value for v in self._judged()}

    @property
    def _module(self) -> str:
        return self.settings.finding(self.finding).module

    @property
    def _finding(self) -> ModuleType:
        """The module that measures and judges this finding."""
        return import_module(f"mcee_eval.findings.{self._module}")

    @property
    def _show(self) -> ModuleType:
        """The module that shows this finding."""
        return import_module(f"mcee_eval.show.{self._module}")

    def _judged(self) -> tuple[Verdict, ...]:
        return tuple(self._finding.judge(self.measures, self.settings))

    def _context(self) -> Context:
        return Context(self.finding, self.measures, self.release, self.words, self.lang, self.settings)

    def record(self) -> Recorded:
        """Everything this run concluded and showed, as the record that the batch keeps."""
        inputs = [loaded.receipt for _, loaded in sorted(self.data._loaded.items())]
        numbers: dict[str, Any] = {}
        for shown in self.shown.values():
            if isinstance(shown, Passage):
                for ident, (cell, unit) in shown.numbers.items():
                    kept: dict[str, Any] = {"value": cell.value, "low": cell.low, "high": cell.high, "n": cell.n}
                    kept["mark"] = cell.mark or None
                    numbers[ident] = {k: v for k, v in kept.items() if v is not None} | {"unit": unit}
        exhibits = [s.record() for s in self.shown.values() if isinstance(s, Exhibit)]
        whole = {
            "schema": records.SCHEMA,
            "finding": self.finding,
            "country": self.country,
            "dataset": self.dataset,
            "audience": self.audience,
            "provenance": strictest([self.data.provenance, *(e["provenance"] for e in exhibits)]),
            "parameters": {"start": self.start, "end": self.end, "thresholds": self._thresholds(), **self._chosen()},
            "names": {self.country: [self.words[one].country(self.country) for one in LANGS]},
            "verdicts": [
                {
                    "proposition": v.proposition,
                    "state": v.state.value,
                    "headline": v.headline,
                    "settle": list(v.settle),
                    "reasons": [
                        {
                            "code": r.code,
                            "passed": r.passed,
                            "values": {k: x if isinstance(x, str) else cell_record(x) for k, x in r.values.items()},
                        }
                        for r in v.reasons
                    ],
                }
                for v in self.verdicts
            ],
            "numbers": numbers,
            "exhibits": exhibits,
            "inputs": [
                {
                    "kind": r.kind,
                    "source": r.source,
                    "vintage": r.vintage,
                    "provenance": r.provenance,
                    "rows": r.rows if self._told_exactly(r) else round_half_up(r.rows),
                    "suppressed": r.suppressed,
                    "sha256": r.sha256 if self._told_exactly(r) else "",
                    "corrections": list(r.corrections),
                    "notes": list(r.notes),
                }
                for r in inputs
            ],
            "versions": {name: version(name) for name in LIBRARIES},
        }
        records.validate(records.rounded(whole))
        return Recorded(records.rounded(whole), self.words, self.lang)

    def _thresholds(self) -> dict[str, float]:
        """This finding's thresholds, so that a change of one shows in every record and is told as a setting."""
        own = self.settings.thresholds.items()
        return {name: t.value for name, t in sorted(own) if name.startswith(f"{self.finding}.")}

    def _chosen(self) -> dict[str, Any]:
        """Of protected data the public learns which parameters were chosen, not what: a value can name a country."""
        hidden = self.audience == "public" and self.data.provenance == "protected"
        return {"chosen": {n: None if hidden else v for n, v in self.chosen.items()}} if self.chosen else {}

    def _told_exactly(self, read: Receipt) -> bool:
        """A public record tells no hash and no exact number of rows of a protected table: they can give counts away."""
        return self.audience == "internal" or read.provenance != "protected"


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


def records_for(asking: Study) -> dict[str, dict[str, Any]]:
    """The records that a study concludes from, by finding; one whose run did not complete is absent.

    A batch has made them beforehand and says where (``$MCEE_RECORDS``). Elsewhere the verdicts are reached here and
    now from the same data, so that a notebook concludes the same wherever it runs.
    """
    kept = os.environ.get("MCEE_RECORDS")
    found: dict[str, dict[str, Any]] = {}
    for finding in asking.settings.finding(asking.finding).reads:
        if kept:
            path = Path(kept) / f"{finding}.ALL.json"
            if path.is_file():
                found[finding] = json.loads(path.read_text("utf-8"))
            continue
        try:
            made = study(finding, audience=asking.audience, dataset=asking.dataset, start=asking.start, end=asking.end)
            made.measure()
            for judged in made._judged():
                made.verdict(judged.proposition)
            found[finding] = made.record().record
        except MceeError:
            continue  # told by its absence
    return found


def study(
    finding: str,
    *,
    country: str = "ALL",
    lang: str = "en",
    audience: str = "public",
    dataset: str = "synthetic",
    start: str = "",
    end: str = "",
) -> Study:
    """Open a study: parameters checked first, then the data set; nothing is computed yet.

    finding : "f1" … country : a code of the data set, or "ALL". lang : what JupyterLab shows ("en", "fr").
    audience : "public" goes through the rule, "internal" shows exact figures. dataset : a name, never a path.
    start, end : months of the evaluation window; empty takes the settings. Raises ``BadParameter`` with all problems.
    """
    known = {f.id: f.notebook for f in settings().findings}
    shipped_one = shipped("notebooks", f"{known.get(finding, finding)}.ipynb")
    own, problems = here(toml_of(open_notebook(shipped_one), shipped_one))
    check_parameters(
        finding, country=country, lang=lang, audience=audience, dataset=dataset, start=start, end=end, own=problems
    )
    data = open_dataset(dataset)
    chosen = settings()
    chosen = replace(chosen, start=start or chosen.start, end=end or chosen.end)
    words = {one: Words(one, data.names) for one in LANGS}
    release = Door(data.provenance, audience, data.name)
    made = Study(finding, country, lang, audience, dataset, start, end, data, chosen, words, release)
    made.chosen = changed(own, shipped_one)
    return made
