"""What goes to a worker and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcee_eval.batch.plan import Run

# Codes of what can go wrong with a run beyond the refusals of the library, whose own codes are kept (E11, E131, …).
BROKE = "E201"  # the notebook raised an error that is not one of ours
LATE = "E202"  # it took longer than a run may
LOST = "E203"  # its kernel or its worker died, twice
UNFIT = "E204"  # it ended, and left no record or something that no two runs would leave alike


@dataclass(frozen=True, slots=True)
class Task:
    """One run to do. All paths are absolute; langs are the pages to render; cwd is where the user stands."""

    run: Run
    notebook: Path
    langs: tuple[str, ...]
    out: Path
    cwd: Path


@dataclass(frozen=True, slots=True)
class Done:
    """A run whose files all stand in their place; files are relative to the outputs, with ``/``.

    left_out : numbers of the cells whose own outputs its pages may not show.
    """

    run: Run
    files: tuple[str, ...]
    left_out: tuple[int, ...] = ()

    @property
    def warning(self) -> str:
        """What to tell of the cells that were left out; "" where there are none."""
        if not self.left_out:
            return ""
        cells = f"cell{'s' if self.left_out[1:] else ''} {', '.join(map(str, self.left_out))}"
        return f"left out of the page, as they did not come through study.show: outputs of {cells}"


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that left nothing among the reviewers' files.

    code : what the index tells. message : in full, for the operator. lost : its kernel died, so that it may be tried
    again. unwritable : nothing can be written, so that no other run would fare better.
    """

    run: Run
    code: str
    message: str
    lost: bool = False
    unwritable: bool = False

    @property
    def brief(self) -> str:
        """The code, what was refused and its first problem, on a line."""
        first, *rest = self.message.splitlines() or ["no message"]
        problem = rest[0].strip() if rest and rest[0].startswith("  - ") else ""
        return f"{self.code}, {first}{f': {problem[2:]}' if problem else ''}"


def parameters(run: Run) -> dict[str, Any]:
    """What is injected. The language changes no number, so that it is the same for both pages."""
    return {
        "country": run.country,
        "lang": "en",
        "audience": run.audience,
        "dataset": run.dataset,
        "start": "",
        "end": "",
        **dict(run.chosen),
    }
