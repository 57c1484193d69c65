import pytest

from mcee_eval.batch.plan import Run
from mcee_eval.batch.state import Journal, statuses, write_whole

ONE, TWO = Run("f1", "small", "ALL", "public"), Run("f1", "small", "R01", "internal")


def test_the_last_line_of_a_run_holds(tmp_path):
    journal = Journal(tmp_path / "work" / "journal.jsonl")
    assert journal.last() == {}
    journal.add(ONE, "failed", error="E11")
    journal.add(TWO, "done", files=[])
    journal.add(ONE, "done", files=["a"])
    assert {name: event["state"] for name, event in journal.last().items()} == {ONE.name: "done", TWO.name: "done"}
    assert len(journal.path.read_text().splitlines()) == 3


def test_half_a_line_left_by_a_kill_is_not_read_and_spoils_nothing(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.add(ONE, "done", files=["a"])
    whole = journal.path.read_bytes()
    for cut in range(1, len(whole)):
        journal.path.write_bytes(whole + whole[:cut])
        assert journal.last()[ONE.name]["files"] == ["a"]
        journal.add(TWO, "done", files=["b"])
        assert journal.last()[TWO.name]["files"] == ["b"]


def test_the_index_learns_the_code_of_an_error_and_nothing_else(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.add(ONE, "failed", error="E11", message="row 4 of a protected table")
    journal.add(TWO, "done", parts={}, files=[])
    assert statuses(journal.last(), "public") == {
        "runs": [{"finding": "f1", "country": "ALL", "dataset": "small", "state": "failed", "error": "E11"}]
    }


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "folder" / "a.txt"
    write_whole(path, b"first")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]
