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

_PAGES = ("index", "ledger", "dictionary", "how", "comments", "report/country.R01", "report/f4.ALL", "report/f4.R01")
_NAMES = [f"public/site/{name}.{lang}.html" for name in _PAGES for lang in LANGS]
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


FINDINGS = tuple(f"f{i}" for i in range(9))
BY_COUNTRY = ("f1", "f2", "f3", "f4")
COUNTRIES = tuple(f"{kind}{i:02}" for kind in "RPC" for i in range(1, 5))
STUB = '<!DOCTYPE html>\n<html lang="{lang}"><head><title>x</title></head><body><main><h1>x</h1></main></body></html>'
STATES = ("supported", "contradicted", "mixed", "inconclusive", "not_examined")


def build_large(outputs: Path, *, langs: tuple[str, ...] = LANGS) -> Path:
    """Nine findings, twelve countries, two data sets; some findings without a country form, some runs that failed.

    In the data set "second" every finding has a form by country, the widest that a grid can get.
    """
    whole = {**catalogues.catalogue(), **examples.texts(), **examples.claim_texts()}
    runs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(say, "catalogue", lambda: whole)
        for d, dataset in enumerate(("first", "second")):
            for f, finding in enumerate(FINDINGS):
                own = COUNTRIES if finding in BY_COUNTRY or d else ()
                for c, country in enumerate(("ALL", *own)):
                    if (f + c) % 11 == 10:
                        told = {"dataset": dataset, "finding": finding, "country": country}
                        runs.append(told | {"state": "failed", "error": "E13"})
                    else:
                        _page(outputs, dataset, finding, country, STATES[(f + c + d) % 5], langs)
        status = outputs / "work/public/status.json"
        status.parent.mkdir(parents=True, exist_ok=True)
        status.write_text(json.dumps({"runs": runs}), encoding="utf-8")
        build_site(outputs, audience="public")
    return outputs


def _page(outputs: Path, dataset: str, finding: str, country: str, state: str, langs: tuple[str, ...]) -> None:
    shown = [examples.claim_ledger()] if finding == "f8" else []
    node = examples.notebook(shown)
    made = examples.record(
        shown, country=country, finding=finding, dataset=dataset, numbers={},
        names={c: [f"Country {c}", f"Pays {c}"] for c in ((country,) if country != "ALL" else ())},
    )  # fmt: skip
    made["verdicts"][0] |= {"state": state}
    put(outputs, made)
    del node.cells[3]  # the passage with a number, which these records do not have
    for lang in langs:
        path = outputs / "public/site" / dataset / f"{finding}.{country}.{lang}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = country in ("ALL", "R01")  # the others only have to be there
        path.write_text(render_page(node, made, lang=lang) if whole else STUB.format(lang=lang), encoding="utf-8")
