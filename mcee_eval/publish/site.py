"""The site around the pages: index, how this was made, comments, workbooks, CSV and manifest, from records alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.publish.changes import changes, changes_csv
from mcee_eval.publish.collected import Collected, collect
from mcee_eval.publish.comments import comments_page, read_comments
from mcee_eval.publish.how import how_page
from mcee_eval.publish.index import index_page
from mcee_eval.publish.layout import page, part
from mcee_eval.publish.tidy import dictionary_csv, exhibit_csv
from mcee_eval.publish.workbook import workbook
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

AUDIENCES = ("public", "internal")


def build_site(outputs: Path, *, audience: str, comments: Path | None = None) -> Path:
    """Write everything of the site but the finding pages, which the batch renders; returns the English index.

    outputs : the outputs folder; read are ``<audience>/<dataset>/records/*.json``, ``work/<audience>/status.json``
        and, for what changed, ``work/<audience>/previous/<dataset>/records/*.json``.
    comments : the reviewers' CSV file (exhibit, comment, response), where there is one.
    Files are written beside their place and renamed, and only where their bytes differ. Files of this build that no
    record speaks for any longer are taken away. Refuses records that break their schema, with every problem.
    """
    if audience not in AUDIENCES:
        told = Problem("audience", repr(audience), " or ".join(map(repr, AUDIENCES)))
        raise BadParameter("unknown audience", problems=[told])
    found = collect(outputs, audience)
    site = outputs / audience / "site"
    files = _pages(found, audience, comments) | _tables(found)
    files["manifest.json"] = _manifest(found, audience, files)
    _withdraw(site, set(files))
    for name, content in files.items():
        _write(site / name, content)
    return site / "index.en.html"


def keep_records(outputs: Path, *, audience: str) -> None:
    """Keep the records of this build aside, so that the next one can say what changed since."""
    kept = outputs / "work" / audience / "previous"
    beside = kept.with_name(f".previous.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    for path in sorted((outputs / audience).glob("*/records/*.json")):
        place = beside / path.relative_to(outputs / audience)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    if beside.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(beside, kept)


def _pages(found: Collected, audience: str, comments: Path | None) -> dict[str, bytes]:
    said = read_comments(comments) if comments else []
    files = {}
    for lang in LANGS:
        words = Words(lang)
        links = [
            {"href": f"{name}.{lang}.html", "text": words(f"site.to_{name}")} for name in ("index", "how", "comments")
        ]
        files[f"index.{lang}.html"] = index_page(found, audience, links, lang)
        files[f"how.{lang}.html"] = how_page(found, audience, links, lang)
        files[f"comments.{lang}.html"] = comments_page(said, words, links)
    files["index.html"] = _chooser()
    if found.previous is not None:
        files["changes.csv"] = changes_csv(changes(found.previous, found.records))  # type: ignore[assignment]
    return {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}


def _chooser() -> str:
    """Which language? The one page in both."""
    en, fr = (Words(lang)("site.name") for lang in LANGS)
    choices = [{"href": f"index.{x}.html", "lang": x, "text": Words(x)("site.language")} for x in LANGS]
    body = part("chooser.html", Words("en"), choices=choices)
    french = Markup('<p lang="fr">{}</p>').format(fr)
    return page(Words("en"), title="English / Français", h1=en, links=(), twin="", body=french + body)


def _tables(found: Collected) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for (dataset, finding, country), record in found.records.items():
        name = f"{finding}.{country}"
        for lang in LANGS:
            files[f"{dataset}/{name}.{lang}.xlsx"] = workbook([record], lang)
        files[f"{dataset}/csv/{name}/dictionary.csv"] = dictionary_csv(record)
        for exhibit in record["exhibits"]:
            files[f"{dataset}/csv/{name}/{exhibit['id']}.csv"] = exhibit_csv(exhibit)
    for lang in LANGS:
        files[f"mcee-eval.{lang}.xlsx"] = workbook(list(found.records.values()), lang)
    return files


def _manifest(found: Collected, audience: str, files: Mapping[str, bytes]) -> bytes:
    """Which runs, from which inputs, by which versions, and the hash of every file of this build."""

    def given(one: Mapping[str, Any]) -> dict[str, Any]:
        kept = {k: one[k] for k in ("kind", "source", "vintage", "provenance")}
        if audience == "internal" or one["provenance"] != "protected":  # a hash of few values can be guessed
            kept |= {"rows": one["rows"], "sha256": one["sha256"]}
        return kept

    told = {
        "schema": "mcee-manifest-1",
        "audience": audience,
        "runs": [
            {
                "dataset": dataset, "finding": finding, "country": country, "parameters": record["parameters"],
                "provenance": record["provenance"], "versions": record["versions"],
                "inputs": [given(i) for i in record["inputs"]],
            }
            for (dataset, finding, country), record in sorted(found.records.items())
        ],
        "failed": [
            {"dataset": key[0], "finding": key[1], "country": key[2], "code": code}
            for key, code in sorted(found.failed.items())
        ],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _withdraw(site: Path, kept: set[str]) -> None:
    """Take away what an earlier build wrote and this one does not: tables of records that are gone."""
    for path in [*site.glob("*/*.xlsx"), *site.glob("*/csv/*/*.csv"), *site.glob("changes.csv")]:
        if path.relative_to(site).as_posix() not in kept:
            path.unlink()
    for folder in site.glob("*/csv/*"):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
