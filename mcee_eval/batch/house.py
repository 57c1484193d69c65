"""What a batch works on: findings, data sets, notebooks, and who makes the pages."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mcee_eval import places
from mcee_eval.batch.execute import execute
from mcee_eval.batch.plan import DatasetLike, FindingLike, Selection, find_finding
from mcee_eval.batch.worker import Work
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.parameters import toml_of

_OPENS = re.compile(r"\bstudy\(\s*[\"'](f\d+)[\"']")


@dataclass(frozen=True)
class House:
    """What a batch works on.

    findings : those whose notebook is there. dataset, names : the data sets. notebook : of a finding, by its id.
    folder : of a data set, by its name. work : done in the workers. index : (outputs, audience=) → path of the index.
    aside : (outputs, audience) → what was set aside, as lines to tell. copies : notebooks to run in place of their own.
    """

    findings: Sequence[FindingLike]
    dataset: Callable[[str], DatasetLike]
    names: Sequence[str]
    notebook: Callable[[str], Path]
    folder: Callable[[str], Path]
    work: Work
    index: Callable[..., Path]
    aside: Callable[[Path, str], Sequence[str]] = lambda out, audience: ()
    copies: Mapping[str, Path] = field(default_factory=dict)

    def source(self, finding: str) -> Path:
        """The notebook that is run."""
        return self.copies.get(finding) or self.notebook(finding)

    def toml(self, finding: str) -> Path:
        """The TOML that it is run with."""
        return toml_of(self.source(finding), self.notebook(finding))


def with_copy(house: House, path: Path, selection: Selection) -> tuple[House, Selection]:
    """The house and the selection with an evaluator's own copy of a notebook.

    Its finding is the one that the TOML beside it names (``[notebook] id``), else the one that its study opens, else
    the one that its name begins with. Refuses (``BadParameter``) a file that is no notebook, one whose finding is not
    known, and ``--finding`` beside it.
    """
    problems = []
    if selection.findings:
        problems.append(Problem("--finding", "given with --notebook", "one of the two"))
    finding = None
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        toml = path.with_suffix(".toml")
        declared = None
        if toml.is_file():
            declared = tomllib.loads(toml.read_text("utf-8")).get("notebook", {}).get("id")
            told = 'id = "f1" below [notebook]'
            problems += [] if declared else [Problem("--notebook", f"{toml.name} names no finding", told)]
        opened = _OPENS.search("\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code"))
        named = declared or (opened[1] if opened else path.stem.partition("_")[0])
        finding = find_finding(str(named), house.findings)
        if finding is None:
            problems.append(Problem("--notebook", f"{path.name} is about {named!r}", "a finding that is known"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        problems.append(Problem("--notebook", f"{path}: {error}", "a notebook, .ipynb"))
    if problems or finding is None:
        raise BadParameter("Nothing was run.", problems=problems)
    return replace(house, copies={finding.id: path.absolute()}), replace(selection, findings=(finding.id,))


def shipped_house() -> House:
    """The project's own findings, data sets and pages."""
    from mcee_eval.datasets import dataset, names
    from mcee_eval.notebooks import shipped_notebook
    from mcee_eval.publish.aside import set_aside
    from mcee_eval.settings import settings

    def index(out: Path, *, audience: str) -> Path:
        from mcee_eval.publish.site import build_site, keep_records

        comments = places.user_data() / "comments.csv"
        made = build_site(out, audience=audience, comments=comments if comments.is_file() else None)
        keep_records(out, audience=audience)
        return made

    return House(
        findings=[f for f in settings().findings if shipped_notebook(f.id).is_file()],
        dataset=dataset,
        names=names(),
        notebook=shipped_notebook,
        folder=lambda name: dataset(name).folder,
        work=execute,
        index=index,
        aside=set_aside,
    )
