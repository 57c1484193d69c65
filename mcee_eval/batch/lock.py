"""One batch at a time on a folder of outputs: a file says who holds it."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mcee_eval.errors import LockHeld, Problem

UNFINISHED = 5.0  # seconds after which a lock file that is still empty belongs to a process that was killed


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock, or refuse (``LockHeld``) and say who does.

    A lock whose process is dead is taken over; one of another machine cannot be tested, and is held.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = _claim(path)
    try:
        yield
    finally:
        if _read(path) == mine:
            path.unlink(missing_ok=True)


def _claim(path: Path) -> dict[str, Any]:
    import psutil

    me = psutil.Process()
    mine = {"pid": me.pid, "host": socket.gethostname(), "process_started": me.create_time()}
    while True:
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            _take_away_if_stale(path)
            continue
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(mine, file)
        return mine


def _take_away_if_stale(path: Path) -> None:
    """Free a lock that nobody holds; refuse when somebody does."""
    holder = _read(path)
    if holder is None:
        return  # freed meanwhile
    if _holds(holder, path):
        who = f"process {holder.get('pid', 'unknown')} on {holder.get('host', 'this machine')}"
        told = Problem(
            str(path),
            f"held by {who}",
            "no other batch",
            "Wait for it, or give another --out; if it died, delete the file.",
        )
        raise LockHeld("Another batch writes to these outputs.", problems=[told])
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        os.rename(path, aside)
    except FileNotFoundError:
        return  # another batch was first
    if _read(aside) != holder and not path.exists():
        os.rename(aside, path)  # it was renewed between the two looks
    else:
        aside.unlink(missing_ok=True)


def _holds(holder: dict[str, Any], path: Path) -> bool:
    import psutil

    if not holder:  # made, and not yet written
        try:
            return time.time() - path.stat().st_mtime < UNFINISHED
        except FileNotFoundError:
            return False
    if holder.get("host") != socket.gethostname():
        return True
    try:
        started = psutil.Process(int(holder["pid"])).create_time()
    except (psutil.NoSuchProcess, KeyError, ValueError):
        return False
    # another start: the number was given again
    return bool(abs(started - float(holder.get("process_started", started))) < 1.0)


def _read(path: Path) -> dict[str, Any] | None:
    """Who holds it: None when nobody, empty when it is not written yet."""
    try:
        told = json.loads(path.read_text("utf-8") or "{}")
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
