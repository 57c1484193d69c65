"""The propositions as data: the report's own words, where it says them, and what the notebooks declare of them."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest
import report_text
import wanted

from mcee_eval.contracts import CONTRACTS
from mcee_eval.datasets import dataset
from mcee_eval.frames.registry import made
from mcee_eval.loaders.published import TABLES
from mcee_eval.notebooks import declarations

STATES = {"supported", "contradicted", "mixed", "inconclusive", "not_examined"}
SILENCES = {"not_given", "incomplete", "too_few", "too_early", "not_tried"}


@pytest.fixture(scope="module")
def told(root: Path) -> dict[str, dict[str, str]]:
    """Proposition → its row of the shipped table."""
    with (root / "data" / "report" / "propositions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["proposition"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def report(shared: Path) -> report_text.Report:
    return report_text.read(shared / "report" / "evaluation_ECEM_2025_fr.txt")


def several(cell: str) -> list[str]:
    return [one for one in cell.split(";") if one]


def test_every_quote_stands_in_the_report_under_its_heading(told, report):
    headings = {row["section_fr"] for row in told.values() if row["section_fr"]}
    heads = sorted((span[0], h) for h in headings for span in report_text.spans(report, h))
    quoted = [row for row in told.values() if row["ours"] == "false"]
    assert len(quoted) == 42
    for row in quoted:
        first, *rest = row["text_fr"].split(" […] ")
        found = report_text.spans(report, first)
        assert found, row["proposition"]
        above = {next(h for at, h in reversed(heads) if at <= start) for start, _ in found}
        assert row["section_fr"] in above, (row["proposition"], above)
        for passage in rest:
            later = report_text.spans(report, passage)
            assert later, (row["proposition"], passage)
            assert later[0][0] > found[0][1], (row["proposition"], passage)


def test_ours_are_marked_and_have_no_heading(told):
    assert {p for p, row in told.items() if row["ours"] == "true"} == {"3c", "4d", "5b"}
    assert all((row["ours"] == "true") == (not row["section_fr"]) for row in told.values())


def test_the_notebooks_declare_the_same_propositions(told):
    declared = {}
    for finding, toml in declarations().items():
        posed = toml[finding]["posed"]
        assert set(posed) == set(toml["proposition"]), finding
        for code, row in posed.items():
            text = toml["proposition"][code]
            level = "country" if toml["notebook"]["country_form"] else "programme"
            if "programme" in toml[finding].get("pages", {}).get(code, "").split():
                level = "programme"
            declared[code] = {
                "finding": str(toml["notebook"]["number"]), "ours": str(row.get("ours", False)).lower(),
                "quantity": str(row.get("quantity", False)).lower(), "lines": set(row["lines"]),
                "primary": row.get("primary", ""), "level": level, "fr": text["fr"], "en": text["en"],
            }  # fmt: skip
            assert row["ours"] if row.get("ours") else row["section"] == told[code]["section_fr"], code
    assert set(declared) == set(told)
    for code, row in told.items():
        want = declared[code]
        assert {k: row[k] for k in ("finding", "ours", "quantity", "primary")} == {
            k: want[k] for k in ("finding", "ours", "quantity", "primary")
        }, code
        assert set(several(row["lines"])) == want["lines"], code
        if row["level"] != "type":
            assert row["level"] == want["level"], code
        for lang in ("fr", "en"):
            assert row[f"text_{lang}"].rstrip(".").casefold() == want[lang].rstrip(".").casefold(), (code, lang)


def test_margins_are_settings_and_tables_are_tables(told, root):
    thresholds = tomllib.loads((root / "data" / "settings.toml").read_text("utf-8"))["threshold"]
    known = {f"{family}.{name}" for family, names in thresholds.items() for name in names}
    for code, row in told.items():
        assert set(several(row["margins"])) <= known, code
        assert set(several(row["reads"])) <= set(CONTRACTS) | set(TABLES), code
        assert not row["primary"] or row["primary"] in several(row["lines"]), code


def test_the_frame_tells_them_whatever_the_data_set(told):
    for name in ("synthetic", "published"):
        frame = made(dataset(name), "propositions")
        assert list(frame["proposition"]) == list(told)
        assert frame.about.provenance == "published"


def test_the_wanted_answers_are_of_the_same_propositions(told):
    rows = wanted.rows()
    assert [row["id"] for row in rows] == list(told)
    for row in rows:
        own = told[row["id"]]
        assert (row["fr"], row["en"], row["primary_line"]) == (own["text_fr"], own["text_en"], own["primary"])
        assert row["finding"] == f"f{own['finding']}"
        assert set(several(own["lines"])) <= set(several(row["lines"])), row["id"]


def test_every_wanted_answer_is_a_state_or_forbids_one():
    for cell in wanted.cells():
        state = cell.wanted
        if state.startswith(wanted.NEVER):
            assert set(state.removeprefix(wanted.NEVER).split(" nor ")) < STATES
        elif state:
            found = re.fullmatch(r"(\w+?)(?:\((\w+)\))?", state)
            assert found, cell
            assert found[1] in STATES, cell
            assert found[2] is None or found[2] in SILENCES, cell


def test_a_proposition_is_wanted_only_where_it_belongs(told):
    for cell in wanted.cells():
        if cell.country != "ALL" and cell.wanted:
            assert told[cell.proposition]["level"] == "country", cell
