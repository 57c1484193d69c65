"""The site around the pages: index, ledger, dictionary, countries, comments, tables, manifest."""

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
from mcee_eval.publish.comments import Comment, comments_page, read_comments
from mcee_eval.publish.country import countries, country_page
from mcee_eval.publish.dictionary import columns_csv, dictionary_page
from mcee_eval.publish.how import how_page
from mcee_eval.publish.index import index_page, names
from mcee_eval.publish.layout import page, part
from mcee_eval.publish.ledger import ledger_page
from mcee_eval.publish.remarks import completed
from mcee_eval.publish.stamp import Stamp, of, of_file, read_stamp, rests_on, stamp_bytes
from mcee_eval.publish.tables import ledger_csv, tables
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

AUDIENCES = ("public", "internal")


def build_site(outputs: Path, *, audience: str, comments: Path | None = None) -> Path:
    """Write everything of the site but the finding pages, which the batch renders; returns the English index.

    outputs : the outputs folder; read are ``<audience>/<dataset>/records/*.json``, ``work/<audience>/status.json``
        and, for what changed, ``work/<audience>/previous/<dataset>/records/*.json``.
    comments : the reviewers' CSV file (exhibit, comment, response), where there is one.
    Files are written beside their place and renamed, and only where their bytes differ. In the finding pages the link
    to the twin and the open comments are put in their places. Files of this build that no record speaks for any longer
    are taken away. A build with nothing to do is over at once. Refuses records that break their schema, with every
    problem.
    """
    if audience not in AUDIENCES:
        told = Problem("audience", repr(audience), " or ".join(map(repr, AUDIENCES)))
        raise BadParameter("unknown audience", problems=[told])
    site, stamped = outputs / audience / "site", outputs / "work" / audience / "site.json"
    before, now = read_stamp(stamped), rests_on(outputs, audience, comments)
    if before.rests_on == now and before.intact(site):
        return site / "index.en.html"
    found = collect(outputs, audience)
    said = read_comments(comments) if comments else []
    files = tables(found, site, before, now)
    files["ledger.csv"], every = ledger_csv(found, files)
    files |= _pages(found, audience, said, every)
    files["manifest.json"] = _manifest(found, audience, files)
    _withdraw(site, set(files))
    for name, content in (*files.items(), *_completed(found, site, said).items()):
        _write(site / name, content)
    left = {name: of(content) for name, content in files.items()} | {n: of_file(site / n) for n in found.pages}
    _write(stamped, stamp_bytes(Stamp(now, left)))
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


def _pages(found: Collected, audience: str, said: list[Comment], every: int) -> dict[str, bytes]:
    texts: dict[str, str] = {}
    for lang in LANGS:
        words = Words(lang)
        links = [
            {"href": f"{name}.{lang}.html", "text": words(f"site.to_{name}")}
            for name in ("index", "ledger", "dictionary", "how", "comments")
        ]
        texts[f"index.{lang}.html"] = index_page(found, audience, links, lang, said)
        texts[f"ledger.{lang}.html"] = ledger_page(found, links, lang, every)
        texts[f"dictionary.{lang}.html"] = dictionary_page(found, links, lang)
        texts[f"how.{lang}.html"] = how_page(found, audience, links, lang)
        texts[f"comments.{lang}.html"] = comments_page(said, words, links)
        for dataset in {key[0] for key in (*found.records, *found.failed)}:
            spoken = Words(lang, names(found, dataset))
            for country in countries(found, dataset):
                made = country_page(found, audience, dataset, country, spoken)
                texts[f"{dataset}/country.{country}.{lang}.html"] = made
    texts["index.html"] = _chooser()
    files = {name: text.encode() for name, text in texts.items()}
    files["columns.csv"] = columns_csv(found)
    if found.previous is not None:
        files["changes.csv"] = changes_csv(changes(found.previous, found.records))
    return files


def _completed(found: Collected, site: Path, said: list[Comment]) -> dict[str, bytes]:
    """The finding pages with their late places filled."""
    files = {}
    for name in found.pages:
        dataset, _, rest = name.partition("/")
        finding, country, *annex, lang, _ = rest.split(".")
        if (key := (dataset, finding, country)) in found.records:
            page = (site / name).read_text(encoding="utf-8")
            files[name] = completed(page, key, lang, found, said, "".join(annex)).encode()
    return files


def _chooser() -> str:
    """Which language? The one page in both."""
    en, fr = (Words(lang)("site.name") for lang in LANGS)
    choices = [{"href": f"index.{x}.html", "lang": x, "text": Words(x)("site.language")} for x in LANGS]
    body = part("chooser.html", Words("en"), choices=choices)
    french = Markup('<p lang="fr">{}</p>').format(fr)
    return page(Words("en"), title="English / Français", h1=en, links=(), twin="", body=french + body)


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
    ours = ("*/*.xlsx", "*/csv/*/*.csv", "changes.csv", "*/country.*.html")
    for path in [found for pattern in ours for found in site.glob(pattern)]:
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
