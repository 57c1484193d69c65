"""The logic model of Annex A as read from data, and each fault found when it is planted."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.metrics.graph import graph

LEVELS = ("activity", "output", "immediate", "intermediate", "final")

DATA = dataset("synthetic")
NODES, LINKS = DATA.report("logic_nodes").frame, DATA.report("logic_links").frame


@pytest.fixture(scope="module")
def annex():
    return graph(NODES, LINKS, level="kind", levels=LEVELS)


def planted(add=(), drop=()):
    kept = LINKS[[(a, b) not in drop for a, b in zip(LINKS["from_node"], LINKS["to_node"], strict=True)]]
    more = pd.DataFrame([(a, b, True, "x", "x") for a, b in add], columns=LINKS.columns)
    return graph(NODES, pd.concat([kept, more], ignore_index=True), level="kind", levels=LEVELS)


def test_the_annex_has_its_boxes(annex):
    assert annex.nodes["kind"].value_counts().to_dict() == dict(zip(LEVELS, (7, 5, 3, 1, 1), strict=True))


def test_every_link_is_our_reading_with_its_reason(annex):
    assert annex.links["inferred"].all()
    assert len(annex.links) == len(annex.pairs)
    for lang in ("en", "fr"):
        assert annex.links[f"reason_{lang}"].str.len().min() > 20


def test_the_boxes_are_those_of_the_report(annex, shared):
    text = (shared / "report" / "evaluation_ECEM_2025_fr.txt").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", text[text.index("Annexe A : Modèle logique du programme de l'ECCEM") :])
    for box in annex.nodes["text_fr"]:
        assert box in text


def test_it_holds_together(annex):
    assert (annex.circle, annex.unknown, annex.orphans, annex.unfed, annex.jumps) == ((), (), (), (), ())
    assert annex.dead_ends == ("O4",)  # no outcome of the annex names what campaigns bring about
    assert annex.nodes.loc[annex.nodes["silent"], "node"].tolist() == ["A5", "A6", "O2", "O4", "F1"]


def test_the_nested_list_holds_every_box_under_what_it_leads_to(annex):
    stack: list[str] = []
    seen = set()
    for depth, node in annex.nested():
        stack = [*stack[:depth], node]
        assert len(stack) == depth + 1
        if depth:
            assert (node, stack[-2]) in annex.pairs
        seen.add(node)
    assert seen == set(annex.nodes["node"])


def test_planted_faults_are_named():
    assert planted(add=[("F1", "A1")]).circle[0] == planted(add=[("F1", "A1")]).circle[-1]
    assert list(planted(add=[("F1", "A1")]).nested()) == []
    assert planted(drop=[("A6", "O4")]).orphans == ("A6", "O4")
    assert planted(drop=[("O1", "I1")]).unfed == ("I1",)
    assert planted(drop=[("O1", "I1")]).dead_ends == ("O1", "O4")
    assert planted(add=[("O4", "N1")]).jumps == (("O4", "N1"),)
    assert planted(add=[("O4", "N1")]).dead_ends == ()
    assert planted(add=[("O4", "Z9")]).unknown == ("Z9",)
