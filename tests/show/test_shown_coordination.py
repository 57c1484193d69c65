"""What the page of finding 7 says: the framework in words, roles by name, few persons not told apart."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

import mcee_eval as mcee
from mcee_eval.findings.coordination_data import CoordinationData
from mcee_eval.show.coordination import SHOWN
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage


def test_every_figure_asked_for_is_in_one_cell_of_the_map(measured):
    study, shown = measured("f7", "synthetic", "ALL", "public")
    asked = study.measures.data.framework
    asked = asked[asked["state"] != "not_applicable"]
    for slug in ("framework_levels", "framework_owners", "framework_indicators"):
        table = shown[slug].table
        assert sum(c.value for c in table.cells["expected"]) == len(asked), slug
        assert sum(c.value for c in table.cells["reported"]) == (asked["state"] == "reported").sum(), slug


def test_the_state_of_a_cell_is_said_in_words(measured):
    _, shown = measured("f7", "synthetic", "ALL", "public")
    table = shown["framework_levels"].table
    assert {"figure_reported", "figure_defined_no_data", "figure_not_defined"} <= set(table.dims["state"])
    page = shown["framework_levels"].html("fr")
    assert "Non défini" in page
    assert "Définies, sans données" in page


def test_quarters_of_the_calendar_add_up_to_those_judged(measured):
    study, shown = measured("f7", "synthetic", "ALL", "public")
    table = shown["calendar"].table
    for body, told in study.measures.cadence.items():
        rows = [i for i, b in enumerate(table.dims["body"]) if b == f"body_{body}"]
        assert sum(table.cells["kept"][i].value for i in rows) == told.kept
        assert sum(table.cells["quarters"][i].value for i in rows) == told.quarters


def test_few_persons_are_not_told_apart_in_public_and_are_internally(measured):
    _, public = measured("f7", "synthetic", "ALL", "public")
    _, internal = measured("f7", "synthetic", "ALL", "internal")
    assert isinstance(public["awareness"], Passage)
    assert not re.search(r"\d+ of|\d+ ?%", public["awareness"].both["en"])
    assert isinstance(internal["awareness"], Exhibit)
    assert all(c.value is not None for c in internal["awareness"].table.cells["asked"])


def test_roles_are_named_in_both_languages(measured):
    _, shown = measured("f7", "synthetic", "ALL", "public")
    for en, fr in shown["roles"].table.dims["role"]:
        assert en != fr
        assert "_" not in en + fr


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_questions_stand_in_full_with_what_blocks_them(measured, lang):
    _, shown = measured("f7", "synthetic", "ALL", "public")
    page = re.sub(r"<[^>]+>", " ", shown["blocked"].html(lang)).replace("&#x27;", "'")
    question = {"en": "To what extent does the MCEE address", "fr": "Dans quelle mesure l'ECEM répond-elle"}[lang]
    assert question in page
    assert {"en": "working group", "fr": "groupe de travail"}[lang] in page


def emptied(data: CoordinationData) -> CoordinationData:
    """The same programme without a register, without engagements, with one indicator of its own."""
    own = data.framework.iloc[:1].assign(indicator="our_own", also_in_plan=False, state="not_applicable")
    return replace(data, meetings=data.meetings.iloc[:0], engagements=data.engagements.iloc[:0], framework=own)


def test_nothing_on_record_is_said_and_a_code_of_the_user_s_own_stands_for_itself():
    from mcee_eval.findings.coordination import measure

    study = mcee.study("f7")
    study.measure()
    context = study._context()
    made = measure(emptied(study.measures.data), study.settings)
    shown = {slug: f(replace(context, measures=made)) for slug, f in SHOWN.items()}
    for slug in ("calendar", "gaps", "decisions", "attendance", "tracked", "in_plan", "in_plan_said"):
        assert isinstance(shown[slug], Passage), slug
    assert ("our_own", "our_own") in list(shown["framework_indicators"].table.dims["indicator"])
    for lang in ("en", "fr"):
        for made_ in shown.values():
            page = made_.both[lang] if isinstance(made_, Passage) else made_.html(lang)
            assert not re.search(r"\bnan\b|\bNone\b|<NA>", re.sub(r"<[^>]+>", " ", page))
    for judged in study._finding.judge(made, study.settings):
        study._show.printable(judged, replace(context, measures=made))


def test_an_owner_that_is_missing_is_called_so(measured):
    _, shown = measured("f7", "synthetic", "ALL", "public")
    owners = list(shown["framework_indicators"].table.dims["owner"])
    assert "owner_none" in owners
    assert not [o for o in owners if pd.isna(o)]
