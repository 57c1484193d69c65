"""Processes and their descendants: none may outlive the batch that started them."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterable
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psutil import Process


def descendants(pid: int) -> set[Process]:
    """Every process below one, now. A process is told by its number and its start, so that none is mistaken."""
    import psutil

    try:
        return set(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return set()


def end(processes: Iterable[Process]) -> None:
    """End processes at once; those that are gone already are no matter."""
    import psutil

    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process.kill()


def die_with_parent(leaving: Path) -> None:
    """End this process and all it started as soon as its parent is gone, whatever killed it.

    leaving : the parent's temporary folder, which nobody else would take away.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        end(descendants(os.getpid()))
        shutil.rmtree(leaving, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
