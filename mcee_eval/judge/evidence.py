"""Do lines of evidence agree, and how strong is what stands behind a finding? Leanings, flags and ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median_low
from typing import Any

import pandas as pd

from mcee_eval.frames.frame import About, Frame, about, framed
from mcee_eval.release.measured import Measured
from mcee_eval.release.told import Fact, Refusal, Told

WORDS = {1: "weak", 2: "limited", 3: "moderate", 4: "strong", 5: "very_strong"}
LIMITED = 2  # a finding on one line of evidence is never above this
BY_LINE = ["finding", "line", "fit", "with_it", "families", "items"]
BY_FINDING = [
    "finding", "direction", "turned_by", "flags", "lines", "net", "families", "lean_for", "lean_against", "converge",
    "conflict", "enough_lines", "steady",
]  # fmt: skip
ASPECTS = ["plausibility", "uniqueness", "triangulation", "transparency", "independence"]
TURNS = {1: "for", 0: "neither", -1: "against"}


@dataclass(frozen=True)
class Agreed:
    """by_line : a row a finding and line: fit (converge, complement, conflict, silent); with_it (families that lean as
    the whole does), families, items. by_finding : direction, net, families, lean_for, lean_against, turned_by, flags,
    lines (that are not silent), converge, conflict; enough_lines, steady.
    """

    by_line: Frame
    by_finding: Frame


def lean(positions: pd.Series, bar: float) -> int:
    """1 or −1 where the mean position reaches ``bar``, 0 where it does not or there is none."""
    net = positions.mean() if len(positions) else 0.0
    return 1 if net >= bar else -1 if net <= -bar else 0


def lines_agree(weighed: Measured | Refusal, *, leaning: float, least: Fact) -> Agreed:
    """How does each line of evidence stand to all together, would the answer change without one, and which flags fly?

    weighed : of ``weigh_evidence``. leaning : net position from which a line leans. least : lines and families below
    which a flag flies. A line that leans as the whole converges, the other way conflicts, neither way completes.
    Without evidence both tables have no row.
    """
    if isinstance(weighed, Refusal):
        gone = About("evidence", absent=weighed.code, what=weighed.what)
        return Agreed(framed(pd.DataFrame(columns=BY_LINE), gone), framed(pd.DataFrame(columns=BY_FINDING), gone))
    result, need = weighed._result, float(least.cell.value or 0)
    lines, findings = [], []
    for finding in result.subjects:
        whole = result.positions(finding)
        direction = lean(whole, leaning)
        held = {n: result.positions(finding, n) for n in result.lines}
        leans = {n: lean(p, leaning) for n, p in held.items()}
        opposed = {1, -1} <= set(leans.values())
        fits = {n: _fit(len(held[n]), leans[n], direction, opposed) for n in result.lines}
        for n, p in held.items():
            with_it = sum(lean(pd.Series([x]), leaning) == (direction or 1) for x in p)
            items = result.items[finding][n]
            lines.append((finding, n, fits[n], with_it if len(p) else float("nan"), len(p), items))
        spoken = [n for n in result.lines if fits[n] != "silent"]
        turned = [n for n in spoken if lean(result.positions(finding, f"-{n}"), leaning) != direction]
        told = list(fits.values())
        flags = {
            "one_line": len(spoken) < need, "one_family": len(whole) < need, "turned": bool(turned),
            "conflict": "conflict" in told,
        }  # fmt: skip
        each = [lean(pd.Series([x]), leaning) for x in whole]
        findings.append(
            (
                finding, TURNS[direction], turned, [f for f, raised in flags.items() if raised], spoken,
                whole.mean() if len(whole) else float("nan"), len(whole), each.count(1), each.count(-1),
                told.count("converge"), told.count("conflict"), not (flags["one_line"] or flags["one_family"]),
                not turned,
            )
        )  # fmt: skip
    counts = dict.fromkeys(
        ("with_it", "families", "items", "lean_for", "lean_against", "converge", "conflict"), "things"
    )
    known = replace(weighed._about, roles={**counts, "net": "number"}, key=("finding", "line", "fit"))
    one = pd.DataFrame(lines, columns=BY_LINE)
    two = pd.DataFrame(findings, columns=BY_FINDING)
    return Agreed(framed(one, known), framed(two, replace(known, key=("finding", "direction", "turned_by", "flags"))))


def _fit(families: int, leans: int, direction: int, opposed: bool) -> str:
    if not families:
        return "silent"
    if leans == 0:
        return "complement"
    if direction == 0:
        return "conflict" if opposed else "complement"
    return "converge" if leans == direction else "conflict"


def rate_evidence(
    agreed: Agreed, verdicts: pd.DataFrame, rules: pd.DataFrame, *, measured: Sequence[str],
    rivals: Mapping[str, str],
) -> Frame:  # fmt: skip
    """How strong is the evidence behind each finding? Five ratings from 1 to 5 by the rules, and their lower median.

    plausibility : how far the families point one way. uniqueness : would the evidence look otherwise if the finding
    were false? Testimony alone 1; documents too 2; a measured series (``measured``: lines that hold one) 3; every
    proposition told as well 4; rival causes set apart (``rivals``: finding → the proposition that tells) 5.
    triangulation : lines that converge, less those that conflict; at most 2 with a conflict. transparency : share of
    the propositions that can be told. independence : families. rules : aspect, rating, at_least, above; what no row
    gives is 1.
    """
    rows = []
    for r in agreed.by_finding.to_dict("records"):
        mine = verdicts[verdicts["finding"] == f"f{r['finding']}"]
        told = [bool(t) for t in mine["told"]]
        seen = 3 if set(r["lines"]) & set(measured) else 2 if "documents" in r["lines"] else 1
        rival = mine[mine["proposition"] == rivals.get(r["finding"], "")]
        if seen == 3:
            seen = 5 if rival["told"].any() else 4 if told and all(told) else 3
        triangulation = 1 + r["converge"] - r["conflict"]
        measures = {
            "plausibility": abs(r["net"]), "uniqueness": seen,
            "triangulation": min(triangulation, 2) if r["conflict"] else triangulation,
            "transparency": sum(told) / len(told) if told else 0.0, "independence": r["families"],
        }  # fmt: skip
        ratings = {aspect: _rating(rules, aspect, value) for aspect, value in measures.items()}
        plain = median_low(ratings.values())
        capped = plain > LIMITED and "one_line" in r["flags"]
        overall = LIMITED if capped else plain
        plain_word, word = WORDS[overall], WORDS[overall] + ("_capped" if capped else "")
        rows.append({"finding": r["finding"], "word": word, "plain": plain_word, "overall": overall, **ratings})
    known = about(agreed.by_finding).joined([about(verdicts)])
    roles = {**known.roles, **dict.fromkeys([*ASPECTS, "overall"], "things")}
    names = ["finding", "word", "plain", "overall", *ASPECTS]
    return framed(pd.DataFrame(rows, columns=names), replace(known, key=("finding", "word"), roles=roles))


def _rating(rules: pd.DataFrame, aspect: str, value: float) -> int:
    mine = rules[rules["aspect"] == aspect]
    met = mine[(mine["at_least"] <= value) | (mine["above"] < value)]
    return int(met["rating"].max()) if len(met) else 1


def moved(without: Measured | Refusal, *, bar: Fact) -> Told | Refusal:
    """Does a theme move by more than ``bar`` when a part of those asked is left out? moves, and reworded, by theme.

    Where too few are left to say, neither is told.
    """
    if isinstance(without, Refusal):
        return without
    change: Any = without.change
    moves = ["not_recorded" if pd.isna(m) else "yes" if abs(m) > (bar.cell.value or 0) else "no" for m in change]
    told: Told = without.shown()
    words = zip(moves, told.dims["word"], told.dims["left"], strict=True)
    return told.with_dims(
        moves=moves, reworded=["yes" if m != "not_recorded" and a != b else "no" for m, a, b in words]
    )
