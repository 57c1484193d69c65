"""How strong is the evidence behind each finding? Five ratings from 1 to 5, each by a written rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from mcee_eval.findings.evidence_matrix import Fit, Weighed
from mcee_eval.judge.verdict import State, Verdict

ASPECTS = ("plausibility", "uniqueness", "triangulation", "transparency", "independence")
#: overall rating → its word; a finding on one line of evidence is never above LIMITED
WORDS = {1: "weak", 2: "limited", 3: "moderate", 4: "strong", 5: "very_strong"}
LIMITED = 2
#: lines that hold a measured series, whoever is asked
MEASURED = ("removals_data", "claims_statistics")
#: the proposition that answers whether another cause was set apart, by finding
RIVALS = {"4": "4b"}
#: plausibility: net position of the families, from which rating
NETS = ((0.9, 5), (0.7, 4), (0.5, 3), (0.3, 2))


@dataclass(frozen=True)
class Strength:
    """ratings : aspect → 1 to 5. overall : their lower median, capped. word : of the overall. weakest : aspects lowest.

    capped : whether one line of evidence held the overall down.
    """

    finding: str
    ratings: Mapping[str, int]
    overall: int
    word: str
    weakest: tuple[str, ...]
    capped: bool


def strength(weighed: Weighed, verdicts: Sequence[Verdict]) -> Strength:
    """Rate one finding.

    plausibility : how far the families point one way (|net| 0.3, 0.5, 0.7, 0.9).
    uniqueness : would the evidence look otherwise if the finding were false? Testimony alone 1; documents too 2; a
        measured series 3; a measured series and every proposition of the finding told 4; rivals set apart 5.
    triangulation : lines that converge, less those that conflict; a conflict never leaves more than 2.
    transparency : share of the finding's propositions that a rerun can tell (none 1, some 2, half 3, most 4, all 5).
    independence : families, 1 to 5.
    """
    told = [v.state is not State.CANNOT_CONCLUDE for v in verdicts]
    fits = list(weighed.fits.values())
    net = abs(weighed.net or 0.0)
    ratings = {
        "plausibility": next((rating for bar, rating in NETS if net >= bar), 1),
        "uniqueness": _uniqueness(weighed, verdicts, told),
        "triangulation": _triangulation(fits.count(Fit.CONVERGE), fits.count(Fit.CONFLICT)),
        "transparency": _told(told),
        "independence": min(5, max(1, weighed.families)),
    }
    plain = median_low(ratings.values())
    capped = plain > LIMITED and "one_line" in weighed.flags
    overall = LIMITED if capped else plain
    least = min(ratings.values())
    return Strength(
        weighed.finding, ratings, overall, WORDS[overall], tuple(a for a in ASPECTS if ratings[a] == least), capped
    )


def _uniqueness(weighed: Weighed, verdicts: Sequence[Verdict], told: Sequence[bool]) -> int:
    spoken = {line for line, fit in weighed.fits.items() if fit is not Fit.SILENT}
    rival = RIVALS.get(weighed.finding)
    if not spoken & set(MEASURED):
        return 2 if "documents" in spoken else 1
    if any(v.proposition == rival and v.state is not State.CANNOT_CONCLUDE for v in verdicts):
        return 5
    return 4 if told and all(told) else 3


def _triangulation(converge: int, conflict: int) -> int:
    found = min(5, max(1, 1 + converge - conflict))
    return min(found, 2) if conflict else found


def _told(told: Sequence[bool]) -> int:
    share = sum(told) / len(told) if told else 0.0
    if share == 1:
        return 5
    return 4 if share > 0.5 else 3 if share == 0.5 else 2 if share > 0 else 1
