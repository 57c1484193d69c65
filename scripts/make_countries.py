"""Writes mcee_eval/loaders/countries.csv and country_spellings.csv.

python scripts/make_countries.py FOLDER [OUT]: FOLDER holds the published files whose spellings are wanted. Names come
from Babel (CLDR, en_CA and fr_CA), UNHCR's codes and spellings from its own list; the rest is in this file.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

from mcee_eval.loaders.cells import clean
from mcee_eval.loaders.countries import folded
from mcee_eval.loaders.raw import read

OUT = Path(__file__).resolve().parents[1] / "mcee_eval" / "loaders"
# CLDR's three-letter aliases that are no country of today (reserved, historical, private use).
NOT_COUNTRIES = {"AAA", "ASC", "BUR", "CPT", "DDR", "DGA", "FXX", "TAA", "TMP", "YMD", "ZAR", "ZZZ"}
# CLDR's names of the two Congos and of the Chinese regions are no names a reader would look for.
NAMES = {
    "COD": ("Democratic Republic of the Congo", "République démocratique du Congo"),
    "COG": ("Republic of the Congo", "République du Congo"),
    "HKG": ("Hong Kong", "Hong Kong"),
    "MAC": ("Macao", "Macao"),
    "PSE": ("Palestine", "Palestine"),
    "XKX": ("Kosovo", "Kosovo"),
}
SPECIAL = {
    "UNKNOWN": ("Unknown", "Inconnu", "UKN"),
    "STATELESS": ("Stateless", "Apatride", "STA"),
    "TIBETAN": ("Tibetan", "Tibétain", "TIB"),
    "BLANK": ("(Blank)", "(Vide)", ""),
    "OTHER": ("Other countries", "Autres pays", ""),
    "TOTAL": ("Total", "Total", ""),
}
# Spellings that neither CLDR nor UNHCR's list knows; every publisher may use any of them.
OTHER_SPELLINGS = {
    "Turkey": "TUR",
    "Turkiye": "TUR",
    "Ivory Coast": "CIV",
    "Côte d'Ivoire (Ivory Coast)": "CIV",
    "Congo (Brazzaville)": "COG",
    "Congo, Republic of the (Brazzaville)": "COG",
    "Congo, Democratic Republic": "COD",
    "Congo, Democratic Republic of the": "COD",
    "Congo, Democratic Republic of the Congo": "COD",
    "Congo, DR": "COD",
    "Democratic Republic of Congo": "COD",
    "DR Congo": "COD",
    "China, People's Republic of": "CHN",
    "Cameroon, Federal Republic of": "CMR",
    "Chad, Republic of": "TCD",
    "Central African Rep": "CAF",
    "Czech Republic": "CZE",
    "Hong Kong (SAR)": "HKG",
    "Korea R. (South)": "KOR",
    "Korea, Republic of (South Korea)": "KOR",
    "Saint Vincent": "VCT",
    "Saint Kitts and Nevis, Fed. Of": "KNA",
    "Swaziland": "SWZ",
    "Eswatini (Swaziland)": "SWZ",
    "Myanmar, Burma": "MMR",
    "Belarus(Byelorussia)": "BLR",
    "Macedonia": "MKD",
    "North Macedonia, Republic Of": "MKD",
    "Sudan (South)": "SSD",
    "Brunei": "BRN",
    "Falkland Islands": "FLK",
    "Other Countries": "OTHER",
    "Total (all countries)": "TOTAL",
    "ALL": "TOTAL",
    "Palestinian": "PSE",
    "USA": "USA",
    "Congo, Republic of the": "COG",
    "Burma": "MMR",
    "Birmanie": "MMR",
    "Zaire": "COD",
    "East Timor": "TLS",
    "Cape Verde Islands": "CPV",
    "Cabo Verde": "CPV",
    "Surinam": "SUR",
    "Macau SAR": "MAC",
    "Macau": "MAC",
    "Palestinian Authority (Gaza/West Bank)": "PSE",
    "West Bank and Gaza Strip": "PSE",
    "United Kingdom and Overseas Territories": "GBR",
    "Korea, People's Democratic Republic of": "PRK",
    "Korea, Democratic People's Republic of": "PRK",
    "Korea, Republic of": "KOR",
    "Country of Citizenship not stated": "UNKNOWN",
    "Not stated": "UNKNOWN",
    "Non déclaré": "UNKNOWN",
    "Pays de citoyenneté non déclaré": "UNKNOWN",
    "Russian Federation": "RUS",
    "Fédération de Russie": "RUS",
    "Syrian Arab Republic": "SYR",
    "République arabe syrienne": "SYR",
    "Lao People's Democratic Republic": "LAO",
    "Viet Nam": "VNM",
    "United States of America": "USA",
    "États-Unis d'Amérique": "USA",
    "Holy See": "VAT",
    "Total, tous les pays": "TOTAL",
}


def iso3() -> dict[str, tuple[str, str]]:
    """Code → names (en, fr), by CLDR."""
    en, fr = Locale.parse("en_CA").territories, Locale.parse("fr_CA").territories
    found = {}
    for three, two in get_global("territory_aliases").items():
        real = re.fullmatch("[A-Z]{3}", three) and len(two) == 1 and re.fullmatch("[A-Z]{2}", two[0])
        private = re.fullmatch("Q[M-Z].|X..", three)
        if real and not private and three not in NOT_COUNTRIES:
            found[three] = (en[two[0]], fr[two[0]])
    return found | NAMES


def column(folder: Path, pattern: str, name: str) -> Iterator[str]:
    """Distinct cells of one column of the files that fit a pattern."""
    seen: dict[str, None] = {}
    for path in sorted(folder.glob(pattern)):
        cells = read(path)
        where = cells.rows[0].index(name)
        seen |= dict.fromkeys(clean(row[where]) for row in cells.rows[1:])
    yield from seen


def spellings(folder: Path) -> Iterator[tuple[str, str]]:
    """Publisher and spelling, as met in the files."""
    for path in sorted(folder.glob("ircc_odp_asylum_top25*_asis.csv")):
        lines = [row for row in read(path).rows if not row[0].startswith("Country of Citizenship")]
        rows = [row for row in lines if row[0] and re.fullmatch(r"[\d,]+|--", row[2])]
        yield from (("IRCC", re.sub(r"^\(\d+\) ", "", clean(row[0]))) for row in rows)
    for pattern, name in (
        ("irb_rad*.csv", "Country of alleged persecution"),
        ("irb_irregular*.csv", "country"),
        ("irb_rpd*.csv", "country"),
    ):
        yield from (("IRB", spelling) for spelling in column(folder, pattern, name))
    yield from (("UNHCR", s) for s in column(folder, "unhcr_asylum_*.csv", "Country of origin"))
    yield from (("UNHCR", s) for s in column(folder, "unhcr_population*.csv", "coo_name"))
    yield from (("CBSA", s) for s in column(folder, "cbsa_by_nationality*.csv", "nationality"))


def main(folder: Path, out: Path) -> None:
    """Both files, sorted, with LF line ends."""
    names = iso3()
    listed = read(folder / "unhcr_countries.csv").rows[1:]
    special_of = {code: iso for iso, (_, _, code) in SPECIAL.items() if code}
    unhcr = {special_of.get(code, iso): code for iso, code, *_ in listed if iso or code in special_of}
    unhcr_names = {clean(row[2]): special_of.get(row[1], row[0]) for row in listed if row[0] or row[1] in special_of}

    by_name: dict[str, str] = {}
    for code, both in names.items():
        for name in both:
            if by_name.setdefault(folded(name), code) != code:
                sys.exit(f"'{name}' names both {by_name[folded(name)]} and {code}")
    by_name |= {folded(SPECIAL[code][0]): code for code in SPECIAL}
    extra = {folded(s): code for s, code in OTHER_SPELLINGS.items()}
    own = {folded(s): code for s, code in unhcr_names.items()}

    rows, lost = set(), []
    for publisher, spelling in spellings(folder):
        key = folded(spelling)
        first = own if publisher == "UNHCR" else {}
        code = first.get(key) or extra.get(key) or by_name.get(key) or (own.get(key) if key != "congo" else None)
        if code is None:
            lost.append(f"{publisher}: {spelling}")
        else:
            rows.add((publisher, spelling, code))
    if lost:
        sys.exit("no code for\n  " + "\n  ".join(lost))
    rows |= {("UNHCR", spelling, code) for spelling, code in unhcr_names.items()}
    rows |= {("any", spelling, code) for spelling, code in OTHER_SPELLINGS.items()}

    table = [(code, en, fr, unhcr.get(code, "")) for code, (en, fr) in sorted(names.items())]
    table += [(code, en, fr, other) for code, (en, fr, other) in SPECIAL.items()]
    write(out / "countries.csv", ("iso3", "name_en", "name_fr", "unhcr_code"), table)
    write(out / "country_spellings.csv", ("publisher", "spelling", "iso3"), sorted(rows))


def write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A CSV file with LF line ends."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else OUT)
