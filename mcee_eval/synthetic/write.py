"""A programme as files: one CSV a table, what the data set is, and the truth beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from mcee_eval.contracts.declare import Column
from mcee_eval.contracts.registry import contract
from mcee_eval.errors import NotWritable, Problem
from mcee_eval.synthetic.calendar import EXTRACTED_ON
from mcee_eval.synthetic.programme import Programme

TRUTH = "truth.json"  # read by tests only
DATASET = "dataset.toml"


def write(programme: Programme, folder: str | Path, *, name: str = "synthetic") -> Path:
    """Where do the files of a programme stand?

    folder : made if it is not there; files of the same names are replaced.
    name : of the data set, as users will give it.

    Writes ``<table>.csv`` for every table (UTF-8, commas, LF, ISO dates, true and false, decimals rounded as the
    contract declares), ``dataset.toml`` and ``truth.json``. The same programme gives the same bytes. Returns the
    folder; refuses one that cannot be written (``NotWritable``).
    """
    folder = Path(folder)
    files = {f"{table}.csv": csv(table, frame) for table, frame in programme.tables.items()}
    files[DATASET] = _dataset(programme, name)
    files[TRUTH] = json.dumps(programme.truth, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            (folder / file).write_bytes(text.encode("utf-8"))
    except OSError as error:
        told = Problem(str(folder), error.strerror or "an error", "a folder that can be written", "Give another.")
        raise NotWritable("The synthetic programme was not written.", problems=[told]) from error
    return folder


def csv(table: str, frame: pd.DataFrame) -> str:
    """A table as the text of its file."""
    declared = contract(table)
    texts = pd.DataFrame({c.name: _cells(frame[c.name], c) for c in declared.columns})
    return str(texts.to_csv(index=False, lineterminator="\n"))


def _cells(values: pd.Series, column: Column) -> pd.Series:
    """Cells as they are written; an empty cell is None."""
    if column.type == "date":
        text = values.dt.strftime("%Y-%m-%d")
    elif column.type == "boolean":
        text = values.map({True: "true", False: "false"})
    elif column.type == "decimal":
        text = values.map(lambda v: None if pd.isna(v) else f"{v:.{column.places}f}".rstrip("0").rstrip("."))
    else:
        text = values.astype("str") if column.type in {"integer", "year"} else values
    told: pd.Series = text.where(values.notna(), None)
    return told


def _dataset(programme: Programme, name: str) -> str:
    """What the data set is, for whoever opens it: made up, not protected, every country may be shown."""
    countries = ", ".join(f'"{code}"' for code in programme.tables["countries"]["country"])
    return (
        "# A simulated programme: no person, project or country in it is real.\n"
        f'name = "{name}"\n'
        'provenance = "synthetic"\n'
        f'scenario = "{programme.scenario}"\n'
        f"seed = {programme.seed}\n"
        f"extracted_on = {EXTRACTED_ON}\n"
        f"release = [{countries}]\n"
    )
