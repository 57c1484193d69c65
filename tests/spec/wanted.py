"""What each notebook concludes of each proposition, beside what is wanted of it.

``python -m tests.spec.wanted [SCENARIO …]`` prints, cell by cell, where they part; without a name, for every scenario
and the published figures. The wanted answers stand in ``propositions.csv``, with their reasons: they were written
before the rule. A cell that says ``never contradicted`` leaves the answer to the seed and forbids one; an empty cell
means that the proposition belongs to another level and does not appear.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mcee_eval.judge.verdict import Verdict
from mcee_eval.notebooks import declarations
from mcee_eval.rehearsal import rehearsed
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.scenarios import SCENARIOS
from mcee_eval.synthetic.write import write

TABLE = Path(__file__).with_name("propositions.csv")
SEED = 20250331  # that of the shipped scenario
ABSENT, NEVER = "", "never "


class Told(NamedTuple):
    """What a page tells of a proposition: its state (empty: it does not list it), and why it is silent."""

    state: str = ABSENT
    silence: str = ""


@dataclass(frozen=True)
class Cell:
    """A page and a proposition: what is wanted there. ``column`` is that of the table."""

    column: str
    dataset: str
    country: str
    proposition: str
    finding: str
    wanted: str

    def met_by(self, told: Told) -> bool:
        """Whether what the page tells is what is wanted; a reason of silence that is named is wanted too."""
        if self.wanted.startswith(NEVER):
            return told.state != ABSENT and told.state not in self.wanted.removeprefix(NEVER).split(" nor ")
        state, _, reason = self.wanted.rstrip(")").partition("(")
        return told.state == state and (not reason or told.silence == reason)


def rows() -> list[dict[str, str]]:
    """The table as it stands, a row a proposition."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pages() -> dict[str, tuple[str, str]]:
    """Column of wanted answers → (data set, country)."""
    found = {f"wanted_{s}": (s, "ALL") for s in SCENARIOS}
    found |= {f"wanted_report_{c}": ("report", c) for c in ("R01", "R05", "P02")}
    for when in ("at_report", "since"):
        found |= {f"wanted_published_{when}": ("published", "ALL")}
        found |= {f"wanted_published_{when}_{c}": ("published", c) for c in ("MEX", "IND", "NGA")}
    return found


def cells() -> Iterator[Cell]:
    """Every wanted answer."""
    for column, (dataset, country) in pages().items():
        for row in rows():
            yield Cell(column, dataset, country, row["id"], row["finding"], row[column])


def shown(finding: str, dataset: str, country: str) -> bool:
    """Whether this finding has such a page."""
    declared = declarations()[finding]["notebook"]
    kind = "published" if dataset == "published" else "synthetic"
    return kind in declared.get("datasets", ["synthetic"]) and (country == "ALL" or declared.get("country_form", False))


@cache
def folder() -> Path:
    """Where the scenarios that do not ship are written, once a process."""
    made = Path(tempfile.mkdtemp(prefix="wanted-"))
    os.environ["MCEE_DATA"] = str(made)
    return made


@cache
def concluded(finding: str, dataset: str, country: str) -> dict[str, Verdict]:
    """Proposition → verdict, of a notebook run here and now; the conclusions rest on the same data."""
    name = dataset if dataset == "published" else "synthetic" if dataset == "report" else f"wanted-{dataset}"
    if name.startswith("wanted-") and not (folder() / name).is_dir():
        write(simulate(dataset, seed=SEED), folder() / name, name=name)
    verdicts = rehearsed(finding, dataset=name, country=country, audience="internal").verdicts
    return {v.proposition: v for v in verdicts}


def found(cell: Cell) -> Told:
    """What the page tells of the proposition.

    A verdict that time has passed has a second state, ``since``; one that has none says the same then and since.
    """
    if not shown(cell.finding, cell.dataset, cell.country):
        return Told()
    verdict = concluded(cell.finding, cell.dataset, cell.country).get(cell.proposition)
    if verdict is None:
        return Told()
    later = verdict.since if "_since" in cell.column and verdict.since is not None else verdict
    return Told(later.state.value, later.silence)


def main(wanted: list[str]) -> int:
    """Print each cell that is not met, then how many are."""
    every = [c for c in cells() if not wanted or c.dataset in wanted]
    missed = [(c, told) for c in every if not c.met_by(told := found(c))]
    for cell, told in missed:
        said = f"{told.state} {told.silence}" if told.state else "not listed"
        print(f"{cell.column:30} {cell.proposition:4} wanted {cell.wanted or 'not listed':26} told {said}")
    print(f"{len(every) - len(missed)} of {len(every)} cells met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
