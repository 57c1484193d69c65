import re
from dataclasses import replace

import pandas as pd
import pytest

from benchmarks.validity import attribution_sections as sections
from benchmarks.validity import report
from benchmarks.validity.placebo import placebo_size
from benchmarks.validity.references import transcribed
from benchmarks.validity.section import MISSING, within_errors
from benchmarks.validity.selection import selection_effect
from mcee_eval.errors import NotWritable

SMALL = {"coverage": 400, "bounds": 20, "issuance": 40, "placebo": 40, "selection": 40, "verdicts": 48}
LABELS = {
    "ρ": 2,
    "measure": 2,
    "after": 3,
    "matched on": 2,
    "value": 2,
    "requests a quarter": 2,
    "country": 2,
    "quantity": 2,
}


@pytest.fixture(scope="module")
def patched():
    patch = pytest.MonkeyPatch()
    patch.setattr(report, "QUICK", SMALL)
    patch.setattr(report, "QUICK_DONORS", (19,))
    patch.setattr(report, "QUICK_SCENARIOS", (("report",), ("R01",)))
    yield patch
    patch.undo()


@pytest.fixture(scope="module")
def small(patched):
    return report.sections(True, seed=report.SEED, reference_files=report.beside())


def tables(text):
    """Header, and the labels of every row that are no result, by table."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        lines = [[c.strip() for c in line.strip("|\n ").split("|")] for line in block.splitlines()]
        found.append((lines[0], [row[: LABELS.get(lines[0][1], 1)] for row in lines[2:]]))
    return found


def test_the_committed_document_is_what_this_code_writes(small, root):
    """The same tables and rows; a quick run has fewer programmes and scenarios, and no file of reference values."""
    committed = (root / "docs" / report.NAME).read_text("utf-8")
    there, here = tables(committed), tables(report.markdown(small, quick=False, seed=report.SEED))
    assert [header for header, _ in there] == [header for header, _ in here]
    for (header, full), (_, quick) in zip(there, here, strict=True):
        if header[0] in ("programmes by", "scenario", "case"):
            missing = [row for row in quick if row not in full]
            assert missing == []
        else:
            assert full == quick, header
    assert f"(seed {report.SEED})" in committed
    assert "10,000 replications a cell" in committed
    assert "2,016 programmes in which nothing changed" in committed
    scenarios = next(rows for header, rows in there if header[0] == "scenario")
    assert len(scenarios) == 6 * 6
    assert len(next(rows for header, rows in there if header[0] == "case")) == 81


def test_every_claim_of_the_committed_document_is_told(root):
    """Claims that are not met stand in the summary and again with their figures."""
    committed = (root / "docs" / report.NAME).read_text("utf-8")
    failed = [int(n) for n in re.findall(r"\| no: (\d+) failed \|", committed)]
    told = re.findall(r"^Not met:\n\n((?:- .*\n)+)", committed, re.M)
    assert [block.count("- ") > 0 for block in told] == [True] * len(failed)
    assert len(told) == len(failed)


def test_every_cell_has_its_error_or_says_that_there_is_none(small):
    coverage = small[0].tables[""]
    assert len(coverage) == 25
    cells = coverage.drop(columns=["n", "ρ", "met"]).to_numpy().ravel()
    assert all(c == MISSING or re.fullmatch(r"\d\.\d{3} \(\d\.\d{3}\)", c) for c in cells)
    assert (coverage.loc[coverage["n"] == "12", "met"] == MISSING).all()
    assert (coverage.loc[coverage["n"] == "16", "slope, AR(1) REML"] == MISSING).all()
    verdict = next(s for s in small if s.title.startswith("Error rates"))
    null, effect = list(verdict.tables.values())[:2]
    for table, column in ((null, 'false "attributable"'), (effect, 'false "no attributable"')):
        assert all(re.fullmatch(r"\d\.\d{3} \((\d\.\d{3}|< \d\.\d{3})\)", c) for c in table[column])


def test_a_missed_floor_is_told_by_name(patched, monkeypatch):
    real = report.segmented_coverage
    monkeypatch.setattr(report, "segmented_coverage", lambda **k: real(**k).assign(coverage=0.5))
    found = report._of_series(True, 1)
    assert any("n = 24, ρ = 0.6, level: 0.5000, asked 0.91" in f for f in found[0].failed)
    assert "Not met:" in report.markdown(found, quick=True, seed=1)


def test_missed_claims_of_attribution_are_told_by_name():
    size = placebo_size(replications=20, seed=1, shapes=((12, 8),), rho_values=(0.5,)).assign(value=0.5, ok=False)
    assert "12 + 8, ρ = 0.5, t: 0.5000, asked 0.03 to 0.07" in sections.placebo_section(size).failed
    selection = within_errors(selection_effect(replications=20, seed=1).assign(value=0.6))
    failed = sections.selection_section(selection).failed
    assert len(failed) == 8  # both tests of the four choices, with the selection years kept out
    assert failed[0] == "at random, the years before the selection, t: 0.6000, asked 0.03 to 0.07"
    transcript = sections.reference_section(transcribed().assign(ok=False), whole=False)
    assert "the small transcribed set alone" in transcript.claim
    assert transcript.failed[0] == "california_transcribed, sc_att: -19.51363, expected -19.51363"
    states = pd.DataFrame(
        {
            "scenario": "null",
            "country": "ALL",
            "proposition": ["4a", "4b"],
            "state": ["mixed", "supported"],
            "ok": [None, False],
        }
    ).astype({"ok": "boolean"})
    section = sections.scenario_section(states, seed=1)
    assert section.failed == ("null, ALL, 4b: supported",)
    assert section.tables[""].iloc[0].tolist() == ["null", "ALL", "mixed", "supported", "–", "–", "no"]


def test_few_replications_cannot_tell_more_than_three_errors():
    told = pd.DataFrame({"value": [0.0, 0.0, 0.5, 0.11], "low": 0.03, "high": 0.07, "replications": [40, 4000, 40, 40]})
    assert within_errors(told).ok.tolist() == [True, False, False, True]


def test_quick_by_the_command_line_leaves_the_full_document_alone(small, tmp_path, monkeypatch, root, capsys):
    asked = {}
    monkeypatch.setattr(report, "sections", lambda quick, **how: asked.update(how, quick=quick) or small)
    monkeypatch.setenv("MCEE_OUTPUTS", str(tmp_path))
    before = (root / "docs" / report.NAME).read_bytes()
    assert report.main(["--quick"]) == 0
    assert asked == {"quick": True, "seed": report.SEED, "reference_files": report.beside()}
    assert "8 validations, 0 claim(s) not met" in capsys.readouterr().out
    text = (tmp_path / report.NAME).read_bytes()
    assert b"`python -m benchmarks.validity --quick`" in text
    assert b"\r" not in text
    assert (root / "docs" / report.NAME).read_bytes() == before
    missed = replace(small[0], failed=("a row: 0.5",))
    monkeypatch.setattr(report, "sections", lambda quick, **how: [missed, *small[1:]])
    assert report.main(["--quick", "--seed", "3", "--out", str(tmp_path / "again.md")]) == 1
    assert "`python -m benchmarks.validity --quick --seed 3`" in (tmp_path / "again.md").read_text("utf-8")
    assert "Coverage of the segmented default: a row: 0.5" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match="another --out"):
        report.write("text", tmp_path / "file" / "validation.md")
