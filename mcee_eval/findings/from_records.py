"""What the other findings concluded, as their records say it; nothing is measured again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mcee_eval.judge.verdict import Reason, State, Verdict


@dataclass(frozen=True)
class Concluded:
    """One verdict of a record, with the finding it belongs to. Values of reasons stay as the record keeps them."""

    finding: str
    verdict: Verdict

    @property
    def told(self) -> bool:
        """Whether something could be said: any state but "cannot conclude"."""
        return self.verdict.state is not State.CANNOT_CONCLUDE


@dataclass(frozen=True)
class Conclusions:
    """Every verdict that was reached, and the findings whose run did not complete.

    verdicts : in the order of the findings, then of their records. asked : the findings whose records were wanted.
    missing : those of them without a record.
    """

    verdicts: tuple[Concluded, ...]
    asked: tuple[str, ...]
    missing: tuple[str, ...]

    def of(self, proposition: str) -> Verdict | None:
        """The verdict on a proposition; None where no record holds it."""
        return next((c.verdict for c in self.verdicts if c.verdict.proposition == proposition), None)

    def state(self, proposition: str) -> State | None:
        """Its state; None where no record holds it."""
        found = self.of(proposition)
        return found.state if found else None

    def finding(self, ident: str) -> tuple[Verdict, ...]:
        """The verdicts of one finding, headline first."""
        mine = [c.verdict for c in self.verdicts if c.finding == ident]
        return tuple(sorted(mine, key=lambda v: not v.headline))

    @property
    def settle(self) -> dict[str, tuple[str, ...]]:
        """Code of what would settle something → the open propositions that wait for it, in order."""
        found: dict[str, list[str]] = {}
        for one in self.verdicts:
            if not one.told:
                for code in one.verdict.settle:
                    found.setdefault(code, []).append(one.verdict.proposition)
        return {k: tuple(v) for k, v in found.items()}


def conclusions(records: Mapping[str, Mapping[str, Any]], reads: Iterable[str]) -> Conclusions:
    """Verdicts from records.

    records : finding → its record. reads : the findings asked for, in their order; one without a record is missing.
    """
    wanted = tuple(reads)
    found = tuple(
        Concluded(
            finding,
            Verdict(
                told["proposition"],
                State(told["state"]),
                tuple(Reason(r["code"], r["passed"], r["values"]) for r in told["reasons"]),
                tuple(told["settle"]),
                bool(told["headline"]),
            ),
        )
        for finding in wanted
        if finding in records
        for told in records[finding]["verdicts"]
    )
    return Conclusions(found, wanted, tuple(f for f in wanted if f not in records))
