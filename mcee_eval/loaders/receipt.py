"""What came with a frame: the source, the vintage, how much of it was hidden, what was put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Provenance = Literal["published", "synthetic", "protected"]


@dataclass(frozen=True)
class Receipt:
    """Where a frame comes from and what was done to it.

    kind : contract name or published format.
    source : publisher and table, or the file's own source line.
    vintage : the date or release the file speaks for; empty when the file does not say.
    provenance : strictest of what went in (protected > synthetic > published).
    rows : rows of the frame; ``suppressed`` : cells that are intervals because the publisher hid them.
    corrections : declared corrections that were applied, as text.
    sha256 : of the file's bytes (of the sorted parts, for a folder).
    notes : what a reader should know: totals missed within their bound, rows left aside, and why.
    """

    kind: str
    source: str
    vintage: str
    provenance: Provenance
    rows: int
    suppressed: int = 0
    corrections: tuple[str, ...] = ()
    sha256: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """A checked frame and its receipt."""

    frame: pd.DataFrame
    receipt: Receipt
