"""Who answered, and does it matter how they were found? Response rates by group, and themes without the snowball."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from mcee_eval.errors import BadTable, Problem
from mcee_eval.metrics import checks
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


def without_wave(
    codes: pd.DataFrame, interviews: pd.DataFrame, *, wave: str = "snowball", agrees: str = "1"
) -> pd.DataFrame:
    """Do the themes move when the persons found in one way are left out?

    codes : respondent, code, asked, stance. interviews : respondent, wave. agrees : the stance that counts.
    Returns a row a theme: ``code``, ``asked`` and ``agree`` (counts, everyone), ``asked_left`` and ``agree_left``
    (without ``wave``), ``share``, ``share_left`` and ``moved`` (share_left less share; missing where nobody is left).
    The base is those *asked*, with or without an answer. Of two readings of one answer by two coders, one that
    agrees and one that does not count as not agreeing.
    """
    checks.need_columns(codes, ["respondent", "code", "asked", "stance"], table="interview_codes")
    checks.need_columns(interviews, ["respondent", "wave"], table="interviews")
    asked: pd.DataFrame = codes[codes["asked"].astype(bool)]
    read = asked.assign(agree=(asked["stance"].astype(object) == agrees))
    said = read.groupby(["code", "respondent"], as_index=False).agg(agree=("agree", "all"))
    said = said.merge(interviews[["respondent", "wave"]], on="respondent", how="left", validate="many_to_one")
    left = said[said["wave"] != wave]
    whole = said.groupby("code")["agree"].agg(asked="size", agree="sum")
    part = left.groupby("code")["agree"].agg(asked_left="size", agree_left="sum")
    table = whole.join(part).fillna({"asked_left": 0, "agree_left": 0}).astype(int)
    share = table["agree"] / table["asked"]
    rest = table["agree_left"] / table["asked_left"].replace(0, np.nan)
    found: pd.DataFrame = table.assign(share=share, share_left=rest, moved=rest - share).reset_index()
    return found
