"""The one object a notebook holds: parameters, frames, what may be shown of them, and the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from mcee_eval.asked import Asked
from mcee_eval.datasets import dataset as open_dataset
from mcee_eval.errors import Problem, ReleaseRefused
from mcee_eval.frames import registry as frames
from mcee_eval.frames.frame import Frame, about
from mcee_eval.judge.carried import silent
from mcee_eval.judge.concluded import Concluded
from mcee_eval.judge.lines import SILENCES, Line, Ruled
from mcee_eval.judge.verdict import Reason, Verdict, Word
from mcee_eval.judge.weighed import weighed
from mcee_eval.notebooks import shipped_notebook
from mcee_eval.parameters import changed, here, open_notebook, toml_of
from mcee_eval.rehearsal import SILENT, records_for
from mcee_eval.release.cell import marked
from mcee_eval.release.counts import by_hand, release_counts
from mcee_eval.release.measured import Measured, measured
from mcee_eval.release.models.structure import Nested
from mcee_eval.release.told import Fact, Refusal, Told
from mcee_eval.results import READER, Result
from mcee_eval.run_parameters import check_parameters
from mcee_eval.run_record import Recorded, recorded_verdicts, run_record
from mcee_eval.settings import settings
from mcee_eval.show import passage
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.linked import listed
from mcee_eval.show.made import Shown, exhibit_of
from mcee_eval.show.passage import Passage
from mcee_eval.show.pictures import Picture
from mcee_eval.show.sentences import MARKS, chosen, fillings, flat
from mcee_eval.words.catalogue import catalogue, slots
from mcee_eval.words.formats import KINDS, LANGS, PERIODS
from mcee_eval.words.say import Words


@dataclass
class Study(Asked):
    """What a notebook works with. Made by ``study()``; its methods show things and keep what was shown.

    In the order of a method section: ``frame`` → ``release`` (counts) or ``measure`` (models) → ``show``, ``say`` →
    ``judge``. ``show``, ``say`` and ``judge`` take only what came through the door, and display themselves.
    """

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
        plain = {k: v.cell.value if isinstance(v, Fact) else v for k, v in settings.items()}
        known = [about(f) for f in tables if isinstance(f, pd.DataFrame)]
        missing = next((k for k in known if k.absent), None)
        if missing is not None:
            return Refusal(missing.absent, missing.what)
        lost = next((f for f in tables if isinstance(f, Refusal)), None)
        if lost is not None:
            return lost
        if not len(tables[0]):
            return Refusal("empty")
        outcome = plain.get("outcome")
        if isinstance(outcome, str) and outcome in tables[0] and tables[0][outcome].isna().any():
            return Refusal("suppressed")
        if not known or not known[0].name:
            told = Problem("frame", "a table that lost what its columns are", "a named frame", "Count with tally.")
            raise ReleaseRefused("a model of figures without roles", problems=[told])
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

    def judge(
        self, proposition: str, *lines: Line | Ruled, since: Sequence[Line] = (), headline: bool = False,
        given: Any = None,
    ) -> Shown:  # fmt: skip
        """The verdict on a proposition from its lines of evidence, each resting on a released number.

        since : lines of newer figures, where time has passed since the report's date: they are judged beside, not with
        the others. given : a frame or a result without which the question does not arise: its absence is then the only
        line.
        """
        texts = self._texts()
        if f"proposition.{proposition}" not in catalogue():
            raise self._unknown(
                "proposition", proposition, [k.split(".")[1] for k in catalogue() if k.startswith("proposition.")]
            )
        missing = _absence(given)
        if not self._here(texts.get("pages", {}).get(proposition, "")) or SILENCES.get(missing) is Word.NOT_HERE:
            return Shown(None)
        where, settle = texts.get("lines", {}), texts.get("settle", {})
        told: list[Verdict | None] = []
        for these in (lines, since):
            here = [x for x in these if self._here(where.get(getattr(x, "of", "") or x.code, ""))]
            asked = [silent(missing, why=SILENCES.get(missing, Word.TOO_FEW))] if missing else here
            how = {"quote": self._quoted, "settle": settle, "headline": headline}
            told.append(weighed(proposition, asked, self._posed(proposition), self._bar, **how))
        verdict, later = told
        if verdict is None:
            return Shown(None)
        known = self.as_of if self.data.provenance != "published" else ""
        last = known if known and verdict.last > known else verdict.last  # what is planned is no datum
        verdict = replace(verdict, since=later if since else None, last=last)
        others = [v for v in self.verdicts if v.proposition != proposition]
        self.verdicts = sorted([*others, verdict], key=lambda v: v.proposition)
        return replace(self._kept(passage.verdict(self.finding, verdict, self.words, self.lang)), verdict=verdict)

    def page(self, slug: str) -> Shown:
        """From here on everything goes to a page of its own. slug : small letters, digits and hyphens."""
        self.opened = slug
        return self._kept(passage.opened(self.finding, slug, self.words, self.lang))

    @cached_property
    def _concluded(self) -> dict[str, dict[str, Any] | None]:
        found = records_for(self)
        return {finding: found.get(finding) for finding in self.settings.finding(self.finding).concludes_from}

    # -- inside ---------------------------------------------------------------------------------------------------
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
            dates = {s.name: "–" for s in asked if s.kind in PERIODS}
            known = {**dates, **dict.fromkeys(counted, marked("missing")), **known}
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
