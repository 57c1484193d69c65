"""Which published format is a file, by its content?"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType

from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw
from mcee_eval.loaders.cells import Cells

# Each name is a module of this package, with KIND, recognises(cells) and load(path). Order matters to nobody: a test
# holds every real file against every format.
PUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        "ircc_monthly": "IRCC, asylum claims by year: nine monthly tables",
        "ircc_citizenship": "IRCC open data, claims by citizenship, office and month",
        "ircc_office_province": "IRCC open data, claims by office, province and month",
        "ircc_open": "IRCC open data, claims by month, a row a cell (tab-separated)",
        "ircc_totals_by_vintage": "annual totals of claims, by date of publication",
        "ircc_mode_of_entry": "IRCC transition binder, claims by mode of entry",
        "irb_rad": "IRB, Refugee Appeal Division, by country of alleged persecution",
        "irb_rpd_totals": "IRB, Refugee Protection Division, rows of the tables of claims",
        "irb_border_crossers": "IRB, irregular border crossers, cumulative by quarter",
        "unhcr_applications": "UNHCR Refugee Data Finder, asylum applications",
        "unhcr_decisions": "UNHCR Refugee Data Finder, asylum decisions",
        "unhcr_population": "UNHCR Refugee Data Finder, population",
        "cbsa_removals_by_region": "CBSA, enforced removals by region",
        "cbsa_removals_totals": "CBSA, totals of enforced removals, by date of publication",
        "cbsa_inventory_points": "CBSA, removals inventory at dated points",
        "grants_contributions": "federal disclosure of grants and contributions",
        "gc_infobase": "GC InfoBase, spending and FTE by program",
    }
)

_IRCC = "https://www.canada.ca/en/immigration-refugees-citizenship"
_IRB = "https://www.irb-cisr.gc.ca/en/statistics"
_IRCC_OPEN = "https://open.canada.ca/data/en/dataset/b6cbcf4d-f763-4924-a2fb-8cc4a06e3de4"
_UNHCR = "https://www.unhcr.org/refugee-statistics/download/"
_CBSA = "https://cbsa-asfc.gc.ca/agency-agence/reports-rapports/security-securite/removals-renvois-eng.html"
# Where a user fetches the file (one page of several); nothing is ever read from there at run time. Formats without an
# address here have one in each row, or are a collection made by hand.
ADDRESSES: Mapping[str, str] = MappingProxyType(
    {
        "ircc_monthly": f"{_IRCC}/services/refugees/asylum-claims/asylum-claims-2023.html",
        "ircc_citizenship": _IRCC_OPEN,
        "ircc_office_province": _IRCC_OPEN,
        "ircc_open": _IRCC_OPEN,
        "ircc_mode_of_entry": f"{_IRCC}/corporate/transparency/transition-binders/deputy-minister-2024/asylum.html",
        "irb_rad": f"{_IRB}/appeals/Pages/RADStat2023.aspx",
        "irb_rpd_totals": f"{_IRB}/protection/Pages/RPDStat2021.aspx",
        "unhcr_applications": _UNHCR,
        "unhcr_decisions": _UNHCR,
        "unhcr_population": _UNHCR,
        "cbsa_removals_by_region": _CBSA,
        "grants_contributions": "https://open.canada.ca/data/en/dataset/432527ab-7aac-45b5-81d6-7597107a7013",
        "gc_infobase": "https://open.canada.ca/data/en/dataset/a35cf382-690c-4221-a971-cf0fd189a46f",
    }
)


def loader(kind: str) -> ModuleType:
    """The module that reads a published format; imported when asked for."""
    return import_module(f"mcee_eval.loaders.{kind}")


def recognise(path: str | Path) -> str | None:
    """The published format of a file, by its content; None for any other table, and for what cannot be read as one.

    The name of the file and its end do not matter. A damaged file of a format is recognised by its header, so that
    loading it tells what is wrong.
    """
    try:
        cells = raw.read(path)
    except BadTable:
        return None
    return recognised(cells)


def recognised(cells: Cells) -> str | None:
    """The same for cells that are already read."""
    for kind in PUBLISHED if cells.rows else ():
        if loader(kind).recognises(cells):
            return kind
    return None
