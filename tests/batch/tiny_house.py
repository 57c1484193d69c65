"""A small house for batches: one data set, notebooks of a few lines, pages of one line. Also a program of its own.

``python tiny_house.py FOLDER OUT kernels`` runs a batch on the house that ``build(FOLDER)`` made; with ``light`` in
place of ``kernels`` the workers write files at once, so that what surrounds a run can be tested quickly.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mcee_eval.batch.execute import _place, execute
from mcee_eval.batch.house import House
from mcee_eval.batch.layout import Layout
from mcee_eval.batch.plan import Selection
from mcee_eval.batch.run import Manner, run
from mcee_eval.batch.task import Done, Task
from mcee_eval.batch.worker import Work
from mcee_eval.errors import MceeError

PARAMETERS = 'country, lang, audience, dataset, start, end = "ALL", "en", "public", "small", "", ""'
RECORD = """
from IPython.display import display
record = {
    "schema": "mcee-record-3", "finding": "{finding}", "country": country, "dataset": dataset, "audience": audience,
    "provenance": "synthetic", "parameters": {"start": start, "end": end}, "names": {"ALL": ["all", "tous"]},
    "verdicts": [], "numbers": {}, "exhibits": [], "inputs": [], "versions": {},
}
display({"text/plain": "record", "application/vnd.mcee.record+json": record}, raw=True)
"""


@dataclass(frozen=True)
class TinyFinding:
    id: str
    number: int
    notebook: str
    country_form: bool = True
    datasets: tuple[str, ...] = ("small",)
    concludes_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class TinyDataset:
    codes: tuple[str, ...]
    provenance: str = "synthetic"

    others: tuple[str, ...] = ()  # have no page unless they are asked for

    def countries(self, finding: str, audience: str = "public") -> tuple[str, ...]:
        return self.codes

    def askable(self, finding: str, audience: str = "public") -> tuple[str, ...]:
        return (*self.codes, *self.others)


def notebook(folder: Path, finding: str, body: str = "", *, record: bool = True) -> Path:
    """A notebook that does ``body`` and leaves a record."""
    cells = [cell("parameters", PARAMETERS, tags=["parameters"]), cell("body", body or "1 + 1")]
    if record:
        cells.append(cell("record", RECORD.strip().replace("{finding}", finding)))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    path = folder / f"{finding}.ipynb"
    path.write_text(json.dumps(made), "utf-8")
    return path


def cell(name: str, source: str, **metadata: object) -> dict:
    """A code cell; the format as JSON, since importing nbformat takes a second."""
    told = {"cell_type": "code", "id": name, "metadata": metadata, "source": source}
    return told | {"execution_count": None, "outputs": []}


def build(folder: Path, **bodies: str) -> Path:
    """The files of a house: a notebook a finding, and a data set of one file."""
    (folder / "small").mkdir(parents=True, exist_ok=True)
    (folder / "small" / "claims.csv").write_text("country,claims\nR01,4\n")
    for finding, body in (bodies or {"f1": ""}).items():
        notebook(folder, finding, body)
    return folder


def page(node, record, *, lang: str, base: str, annex: str = "") -> str:
    return f"<html lang={lang}>{record['finding']} {record['country']} {len(node.cells)} {base}</html>\n"


def any_parameters(task) -> None:
    """The tiny findings are not among the project's."""


def index(out: Path, *, audience: str) -> Path:
    """A list of the records that stand there and of the runs that failed."""
    records = sorted(p.stem for p in (out / audience).glob("*/records/*.json"))
    path = out / audience / "site" / "index.en.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*records, (out / "work" / audience / "status.json").read_text()]))
    return path


def light(task: Task) -> Done:
    """The files of a run without a kernel; a fifth of a second each."""
    time.sleep(0.2)
    layout, stem = Layout(task.out), task.run.stem
    texts = {layout.notebook(task.run): task.notebook.read_text("utf-8")}
    texts |= {layout.page(task.run, lang): f"<html lang={lang}>{stem}</html>\n" for lang in task.langs}
    texts[layout.record(task.run)] = f'{{"run": "{stem}"}}\n'
    layout.temporary.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=layout.temporary) as folder:
        _place(texts, Path(folder))
    return Done(task.run, tuple(path.relative_to(task.out).as_posix() for path in texts))


KERNELS = functools.partial(execute, render=page, check=any_parameters)


def house(folder: Path, codes: tuple[str, ...] = ("R01",), work: Work = KERNELS) -> House:
    found = sorted(p.stem for p in folder.glob("f*.ipynb"))
    return House(
        findings=[
            TinyFinding(
                f, int(f[1:]), f"0{f[1:]}_tiny", f != "f8", concludes_from=(*found[:-1], "f7") if f == "f8" else ()
            )
            for f in found
        ],
        dataset=lambda name: TinyDataset(codes),
        names=("small",),
        notebook=lambda finding: folder / f"{finding}.ipynb",
        folder=lambda name: folder / name,
        work=work,
        index=index,
    )


def main(folder: str, out: str, work: str) -> int:
    try:
        outcome = run(
            Selection(),
            out=Path(out),
            manner=Manner(jobs=2, timeout=60),
            house=house(Path(folder), work=light if work == "light" else KERNELS),
        )
        outcome.stop()
    except MceeError as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
