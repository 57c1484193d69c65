"""Where a run's files stand: the reviewers' under the audience's folder, the operator's under ``work``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mcee_eval.batch.plan import Run


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one set of outputs."""

    out: Path

    @property
    def work(self) -> Path:
        """Everything that is the operator's."""
        return self.out / "work"

    @property
    def temporary(self) -> Path:
        """Where runs write before they are whole; emptied when a batch starts."""
        return self.work / "tmp"

    @property
    def lock(self) -> Path:
        """Who writes here now."""
        return self.work / "lock"

    @property
    def journal(self) -> Path:
        """What happened."""
        return self.work / "journal.jsonl"

    @property
    def aside(self) -> Path:
        """What lay here and is not of this version."""
        return self.work / "aside"

    def status(self, audience: str) -> Path:
        """What the index may know of the runs."""
        return self.work / audience / "status.json"

    def record(self, run: Run) -> Path:
        """What a run concluded."""
        return self.out / run.audience / run.dataset / "records" / f"{run.stem}.json"

    def page(self, run: Run, lang: str, annex: str = "") -> Path:
        """What a reviewer reads. annex : the slug of a page beside the main one."""
        name = f"{run.stem}.{annex}.{lang}.html" if annex else f"{run.stem}.{lang}.html"
        return self.out / run.audience / "site" / run.dataset / name

    def notebook(self, run: Run) -> Path:
        """The executed notebook."""
        return self.work / run.audience / run.dataset / f"{run.stem}.ipynb"

    def failed_notebook(self, run: Run) -> Path:
        """The notebook as far as it came."""
        return self.work / run.audience / run.dataset / f"{run.stem}.failed.ipynb"

    def error(self, run: Run) -> Path:
        """Why a run failed, in full."""
        return self.work / run.audience / run.dataset / f"{run.stem}.error.txt"
