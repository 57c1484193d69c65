import json
import os
import socket
import subprocess
import sys
import time

import psutil
import pytest

from mcee_eval.batch.lock import lock
from mcee_eval.errors import LockHeld


def holder(path, **told):
    me = {"pid": os.getpid(), "host": socket.gethostname(), "process_started": psutil.Process().create_time()}
    path.write_text(json.dumps(me | told))
    return path


def test_a_lock_is_held_and_freed(tmp_path):
    path = tmp_path / "work" / "lock"
    with lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert not path.exists()


def test_it_is_freed_when_the_batch_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), lock(tmp_path / "lock"):
        raise ZeroDivisionError
    assert not (tmp_path / "lock").exists()


def test_a_second_batch_is_refused_and_told_who_holds_it(tmp_path):
    with lock(tmp_path / "lock"):
        with pytest.raises(LockHeld, match=f"held by process {os.getpid()} on ") as refused, lock(tmp_path / "lock"):
            pass
        assert refused.value.exit_code == 21
        assert (tmp_path / "lock").exists()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = holder(tmp_path / "lock", pid=gone.pid)
    with lock(path):
        assert json.loads(path.read_text())["pid"] == os.getpid()
    assert [p.name for p in tmp_path.iterdir()] == []


def test_a_number_that_was_given_again_is_another_process(tmp_path):
    path = holder(tmp_path / "lock", process_started=1.0)
    with lock(path):
        assert json.loads(path.read_text())["process_started"] > 1.0


def test_another_machine_cannot_be_tested_and_keeps_it(tmp_path):
    path = holder(tmp_path / "lock", host="elsewhere", pid=999_999_999)
    with pytest.raises(LockHeld, match=r"process 999999999 on elsewhere.*delete the file"), lock(path):
        pass


def test_a_lock_cut_off_while_it_was_written_is_held_for_a_moment_only(tmp_path):
    path = tmp_path / "lock"
    path.write_text("")
    with pytest.raises(LockHeld), lock(path):
        pass
    os.utime(path, (time.time() - 60, time.time() - 60))
    with lock(path):
        assert path.read_text()
