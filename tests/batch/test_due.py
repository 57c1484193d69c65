import tomllib

from packaging.requirements import Requirement

from mcee_eval.batch import due
from mcee_eval.batch.plan import Run

RUN = Run("f1", "small", "ALL", "public")


def parts(folder, **parameters):
    due.of_folder.cache_clear()
    files = {"notebook": folder / "n.ipynb", "toml": folder / "n.toml"}
    return due.rests_on(RUN, **files, data=folder / "data", parameters=parameters)


def house(folder):
    (folder / "data").mkdir()
    (folder / "data" / "claims.csv").write_text("4")
    (folder / "n.ipynb").write_text("{}")
    return folder


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def test_equal_inputs_have_equal_parts(tmp_path):
    folder = house(tmp_path)
    assert parts(folder) == parts(folder)
    assert due.why(parts(folder), parts(folder)) == ()


def test_each_change_is_told_by_its_part(tmp_path):
    folder = house(tmp_path)
    before = parts(folder, country="ALL")
    assert changed(before, parts(folder, country="R01")) == {"parameters"}
    (folder / "n.ipynb").write_text("{ }")
    assert changed(before, parts(folder, country="ALL")) == {"notebook"}
    (folder / "data" / "claims.csv").write_text("5")
    (folder / "n.toml").write_text("a = 1")
    assert due.why(before, parts(folder, country="ALL")) == ("changed: notebook", "changed: toml", "changed: data")


def test_a_renamed_file_is_a_change(tmp_path):
    folder = house(tmp_path)
    before = parts(folder)
    (folder / "data" / "claims.csv").rename(folder / "data" / "other.csv")
    assert changed(before, parts(folder)) == {"data"}


def test_what_was_never_done_and_what_is_missing_is_due(tmp_path):
    now = parts(house(tmp_path))
    assert due.why(None, now) == ("never done",)
    assert due.why(now, now, [tmp_path / "f1.ALL.en.html"]) == ("missing: f1.ALL.en.html",)


def test_compiled_files_are_no_sources(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = due.of_folder.__wrapped__(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("1")
    assert due.of_folder.__wrapped__(tmp_path) == before


def test_the_versions_are_those_of_all_direct_dependencies(root):
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert sorted(due.LIBRARIES, key=str.lower) == sorted((Requirement(d).name for d in declared), key=str.lower)
    assert "absent" not in due.versions().values()
