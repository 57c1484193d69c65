"""The one object a notebook holds: parameters, frames, what may be shown of them, and the record."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.contracts.periods import holding
from mcee_eval.datasets import Dataset
from mcee_eval.datasets import dataset as open_dataset
from mcee_eval.errors import BadParameter, MceeError, Problem, ReleaseRefused
from mcee_eval.frames import registry as frames
from mcee_eval.frames.frame import Frame, about
from mcee_eval.frames.projects import known_until
from mcee_eval.judge.concluded import Concluded
from mcee_eval.judge.lines import Line, Ruled, conclude, settled, silent
from mcee_eval.judge.verdict import Reason, State, Verdict
from mcee_eval.notebooks import declaration, shipped_notebook
from mcee_eval.parameters import changed, here, open_notebook, toml_of
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.counts import by_hand, release_counts
from mcee_eval.release.measured import Measured, measured
from mcee_eval.release.models.structure import Nested
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.results import READER, Result
from mcee_eval.run_parameters import check_parameters
from mcee_eval.run_record import Recorded, recorded_verdicts, run_record
from mcee_eval.settings import Settings, settings
from mcee_eval.show import passage
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.linked import listed
from mcee_eval.show.made import Shown, exhibit_of
from mcee_eval.show.passage import Passage
from mcee_eval.show.pictures import Picture
from mcee_eval.show.plots import Event
from mcee_eval.show.sentences import MARKS, chosen, fillings, flat
from mcee_eval.synthetic.seeds import seed_for
from mcee_eval.words.catalogue import catalogue, slots
from mcee_eval.words.formats import KINDS, LANGS
from mcee_eval.words.say import Words

SEED = 20250531
#: set while a notebook's cells run without a reader
SILENT: ContextVar[bool] = ContextVar("silent", default=False)


@dataclass
class Study:
    """What a notebook works with. Made by ``study()``; its methods show things and keep what was shown.

    In the order of a method section: ``frame`` → ``release`` (counts) or ``measure`` (models) → ``show``, ``say`` →
    ``judge``. ``show``, ``say`` and ``judge`` take only what came through the door, and display themselves.
    """

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
    shown: dict[str, Exhibit | Passage] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    chosen: Mapping[str, Any] = field(default_factory=dict)  # parameters that are not as the shipped notebook has them
    opened: str = ""

    # -- data -----------------------------------------------------------------------------------------------------
    def frame(self, name: str, *, evaluated: bool = False, **how: Any) -> Frame:
        """A named frame of this country, checked, of one shape whatever its source; without rows where it is absent.

        evaluated : bounded by the evaluation, where ``start`` and ``end`` bound nothing. Frames made from records read
        those of the notebooks that this one concludes from; ``own``: and the verdicts reached here so far.
        """
        if frames.from_records(name):
            own = {self.finding: {"verdicts": recorded_verdicts(self.verdicts)}} if how.pop("own", False) else {}
            how["records"] = {**self._concluded, **own}
        start, end = (self.settings.start, self.settings.end) if evaluated else (self.start, self.end)
        made = frames.made(self.data, name, self.country, start=start, end=end, **how)
        if evaluated:
            made.about = replace(made.about, period=self.period)
        return made

    def release(self, frame: pd.DataFrame, *columns: str, by: str | Sequence[str] = (), merge: str = "") -> Any:
        """What may be told of these counts: persons rounded, small numbers hidden; arithmetic starts here."""
        if isinstance(frame, Refusal):
            return frame
        keys = [by] if isinstance(by, str) else list(by)
        return release_counts(frame, columns, audience=self.audience, by=keys, merge=merge)

    def measure(self, metric: Callable[..., Any], *tables: Any, **settings: Any) -> Any:
        """A metric's result as it may be told; a refusal (false, with its code) where the data cannot bear it."""
        settings = {k: v.cell.value if isinstance(v, Fact) else v for k, v in settings.items()}
        known = [about(f) for f in tables if isinstance(f, pd.DataFrame)]
        missing = next((k for k in known if k.absent), None)
        if missing is not None:
            return Refusal(missing.absent, missing.what)
        lost = next((f for f in tables if isinstance(f, Refusal)), None)
        if lost is not None:
            return lost
        if not len(tables[0]):
            return Refusal("empty")
        outcome = settings.get("outcome")
        if isinstance(outcome, str) and outcome in tables[0] and tables[0][outcome].isna().any():
            return Refusal("suppressed")
        if not known or not known[0].name:
            told = Problem("frame", "a table that lost what its columns are", "a named frame", "Count with tally.")
            raise ReleaseRefused("a model of figures without roles", problems=[told])
        plain = {k: v.cell.value if isinstance(v, Fact) else v for k, v in settings.items()}
        return measured(metric, tables, plain, known[0].joined(known[1:]), self.audience)

    # -- what is shown --------------------------------------------------------------------------------------------
    def show(
        self, slug: str, told: Any, picture: Picture | None = None, *, period: str = "",
        title: Mapping[str, str] | None = None, **values: Any,
    ) -> Shown:  # fmt: skip
        """An exhibit of released figures. Its columns and its texts stand in the notebook's TOML under ``slug``.

        Showing a slug again replaces it. ``title`` (both languages) is for an exhibit that the TOML does not know.
        Where there is nothing to show, the exhibit's text ``absent_<code>`` (or ``absent``) is said, once.
        """
        declared = self._declared(slug)
        if not self._here(declared.get("pages", "")):
            return Shown(None)
        told = self._told(told, slug)
        if not len(told):
            return self._absent(slug, told, values)
        if not declared and title is None:
            raise self._unknown(
                "exhibit", slug, [k for k, v in self._texts().items() if isinstance(v, Mapping) and "title" in v]
            )
        return self._kept(exhibit_of(self, slug, told, picture, declared, period=period, title=title, values=values))

    def say(self, slug: str, *told: Any, **values: Any) -> Shown:
        """Computed sentences: those of ``[<finding>.sentences]`` under the slug whose slots are all filled.

        Where none can be said, or one of the values is a refusal, the sentence of ``[<finding>.otherwise]``, if any.
        """
        texts = self._texts()
        written = texts.get("sentences", {}).get(slug, [slug])
        if not self._here(texts.get("pages", {}).get(slug, "")):
            return Shown(None)
        if told and isinstance(told[0], list) and told[0] and isinstance(told[0][0], Concluded):
            return self._kept(listed(self.finding, slug, told[0], self.words, self.lang))
        there = texts.get("pages", {})
        written = [
            [x for x in k if self._here(there.get(x.rstrip(MARKS), ""))] if isinstance(k, list) else k
            for k in written
            if isinstance(k, list) or self._here(there.get(k.rstrip(MARKS), ""))
        ]
        nested = next((v for v in values.values() if isinstance(v, Nested)), None)
        values = {k: v for k, v in values.items() if not isinstance(v, Nested)}
        lost = next((v for v in [*told, *values.values()] if isinstance(v, Refusal)), None)
        instead = texts.get("otherwise", {}).get(slug)
        if isinstance(instead, Mapping):  # by the code of the refusal
            instead = instead.get(lost.code if lost else "", instead.get("other"))
        kept = isinstance(instead, list)  # said only where nothing else can be
        otherwise = instead if kept else [instead] if instead else []
        unknown = [k for k in flat([*written, *otherwise]) if f"{self.finding}.{k.rstrip(MARKS)}" not in catalogue()]
        if unknown:
            raise self._unknown("sentence", unknown[0], [k for k, v in texts.items() if "en" in v])
        filled = fillings(told, {"place": self.place, **values})
        instead_of = otherwise and not kept and lost is not None
        said = [] if instead_of else chosen(self.finding, written, filled, bare=lost is None)
        said = said or chosen(self.finding, otherwise, filled)
        made = passage.say(self.finding, said, self.words, self.lang) if said else None
        if made and nested:
            made = passage.with_list(made, nested, self.words, self.finding)
        return self._kept(made) if made else Shown(None)

    def judge(self, proposition: str, *lines: Line | Ruled, headline: bool = False, given: Any = None) -> Shown:
        """The verdict on a proposition from its lines of evidence, each resting on a released number.

        given : a frame or a result without which the question does not arise: its absence is then the only line.
        """
        texts = self._texts()
        if f"proposition.{proposition}" not in catalogue():
            raise self._unknown(
                "proposition", proposition, [k.split(".")[1] for k in catalogue() if k.startswith("proposition.")]
            )
        if not self._here(texts.get("pages", {}).get(proposition, "")):
            return Shown(None)
        missing, where = _absence(given), texts.get("lines", {})
        if lines and isinstance(ruled := lines[0], Ruled):
            state, reasons, settle = ruled.decide(self._bar)
            reasons = tuple(self._quoted(r) for r in reasons)
        else:
            single = [x for x in lines if isinstance(x, Line) and self._here(where.get(x.code, ""))]
            judged_lines, state = conclude([silent(missing)] if missing else single, self._bar)
            reasons = tuple(self._quoted(reason) for _, reason in judged_lines)
            settle = settled([line for line, _ in judged_lines], reasons, texts.get("settle", {}), proposition)
        judged = Verdict(proposition, state, reasons, settle if state == State.CANNOT_CONCLUDE else (), headline)
        others = [v for v in self.verdicts if v.proposition != proposition]
        self.verdicts = sorted([*others, judged], key=lambda v: v.proposition)
        return replace(self._kept(passage.verdict(self.finding, judged, self.words, self.lang)), verdict=judged)

    def page(self, slug: str) -> Shown:
        """From here on everything goes to a page of its own. slug : small letters, digits and hyphens."""
        self.opened = slug
        return self._kept(passage.opened(self.finding, slug, self.words, self.lang))

    # -- what a notebook asks for by name -------------------------------------------------------------------------
    def window(self, name: str) -> Event:
        """A window of the notebook's TOML (``[declared.windows]``), of the settings (``covid``), or ``as_of``."""
        if name == "as_of":
            return Event(self.as_of, "event.as_of")
        own = declaration(self.finding).get("declared", {}).get("windows", {})
        if name in own:
            return Event(own[name]["start"], own[name]["label"], own[name].get("end", ""))
        declared = self.settings.window(name)
        return Event(declared.start, declared.label, declared.end)

    def declared(self, name: str) -> Any:
        """A list or a table that the notebook's TOML declares under ``[declared]``: themes, windows, row conditions."""
        known = declaration(self.finding).get("declared", {})
        if name not in known:
            raise self._unknown("declaration", name, list(known))
        return known[name]

    def printed(self, name: str) -> Told:
        """Figures that the report prints, as the notebook's TOML declares them: a row each, texts as codes."""
        told = by_hand(pd.DataFrame(self.declared(name)), "published", self.audience)
        return replace(told, sources=(("report", "2025-05"),))

    def seed(self, purpose: str) -> int:
        """A seed by name (finding, country, purpose), never by order."""
        return seed_for(SEED, self.finding, self.country, purpose)

    def bar(self, name: str) -> Fact:
        """A bar of ``data/settings.toml`` as a number that may be shown: a reference line."""
        return Fact(name, Cell(self._bar(name)))

    @property
    def period(self) -> str:
        """First and last month of the evaluation, or of what ``start`` and ``end`` ask for."""
        return f"{self.settings.start} – {self.settings.end}"

    @property
    def as_of(self) -> str:
        """The last day of which the data know: that of the extraction, else the last start of a project."""
        return known_until(self.data)

    @property
    def base_year(self) -> int:
        """The year in which the envelope was established."""
        return self.settings.base_year

    @property
    def place(self) -> str:
        """What the figures speak of: a country, ALL, or what the TOML calls all (``place = "TARGETED"``)."""
        told = declaration(self.finding).get("notebook", {}).get("place", "ALL")
        return str(told) if self.country == "ALL" else self.country

    @property
    def scope(self) -> tuple[str, str]:
        """First and last month of the evaluation."""
        return self.settings.start, self.settings.end

    @property
    def first_fiscal_year(self) -> str:
        """The fiscal year in which the scope of the evaluation begins."""
        return holding("fiscal_year", date.fromisoformat(f"{self.settings.start}-01"))

    def last_year(self, yearly: pd.DataFrame) -> int:
        """The last year that is both whole in these figures and inside the evaluation."""
        return (
            min(self.settings.last_year, int(yearly["year"].astype(int).max()))
            if len(yearly)
            else self.settings.last_year
        )

    @cached_property
    def _concluded(self) -> dict[str, dict[str, Any] | None]:
        found = records_for(self)
        return {finding: found.get(finding) for finding in self.settings.finding(self.finding).concludes_from}

    # -- inside ---------------------------------------------------------------------------------------------------
    def _texts(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = declaration(self.finding).get(self.finding, {})
        return told

    def _declared(self, slug: str) -> Mapping[str, Any]:
        told = self._texts().get(slug, {})
        return told if isinstance(told, Mapping) else {}

    def _here(self, pages: str) -> bool:
        """Does a thing exist on this page? ``pages``: "programme", "country", a data set, or nothing (everywhere)."""
        level = "programme" if self.country == "ALL" else "country"
        return not pages or level in pages.split() or self.data.provenance in pages.split()

    def _bar(self, name: str) -> float:
        known = [f"{self.finding}.{name}", name]
        found = next((self.settings.thresholds[k].value for k in known if k in self.settings.thresholds), None)
        if found is None:
            raise self._unknown(
                "bar", name, [k.split(".")[1] for k in self.settings.thresholds if k.startswith(f"{self.finding}.")]
            )
        return found

    def _quoted(self, reason: Reason) -> Reason:
        """A reason with the slots that its text asks for and no more."""
        key = f"reason.{self.finding}.{reason.code}"
        if key not in catalogue():
            raise self._unknown(
                "line", reason.code, [k.split(".")[-1] for k in catalogue() if k.startswith(f"reason.{self.finding}.")]
            )
        text = catalogue()[key]
        asked = [s for form in text.forms["en"].values() for s in slots(form)]
        wanted, counted = {s.name for s in asked} | ({text.by} - {""}), [s.name for s in asked if s.kind in KINDS]
        known = {"place": self.place, **reason.values}
        if f"{key}_word" not in catalogue():  # else the text without the number is said
            known = {**dict.fromkeys(counted, marked("missing")), **known}
        return replace(reason, values={k: known[k] for k in sorted(wanted) if k in known})

    def _told(self, given: Any, slug: str) -> Told | Refusal:
        """What may be shown of what a cell hands over; an own frame is released, anything else refused."""
        if isinstance(given, (Told, Refusal)):
            return given
        if isinstance(given, Measured):
            told: Told | Refusal = given.shown()
            return told
        if isinstance(given, Frame):
            released: Told | Refusal = self.release(given)
            return released
        found = given.frame if isinstance(given, Result) else given
        if isinstance(found, pd.DataFrame) and (self.data.provenance != "protected" or self.audience == "internal"):
            return by_hand(found, self.data.provenance, self.audience)
        problem = Problem(
            slug, type(given).__name__, "what study.release or study.measure gave", "Pass it through one of them."
        )
        raise ReleaseRefused("only what came through the door is shown", problems=[problem])

    def _absent(self, slug: str, told: Told | Refusal, values: Mapping[str, Any]) -> Shown:
        code = told.code if isinstance(told, Refusal) else told.absent
        keys = [f"{self.finding}.{slug}.absent_{code}", f"{self.finding}.{slug}.absent"]
        key = next((k for k in keys if k in catalogue()), "")
        if not key or (code == "not_here" and key == keys[1] and not self._declared(slug).get("absent_here", True)):
            return Shown(None)
        filled = {"place": self.place, **values}
        wanted = {s.name: filled[s.name] for s in slots(catalogue()[key].template("en")) if s.name in filled}
        return self._kept(passage.say(self.finding, [(key, wanted)], self.words, self.lang, slug=f"{slug}_absent"))

    def _unknown(self, what: str, name: str, known: Sequence[str]) -> BadParameter:
        hint = did_you_mean(name, list(known)) if known else ""
        where = f"notebooks/{self.settings.finding(self.finding).notebook}.toml"
        return BadParameter(
            f"no {what} {name!r}", problems=[Problem(what, repr(name), f"one that {where} declares", hint)]
        )

    def _kept(self, made: Exhibit | Passage) -> Shown:
        """Keep what is shown for the record, and display it."""
        if self.opened:
            made = replace(made, page=self.opened)
        self.shown[made.id] = made
        if get_ipython() is not None and not SILENT.get():
            display(made._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
        return Shown(made)

    # -- what is kept ---------------------------------------------------------------------------------------------
    def state(self) -> dict[str, str]:
        """Proposition → state, without a word of either language (what nbval compares)."""
        return {v.proposition: v.state.value for v in self.verdicts}

    def record(self) -> Recorded:
        """Everything this run concluded and showed, as the record that the batch keeps."""
        return Recorded(run_record(self), self.words, self.lang)


def _absence(given: Any) -> str:
    """Why what a question asks for is not there; "" where it is."""
    if isinstance(given, pd.DataFrame):
        return about(given).absent
    return given.code if isinstance(given, Refusal) else str(getattr(given, "absent", ""))


def records_for(asking: Study) -> dict[str, dict[str, Any]]:
    """The records that a study concludes from, by finding; one whose run did not complete is absent.

    A batch has made them beforehand and says where (``$MCEE_RECORDS``). Elsewhere the verdicts are reached here and
    now from the same data, so that a notebook concludes the same wherever it runs.
    """
    kept = os.environ.get("MCEE_RECORDS")
    found: dict[str, dict[str, Any]] = {}
    for finding in asking.settings.finding(asking.finding).concludes_from:
        if kept:
            path = Path(kept) / f"{finding}.ALL.json"
            if path.is_file():
                found[finding] = json.loads(path.read_text("utf-8"))
            continue
        try:
            how = {"audience": asking.audience, "dataset": asking.dataset, "start": asking.start, "end": asking.end}
            found[finding] = rehearsed(finding, **how).record().record
        except MceeError:
            continue  # told by its absence
    return found


def rehearsed(finding: str, **parameters: Any) -> Study:
    """The study that a notebook leaves, from its cells run here and now with these parameters, without a display."""
    path = shipped_notebook(finding)
    room: dict[str, Any] = {}
    token = SILENT.set(True)
    try:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), path.name, "exec"), room)
            if "parameters" in cell["metadata"].get("tags", ()):
                room.update(parameters)
    finally:
        SILENT.reset(token)
    made: Study = room["study"]
    return made


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
    start, end : months that bound the periods of every frame; empty bounds nothing.
    Raises ``BadParameter`` with all problems.
    """
    shipped_one = shipped_notebook(finding)
    own, problems = here(toml_of(open_notebook(shipped_one), shipped_one))
    check_parameters(
        finding, country=country, lang=lang, audience=audience, dataset=dataset, start=start, end=end, own=problems
    )
    READER["lang"] = lang
    data = open_dataset(dataset)
    known = settings()
    known = replace(known, start=start or known.start, end=end or known.end)
    words = {one: Words(one, data.names) for one in LANGS}
    made = Study(finding, country, lang, audience, dataset, start, end, data, known, words)
    made.chosen = changed(own, shipped_one)
    return made
