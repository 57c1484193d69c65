"""The units that columns are counted in, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("", ""),
        "persons": ("persons", "personnes"),
        "cases": ("cases", "dossiers"),
        "documents": ("travel documents", "documents de voyage"),
        "requests": ("requests", "demandes de documents de voyage"),
        "dollars": ("dollars of the project's currency", "dollars dans la devise du projet"),
        "times": ("times", "fois"),
        "months": ("months", "mois"),
        "indicator_unit": ("the indicator's own unit", "l'unité propre à l'indicateur"),
        "claim_unit": ("the unit named in the row", "l'unité indiquée à la ligne"),
        "share": ("share from 0 to 1", "part de 0 à 1"),
        "direction": ("-1 against, 0 neutral, 1 for", "-1 contre, 0 neutre, 1 pour"),
        "weight": ("weight from 0 to 1", "poids de 0 à 1"),
        "number": ("number", "nombre"),
    }
)
