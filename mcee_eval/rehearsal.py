"""A notebook's cells run here and now, without a reader: for tests, and for what concludes from other notebooks."""

from __future__ import annotations

import json
import os
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from mcee_eval.asked import Asked
from mcee_eval.errors import MceeError
from mcee_eval.notebooks import shipped_notebook

#: set while a notebook's cells run without a reader
SILENT: ContextVar[bool] = ContextVar("silent", default=False)


def records_for(asking: Asked) -> dict[str, dict[str, Any]]:
    """The records that a study concludes from, by finding; one whose run did not complete is absent.

    A batch has made them beforehand and says where (``$MCEE_RECORDS``). Elsewhere the verdicts are reached here and
    now from the same data, so that a notebook concludes the same wherever it runs.
    """
    kept = os.environ.get("MCEE_RECORDS")
    found: dict[str, dict[str, Any]] = {}
    for finding in asking.settings.finding(asking.finding).concludes_from:
        if kept:
            path = Path(kept) / f"{finding}.ALL.json"
            if path.is_file():
                found[finding] = json.loads(path.read_text("utf-8"))
            continue
        try:
            how = {"audience": asking.audience, "dataset": asking.dataset, "start": asking.start, "end": asking.end}
            found[finding] = rehearsed(finding, **how).record().record
        except MceeError:
            continue  # told by its absence
    return found


def rehearsed(finding: str, **parameters: Any) -> Any:
    """The study that a notebook leaves, from its cells run here and now with these parameters, without a display."""
    path = shipped_notebook(finding)
    room: dict[str, Any] = {}
    token = SILENT.set(True)
    try:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), path.name, "exec"), room)
            if "parameters" in cell["metadata"].get("tags", ()):
                room.update(parameters)
    finally:
        SILENT.reset(token)
    return room["study"]
