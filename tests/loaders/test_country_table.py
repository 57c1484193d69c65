"""One country table: every spelling of every publisher has a code, and a near miss is told."""

from __future__ import annotations

import csv
import importlib.util

import pytest

from mcee_eval.loaders import countries
from mcee_eval.loaders.countries import UnknownCountry, code_of, codes, folded, name_of, unhcr_code_of


@pytest.mark.parametrize(
    ("publisher", "spelling", "code"),
    [
        ("IRCC", "Turkey", "TUR"),
        ("IRB", "Türkiye", "TUR"),
        ("IRB", "Turkiye", "TUR"),
        ("IRB", "Ivory Coast", "CIV"),
        ("IRB", "Côte d'Ivoire (Ivory Coast)", "CIV"),
        ("UNHCR", "Cote d'Ivoire", "CIV"),
        ("IRB", "Côte d\u2019Ivoire", "CIV"),
        ("IRCC", "Congo, Democratic Republic of the", "COD"),
        ("IRB", "Congo, Democratic Republic of the Congo", "COD"),
        ("UNHCR", "Dem. Rep. of the Congo", "COD"),
        ("UNHCR", "Congo", "COG"),
        ("IRB", "Congo (Brazzaville)", "COG"),
        ("IRB", "Congo, Republic of the (Brazzaville)", "COG"),
        ("IRCC", "China, People's Republic of", "CHN"),
        ("IRB", "Sudan (South)", "SSD"),
        ("IRB", "Sudan", "SDN"),
        ("IRB", "Swaziland", "SWZ"),
        ("IRB", "Kosovo", "XKX"),
        ("UNHCR", "Serbia and Kosovo: S/RES/1244 (1999)", "SRB"),
        ("IRB", "Unknown", "UNKNOWN"),
        ("IRB", "(Blank)", "BLANK"),
        ("IRB", "Stateless", "STATELESS"),
        ("UNHCR", "Tibetan", "TIBETAN"),
        ("IRCC", "Other Countries", "OTHER"),
        ("IRB", "Total (all countries)", "TOTAL"),
        ("IRCC", "États-Unis", "USA"),
        ("IRB", "the Gambia", "GMB"),
        ("IRB", "Qatar", "QAT"),
    ],
)
def test_spellings(publisher, spelling, code):
    assert code_of(spelling, publisher) == code


@pytest.mark.parametrize(
    ("publisher", "spelling", "nearest"),
    [
        ("IRCC", "Nigera", "Nigeria"),
        ("IRB", "Guinea-Bisau", "Guinea-Bissau"),
        ("IRCC", "Hati", "Haiti"),
        ("IRB", "Xyzzy", ""),
    ],
)
def test_unknown_spelling_suggests_the_nearest(publisher, spelling, nearest):
    with pytest.raises(UnknownCountry) as refused:
        code_of(spelling, publisher)
    assert refused.value.nearest == nearest
    assert str(refused.value) == f"'{spelling}' is no country that {publisher} is known to name"


@pytest.mark.parametrize("publisher", ["IRB", "IRCC"])
def test_a_bare_congo_is_no_country_outside_unhcr(publisher):
    with pytest.raises(UnknownCountry):
        code_of("Congo", publisher)


def test_names_in_both_languages():
    assert (name_of("TUR", "en"), name_of("TUR", "fr")) == ("Türkiye", "Turquie")
    assert name_of("COD", "fr") == "République démocratique du Congo"
    assert all(name_of(code, lang) for code in countries.codes() for lang in ("en", "fr"))


def test_unhcr_codes_are_not_iso():
    assert unhcr_code_of("AUT") == "AUS"
    assert unhcr_code_of("AUS") == "AUL"
    assert unhcr_code_of("NGA") == "NIG"


def test_no_name_means_two_countries():
    seen: dict[str, str] = {}
    for code in countries.codes():
        for lang in ("en", "fr"):
            assert seen.setdefault(folded(name_of(code, lang)), code) == code


def test_codes_are_iso_or_longer():
    iso = [code for code in countries.codes() if code not in countries.SPECIAL]
    assert len(iso) == len(set(iso)) == 250  # 249 of ISO 3166-1, and Kosovo
    assert all(len(code) == 3 for code in iso)
    assert not [code for code in countries.SPECIAL if len(code) == 3]


def test_every_spelling_of_every_real_file_has_a_code(public):
    met = {
        "IRB": [
            ("irb_rad_appeals_by_country_2017_2023_asis.csv", "Country of alleged persecution"),
            ("irb_irregular_border_crosser_claims_top10_quarterly.csv", "country"),
            ("irb_rpd_claims_totals_transcribed.csv", "country"),
        ],
        "UNHCR": [
            ("unhcr_asylum_applications_coa_CAN_2000_2025.csv", "Country of origin"),
            ("unhcr_asylum_decisions_coa_CAN_2000_2025.csv", "Country of origin"),
            ("unhcr_population_coa_CAN_2000_2025.csv", "coo_name"),
        ],
        "CBSA": [("cbsa_by_nationality_press.csv", "nationality")],
    }
    count = 0
    for publisher, files in met.items():
        for name, column in files:
            with (public / name).open(encoding="utf-8", newline="") as stream:
                for spelling in {row[column] for row in csv.DictReader(stream)}:
                    code_of(spelling, publisher)
                    count += 1
    assert count > 600


def test_the_script_writes_the_same_bytes(public, root, tmp_path):
    path = root / "scripts" / "make_countries.py"
    spec = importlib.util.spec_from_file_location("make_countries", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(public, tmp_path)
    for name in ("countries.csv", "country_spellings.csv"):
        shipped = (root / "mcee_eval" / "loaders" / name).read_bytes()
        assert (tmp_path / name).read_bytes() == shipped
        assert b"\r" not in shipped


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Mali, Republic of", "MLI"), ("Kosovo, Republic of", "XKX"), ("Gabon Republic", "GAB"),
        ("Guinea, Republic of", "GIN"), ("Guinea Bissau", "GNB"), ("St. Lucia", "LCA"), ("Netherlands, The", "NLD"),
        ("Congo, Republic of the", "COG"), ("Congo, Democratic Republic of the", "COD"), ("Burma", "MMR"),
        ("Korea, People's Democratic Republic of", "PRK"), ("Korea, Republic of", "KOR"), ("Not stated", "UNKNOWN"),
        ("République du Mali", "MLI"), ("Marshall Islands, Republic of the", "MHL"), ("Niger, Republic of the", "NER"),
    ],
)  # fmt: skip
def test_a_form_of_state_does_not_change_the_country(spelling, code):
    assert code_of(spelling, "IRCC") == code


@pytest.mark.parametrize("spelling", ["China, Republic of", "Dominica Republic", "Congo", "Yugoslavia", "Tibet", ""])
def test_where_a_form_of_state_tells_countries_apart_nothing_is_guessed(spelling):
    with pytest.raises(UnknownCountry) as refused:
        code_of(spelling, "IRCC")
    assert refused.value.nearest == ""


def test_the_names_of_a_real_workbook_that_were_refused(shared):
    """Each is read, or refused without another country's name; none of those suggested before was right."""
    with (shared / "inputs" / "files" / "ircc_country_names_refused.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["spelling"]:
                assert code_of(row["spelling"], "IRCC") in codes()
