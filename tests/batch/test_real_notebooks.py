"""The project's own notebooks through the whole of it: pool, records, pages in both languages, index."""

import json

import nbformat
import pytest

from mcee_eval import cli
from mcee_eval.record import MIME, dumps


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    argv = [
        "run",
        "--country",
        "ALL",
        "--finding",
        "1",
        "4",
        "--dataset",
        "synthetic",
        "--jobs",
        "1",
        "--out",
        str(out),
    ]
    assert cli.main(argv) == 0
    return out


def test_each_run_has_its_record_its_two_pages_and_a_line_in_both_indexes(built):
    names = ["synthetic/f1.ALL", "synthetic/f4.ALL"]
    for name in names:
        dataset, stem = name.split("/")
        record = json.loads((built / "public" / dataset / "records" / f"{stem}.json").read_text("utf-8"))
        assert f"{record['finding']}.{record['country']}" == stem
        for lang in ("en", "fr"):
            page = (built / "public/site" / dataset / f"{stem}.{lang}.html").read_text("utf-8")
            assert f'lang="{lang}"' in page
            assert f"{dataset}/{stem}.{lang}.html" in (built / f"public/site/index.{lang}.html").read_text("utf-8")
    states = json.loads((built / "work/public/status.json").read_text())["runs"]
    assert [(s["finding"], s["dataset"], s["state"]) for s in states] == [
        ("f1", "synthetic", "done"),
        ("f4", "synthetic", "done"),
    ]


def test_another_folder_gets_the_same_bytes(built, tmp_path):
    argv = ["run", "--country", "ALL", "--finding", "4", "--jobs", "1", "--out", str(tmp_path / "other")]
    assert cli.main(argv) == 0
    files = [p.relative_to(tmp_path / "other") for p in (tmp_path / "other").rglob("f4.ALL*") if p.is_file()]
    assert len(files) >= 4
    for file in files:
        assert (tmp_path / "other" / file).read_bytes() == (built / file).read_bytes(), file


def test_plain_papermill_gives_the_same_record_in_the_other_language(built, tmp_path, root, monkeypatch):
    import papermill

    monkeypatch.setenv("PYTHONPATH", str(root))
    node = papermill.execute_notebook(
        str(root / "notebooks" / "01_continuing_need.ipynb"),
        str(tmp_path / "plain.ipynb"),
        parameters={"country": "ALL", "lang": "fr", "dataset": "synthetic"},
        progress_bar=False,
        cwd=str(tmp_path),
    )
    (record,) = [o["data"][MIME] for c in node.cells for o in c.get("outputs", ()) if MIME in o.get("data", {})]
    assert dumps(nbformat.from_dict(record)) == (built / "public/synthetic/records/f1.ALL.json").read_text("utf-8")


def test_a_copy_says_its_own_sentences_and_takes_its_own_parameters(root, tmp_path, capsys):
    for kind in ("ipynb", "toml"):
        text = (root / "notebooks" / f"01_continuing_need.{kind}").read_text("utf-8")
        (tmp_path / f"mine.{kind}").write_text(text.replace("claims went from", "claims moved from"), "utf-8")
    argv = ["run", "--notebook", str(tmp_path / "mine.ipynb"), "--country", "ALL", "--dataset", "synthetic"]
    argv += ["--jobs", "1", "--out", str(tmp_path / "out")]
    assert cli.main([*argv, "-p", "min_segmnt=0.2"]) == 12
    assert "Did you mean 'min_segment'?" in capsys.readouterr().err
    assert cli.main([*argv, "-p", "min_segment=0.2"]) == 0
    record = json.loads((tmp_path / "out/public/synthetic/records/f1.ALL.json").read_text("utf-8"))
    assert record["parameters"]["chosen"] == {"min_segment": 0.2}
    page = (tmp_path / "out/public/site/synthetic/f1.ALL.en.html").read_text("utf-8")
    assert "claims moved from" in page
    assert "claims went from" not in page
