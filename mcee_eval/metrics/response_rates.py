"""Who answered, and does it matter how they were found? Response rates by group, and themes without the snowball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.results import Estimate, Numbers, Result, plain

EVERY = "all"


@dataclass(frozen=True, kw_only=True)
class ResponseRates(Result):
    """Persons asked and persons heard, by group.

    rates : group → share heard of those asked, with its exact (Clopper-Pearson) interval; ``all`` comes last.
    frame : group, asked, and one column an outcome.
    """

    MAIN = "rates"

    rates: dict[str, Estimate]

    def numbers(self) -> Numbers:
        """group → [asked, rate, low, high]."""
        return {g: plain([e.n, e.value, e.low, e.high]) for g, e in self.rates.items()}


def response_rates(
    frame: pd.DataFrame,
    *,
    group: str = "group",
    outcome: str = "outcome",
    heard: str = "done",
    level: float = 0.95,
) -> ResponseRates:
    """Of those asked in each group, what share was heard?

    frame : a row a person asked. group, outcome : columns. heard : the outcome that counts as an answer.
    Everybody asked is in the base, those who could not be reached too: who answers is part of what is heard.
    Refused: an empty frame (TooFewPeriods); a person without an outcome (BadTable).
    """
    checks.need_columns(frame, [group, outcome], table="interviews")
    checks.parameters("response_rates", checks.share("level", level))
    checks.at_least(1, {"persons asked": len(frame)}, what="persons")
    if frame[outcome].isna().any():
        told = Problem(f"column {outcome!r}", f"{int(frame[outcome].isna().sum())} empty", "an outcome a person")
        raise BadTable.of("interviews", [told])
    table = pd.crosstab(frame[group].astype(str), frame[outcome].astype(str))
    table.loc[EVERY] = table.sum()
    asked = table.sum(axis=1)
    got = table[heard] if heard in table else pd.Series(0, index=table.index)
    rates = {str(g): share_of(int(got[g]), int(asked[g]), level) for g in table.index}
    told_frame = table.rename_axis(columns=None).reset_index(names="group").assign(asked=asked.to_numpy())
    return ResponseRates(
        method="clopper_pearson", rates=rates, frame=told_frame, recipe={"heard": heard, "level": level}
    )


def share_of(top: int, base: int, level: float = 0.95) -> Estimate:
    """A proportion of ``base`` (1 or more) with its Clopper-Pearson interval."""
    tail = (1 - level) / 2
    low = float(betaincinv(top, base - top + 1, tail)) if top else 0.0
    high = float(betaincinv(top + 1, base - top, 1 - tail)) if top < base else 1.0
    return Estimate(top / base, low, high, unit="share", n=base)


@dataclass(frozen=True, kw_only=True)
class WithoutPart(Result):
    """frame : a row a theme: theme, asked, agree, share (everyone), asked_left, agree_left, share_left (without the
    part), moved (share_left less share; missing where nobody is left), word, word_left ("" where nobody is left).
    """

    KEYS = "moved=frame.moved"
    PLOT = "points theme moved"


def without_part(
    frame: pd.DataFrame, scale: pd.DataFrame, *, leave_out: str, column: str = "wave", unit: str = "who",
    theme: str = "theme", agrees: str = "1",
) -> WithoutPart:  # fmt: skip
    """Do the themes move when the persons found in one way are left out?

    frame : a row an answer: unit, theme, asked, stance and the ``column`` in which those left out hold ``leave_out``.
    scale : the words for shares. agrees : the stance that counts.
    The base is those *asked*, with or without an answer. Of two readings of one answer by two coders, one that
    agrees and one that does not count as not agreeing.
    """
    checks.need_columns(frame, [unit, theme, "asked", "stance", column], table="interview_codes")
    read = frame[frame["asked"].astype(bool)]
    read = read.assign(agree=(read["stance"].astype(object) == agrees), kept=read[column].astype(object) != leave_out)
    said = read.groupby([theme, unit], as_index=False).agg(agree=("agree", "all"), kept=("kept", "first"))
    whole = said.groupby(theme)["agree"].agg(asked="size", agree="sum")
    part = said[said["kept"]].groupby(theme)["agree"].agg(asked_left="size", agree_left="sum")
    table = whole.join(part).fillna({"asked_left": 0, "agree_left": 0}).astype(int)
    share = table["agree"] / table["asked"]
    rest = table["agree_left"] / table["asked_left"].replace(0, np.nan)
    words = {
        f"word{end}": [
            quantifier(a, n, scale) if n else ""
            for a, n in zip(table[f"agree{end}"], table[f"asked{end}"], strict=True)
        ]
        for end in ("", "_left")
    }
    found = table.assign(share=share, share_left=rest, moved=rest - share, **words).rename_axis("theme").reset_index()
    return WithoutPart(method="without_part", frame=found, recipe={"leave_out": leave_out})
