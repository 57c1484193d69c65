"""What the pages of the conclusions have in common: texts as pairs, states as codes, counts of things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mcee_eval.findings.from_records import Conclusions
from mcee_eval.judge.verdict import State
from mcee_eval.release.cell import Cell
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column
from mcee_eval.words.formats import LANGS

Pair = tuple[str, str]


def both(c: Context, key: str, **values: Any) -> Pair:
    """A text of the catalogue in both languages, for a column of kind ``both``."""
    return c.words["en"](key, **values), c.words["fr"](key, **values)


def scope(c: Context) -> str:
    """The evaluation window, as the period of what speaks of the whole."""
    return f"{c.settings.start} – {c.settings.end}"


def short(key: str, label: str = "") -> Column:
    """A column of short texts in both languages; its heading is ``f8.column.<label or key>``."""
    return Column(key, f"f8.column.{label or key}", "both", extra="short")


def joined(pairs: Sequence[Pair], between: str = "; ") -> Pair:
    """Several pairs as one; nothing gives a dash."""
    if not pairs:
        return "–", "–"
    return between.join(p[0] for p in pairs), between.join(p[1] for p in pairs)


def state_code(state: State | None) -> str:
    """The code under which a state is printed in a table; a proposition without a record has one too."""
    return f"state_{state}" if state else "state_no_record"


def states(c: Context, told: Mapping[str, State | None] | Conclusions, propositions: Sequence[str]) -> Pair:
    """``4a: not supported; 4b: cannot conclude`` in both languages."""
    found = [told.state(p) if isinstance(told, Conclusions) else told.get(p) for p in propositions]
    pairs = []
    for proposition, state in zip(propositions, found, strict=True):
        said = both(c, f"code.{state_code(state)}")
        pairs.append(
            tuple(c.words[lang]("f8.state_of", id=proposition, state=s) for lang, s in zip(LANGS, said, strict=True))
        )
    return joined(pairs)  # type: ignore[arg-type]


def things(c: Context, values: Sequence[float], unit: str = "items") -> list[Cell]:
    """Counts of things (propositions, families, actions) as they are."""
    frame = pd.DataFrame({"row": [str(i) for i in range(len(values))], "value": list(values)})
    return list(c.release.counts(frame, dims=["row"], value="value", unit=unit).cells["value"])
