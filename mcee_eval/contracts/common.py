"""Columns that many tables share, declared once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mcee_eval.contracts.declare import DEPARTMENTS, Column

FINDINGS = {
    "0": ("programme profile", "profil du programme"),
    "1": ("continuing need", "besoin continu"),
    "2": ("capacity building", "renforcement des capacités"),
    "3": ("migration diplomacy", "diplomatie des migrations"),
    "4": ("removals cooperation", "coopération en matière de renvois"),
    "5": ("targeting of funds", "ciblage des fonds"),
    "6": ("implementing partners", "partenaires de mise en œuvre"),
    "7": ("coordination and measurement", "coordination et mesure du rendement"),
    "8": ("conclusions", "conclusions"),
}
AREAS = {
    "policies_procedures": ("strengthening policies and procedures", "renforcement des politiques et procédures"),
    "regular_migration": ("enhancing regular migration", "renforcement de la migration régulière"),
    "border_management": ("improving border management", "amélioration de la gestion des frontières"),
    "irregular_migration": ("preventing irregular migration", "prévention de la migration irrégulière"),
    "other_priorities": ("other migration priorities", "autres priorités liées à la migration"),
    "identity_management": ("improving identity management", "amélioration de la gestion de l'identité"),
    "assisted_voluntary_return": ("assisted voluntary return", "aide aux retours volontaires"),
}
LEVELS = {
    "minister": ("minister", "ministre"),
    "deputy_minister": ("deputy minister or associate", "sous-ministre ou délégué"),
    "ADM": ("assistant deputy minister", "sous-ministre adjoint"),
    "DG": ("director general", "directeur général"),
    "director": ("director", "directeur"),
    "head_of_mission": ("head of mission", "chef de mission"),
    "working": ("working level", "niveau opérationnel"),
}
STANCES = {
    "-1": ("disagrees, or sees the contrary", "en désaccord, ou constate le contraire"),
    "0": ("neither", "ni l'un ni l'autre"),
    "1": ("agrees, or sees it", "d'accord, ou le constate"),
    "mixed": ("both, in the same answer", "les deux, dans la même réponse"),
}


def country(**changes: Any) -> Column:
    """The country column, a code of the table countries."""
    column = Column(name="country", type="code", en="country code", fr="code du pays", isin="countries.country")
    return replace(column, **changes)


def project(**changes: Any) -> Column:
    """The project column, a code of the table projects."""
    column = Column(name="project", type="code", en="project code", fr="code du projet", isin="projects.project")
    return replace(column, **changes)


def finding(**changes: Any) -> Column:
    """The finding column: the report's number of a finding; 0 is the profile, 8 the conclusions."""
    column = Column(
        name="finding",
        type="code",
        en="finding, by its number in the report",
        fr="constat, selon son numéro dans le rapport",
        codes=FINDINGS,
    )
    return replace(column, **changes)


def department(**changes: Any) -> Column:
    """The department column."""
    column = Column(name="department", type="code", en="department", fr="ministère", codes=DEPARTMENTS)
    return replace(column, **changes)


def area(**changes: Any) -> Column:
    """The priority area of Table 1 of the report."""
    column = Column(name="area", type="code", en="priority area", fr="domaine prioritaire", codes=AREAS)
    return replace(column, **changes)


def count(name: str, en: str, fr: str, unit: str, **changes: Any) -> Column:
    """A count of 0 or more; an empty cell means that the count is not known."""
    return replace(Column(name=name, type="integer", en=en, fr=fr, unit=unit, ge=0, nullable=True), **changes)


def day(name: str, en: str, fr: str, **changes: Any) -> Column:
    """A date that may be empty: it has not happened, or is not known."""
    return replace(Column(name=name, type="date", en=en, fr=fr, nullable=True), **changes)


def text(name: str, en: str, fr: str, **changes: Any) -> Column:
    """Free text."""
    return replace(Column(name=name, type="text", en=en, fr=fr), **changes)


def pair(name: str, en: str, fr: str, **changes: Any) -> tuple[Column, Column]:
    """A text in both languages: ``name_en`` and ``name_fr``."""
    return (
        text(f"{name}_en", f"{en}, in English", f"{fr}, en anglais", **changes),
        text(f"{name}_fr", f"{en}, in French", f"{fr}, en français", **changes),
    )
