import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mcee_eval import cli, errors
from mcee_eval.contracts.readers import tables_of

HEAVY = ("pandas", "numpy", "matplotlib", "scipy", "papermill", "nbconvert", "rich", "pandera", "jsonschema", "psutil")


def told(capsys, *argv):
    """The exit code, what was printed, and what was told as wrong."""
    code = cli.main(argv)
    return (code, *capsys.readouterr())


def test_help_imports_nothing_heavy(root):
    script = f"import sys; from mcee_eval.cli import main; code = main(['--help']); heavy = {HEAVY}; "
    script += "print([m for m in heavy if m in sys.modules], code)"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert ran.stdout.splitlines()[-1] == "[] 0"
    assert "Exit codes: 0 done" in ran.stdout


@pytest.mark.parametrize("command", ["run", "check", "template", "simulate", "lab"])
def test_each_command_explains_itself(capsys, command):
    code, printed, wrong = told(capsys, command, "--help")
    assert (code, wrong) == (0, "")
    assert f"Usage: mcee-eval {command}" in printed


@pytest.mark.parametrize(
    "argv", [("nosuch",), ("run", "--jobs", "many"), ("check",), ("simulate", "--seed", "1"), ("run", "--nosuch")]
)
def test_usage_errors_are_2(capsys, argv):
    code, _, wrong = told(capsys, *argv)
    assert code == 2
    assert "Usage:" in wrong
    assert "Traceback" not in wrong


def test_several_values_may_follow_one_option():
    given = ["run", "--country", "R01", "P02", "--lang=fr", "--finding", "1", "4", "--force", "--seed", "3"]
    wanted = "run --country R01 --country P02 --lang=fr --finding 1 --finding 4 --force --seed 3"
    assert cli.spread(given) == wanted.split()


def test_run_passes_on_what_was_asked(monkeypatch):
    import mcee_eval.batch.run as batch

    seen = {}

    class Ended:
        def stop(self):
            seen["stopped"] = True

    def keep(selection, **more):
        seen.update(more, selection=selection)
        return Ended()

    monkeypatch.setattr(batch, "run", keep)
    argv = "run --country R01 P02 --finding 4 --lang fr --audience internal --dataset a --quick"
    argv += " --jobs 3 --timeout 5 --out o --why -p min_segment=0.2 -p start=2019-02"
    assert cli.main(argv.split()) == 0
    chosen = seen["selection"]
    assert (chosen.countries, chosen.findings, chosen.langs) == (("R01", "P02"), ("4",), ("fr",))
    assert (chosen.audience, chosen.datasets, chosen.quick) == ("internal", ("a",), True)
    assert seen["manner"] == batch.Manner(jobs=3, timeout=5.0, why=True)
    assert (seen["out"], seen["stopped"]) == (Path("o"), True)
    assert seen["given"] == ("min_segment=0.2", "start=2019-02")


REFUSALS = [
    (errors.BadSettings, 10), (errors.BadTable, 11), (errors.BadParameter, 12), (errors.SomeRunsFailed, 20),
    (errors.LockHeld, 21), (errors.NotWritable, 22), (errors.ReleaseRefused, 30),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "code"), REFUSALS)
def test_a_refusal_is_a_message_and_its_exit_code(monkeypatch, capsys, refusal, code):
    def refuse(*_, **__):
        raise refusal("Nothing was run.", problems=[errors.Problem("here", "this", "that", "Do so.")])

    monkeypatch.setattr("mcee_eval.batch.run.run", refuse)
    assert told(capsys, "run") == (code, "", "Nothing was run.\n  - here: this; expected that. Do so.\n")


def test_an_interruption_is_130(monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("mcee_eval.batch.run.run", stop)
    code, _, wrong = told(capsys, "run")
    assert code == 130
    assert "the same command goes on" in wrong


def test_a_fault_of_ours_is_not_hidden(monkeypatch):
    def fault(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("mcee_eval.batch.run.run", fault)
    with pytest.raises(ZeroDivisionError):
        cli.main(["run"])


def test_unknown_names_are_12_and_told_at_once(capsys):
    code, _, wrong = told(capsys, "run", "--finding", "99", "--lang", "de", "--audience", "both")
    assert code == 12
    assert [line.split(":")[0] for line in wrong.splitlines()[1:]] == ["  - --finding", "  - --lang", "  - --audience"]


def test_a_scenario_and_a_data_set_exclude_each_other(capsys):
    code, _, wrong = told(capsys, "run", "--scenario", "null", "--dataset", "synthetic", "--dry-run")
    assert code == 12
    assert "--dataset synthetic" in wrong
    assert "--dry-run" in wrong


def test_a_scenario_becomes_a_data_set_of_its_name_and_seed(monkeypatch, tmp_path):
    from mcee_eval.batch.scenario import on_scenario
    from mcee_eval.datasets import dataset

    monkeypatch.setenv("MCEE_DATA", "elsewhere")
    assert on_scenario("", seed=1, datasets=("a",), out=tmp_path) == ("a",)
    assert on_scenario("null", seed=7, datasets=(), out=tmp_path) == ("null-7",)
    made = dataset("null-7")
    assert (made.scenario, made.provenance) == ("null", "synthetic")
    assert made.folder == tmp_path / "work" / "scenarios" / "null-7"


def test_check_tells_what_is_in_a_folder(capsys, root, tmp_path):
    from mcee_eval.contracts.readers import lacking, tables_of

    for table in tables_of("0"):
        (tmp_path / f"{table}.csv").write_bytes((root / f"data/synthetic/report/{table}.csv").read_bytes())
    code, printed, _ = told(capsys, "check", str(tmp_path))
    assert code == 0
    assert "countries: " in printed
    assert "No problem was found.\n" in printed
    assert "f0: every table is there\n" in printed
    assert f"f4: lacks {', '.join(lacking(tables_of('0'))['4'])}\n" in printed


def test_check_refuses_a_bad_table_with_every_problem(capsys, tmp_path):
    (tmp_path / "countries.csv").write_text("pays\nR01\n")
    code, _, wrong = told(capsys, "check", str(tmp_path))
    assert code == 11
    assert "countries" in wrong
    assert "Traceback" not in wrong


def test_check_of_no_folder_is_11(capsys, tmp_path):
    assert told(capsys, "check", str(tmp_path / "absent"))[0] == 11


def test_check_speaks_french_and_drafts_in_it(capsys, tmp_path):
    text = "No demande;Clé personne;Pays;Date demande\nA1;P1;Haïti;25/03/2019\nA2;P2;NGA;31/02/2020\n"
    (tmp_path / "extrait.csv").write_text(text, encoding="utf-8")
    code, printed, wrong = told(capsys, "check", str(tmp_path), "--draft-mapping", "--lang", "fr")
    assert code == 11
    assert 'dates = "day-month-year"  # par exemple 25/03/2019' in printed
    assert "extrait.csv, ligne 3, requested_on ('Date demande') : '31/02/2020', qui ne distingue pas le jour" in wrong
    assert "countries.csv, lignes 2-3, main : une cellule vide; attendu : yes ou no." in wrong
    assert told(capsys, "check", str(tmp_path), "--lang", "de")[0] == 12


def test_template_by_finding(capsys, tmp_path):
    path = tmp_path / "t.xlsx"
    assert told(capsys, "template", str(path), "--finding", "4")[0] == 0
    assert set(load_workbook(path).sheetnames) == {"notes", *tables_of("4")}
    code, _, wrong = told(capsys, "template", str(path), "--finding", "9", "--force")
    assert code == 12
    assert "'9'; expected a number, 0 to 8" in wrong


def test_template_writes_a_workbook_and_never_over_another(capsys, tmp_path):
    path = tmp_path / "empty.xlsx"
    assert told(capsys, "template", str(path))[0] == 0
    first = path.read_bytes()
    assert first[:2] == b"PK"
    code, _, wrong = told(capsys, "template", str(path))
    assert (code, path.read_bytes()) == (12, first)
    assert "--force" in wrong
    assert told(capsys, "template", str(path), "--force")[0] == 0
    assert told(capsys, "template", str(tmp_path / "a.csv"))[0] == 12
    code, _, wrong = told(capsys, "template", str(tmp_path / "absent" / "a.xlsx"))
    assert code == 22
    assert "Make its folder first." in wrong


def test_simulate_writes_a_programme_named_after_its_folder(capsys, tmp_path):
    assert told(capsys, "simulate", "--scenario", "null", "--seed", "3", "--out", str(tmp_path / "mine"))[0] == 0
    assert 'name = "mine"' in (tmp_path / "mine" / "dataset.toml").read_text()
    assert json.loads((tmp_path / "mine" / "truth.json").read_text())
    assert told(capsys, "simulate", "--scenario", "nul", "--seed", "3", "--out", str(tmp_path / "x"))[0] == 12
    (tmp_path / "file").write_text("in the way")
    assert told(capsys, "simulate", "--scenario", "null", "--seed", "3", "--out", str(tmp_path / "file"))[0] == 22
