"""Which word stands for a share of those asked?"""

from __future__ import annotations

import pandas as pd

from mcee_eval.errors import BadTable, NoEvents, Problem
from mcee_eval.metrics import checks

LAST_PLACE = 5e-5  # the scale is written to four places: nearer than this, two shares are one


def quantifier(said: int, asked: int, scale: pd.DataFrame) -> str:
    """The code of the word ("most", "some" …) for ``said`` of ``asked`` persons.

    said, asked : whole numbers of persons; those asked who gave no answer count as asked and not as saying so.
    scale : one row a word: quantifier, share_low, share_high (shares of those asked, both ends included).
    Where two words meet in one share the one that begins there is taken: the scale is read from its low ends.
    Refuses nobody asked (a share of nobody has no word), more who say so than were asked, and a share that the scale
    leaves without a word.
    Source: the scale is data (data/report/quantifiers.csv says where it comes from and whether that is confirmed).
    """
    checks.need_columns(scale, ["quantifier", "share_low", "share_high"], table="quantifiers")
    if asked <= 0:
        problem = Problem("asked", repr(asked), "one person or more", "Say that nobody was asked.")
        raise NoEvents("a share of nobody has no word", problems=[problem], need=1)
    if not 0 <= said <= asked:
        raise BadTable.of("testimony", [Problem("said", repr(said), f"0 to {asked}", "Count each person once.")])
    share = said / asked
    below = scale[scale["share_low"] <= share + LAST_PLACE].sort_values("share_low")
    row = below.iloc[-1] if len(below) else None
    if row is None or share > float(row["share_high"]) + LAST_PLACE:
        problem = Problem("quantifiers", f"no word for {share:.4f}", "a word for every share", "Complete the scale.")
        raise BadTable.of("quantifiers", [problem])
    return str(row["quantifier"])
