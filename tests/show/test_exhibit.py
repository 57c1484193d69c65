"""An exhibit on its own: bytes, refusals, escaping, what the record keeps."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from mcee_eval.errors import BadParameter
from mcee_eval.release.protected import already_public, protect
from mcee_eval.show import plots
from mcee_eval.show.exhibit import MIME, Column, Source, exhibit
from mcee_eval.words.say import Words

HOSTILE = '"><script>alert(1)</script>'
NAMES = {"X01": (HOSTILE, HOSTILE), "R01": ("Country R01", "Pays R01")}
WORDS = {lang: Words(lang, NAMES) for lang in ("en", "fr")}
COLUMNS = [Column("year", "column.year", "year"), Column("claims", "f1.axis.claims", "count")]


def released(values=(40, 3, 122), provenance="synthetic"):
    frame = pd.DataFrame({"year": [str(2018 + i) for i in range(len(values))], "claims": list(values)})
    return protect(frame, dims=["year"], value="claims", unit="claims", provenance=provenance)


def made(table=None, place="R01", columns=COLUMNS, **more):
    table = released() if table is None else table
    return exhibit(
        "f1", "claims_by_year", table, columns=columns, words=WORDS, lang="en",
        sources=[Source("synthetic", "2025-03")], period="2018 – 2020", values={"place": place},
        draw=lambda ax, w: plots.bars(ax, table, w, x="year", column="claims", name=str, y_label=w("f1.axis.claims")),
        **more,
    )  # fmt: skip


def test_the_same_bytes_twice():
    one, two = made(), made()
    assert one.pictures == two.pictures
    assert one._repr_mimebundle_() == two._repr_mimebundle_()


def test_the_picture_holds_no_clock_no_maker_and_no_address_of_its_own():
    for svg in made().pictures.values():
        for word in ("dc:date", "dc:creator", "dc:title", "Matplotlib", "matplotlib.org", "/home", "/tmp"):
            assert word not in svg


def test_two_exhibits_share_no_id_by_chance():
    en, fr = (made().pictures[lang] for lang in ("en", "fr"))
    assert en != fr


@pytest.mark.parametrize(("lang", "word"), [("en", "SYNTHETIC"), ("fr", "SYNTHÉTIQUE")])
def test_the_word_stands_in_picture_and_caption(lang, word):
    shown = made()
    assert f"<!-- {word} -->" in shown.pictures[lang]
    assert word in BeautifulSoup(shown.html(lang), "html.parser").figcaption.text


def test_published_figures_do_not_carry_it():
    frame = pd.DataFrame({"year": ["2018"], "claims": [3]})
    table = already_public(frame, dims=["year"], value="claims", unit="claims", source="x")
    shown = made(table)
    assert "SYNTH" not in shown.pictures["en"]
    assert "badge" not in shown.html("en")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_hostile_name_is_text_everywhere(lang):
    html = made(place="X01").html(lang)
    page = BeautifulSoup(html, "html.parser")
    assert page.find("script") is None
    assert HOSTILE in page.find("span", class_="title").text
    assert HOSTILE in page.find("caption").text
    assert HOSTILE in page.find("div", role="region")["aria-label"]


def test_an_alternative_text_over_150_characters_is_refused(monkeypatch):
    from mcee_eval.words import say
    from mcee_eval.words.catalogue import Text, catalogue

    long = {"f1.claims_by_year.alt": Text("x", {"en": {"other": "a" * 151}, "fr": {"other": "a" * 150}})}
    monkeypatch.setattr(say, "catalogue", lambda: {**catalogue(), **long})
    with pytest.raises(BadParameter, match="151 characters"):
        made()


@pytest.mark.parametrize(
    "column", [Column("month", "column.month", "month"), Column("other", "f1.axis.claims", "count")]
)
def test_a_column_that_the_table_has_not_is_refused(column):
    with pytest.raises(BadParameter, match=column.key):
        made(columns=[*COLUMNS, column])


def test_the_record_keeps_cells_and_no_language_in_them():
    record = made().record()
    assert record["id"] == "f1-claims-by-year"
    assert record["rows"] == [
        ["2018", {"v": 40, "lo": 38, "hi": 42}],
        ["2019", {"lo": 0, "hi": 7, "m": "suppressed"}],
        ["2020", {"v": 120, "lo": 118, "hi": 122}],
    ]
    assert record["title"] == {
        "en": "Asylum claims by year – Country R01",
        "fr": "Demandes d'asile par année – Pays R01",
    }
    assert (record["kind"], record["rule"], record["provenance"]) == ("figure", "persons", "synthetic")


def test_the_bundle_carries_both_languages():
    bundle = made()._repr_mimebundle_()
    assert bundle[MIME]["html"].keys() == {"en", "fr"}
    assert bundle["text/html"] == bundle[MIME]["html"]["en"]
    assert bundle[MIME]["id"] == "f1-claims-by-year"
