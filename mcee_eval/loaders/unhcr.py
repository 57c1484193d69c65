"""What UNHCR's tables share: two spellings of the columns, Canada only, persons only, small cells printed as 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mcee_eval.loaders.cells import HEADER_WITHIN, clean
from mcee_eval.loaders.countries import STATELESS, TIBETAN, UNKNOWN, codes, unhcr_code_of
from mcee_eval.loaders.reading import AGAIN, Reading

# The download of the Refugee Data Finder and the R package `refugees` name and order the columns differently.
ORIGIN = {
    "year": ("Year",),
    "origin": ("Country of origin", "coo_name"),
    "origin_iso": ("Country of origin (ISO)", "coo_iso"),
    "asylum": ("Country of asylum", "coa_name"),
    "asylum_iso": ("Country of asylum (ISO)", "coa_iso"),
}
PROCEDURE = {
    "authority": ("Authority", "procedure_type"),
    "stage": ("Stage of procedure", "Decision level", "dec_level"),
    "counted": ("Cases / Persons", "Cases/ Persons", "Cases/Persons", "app_pc", "dec_pc"),
}
AUTHORITIES = {"g": "G", "u": "U", "j": "J"}  # government, UNHCR, joint
_STAGES = ("FI", "FA", "AR", "JR", "RA", "SP", "IN", "EO", "TP", "TR", "CA", "BL", "TA", "NA")
STAGES = {code.casefold(): code for code in _STAGES}
FIRST = frozenset({"FI", "FA"})
# UNHCR's ISO column holds these beside ISO codes.
SPECIAL_ISO = {"UNK": UNKNOWN, "XXA": STATELESS, "TIB": TIBETAN, "XXX": UNKNOWN}
OWN_CODES = {"origin_unhcr": "coo", "asylum_unhcr": "coa"}
CODED = "Numbers from 1 to 4 are printed as 5: a 5 stands for 1 to 5"


def columns(reading: Reading, wanted: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The columns to look for: the package also has UNHCR's own codes, the download does not."""
    names = {clean(name).casefold() for row in reading.cells.rows[:HEADER_WITHIN] for name in row}
    return {**wanted, **{ours: (own,) for ours, own in OWN_CODES.items() if own in names}}


def origin(reading: Reading, row: int) -> str | None:
    """The ISO3 code of the origin: its name, its ISO column and UNHCR's own code, where there is one, must agree."""
    code = reading.country(row, "origin", "UNHCR")
    if code is not None and "origin_unhcr" in reading.places:
        own, expected = reading.text(row, "origin_unhcr"), unhcr_code_of(code)
        if own != expected:
            found = f"'{own}' for '{reading.text(row, 'origin')}'"
            reading.fault(reading.at(row, "origin_unhcr"), found, f"'{expected}'", AGAIN)
    if "origin_iso" not in reading.places:
        return code
    text = reading.text(row, "origin_iso")
    iso = SPECIAL_ISO.get(text, text)
    if iso not in codes():
        reading.fault(reading.at(row, "origin_iso"), f"'{text}'", "an ISO code of three letters", AGAIN)
        return None
    if code is not None and code != iso:
        own = " (it is UNHCR's own code)" if text == unhcr_code_of(code) else ""
        found = f"'{text}'{own} for '{reading.text(row, 'origin')}'"
        reading.fault(reading.at(row, "origin_iso"), found, f"'{code}'", AGAIN)
        return None
    return code


def in_canada(reading: Reading, row: int) -> bool:
    """Is the country of asylum Canada? Both its columns must say the same."""
    name, iso = reading.text(row, "asylum"), reading.text(row, "asylum_iso")
    if {"asylum", "asylum_iso"} <= set(reading.places) and (name == "Canada") != (iso == "CAN"):
        reading.fault(
            reading.at(row, "asylum_iso"), f"'{iso}' for '{name}'", "'CAN' for Canada, and only for it", AGAIN
        )
    return iso == "CAN" or (name == "Canada" and "asylum_iso" not in reading.places)


def persons(reading: Reading, row: int) -> None:
    """Rows that count cases, not persons, cannot be added to the others."""
    reading.one_of(row, "counted", {"p": "P"})


def leave_aside(reading: Reading, what: str, count: int) -> None:
    """A note on the rows that the frame does not have, and why."""
    if count:
        reading.notes.append(f"{count} rows left aside: {what}.")
