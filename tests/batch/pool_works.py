"""What pool tests have workers do; importable by name, as spawned processes need."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from mcee_eval.batch.task import Done, Failed, Task

SLEEP = [sys.executable, "-c", "import time; time.sleep(120)"]


def done(task: Task) -> Done:
    return Done(task.run, (str(os.getpid()),))


def environment(task: Task) -> Done:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "PYTHONHASHSEED", "TZ")
    return Done(task.run, tuple(os.environ[n] for n in names))


def by_country(task: Task) -> Done | Failed:
    """R01 raises, R02 fails, R03 kills its worker each time, R04 the first time, R05 never ends, R06 leaves a child."""
    country = task.run.country
    if country == "R01":
        raise ValueError("an accident")
    if country == "R02":
        return Failed(task.run, "E11", "claims: 1 problem")
    if country == "R03" or (country == "R04" and once(task, "killed")):
        os.kill(os.getpid(), signal.SIGKILL)
    if country == "R05":
        child(task)
        time.sleep(120)
    if country == "R06" and once(task, "left"):
        child(task)
        time.sleep(1.5)  # longer than the pool's look at descendants
        os.kill(os.getpid(), signal.SIGKILL)
    if country == "R07":
        return Failed(task.run, "E201", "the kernel died", lost=True)
    return Done(task.run, ())


def once(task: Task, name: str) -> bool:
    try:
        (task.out / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def child(task: Task) -> None:
    """A process in a session of its own, as kernels are."""
    started = subprocess.Popen(SLEEP, start_new_session=True)
    with Path(task.out / "children").open("a") as file:
        file.write(f"{started.pid}\n")
