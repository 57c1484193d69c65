"""Which published format is a file, by its content?"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType

from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw

# Each name is a module of this package, with KIND, recognises(cells) and load(path). Order matters to nobody: a test
# holds every real file against every format.
PUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        "ircc_monthly": "IRCC, asylum claims by year: nine monthly tables",
        "ircc_citizenship": "IRCC open data, claims by citizenship, office and month",
        "ircc_office_province": "IRCC open data, claims by office, province and month",
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
    if not cells.rows:
        return None
    for kind in PUBLISHED:
        if loader(kind).recognises(cells):
            return kind
    return None
