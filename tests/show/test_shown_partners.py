"""What finding 6 shows, and whom it names: partners to internal readers only, in every file that a reviewer gets."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from checks import numbers, pictures, wrong_cells, wrong_chart

from mcee_eval.contracts.registry import CONTRACTS
from mcee_eval.findings.partners import measure
from mcee_eval.findings.partners_data import partners_data
from mcee_eval.publish.tidy import exhibit_csv
from mcee_eval.publish.workbook import workbook
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.partners import SHOWN
from mcee_eval.studies import study

LANGS = ("en", "fr")
CODES = next(c for c in CONTRACTS["projects"].columns if c.name == "partner").codes
NAMES = sorted({*CODES, *(n for pair in CODES.values() for n in pair), "HCR", "OIM", "ONUDC"})


@cache
def shown(audience):
    made = study("f6", audience=audience)
    made.measure()
    for v in made._judged():
        made.verdict(v.proposition)
    return made, {slug: made.exhibit(slug) for slug in SHOWN}


@pytest.fixture(params=["public", "internal"])
def everything(request):
    return shown(request.param)


def html(made, lang):
    return BeautifulSoup(made.html(lang) if isinstance(made, Exhibit) else made.both[lang], "html.parser")


def test_pictures_and_tables_are_the_record(everything):
    drawn = set()
    for slug, made in everything[1].items():
        if isinstance(made, Exhibit):
            for lang in LANGS:
                page = html(made, lang)
                assert wrong_cells(page, made.record()) == []
                if made.kind == "figure":
                    drawn.add(slug)
                    assert wrong_chart(pictures(page)[made.id], made.record()) == [], made.id
    assert {"delivery_curve", "delivery_by_partner", "approval_stages", "load_by_year"} <= drawn


def test_both_languages_say_the_same_in_other_words(everything):
    for made in everything[0].shown.values():
        en, fr = html(made, "en"), html(made, "fr")
        assert numbers(en) == numbers(fr), made.id
        assert en.text != fr.text
        for page in (en, fr):
            assert not re.search(r"[{}]|\bnan\b|\bNone\b|\bNaN\b|<NA>|\b\w+_\w+\b", page.text), made.id


def named(text: str) -> list[str]:
    return [n for n in NAMES if re.search(rf"\b{re.escape(n)}\b", text)]


def files(made) -> dict[str, str]:
    """Everything that a reviewer gets of a run, as text."""
    record = made.record().record
    told = {"record": json.dumps(record, ensure_ascii=False)}
    for one in record["exhibits"]:
        told[one["id"]] = exhibit_csv(one).decode("utf-8")
    for lang in LANGS:
        told[f"page {lang}"] = " ".join(str(html(m, lang)) for m in made.shown.values())
        with zipfile.ZipFile(io.BytesIO(workbook([record], lang))) as book:
            told[f"workbook {lang}"] = " ".join(
                book.read(n).decode("utf-8") for n in book.namelist() if n.endswith("xml")
            )
    return told


def test_no_partner_is_named_in_any_public_file():
    made, _ = shown("public")
    for name, text in files(made).items():
        assert named(text) == [], name


def test_the_internal_files_name_them():
    made, _ = shown("internal")
    told = files(made)
    assert len(named(told["record"])) >= 4
    assert len(named(told["page fr"])) >= 4


def test_in_public_a_partner_has_a_place_and_no_count():
    public, internal = (shown(a)[1]["delivery_by_partner"].table for a in ("public", "internal"))
    assert set(public.cells) == {"share"}
    assert {c.n for c in public.cells["share"]} == {None}
    values = [c.value for c in public.cells["share"]]
    assert values == sorted(values, reverse=True)  # by result, not in the order of the names
    assert sorted(values) == pytest.approx(sorted(c.value for c in internal.cells["share"]))
    assert [p[0] for p in public.dims["partner"]] == [f"partner ({k})" for k in range(1, len(values) + 1)]
    assert set(internal.cells) == {"share", "due"}


def test_four_are_named_in_the_report_and_three_judged():
    said = {a: shown(a)[1]["partners_judged"].both["en"] for a in ("public", "internal")}
    assert [v.value for v, _ in shown("public")[1]["partners_judged"].numbers.values()] == [4, 3, 1]
    assert "no evidence was collected" in said["public"]
    assert "ARK" in said["internal"]
    assert "ARK" not in said["public"]


def test_what_is_finished_and_what_was_due_stand_side_by_side():
    table = shown("public")[1]["finished_only"].table
    of_delivered, of_due = (table.cell(k, window="window_recent").value for k in ("of_delivered", "of_due"))
    assert of_delivered > of_due + 0.03  # the late that have not come yet are missing from the first


def test_no_approvals_and_nothing_due_are_said_and_not_drawn():
    made = study("f6")
    data = partners_data(made.data, "ALL")
    none = replace(
        data, deliverables=data.deliverables.iloc[:0], approvals=data.approvals.iloc[:0], projects=data.projects
    )
    made.measures = measure(none, made.settings)
    for slug in ("delivery_curve", "delivery_by_type", "finished_only", "delivery_by_partner", "approval_stages"):
        assert not isinstance(made.exhibit(slug), Exhibit), slug
    for v in made._judged():
        made.verdict(v.proposition)
