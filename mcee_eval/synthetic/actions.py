"""The management response action plan, as the report prints it.

The French is the report's (two misprints mended: « Informar », « ECCEM »); the English is our rendering. Who is
accountable, the due quarter and the possible dependence are the report's too. The states are those of the day of the
extraction, before anything was due.
"""

from __future__ import annotations

import pandas as pd

from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.frames import rows

DUE = "2026-27Q2"  # T2 2026-2027: ends on 30 September 2026
# Action, step, parent, recommendation, English, French.
STEPS: tuple[tuple[str, str, str | None, str, str, str], ...] = (
    (
        "1a",
        "0",
        None,
        "1",
        "Develop a detailed strategy that defines IRCC's mandate on removals and presents forward-looking options to:",
        "Élaborer une stratégie détaillée qui définit le mandat d'IRCC en matière de renvois et présente des options "
        "axées sur l'avenir pour\u00a0:",
    ),
    (
        "1a",
        "i",
        "0",
        "1",
        "continue engagement with countries that are recalcitrant on removals or at risk of becoming so",
        "poursuivre les efforts de collaboration avec les pays récalcitrants en matière de renvois ou risquant de le "
        "devenir",
    ),
    (
        "1a",
        "ii",
        "0",
        "1",
        "put in place potential tools and support to meet Canada's broader removals objectives",
        "mettre en place des outils et un soutien potentiels pour atteindre les objectifs plus larges du Canada en "
        "matière de renvois",
    ),
    (
        "2a",
        "0",
        None,
        "2",
        "Clarify roles and responsibilities for using the results of the projects, in consultation with CBSA and GAC",
        "En consultation avec l'ASFC et AMC, clarifier les rôles et les responsabilités entre les ministères pour la "
        "mise à profit des projets",
    ),
    (
        "2a",
        "1",
        "0",
        "2",
        "Inform CBSA and GAC of the findings and recommendations of the evaluation, and of the action plan",
        "Informer l'ASFC et AMC des constats et des recommandations de l'évaluation de l'ECEM, ainsi que sur la RPAD",
    ),
    (
        "2a",
        "2",
        "0",
        "2",
        "Hold a workshop with CBSA, GAC and others concerned to define and confirm roles and responsibilities",
        "Organiser et animer un atelier avec l'ASFC, AMC et d'autres intervenants concernés du GC pour définir et "
        "confirmer les rôles et les responsabilités liés à l'exploitation des résultats des projets financés par "
        "l'ECEM",
    ),
    (
        "2a",
        "3",
        "0",
        "2",
        "Develop a framework that describes communication protocols and defines accountability measures",
        "élaborer un cadre qui décrit les protocoles de communication et définit les mesures de reddition de comptes",
    ),
    (
        "2a",
        "4",
        "0",
        "2",
        "Present the framework and the implementation plan to the main partners in other departments",
        "Présenter le cadre et le plan de mise en œuvre aux principaux partenaires des autres ministères, en "
        "utilisant si possible la structure du GTR",
    ),
    (
        "2b",
        "0",
        None,
        "2",
        "Develop a communication strategy to convey the results of the projects to federal partners. It will include:",
        "Élaborer une stratégie de communication pour transmettre efficacement les résultats des projets financés "
        "par l'ECEM aux partenaires du GC. Cette stratégie comprendra\u00a0:",
    ),
    ("2b", "a", "0", "2", "an overview of the context", "Aperçu contextuel"),
    ("2b", "b", "0", "2", "objectives of dissemination", "Objectifs de diffusion"),
    ("2b", "c", "0", "2", "the target audience", "Détermination du public cible"),
    ("2b", "d", "0", "2", "key messages", "Messages clés"),
    (
        "2b",
        "e",
        "0",
        "2",
        "actionable recommendations and practical suggestions for using the results of the projects",
        "Des recommandations exploitables et des suggestions pratiques pour tirer parti des résultats des projets",
    ),
    (
        "2b",
        "1",
        "0",
        "2",
        "Use established formal mechanisms, the levels of the Removals Working Group included, to inform "
        "senior management",
        "Exploiter les mécanismes formels établis, y compris différents niveaux de GTR lorsque c'est possible, afin "
        "de garantir que l'information est communiquée efficacement à la haute direction",
    ),
    (
        "2b",
        "2",
        "0",
        "2",
        "Put in place a matching system of tracking and monitoring, if circumstances allow",
        "Mettre en œuvre un système de suivi et de surveillance correspondant, si les circonstances le permettent",
    ),
)
OWNER = {"1a": "DG DGA", "2a": "DG DGAI", "2b": "DG DGAI"}


def actions() -> pd.DataFrame:
    """What was promised, by whom, by when? 1a: (i), (ii); 2a: four steps; 2b: five contents and two steps."""
    return rows(
        "actions",
        [
            (
                action,
                step,
                parent,
                recommendation,
                "agrees",
                en,
                fr,
                OWNER[action],
                DUE,
                "not_started",
                pd.Timestamp(EXTRACTED_ON),
                "1a" if recommendation == "2" else None,
            )
            for action, step, parent, recommendation, en, fr in STEPS
        ],
    )
