"""A worker process: takes a task, does it, sends back what came of it; dies with the batch."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from mcee_eval.batch.kin import die_with_parent
from mcee_eval.batch.task import BROKE, Done, Failed, Task

Work = Callable[[Task], Done | Failed]
PACKAGE = Path(__file__).resolve().parents[1]

# One thread a worker, and nothing of the machine or the user in a number or a page.
FIXED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "315532800",  # 1980-01-01, the first day that a zip archive can hold
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def serve(connection: Connection, work: Work, log: str, private: Path) -> None:
    """Do tasks until the batch ends this process. What libraries and kernels print goes to ``log``."""
    die_with_parent(private)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch decides
    if hasattr(os, "setsid"):
        os.setsid()
    _redirect(log)
    while True:
        try:
            task = connection.recv()
        except EOFError:  # the batch is gone
            threading.Event().wait(1.0)  # for the watch to clear up
            return
        try:
            result = work(task)
        except Exception as error:
            import traceback

            told = "".join(traceback.format_exception(error))
            result = Failed(task.run, BROKE, told)
        connection.send(result)


@contextlib.contextmanager
def environment(private: Path) -> Iterator[None]:
    """The environment in which workers start.

    private : a folder of this batch for the kernels' sockets and IPython's files, so that no start-up file or history
    of the user takes part.
    """
    wanted = {**FIXED, "JUPYTER_RUNTIME_DIR": str(private / "runtime"), "IPYTHONDIR": str(private / "ipython")}
    if (PACKAGE.parent / "pyproject.toml").is_file():  # kernels use the very library that plans the runs
        wanted["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _redirect(log: str) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)
