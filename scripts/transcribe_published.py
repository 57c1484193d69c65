"""Writes the small tables of data/published/ from the real published files, read through the loaders.

python scripts/transcribe_published.py FOLDER [OUT]: FOLDER holds the files as their publishers give them. Each row
carries its source, address and vintage; numbers stay as printed ("--" included), with the rule that reads them.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from mcee_eval.loaders.cbsa_removals_totals import is_press
from mcee_eval.loaders.load import load
from mcee_eval.loaders.published import TABLES
from mcee_eval.loaders.receipt import Loaded
from mcee_eval.loaders.recognise import recognise

OUT = Path(__file__).resolve().parents[1] / "data" / "published"
IRCC_OPEN = "https://open.canada.ca/data/en/dataset/b6cbcf4d-f763-4924-a2fb-8cc4a06e3de4"
CBSA_PAGE = "https://cbsa-asfc.gc.ca/agency-agence/reports-rapports/security-securite/removals-renvois-eng.html"
BINDER = (
    "https://canada.ca/en/immigration-refugees-citizenship/corporate/transparency/transition-binders/"
    "deputy-minister-2024/asylum.html"
)
UNHCR = {
    "vintage": "2026-06-25",
    "source": "UNHCR Refugee Data Finder",
    "address": "https://www.unhcr.org/refugee-statistics",
}
FIRST_YEAR, DECISIONS_FROM = 2015, 2019
# Who speaks at an address that is no newspaper.
HOSTS = {
    "cbsa-asfc.gc.ca": "CBSA, removals program statistics",
    "publicsafety.gc.ca": "Public Safety Canada, parliamentary binder",
    "securitepublique.gc.ca": "Public Safety Canada, parliamentary binder",
    "oag-bvg.gc.ca": "Auditor General of Canada",
    "openparliament.ca": "CBSA testimony, Public Accounts Committee",
}
# The removals stop, by the Question Period note of 1 December 2020; ``end`` is the last day.
STOP = {
    "kind": "removals_stop",
    "country": "ALL",
    "vintage": "2020-12-01",
    "source": "Public Safety Canada, Question Period note PS-2020-2-QP-0014",
    "address": "https://search.open.canada.ca/qpnotes/record/ps-sp,PS-2020-2-QP-0014",
}
EVENTS = (
    {"event": "removals_stopped", "date": "2020-03-17", "end": "2020-11-29", **STOP},
    {"event": "removals_resumed_serious", "date": "2020-08-04", "end": "", **STOP},
    {"event": "removals_resumed_all", "date": "2020-11-30", "end": "", **STOP},
)
Rows = Iterable[dict[str, object]]


def main(folder: Path, out: Path) -> None:
    """All tables, sorted as declared, with LF line ends."""
    files: dict[str, list[Loaded]] = {}
    for path in sorted(folder.iterdir()):
        if kind := recognise(path):
            files.setdefault(kind, []).append(load(kind, path))
    out.mkdir(parents=True, exist_ok=True)
    write(out, "claims_by_year_vintage", claims_by_year(files["ircc_totals_by_vintage"][0].frame))
    citizens = ircc_countries(files["ircc_citizenship"][0])
    write(out, "claims_by_country_year", [*citizens, *unhcr_claims(files["unhcr_applications"][0].frame)])
    write(out, "claims_by_country_month", ircc_months(files["ircc_citizenship"][0]))
    rpd = irb_decisions(files["irb_rpd_totals"][0].frame)
    write(out, "decisions_by_country_year", [*unhcr_decisions(files["unhcr_decisions"][0].frame), *rpd])
    quarters = removals_by_quarter(files["cbsa_removals_by_region"][0].frame)
    write(out, "removals", [*removals(files["cbsa_removals_totals"][0].frame), *quarters])
    write(out, "inventory_points", inventory(files["cbsa_inventory_points"][0].frame))
    write(out, "mode_of_entry", modes(files["ircc_mode_of_entry"][0]))
    write(out, "events", EVENTS)


def printed(row: pd.Series) -> str:
    """A cell as its publisher prints it, without commas."""
    return "--" if row["suppressed"] else str(row["value"])


def claims_by_year(frame: pd.DataFrame) -> Rows:
    """The annual total of claims, by date of publication."""
    for _, row in frame.iterrows():
        date = re.match(r"\d{4}(-\d\d){0,2}", row["vintage"])
        press = "press" in f"{row['publication']} {row['vintage']}"
        yield {
            "year": row["year"],
            "start": row["start"],
            "end": row["end"],
            "value": printed(row),
            "rule": {1: "exact", 5: "ircc", 1000: "to_1000"}[row["rounded"]],
            "press": "true" if press else "false",
            "vintage": date[0] if date else "",
            "source": speaker(row["source"]) if press else row["publication"],
            "address": row["source"],
        }


def ircc_countries(loaded: Loaded) -> Rows:
    """Year totals of the 25 countries, the others and all; not that of the year that is not over."""
    frame = loaded.frame
    for _, row in frame[(frame["office"] == "all") & (frame["grain"] == "year")].iterrows():
        yield {
            "measure": "claims",
            "notion": "citizenship",
            "country": row["citizenship"],
            "year": row["year"],
            "value": printed(row),
            "rule": "ircc",
            "vintage": loaded.receipt.vintage,
            "source": "IRCC open data, top 25 citizenships",
            "address": IRCC_OPEN,
        }


def ircc_months(loaded: Loaded) -> Rows:
    """The months of the 25 countries, the others and all, one row a year; a month not told yet stays empty."""
    frame = loaded.frame
    months = frame[(frame["office"] == "all") & (frame["grain"] == "month")]
    for (country, year), rows in months.groupby(["citizenship", "year"], sort=False):
        yield {
            "country": country,
            "year": year,
            **{row["period"][5:]: printed(row) for _, row in rows.iterrows()},
            "rule": "ircc",
            "vintage": loaded.receipt.vintage,
            "source": "IRCC open data, top 25 citizenships",
            "address": IRCC_OPEN,
        }


def unhcr_claims(frame: pd.DataFrame) -> Rows:
    """First-instance applications of every origin."""
    for _, row in frame[frame["year"] >= FIRST_YEAR].iterrows():
        key = {"measure": "applied", "notion": "origin", "country": row["origin"], "year": row["year"]}
        yield {**key, "value": printed(row), "rule": "unhcr", **UNHCR}


def unhcr_decisions(frame: pd.DataFrame) -> Rows:
    """First-instance decisions, one row an origin and year."""
    recent = frame[frame["year"] >= DECISIONS_FROM]
    for (year, country), rows in recent.groupby(["year", "origin"]):
        yield {
            "notion": "origin",
            "country": country,
            "year": year,
            "as_of": f"{year}-12-31",
            "scope": "first",
            **{row["measure"]: printed(row) for _, row in rows.iterrows()},
            "rule": "unhcr",
            **UNHCR,
        }


def irb_decisions(frame: pd.DataFrame) -> Rows:
    """The rows that we have of the RPD's tables; cumulative within the year."""
    names = {"accepted": "recognized", "withdrawn_other": "withdrawn", "finalized": "total"}
    keys = ["as_of", "scope", "alleged_persecution", "source"]
    for (as_of, scope, country, address), rows in frame.groupby(keys, sort=False):
        yield {
            "notion": "alleged_persecution",
            "country": country,
            "year": as_of[:4],
            "as_of": as_of,
            "scope": scope,
            **{names.get(row["measure"], row["measure"]): printed(row) for _, row in rows.iterrows()},
            "rule": "irb",
            "vintage": as_of,
            "source": "IRB, Refugee Protection Division",
            "address": address,
        }


def speaker(address: str) -> str:
    """Who is quoted: an institution by its address, or a newspaper that quotes one."""
    host = urlsplit(address).netloc.removeprefix("www.")
    return f"press ({host})" if is_press(address) else HOSTS.get(host, host)


def removals(frame: pd.DataFrame) -> Rows:
    """Totals by calendar and fiscal year, by date of publication."""
    for _, row in frame.iterrows():
        names = ("basis", "period", "to", "remark", "vintage")
        common = {"value": printed(row), "rule": "exact", "press": "true" if row["press"] else "false"}
        source = {"source": speaker(row["source"]), "address": row["source"]}
        yield {**{name: row[name] for name in names}, **common, **source}


def removals_by_quarter(frame: pd.DataFrame) -> Rows:
    """Quarters of Table 1.1, all regions together."""
    quarters = frame[(frame["region"] == "TOTAL") & (frame["grain"] == "quarter") & (frame["basis"] == "calendar")]
    for _, row in quarters.iterrows():
        key = {"basis": "calendar", "period": row["period"], "vintage": row["vintage"], "press": "false"}
        partial = "partial" if row["vintage"].endswith(f"({row['period'][4:]} partial)") else ""
        source = {"source": HOSTS["cbsa-asfc.gc.ca"], "address": CBSA_PAGE}
        yield {**key, "remark": partial, "value": printed(row), "rule": "exact", **source}


def inventory(frame: pd.DataFrame) -> Rows:
    """The inventory at dated points."""
    for _, row in frame.iterrows():
        yield {
            "as_of": row["as_of"],
            "stock": row["stock"],
            "value": printed(row),
            "rule": "exact",
            "about": "true" if row["about"] else "false",
            "press": "true" if row["press"] else "false",
            "vintage": row["as_told"],
            "source": speaker(row["source"]),
            "address": row["source"],
        }


def modes(loaded: Loaded) -> Rows:
    """Claims by mode of entry."""
    for _, row in loaded.frame.iterrows():
        source = {"source": "IRCC, Deputy Minister transition binder 2024, Table A", "address": BINDER}
        key = {"year": row["year"], "mode": row["mode"], "vintage": loaded.receipt.vintage}
        yield {**key, "value": printed(row), "rule": "exact", **source}


def write(out: Path, name: str, rows: Iterable[dict[str, object]]) -> None:
    """One table: the declared columns, in the declared order, sorted by its key."""
    table = TABLES[name]
    cells: Sequence[list[str]] = [[str(row.get(column, "")) for column in table.columns] for row in rows]
    places = [list(table.columns).index(column) for column in table.key]
    with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(sorted(cells, key=lambda row: [row[place] for place in places]))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else OUT)
