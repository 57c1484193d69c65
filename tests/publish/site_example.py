"""Two whole sites made of the examples: hostile names, a failed run, changes since the last run, comments."""

from __future__ import annotations

import json
from pathlib import Path

import page_examples as examples
import pytest

from mcee_eval import record as records
from mcee_eval.publish.page import render_page
from mcee_eval.publish.site import build_site
from mcee_eval.words import catalogue as catalogues
from mcee_eval.words import say
from mcee_eval.words.formats import LANGS

_NAMES = [f"public/site/{n}.{lang}.html" for n in ("index", "how", "comments", "report/f4.R01") for lang in LANGS]
KINDS = [*_NAMES, "public/site/index.html", *(f"internal/site/report/f4.R01.{lang}.html" for lang in LANGS)]


def build(outputs: Path) -> Path:
    """Write records, status, pages and sites of both audiences; returns the outputs folder."""
    whole = {**catalogues.catalogue(), **examples.texts()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        shown = examples.exhibits()
        node = examples.notebook(shown)
        comments = outputs / "comments.csv"
        comments.write_text(
            "exhibit,comment,response\nf4-lines,Why the fall in 2021?,\n"
            f"f4-bars,{examples.HOSTILE},=shown as text\nelsewhere,About the whole,Done\n",
            encoding="utf-8",
        )
        for audience in ("public", "internal"):
            for country in ("ALL", "R01", "P01"):
                made = examples.record(shown, audience=audience, country=country)
                if country == "P01":
                    made["verdicts"][0] |= {"state": "supported"}
                put(outputs, made)
                for lang in LANGS:
                    path = outputs / audience / "site" / "report" / f"f4.{country}.{lang}.html"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(render_page(node, made, lang=lang, base="../"), encoding="utf-8")
            before = examples.record(shown, audience=audience, numbers={"f4-told-x": {"value": 0.4, "unit": "share"}})
            put(outputs, before, previous=True)
            status = outputs / "work" / audience / "status.json"
            failed = {"dataset": "report", "finding": "f1", "country": "R01", "state": "failed", "error": "E12"}
            status.write_text(json.dumps({"runs": [failed]}), encoding="utf-8")
            build_site(outputs, audience=audience, comments=comments)
    return outputs


def put(outputs: Path, record: dict, *, previous: bool = False) -> Path:
    """Write a record to its place, or to the place of the run before."""
    root = outputs / "work" / record["audience"] / "previous" if previous else outputs / record["audience"]
    path = root / record["dataset"] / "records" / f"{record['finding']}.{record['country']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    records.validate(records.rounded(record))
    path.write_text(records.dumps(record), encoding="utf-8")
    return path
