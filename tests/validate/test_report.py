import re

import pytest

from mcee_eval.cli import main as cli
from mcee_eval.errors import NotWritable
from mcee_eval.validate import report


@pytest.fixture(scope="module")
def small():
    patch = pytest.MonkeyPatch()
    patch.setattr(report, "QUICK", {"coverage": 400, "bounds": 20, "issuance": 40})
    yield report.sections(True, seed=report.SEED)
    patch.undo()


def tables(text):
    """Header, and the labels of every row that are no result, by table."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        lines = [[c.strip() for c in line.strip("|\n ").split("|")] for line in block.splitlines()]
        found.append((lines[0], [row[:2] if lines[0][1] in ("ρ", "measure") else row[:1] for row in lines[2:]]))
    return found


def test_the_committed_document_is_what_this_code_writes(small, root):
    committed = (root / "docs" / report.NAME).read_text("utf-8")
    assert tables(committed) == tables(report.markdown(small, quick=False, seed=report.SEED))
    assert f"(seed {report.SEED})" in committed
    assert "10,000 replications a cell" in committed
    assert "no:" not in committed


def test_every_cell_has_its_error_or_says_that_there_is_none(small):
    coverage = small[0].table
    assert len(coverage) == 25
    cells = coverage.drop(columns=["n", "ρ", "met"]).to_numpy().ravel()
    assert all(c == report.MISSING or re.fullmatch(r"\d\.\d{3} \(\d\.\d{3}\)", c) for c in cells)
    assert (coverage.loc[coverage["n"] == "12", "met"] == report.MISSING).all()
    assert (coverage.loc[coverage["n"] == "16", "slope, AR(1) REML"] == report.MISSING).all()


def test_a_missed_floor_is_told_by_name(monkeypatch):
    monkeypatch.setattr(report, "QUICK", {"coverage": 400, "bounds": 20, "issuance": 40})
    real = report.segmented_coverage
    monkeypatch.setattr(report, "segmented_coverage", lambda **k: real(**k).assign(coverage=0.5))
    found = report.sections(True, seed=1)
    assert any("n = 24, ρ = 0.6, level: 0.5000, asked 0.91" in f for f in found[0].failed)
    assert "Not met:" in report.markdown(found, quick=True, seed=1)


def test_quick_by_the_command_line_leaves_the_full_document_alone(tmp_path, monkeypatch, root, capsys):
    monkeypatch.setenv("MCEE_OUTPUTS", str(tmp_path))
    before = (root / "docs" / report.NAME).read_bytes()
    assert cli(["validate", "--quick"]) == 0
    assert "3 validations, 0 claim(s) not met" in capsys.readouterr().out
    text = (tmp_path / report.NAME).read_bytes()
    assert b"`mcee-eval validate --quick`" in text
    assert b"\r" not in text
    assert (root / "docs" / report.NAME).read_bytes() == before
    assert cli(["validate", "--quick", "--out", str(tmp_path / "again.md")]) == 0
    assert (tmp_path / "again.md").read_bytes() == text


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match="another --out"):
        report.write("text", tmp_path / "file" / "validation.md")
