"""The sections of the evaluation report, in its order; tables transcribed from it say where a passage stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mcee_eval.contracts.declare import Column

SECTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cover": ("cover and contents", "page couverture et table des matières"),
        "summary": ("executive summary", "sommaire exécutif"),
        "action_plan": ("management response action plan", "plan d'action de la réponse de la direction"),
        "acronyms": ("list of acronyms", "liste des acronymes"),
        "context": ("context and overview of the program", "contexte et aperçu du programme"),
        "profile": ("program profile", "profil du programme"),
        "evaluation_context": ("context of the evaluation", "contexte de l'évaluation"),
        "methodology": ("methodology", "méthodologie"),
        "need": ("findings: continuing need", "constats\u00a0: besoin continu"),
        "results": ("findings: results", "constats\u00a0: résultats"),
        "design": ("findings: design and implementation", "constats\u00a0: conception et mise en œuvre"),
        "conclusions": ("conclusions and recommendations", "conclusions et recommandations"),
        "annex": ("Annex A: logic model", "annexe A\u00a0: modèle logique"),
    }
)
SEVERAL: Mapping[str, tuple[str, str]] = MappingProxyType({"several": ("several sections", "plusieurs sections")})


def section(**changes: Any) -> Column:
    """The section column: where in the report a passage is first printed."""
    column = Column(
        name="section",
        type="code",
        en="section of the report where it is first printed",
        fr="section du rapport où le passage figure en premier",
        codes=SECTIONS,
    )
    return replace(column, **changes)
