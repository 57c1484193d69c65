"""A data set by its name: the shipped ones, and the user's own folders. A name, never a path."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.loaders.corrections import Correction, load_corrections
from mcee_eval.loaders.own_declared import declared
from mcee_eval.loaders.own_mapping import MAPPING
from mcee_eval.loaders.receipt import Loaded, Provenance
from mcee_eval.places import shipped, user_data
from mcee_eval.settings import settings

SHIPPED = ("synthetic", "published")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class NoTable(BadParameter):
    """The data set does not hold this table; ``need`` is its name."""


@dataclass(frozen=True)
class Dataset:
    """Where a run's figures come from.

    provenance : published, synthetic or protected. extracted_on : the last day the tables know of.
    release : the countries that may have a public page (empty: none but ALL, for protected data).
    partners, projects : those that a public reader of protected data may be told by name (empty: none).
    """

    name: str
    provenance: Provenance
    folder: Path
    extracted_on: str = ""
    release: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    scenario: str = ""
    _loaded: dict[str, Loaded] = field(default_factory=dict, repr=False, compare=False)

    @property
    def released(self) -> dict[str, frozenset[str]]:
        """Role of a column → the names that a public reader may be told; a role that is not there is free."""
        if self.provenance != "protected":
            return {}
        every = {"country": self.release, "partner": self.partners, "project": self.projects}
        return {role: frozenset(names) for role, names in every.items()}

    def table(self, name: str) -> Loaded:
        """One of the evaluation's own tables, checked. Protected folders are checked whole, once."""
        if name not in self._loaded:
            from mcee_eval.loaders import own_tables

            if self.provenance == "protected" or (self.folder / MAPPING).is_file():
                known = declared_corrections()
                whole = own_tables.load_dataset(
                    self.folder, provenance=self.provenance, source=self.name, corrections=known
                )
                self._loaded.update(whole)
            elif (path := self.folder / f"{name}.csv").is_file():
                others = {} if name == "countries" else {"countries": self.table("countries").frame}
                source = f"synthetic programme, scenario {self.scenario}"
                self._loaded[name] = own_tables.load_table(
                    name, path, provenance="synthetic", source=source, extracted_on=self.extracted_on, others=others
                )
        if name not in self._loaded:
            raise NoTable(
                f"data set {self.name!r} has no table {name!r}",
                problems=[Problem(self.name, "no such table", name, "See `mcee-eval template` for its columns.")],
                need=name,
            )
        return self._loaded[name]

    @cached_property
    def files(self) -> dict[str, list[Path]]:
        """The publishers' files of the folder, by format; recognised by content."""
        from mcee_eval.loaders.recognise import recognise

        found: dict[str, list[Path]] = {}
        if self.folder == shipped("data", "published"):
            return found
        for path in sorted(p for p in self.folder.iterdir() if p.suffix.lower() in (".csv", ".xlsx")):
            kind = recognise(path)
            if kind:
                found.setdefault(kind, []).append(path)
        return found

    def published(self, name: str) -> Loaded:
        """A table of shipped public figures (every data set may show them), or the publisher's own file."""
        if name not in self._loaded:
            from mcee_eval.loaders.load import load
            from mcee_eval.loaders.published import TABLES, published

            if name in TABLES:
                self._loaded[name] = published(name)
            elif name in self.files:
                self._loaded[name] = load(name, self.files[name][0])
            else:
                told = Problem(name, "no such file or table", f"one of {', '.join([*TABLES, *self.files])}")
                raise NoTable(f"data set {self.name!r} has no published table {name!r}", problems=[told], need=name)
        return self._loaded[name]

    def report(self, name: str) -> Loaded:
        """A table transcribed from the evaluation report (its claims, limitations, logic model …), checked."""
        key = f"report.{name}"
        if key not in self._loaded:
            from mcee_eval.loaders.own_tables import load_table

            path = shipped("data", "report", f"{name}.csv")
            others = {n: self.report(n).frame for n in _REPORT_CODES.get(name, ())}
            source = "evaluation report, May 2025"
            self._loaded[key] = load_table(
                name, path, provenance="published", source=source, vintage="2025-05", others=others
            )
        return self._loaded[key]

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """Country code → (English, French)."""
        if self.provenance == "published":
            from mcee_eval.loaders.countries import codes, name_of

            return {c: (name_of(c, "en"), name_of(c, "fr")) for c in codes()}
        frame = self.table("countries").frame
        return {str(r.country): (str(r.name_en), str(r.name_fr)) for r in frame.itertuples()}

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Every country that has figures here."""
        if self.provenance == "published":
            frame = self.published("claims_by_country_year").frame
            return tuple(
                sorted(c for c in set(frame["country"]) if c.isalpha() and c in self.names and c not in _GROUPS)
            )
        return tuple(sorted(self.names))

    def askable(self, finding: str, audience: str = "public") -> tuple[str, ...]:
        """The countries that a run of this finding may be asked for: all that have figures here.

        A finding of the funded countries takes these only; a public run on protected data, the release list only.
        """
        if self.provenance == "published":
            return self.known
        frame = self.table("countries").frame
        mine = frame[frame["mcee_role"] != "none"] if settings().finding(finding).countries == "funded" else frame
        held = self.provenance == "protected" and audience == "public"
        return tuple(c for c in sorted(mine["country"]) if not held or c in self.release)

    def countries(self, finding: str, audience: str = "public") -> tuple[str, ...]:
        """The countries that get a page of this finding: the programme's, or IRCC's first 25 on public figures.

        Public pages are those of the release list; internal ones need none.
        """
        if self.provenance == "published":
            if "published" not in settings().finding(finding).datasets:
                return ()
            frame = self.published("claims_by_country_year").frame
            top = frame[
                (frame["measure"] == "claims")
                & (frame["year"] == frame.loc[frame["measure"] == "claims", "year"].max())
            ]
            return tuple(
                c for c in top.sort_values(["value", "country"], ascending=[False, True])["country"] if c not in _GROUPS
            )
        frame = self.table("countries").frame
        rank = frame["mcee_role"].map({"targeted": 0, "preventive": 1, "none": 2})
        funded = settings().finding(finding).countries == "funded"
        mine = frame[(rank < 2) | ((frame["removals_status"] == "recalcitrant") & (not funded))].assign(rank=rank)
        ordered = mine.sort_values(["rank", "country"])["country"]
        return tuple(c for c in ordered if audience == "internal" or c in self.release)

    @cached_property
    def sha256(self) -> str:
        """One hash over the folder's files, by name."""
        whole = hashlib.sha256()
        for path in sorted(p for p in self.folder.iterdir() if p.is_file()):
            whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return whole.hexdigest()


#: tables of the report whose codes another one uses
_REPORT_CODES = {
    "claims": ("discrepancies",),
    "claim_inputs": ("claims",),
    "question_findings": ("questions",),
    "logic_links": ("logic_nodes",),
}
_GROUPS = {"ALL", "TOTAL", "OTHER", "UNKNOWN", "STATELESS", "BLANK"}


def declared_corrections() -> tuple[Correction, ...]:
    """Known faults of the user's tables, as data/corrections.toml declares them; the shipped file declares none."""
    return load_corrections(shipped("data", "corrections.toml"))


def names() -> tuple[str, ...]:
    """Every data set that can be asked for: the shipped ones, then the user's folders."""
    mine = user_data()
    own = sorted(p.name for p in mine.iterdir() if p.is_dir() and NAME.fullmatch(p.name)) if mine.is_dir() else []
    return (*SHIPPED, *(n for n in own if n not in SHIPPED))


def dataset(name: str) -> Dataset:
    """The data set of this name. Refuses an unknown one, and a path in place of a name."""
    known = names()
    if name not in known:
        raise BadParameter(
            "unknown data set",
            problems=[Problem("dataset", repr(name), f"one of {', '.join(known)}", did_you_mean(str(name), known))],
        )
    if name == "published":
        return Dataset(name, "published", shipped("data", "published"))
    folder = shipped("data", "synthetic", "report") if name == "synthetic" else user_data() / name
    told = declared(folder)
    return Dataset(
        name,
        told.get("provenance", "protected"),
        folder,
        str(told.get("extracted_on", "")),
        **_release_lists(told.get("release", ())),
        scenario=str(told.get("scenario", "")),
    )


def _release_lists(told: Any) -> dict[str, Any]:
    """``[release] countries, partners, projects``; a plain list is one of countries."""
    lists = told if isinstance(told, dict) else {"countries": told}
    named = {"release": "countries", "partners": "partners", "projects": "projects"}
    return {k: tuple(map(str, lists.get(told, ()))) for k, told in named.items()}
