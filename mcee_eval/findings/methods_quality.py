"""How good were the methods? Who answered, what the snowball changes, whether coders agree, whether ears were full."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mcee_eval.errors import Refused
from mcee_eval.findings.testimony import OTHER_DEPARTMENTS
from mcee_eval.metrics.agreement import Agreement, agreement, pairs_needed
from mcee_eval.metrics.quantifiers import quantifier
from mcee_eval.metrics.response_rates import ResponseRates, response_rates, without_wave
from mcee_eval.metrics.saturation import Saturation, saturation
from mcee_eval.settings import Settings

HALF_WIDTH = 0.1  # of the percentage of agreement that a sample read twice is planned for
#: groups as they are shown: small enough groups stay together
SHOWN = {"IRCC": "IRCC", **dict.fromkeys(OTHER_DEPARTMENTS, "other_departments")}
OUTSIDE = "outside"


@dataclass(frozen=True)
class Methods:
    """rates : of response, by group; None: nobody was asked. snowball : a row a theme (code, asked, asked_left, word,
    word_left, moved, moves): ``moves`` is missing where nobody is left. snowballed : persons heard who
    were found by snowball, of ``heard``. agreement : None where no answer was read twice; ``pairs_needed`` then says
    how many would do. saturation : of positions (a theme and a side of it); None with too few interviews.
    """

    rates: ResponseRates | None
    snowball: pd.DataFrame
    heard: int
    snowballed: int
    agreement: Agreement | None
    single: int
    pairs_needed: int
    saturation: Saturation | None

    @property
    def moved(self) -> int:
        """Themes whose share moves."""
        return int(self.snowball["moves"].fillna(False).sum())

    @property
    def reworded(self) -> int:
        """Themes for which another word would be said."""
        known = self.snowball[self.snowball["word_left"] != ""]
        return int((known["word"] != known["word_left"]).sum())


def methods_quality(interviews: pd.DataFrame, codes: pd.DataFrame, scale: pd.DataFrame, settings: Settings) -> Methods:
    """Measure what the tables let one say of the methods.

    interviews, codes : the tables ``interviews`` and ``interview_codes``. scale : the words for shares.
    """
    grouped = interviews.assign(group=interviews["group"].map(SHOWN).fillna(OUTSIDE))
    done = interviews[interviews["outcome"] == "done"]
    themes = without_wave(codes, interviews)
    bar = settings.threshold("f8.moved")
    themes = themes.assign(
        word=[quantifier(int(a), int(n), scale) for a, n in zip(themes["agree"], themes["asked"], strict=True)],
        word_left=[
            quantifier(int(a), int(n), scale) if n else ""
            for a, n in zip(themes["agree_left"], themes["asked_left"], strict=True)
        ],
    )
    themes["moves"] = pd.array([pd.NA if pd.isna(m) else bool(abs(m) > bar) for m in themes["moved"]], dtype="boolean")
    asked = codes[codes["asked"].astype(bool)]
    try:
        both: Agreement | None = agreement(asked, item=["respondent", "code"])
    except Refused:
        both = None
    sides = asked[asked["stance"].astype(object).isin(["1", "-1", "mixed"])]
    sides = sides.assign(position=sides["code"].astype(str) + " " + sides["stance"].astype(str))
    try:
        heard: Saturation | None = saturation(sides, unit="respondent", code="position")
    except Refused:
        heard = None
    return Methods(
        response_rates(grouped) if len(grouped) else None,
        themes,
        len(done),
        int((done["wave"] == "snowball").sum()),
        both,
        len(asked) if both is None else both.single,
        pairs_needed(half_width=HALF_WIDTH),
        heard,
    )
