"""Federal grants and contributions disclosure: one row per agreement, at its highest amendment.

The format only: nothing here selects agreements, or relates one to a project of the evaluation.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from mcee_eval.loaders.cells import Cells, clean, header_of
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "grants_contributions"
SOURCE = "Treasury Board Secretariat, proactive disclosure of grants and contributions"
# In the order of the publisher's dictionary; the last two are added by the portal.
NAMES = (
    "ref_number", "amendment_number", "amendment_date", "agreement_type", "recipient_type",
    "recipient_business_number", "recipient_legal_name", "recipient_operating_name", "research_organization_name",
    "recipient_country", "recipient_province", "recipient_city", "recipient_postal_code", "federal_riding_name_en",
    "federal_riding_name_fr", "federal_riding_number", "prog_name_en", "prog_name_fr", "prog_purpose_en",
    "prog_purpose_fr", "agreement_title_en", "agreement_title_fr", "agreement_number", "agreement_value",
    "foreign_currency_type", "foreign_currency_value", "agreement_start_date", "agreement_end_date", "coverage",
    "description_en", "description_fr", "naics_identifier", "expected_results_en", "expected_results_fr",
    "additional_information_en", "additional_information_fr",
)  # fmt: skip
PORTAL = ("owner_org", "owner_org_title")
BILINGUAL = (
    "recipient_legal_name",
    "recipient_operating_name",
    "research_organization_name",
    "recipient_city",
    "owner_org_title",
)
CODES = {
    "agreement_type": "CGO",
    "recipient_type": "AFGINOPS",
    "recipient_province": ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"),
}
REQUIRED = ("ref_number", "amendment_number", "agreement_type", "recipient_legal_name", "agreement_value")
DATES = ("amendment_date", "agreement_start_date", "agreement_end_date")
MONEY = ("agreement_value", "foreign_currency_value")


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, {"ref_number", "amendment_number", "agreement_value"}) is not None


def load(path: str | Path) -> Loaded:
    """What is each agreement, as last amended?

    path : the disclosure as the portal gives it (36 columns; owner_org and owner_org_title too, if consolidated).
    Frame: one row per owner_org and ref_number, the one with the highest amendment_number (an amendment is a new row
    with the new total, so the others must never be added); the publisher's columns, in its order, where a bilingual
    cell ``English|French`` becomes two columns (``…_en``, ``…_fr``; one text without a bar goes into both);
    amendment_number int64; dates as ISO text; agreement_value and foreign_currency_value float64 (dollars, NaN where
    empty); amendments (how many rows there were). Refused, all at once: changed columns, unknown codes, dates and
    amounts that are none, repeated amendments, required cells that are empty. Nothing is filtered by content.
    """
    reading = Reading(KIND, path)
    present = {clean(name).casefold() for name in reading.cells.rows[header_of(reading.cells, {"ref_number"}) or 0]}
    names = NAMES + (PORTAL if present & set(PORTAL) else ())
    own = ("_id",) if "_id" in present else ()  # the portal's own counter of rows
    reading.find({name: (name,) for name in (*own, *names)})
    seen: dict[tuple[str, str, int], int] = {}
    last: dict[tuple[str, str], tuple[int, int]] = {}
    amendments: dict[tuple[str, str], int] = {}
    for row in reading.rows():
        number = _checked(reading, row, names)
        if number is None:
            continue
        key = (reading.text(row, "owner_org"), reading.text(row, "ref_number"))
        if not reading.once(seen, (*key, number), row, f"{key[1]}, amendment {number}"):
            continue
        amendments[key] = amendments.get(key, 0) + 1
        last[key] = max(last.get(key, (-1, row)), (number, row))
    reading.stop()
    records = [_record(reading, row, names) | {"amendments": amendments[key]} for key, (_, row) in last.items()]
    older = sum(amendments.values()) - len(records)
    if older:
        reading.notes.append(f"{older} rows left aside: a later amendment of the same agreement holds the new total.")
    return reading.received(pd.DataFrame.from_records(records), source=SOURCE, vintage="")


def _checked(reading: Reading, row: int, names: tuple[str, ...]) -> int | None:
    """Every cell against the publisher's dictionary; returns the amendment number."""
    texts = {name: reading.text(row, name) for name in names if name in reading.places}
    for name in REQUIRED:
        if name in texts and not texts[name]:
            reading.fault(reading.at(row, name), "nothing", "a value (it is mandatory)", AGAIN)
    for name, allowed in CODES.items():
        if texts.get(name) and texts[name] not in allowed:
            reading.fault(reading.at(row, name), f"'{texts[name]}'", f"one of {', '.join(allowed)}", AGAIN)
    for name in DATES:
        if texts.get(name) and _date(texts[name]) is None:
            reading.fault(reading.at(row, name), f"'{texts[name]}'", "an ISO date such as '2021-04-01'", AGAIN)
    for name in MONEY:
        if texts.get(name) and _amount(texts[name]) is None:
            reading.fault(reading.at(row, name), f"'{texts[name]}'", "dollars such as '250000.00'", AGAIN)
    text = texts.get("amendment_number", "")
    if re.fullmatch(r"\d{1,4}", text):
        return int(text)
    if text:
        reading.fault(reading.at(row, "amendment_number"), f"'{text}'", "a whole number", AGAIN)
    return None


def _date(text: str) -> str | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d( 00:00:00)?", text):
        return None
    try:
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def _amount(text: str) -> float | None:
    """``250000.00``, ``$250,000.00`` and ``-1500``; an amendment may lower a value, even below zero."""
    bare = text.removeprefix("$")
    if not re.fullmatch(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", bare):
        return None
    try:
        return float(Decimal(bare.replace(",", "")))
    except InvalidOperation:
        return None


def _record(reading: Reading, row: int, names: tuple[str, ...]) -> dict[str, object]:
    record: dict[str, object] = {}
    for name in names:
        text = reading.text(row, name)
        if name in BILINGUAL:
            english, bar, french = text.partition("|")
            record[f"{name}_en"], record[f"{name}_fr"] = clean(english), clean(french if bar else english)
        elif name in DATES:
            record[name] = _date(text) or ""
        elif name in MONEY:
            amount = _amount(text)
            record[name] = float("nan") if amount is None else amount
        else:
            record[name] = int(text) if name == "amendment_number" else text
    return record
