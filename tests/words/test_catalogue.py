"""The texts as a whole: both languages, the same slots, known kinds; what breaks that is refused."""

from __future__ import annotations

import csv
import re

import pytest

from mcee_eval.errors import BadSettings
from mcee_eval.words import catalogue as c

TEXTS = c.catalogue()


def test_both_languages_are_there_and_hold_the_same_slots():
    assert len(TEXTS) > 200
    assert c.check(TEXTS) == []
    assert all(set(t.forms) == {"en", "fr"} for t in TEXTS.values())


def test_no_text_is_left_untranslated_by_mistake():
    same = {k for k, t in TEXTS.items() if t.forms["en"] == t.forms["fr"]}
    words = {k for k in same if len(re.findall(r"[a-z]{3,}", c.SLOT.sub("", TEXTS[k].template("en")))) > 2}
    assert words == set()


def test_the_apostrophe_is_one_character():
    for text in TEXTS.values():
        for forms in text.forms.values():
            assert not [f for f in forms.values() if re.search("[\u2018\u2019\u02bc´`]", f)], text.key


def test_an_alternative_text_is_short_in_both_languages():
    alts = [t for k, t in TEXTS.items() if k.endswith(".alt")]
    assert len(alts) > 10
    for text in alts:
        assert max(len(f) for forms in text.forms.values() for f in forms.values()) <= 150, text.key


def test_slots_are_read():
    found = c.slots("{place:country}: {growth:change.1+ci} of {n:count}")
    assert found == [c.Slot("place", "country"), c.Slot("growth", "change", 1, "ci"), c.Slot("n", "count")]


def text(en, fr, key="x"):
    return {key: c.Text(key, {"en": {"other": en}, "fr": {"other": fr}})}


@pytest.mark.parametrize(
    ("en", "fr", "told"),
    [
        ("{n:count}", "aucun", "slots differ"),
        ("{n:count}", "{n:money}", "slots differ"),
        ("{n:change.1}", "{n:change.0}", "slots differ"),
        ("{n:number}", "{n:nombre}", "kind 'nombre'"),
        ("{n}", "{n}", "without a kind"),
        ("{n:count", "{n:count", "without a kind"),
    ],
)
def test_what_does_not_fit_is_told(en, fr, told):
    assert told in "\n".join(map(str, c.check(text(en, fr))))


@pytest.mark.parametrize("entry", ['{ en = "a" }', '{ en = "a", fr = "" }', '"a"', '{ en = {one = "a"}, fr = "b" }'])
def test_a_text_needs_both_languages(tmp_path, monkeypatch, entry):
    (tmp_path / "a.toml").write_text(f"[f]\nx = {entry}\n", encoding="utf-8")
    monkeypatch.setattr(c, "FOLDER", tmp_path)
    with pytest.raises(BadSettings, match="both languages"):
        c.catalogue.__wrapped__()


def test_a_text_is_written_once(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('[f]\nx = { en = "a", fr = "b" }\n', encoding="utf-8")
    monkeypatch.setattr(c, "FOLDER", tmp_path)
    with pytest.raises(BadSettings, match=r"b\.toml, f\.x"):
        c.catalogue.__wrapped__()


#: English term (whole words) → the French that must stand beside it; glossary of the project, terms these texts use
TERMS = {
    r"\basylum claims?\b": r"demandes? d'asile",
    r"\bremovals?\b": r"renvois?",
    r"\btravel documents?\b": r"documents? de voyage",
    r"\bworking inventory\b": r"inventaire de travail",
    r"\bfiscal years?\b": r"exercices?",
    r"\bsynthetic\b": r"synthétique",
    r"\bsuppressed\b": r"supprimé",
}


@pytest.mark.parametrize("english", TERMS)
def test_the_same_french_term_everywhere(english):
    using = {k: t for k, t in TEXTS.items() if re.search(english, t.template("en"), re.I)}
    assert using, "a term that no text uses tests nothing"
    short = {"f4.cohort_curves.alt", "f4.quarterly_cohorts.alt", "f4.period.covid"}  # « interruption » alone, for space
    short |= {"proposition.4g", "proposition.5e"}  # the report's own sentences, where it abbreviates
    odd = [k for k, t in using.items() if k not in short and not re.search(TERMS[english], t.template("fr"), re.I)]
    assert odd == []


def test_the_terms_above_are_those_of_the_glossary(shared):
    rows = list(csv.DictReader((shared / "glossary.csv").read_text("utf-8").splitlines()))
    french = " | ".join(f"{r['fr']} | {r['fr_also']}" for r in rows)
    for wanted in ("renvoi", "inventaire de travail"):
        assert wanted in french
