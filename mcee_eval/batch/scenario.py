"""A batch on a synthetic programme that is made for it."""

from __future__ import annotations

import os
from pathlib import Path

from mcee_eval import places
from mcee_eval.batch.layout import Layout
from mcee_eval.errors import BadParameter, Problem

FOLDER = "scenarios"


def on_scenario(
    scenario: str, *, seed: int, datasets: tuple[str, ...], out: Path | None, dry_run: bool = False
) -> tuple[str, ...]:
    """On which data sets is the batch to run? Those given, or the scenario, which is made first.

    scenario : its name; empty, nothing is made. The programme goes to ``work/scenarios/<scenario>-<seed>`` of the
    outputs, which becomes the folder of the user's data for this process and its kernels. Refuses a scenario beside
    data sets, and one with ``dry_run``, which writes nothing.
    """
    if not scenario:
        return datasets
    problems = []
    if datasets:
        problems.append(Problem("--scenario", f"given with --dataset {' '.join(datasets)}", "one of the two"))
    if dry_run:
        problems.append(Problem("--scenario", "given with --dry-run", "one of the two", "A scenario is written first."))
    if problems:
        raise BadParameter("Nothing was run.", problems=problems)
    from mcee_eval.synthetic.programme import simulate
    from mcee_eval.synthetic.write import write

    name = f"{scenario}-{seed}"
    parent = Layout((out or places.outputs()).absolute()).work / FOLDER
    write(simulate(scenario, seed=seed), parent / name, name=name)
    os.environ["MCEE_DATA"] = str(parent)
    return (name,)
