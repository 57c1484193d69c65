"""What a batch works on: findings, data sets, notebooks, and who makes the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mcee_eval import places
from mcee_eval.batch.execute import execute
from mcee_eval.batch.plan import DatasetLike, FindingLike
from mcee_eval.batch.worker import Work


@dataclass(frozen=True)
class House:
    """What a batch works on.

    findings : those whose notebook is there. dataset, names : the data sets. notebook : of a finding, by its id.
    folder : of a data set, by its name. work : done in the workers. index : (outputs, audience=) → path of the index.
    aside : (outputs, audience) → what was set aside, as lines to tell.
    """

    findings: Sequence[FindingLike]
    dataset: Callable[[str], DatasetLike]
    names: Sequence[str]
    notebook: Callable[[str], Path]
    folder: Callable[[str], Path]
    work: Work
    index: Callable[..., Path]
    aside: Callable[[Path, str], Sequence[str]] = lambda out, audience: ()


def shipped_house() -> House:
    """The project's own findings, data sets and pages."""
    from mcee_eval.datasets import dataset, names
    from mcee_eval.publish.aside import set_aside
    from mcee_eval.settings import settings

    def notebook(finding: str) -> Path:
        return places.shipped("notebooks", f"{settings().finding(finding).notebook}.ipynb")

    def index(out: Path, *, audience: str) -> Path:
        from mcee_eval.publish.site import build_site, keep_records

        comments = places.user_data() / "comments.csv"
        made = build_site(out, audience=audience, comments=comments if comments.is_file() else None)
        keep_records(out, audience=audience)
        return made

    return House(
        findings=[f for f in settings().findings if notebook(f.id).is_file()],
        dataset=dataset,
        names=names(),
        notebook=notebook,
        folder=lambda name: dataset(name).folder,
        work=execute,
        index=index,
        aside=set_aside,
    )
