"""What a build reads: records and the state of the runs, nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcee_eval.errors import BadTable, Problem
from mcee_eval.record import SCHEMA, validate
from mcee_eval.words.formats import LANGS

_CODE = re.compile(r"E\d{2,3}")
_PLACE = re.compile(r"[A-Za-z0-9_-]+")
_PAGE = re.compile(r"[A-Za-z0-9_-]+/f[0-8]\.[A-Z0-9]{3}(\.[a-z0-9-]+)?\.(en|fr)\.html")
Key = tuple[str, str, str]  # dataset, finding, country


@dataclass(frozen=True)
class Collected:
    """What was read.

    records : by (dataset, finding, country). failed : runs with their code. previous : the records of the run before,
    if they were kept. pages : the finding pages that are there, relative to the site.
    """

    records: Mapping[Key, Mapping[str, Any]]
    failed: Mapping[Key, str]
    previous: Mapping[Key, Mapping[str, Any]] | None
    pages: frozenset[str] = frozenset()

    def page(self, key: Key, lang: str, annex: str = "") -> str:
        """Address of a record's page in this language, or in the other one where only that was made.

        annex : the slug of a page beside the main one.
        """
        name = f"{key[0]}/{key[1]}.{key[2]}{'.' if annex else ''}{annex}"
        made = [one for one in LANGS if f"{name}.{one}.html" in self.pages]
        return f"{name}.{lang if lang in made or not made else made[0]}.html"

    def has_page(self, key: Key, lang: str, annex: str = "") -> bool:
        """Was the page made in this language? (Where no page at all is known, it is taken to be.)"""
        return self.page(key, lang, annex).endswith(f".{lang}.html")


def collect(outputs: Path, audience: str) -> Collected:
    """Read the records, the status and the records of the run before. A broken record stops the build, all told."""
    work = outputs / "work" / audience
    before = work / "previous"
    records = _records(outputs / audience, audience)
    failed = {k: c for k, c in _failed(work / "status.json").items() if k not in records}
    previous = _records(before, audience) if before.is_dir() else None
    site = outputs / audience / "site"
    names = (p.relative_to(site).as_posix() for p in site.glob("*/f[0-8].*.html"))
    pages = frozenset(name for name in names if _PAGE.fullmatch(name))  # an evaluator's copy beside them is no page
    return Collected(records, failed, previous, pages)


def _records(folder: Path, audience: str) -> dict[Key, dict[str, Any]]:
    found: dict[Key, dict[str, Any]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/records/*.json")):
        try:
            record = read_record(path, audience)
        except BadTable as error:
            where = f"{path.parent.parent.name}/{path.name}"
            problems += [Problem(f"{where}, {p.where}", p.found, p.expected, p.try_this) for p in error.problems]
        else:
            found[record["dataset"], record["finding"], record["country"]] = record
    if problems:
        raise BadTable.of("records", problems)
    return found


def read_record(path: Path, audience: str) -> dict[str, Any]:
    """The record in a file; refuses what is none, breaks the schema, or is not in its own place."""
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError as error:
        told = Problem("record", f"no JSON ({error})", "a record", "Run it again.")
        raise BadTable.of("record", [told]) from error
    if isinstance(record, dict) and record.get("schema") != SCHEMA:
        told = Problem("schema", repr(record.get("schema")), repr(SCHEMA), "Run it again.")
        raise BadTable.of("record", [told])
    validate(record)
    key = (record["dataset"], record["finding"], record["country"])
    expected = (path.parent.parent.name, *path.name.removesuffix(".json").split(".", 1))
    if key != expected or record["audience"] != audience or not _PLACE.fullmatch(key[0]):
        told = Problem("record", f"a record of {record['audience']}/{'/'.join(key)}", "its own place")
        raise BadTable.of("record", [told])
    return record


def _failed(path: Path) -> dict[Key, str]:
    """Failed runs and the code of their error; nothing else of the status may reach a page."""
    if not path.is_file():
        return {}
    failed = {}
    for run in json.loads(path.read_bytes()).get("runs", ()):
        if run.get("state") == "failed":
            code = str(run.get("error") or "")
            key = (str(run["dataset"]), str(run["finding"]), str(run["country"]))
            failed[key] = code if _CODE.fullmatch(code) else "E00"
    return failed
