"""How often is the verdict on attribution wrong? Error rates over thousands of programmes with known truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.validity.judged import (
    BLOCK,
    Choices,
    CountryEffect,
    Evidence,
    attribution_state,
    bars,
    choices,
    compatible,
    dated_breaks,
    earlier_dates,
    negligible_effect,
    one_effect,
    power_at,
)
from benchmarks.validity.panels import Floats, monte_carlo_error, placebo_tests, read_tests, spent_by
from benchmarks.validity.programmes import DONORS, FASTER, FUNDED, Programmes, programmes
from mcee_eval.judge.attributable import Check
from mcee_eval.judge.verdict import Word
from mcee_eval.metrics.attribution import Attribution
from mcee_eval.metrics.donor_effects import Effects, effects, every_role, without_each
from mcee_eval.metrics.parallel_trends import of_attribution
from mcee_eval.metrics.placebo import placebo_test
from mcee_eval.settings import Settings, Threshold

TRUTHS = {"null": 1.0, "effect": FASTER}  # speed of issuance in the funded country from its start
#: what the rule says of an improvement, in the words of the tables
STATES = {Word.FOR: "supported", Word.AGAINST: "not_supported"}
OPEN = "cannot_conclude"
WRONG = {"null": "supported", "effect": "not_supported"}
MOST = {"null": 0.05, "effect": 0.10}  # share of wrong verdicts
DIMENSIONS = ("span", "rho", "donors", "volume")
STRICT = 1.0  # M̄ that the variant of the rule asks for
CHUNK = 60  # programmes at once


def verdicts(*, total: int = 2_000, seed: int, settings: Settings, donors: Sequence[int] = DONORS) -> pd.DataFrame:
    """The verdict on every programme, without an effect and with one: 2 × ``total`` programmes or a few more.

    Returns one row a programme: truth (null, effect), the dimensions of the grid, true_effect (in shares issued),
    state, strict (the state if the rule also asked for M̄ of at least 1), estimate, low, high, power, breakdown, and
    a column ``met_<check>`` for each check of the rule (missing where the rule does not ask it).
    """
    asked, rule = bars(settings), bars(replace(settings, thresholds={**settings.thresholds, **_strict(settings)}))
    rows = []
    for truth, speed in TRUTHS.items():
        for many in programmes(total, faster=speed, seed=seed, donors=donors):
            for r, evidence in enumerate(batched_evidence(many, choices(settings))):
                state, reasons = attribution_state(evidence, asked)
                rows.append(
                    {
                        "truth": truth,
                        "span": many.span,
                        "rho": many.rho[r],
                        "donors": evidence.donors,
                        "volume": many.volume[r],
                        "true_effect": many.truth[r],
                        "state": STATES.get(state, OPEN),
                        "strict": STATES.get(attribution_state(evidence, rule)[0], OPEN),
                        "estimate": evidence.effect,
                        "low": evidence.low,
                        "high": evidence.high,
                        "power": evidence.power,
                        "breakdown": evidence.breakdown,
                        **_met(reasons),
                    }
                )
    return pd.DataFrame(rows)


def error_rates(found: pd.DataFrame) -> pd.DataFrame:
    """Shares of the three states over all programmes and along each dimension of the grid.

    Returns one row for each truth, dimension and value (``all`` first): programmes, supported, not_supported,
    cannot_conclude, wrong (false "attributable" without an effect, false "no attributable" with one), mc_error of
    wrong, most (what is asked), ok, and strict_supported (supported, if the rule also asked for M̄ of at least 1).
    """
    rows = []
    for truth, mine in found.groupby("truth", sort=False):
        cells = [("all", "", mine)]
        cells += [(d, _told(v), part) for d in DIMENSIONS for v, part in mine.groupby(d)]
        for dimension, value, part in cells:
            shares = {s: float((part["state"] == s).mean()) for s in (*STATES.values(), OPEN)}
            wrong = shares[WRONG[str(truth)]]
            rows.append(
                {
                    "truth": truth,
                    "dimension": dimension,
                    "value": value,
                    "programmes": len(part),
                    **shares,
                    "wrong": wrong,
                    "mc_error": float(monte_carlo_error(wrong, len(part))),
                    "most": MOST[str(truth)],
                    "ok": wrong <= MOST[str(truth)],
                    "strict_supported": float((part["strict"] == "supported").mean()),
                }
            )
    return pd.DataFrame(rows)


def held_back(found: pd.DataFrame) -> pd.DataFrame:
    """Why a verdict stays open: by truth and check, how often it is asked, and of those how often it is not met."""
    rows = []
    for truth, part in found.groupby("truth", sort=False):
        for column in (c for c in found.columns if c.startswith("met_")):
            told = part[column].dropna().astype(float)
            rows.append(
                {
                    "truth": truth,
                    "check": column.removeprefix("met_"),
                    "asked": len(told) / len(part),
                    "not_met": 1 - float(told.mean()) if len(told) else 0.0,
                }
            )
    return pd.DataFrame(rows)


def coverage(found: pd.DataFrame) -> pd.DataFrame:
    """By truth and volume: mean true effect and estimate, and how often the interval holds the true effect."""
    rows = []
    for (truth, volume), part in found.groupby(["truth", "volume"], sort=False):
        inside = float(((part["low"] <= part["true_effect"]) & (part["true_effect"] <= part["high"])).mean())
        rows.append(
            {
                "truth": truth,
                "volume": volume,
                "true_effect": float(part["true_effect"].mean()),
                "estimate": float(part["estimate"].mean()),
                "estimate_error": float(part["estimate"].std(ddof=1) / np.sqrt(len(part))),
                "inside": inside,
                "mc_error": float(monte_carlo_error(inside, len(part))),
                "width": float((part["high"] - part["low"]).mean()),
                "power": float(part["power"].mean()),
            }
        )
    return pd.DataFrame(rows)


def unlike_donors(*, total: int = 2_000, seed: int, donors: Sequence[int] = DONORS) -> pd.DataFrame:
    """Does it matter that comparison countries are quicker than the funded one? Nothing changes at the start.

    Returns one row for each volume, with comparison countries that answer faster (``quicker``),
    and with such as the funded one (``alike``): inside (how often the interval holds 0), mc_error, programmes.
    """
    rows = []
    for kind in ("quicker", "alike"):
        hits: dict[float, list[Floats]] = {}
        for many in programmes(total, faster=1.0, seed=seed, donors=donors, alike=kind == "alike"):
            split = one_effect(many.panel(0), FUNDED).result.panel
            for begin in range(0, len(many.rho), CHUNK):
                score = many.score[begin : begin + CHUNK]
                att, _, _, half = placebo_tests(score[:, 0], score[:, 1:], window=split.window, after=split.after)
                volumes = many.volume[begin : begin + CHUNK]
                for volume in np.unique(volumes):
                    hits.setdefault(float(volume), []).append((np.abs(att) <= half)[volumes == volume])
        for volume, parts in sorted(hits.items()):
            held = np.concatenate(parts)
            inside = float(held.mean())
            error = float(monte_carlo_error(inside, len(held)))
            rows.append(
                {"donors": kind, "volume": volume, "inside": inside, "mc_error": error, "programmes": len(held)}
            )
    return pd.DataFrame(rows)


def batched_evidence(many: Programmes, chosen: Choices) -> Iterator[Evidence]:
    """What the finding's ``checked_effect`` gives as evidence for each programme, with the estimates in batches.

    All share their quarters and donors, so that weights, placebos, earlier dates and leave-one-out are one call each.
    Where the finding reads a result, it reads one that is made of the batch's numbers.
    """
    pattern = many.panel(0)
    whole = one_effect(pattern, FUNDED)
    earlier = list(earlier_dates(pattern, FUNDED).values())
    first, last = (many.numbers.index(q) for q in pattern.window(FUNDED))
    before = many.issued[:, 0, first : last + 1].sum(axis=1) / many.n[:, 0, first : last + 1].sum(axis=1)
    split, estimator = whole.result.panel, whole.result.method
    for begin in range(0, len(before), CHUNK):
        score = many.score[begin : begin + CHUNK]
        treated, donors = score[:, 0], score[:, 1:]
        found = effects(every_role(treated, donors), window=split.window, after=split.after, estimator=estimator)
        spared = effects(without_each(treated, donors), window=split.window, after=split.after, estimator=estimator)
        silent = [_p_at(one, treated, donors) for one in earlier]
        for r in range(len(score)):
            result = _result(whole.result, found, r)
            p = 1.0 if result.test is None or result.test.t_p is None else result.test.t_p
            one = replace(
                whole, result=result, levels=treated[r, split.after], before=float(before[begin + r]), p=p
            )  # fmt: skip
            one = replace(one, breaks=dated_breaks(pattern, one))
            left_out = (float(spared.att[r].min()), float(spared.att[r].max()))
            dated = compatible(pattern, one, chosen)
            yield _evidence(one, chosen, tuple(float(p[r]) for p in silent), left_out, dated)


def _evidence(
    one: CountryEffect,
    chosen: Choices,
    in_time: tuple[float, ...],
    leave_one_out: tuple[float, float],
    dated: bool | None,
) -> Evidence:
    effect, delta = one.effect, negligible_effect(one.before, chosen)
    power = None if delta is None else power_at(one, delta, alpha=chosen.alpha)
    return Evidence(
        donors=one.result.donors,
        p_floor=one.result.p_floor,
        p=one.p,
        effect=effect.value,
        low=effect.low,
        high=effect.high,
        pre_level=one.before,
        power=power,
        pre_fit=one.result.pre_rmspe_ratio,
        in_time=in_time,
        leave_one_out=leave_one_out,
        events=0,
        break_compatible=dated,
        breakdown=of_attribution(one.result, block=BLOCK).m_bar,
    )


def _result(pattern: Attribution, found: Effects, row: int) -> Attribution:
    """One programme's result, with what the finding reads of it; the rest is the pattern's."""
    att, placebos, pre = float(found.att[row, 0]), found.att[row, 1:], found.pre_rmspe[row]
    spent = float(spent_by(found, pattern.method)[row])
    test = placebo_test(att, placebos, spent=spent, level=pattern.recipe["level"])
    return replace(
        pattern,
        att=replace(pattern.att, value=att, low=test.low, high=test.high, se=test.sd),
        test=test,
        pre_rmspe=float(pre[0]),
        pre_rmspe_ratio=float(pre[0] / np.median(pre[1:])),
        placebos=pattern.placebos.assign(att=placebos),
        paths=pd.DataFrame(found.path[row].T, index=pattern.paths.index, columns=pattern.paths.columns),
    )


def _p_at(pattern: Attribution, treated: Floats, donors: Floats) -> Floats:
    """p of the t at an earlier date, by the pattern's recipe, for every programme."""
    split = pattern.panel
    known = slice(0, len(split.times))
    found = effects(
        every_role(treated[:, known], donors[..., known]), window=split.window, after=split.after,
        estimator=pattern.method,
    )  # fmt: skip
    return read_tests(found, pattern.method)[1]


def _strict(settings: Settings) -> dict[str, Threshold]:
    name = "f4.breakdown"
    return {name: replace(settings.thresholds[name], value=STRICT)}


def _met(reasons: tuple[Check, ...]) -> dict[str, bool]:
    """Each check that is asked; a break that cannot be dated is no objection."""
    return {
        f"met_{r.code}": r.passed is not False if r.code == "break_date" else bool(r.passed)
        for r in reasons
        if r.code != "negligible"
    }


def _told(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:g}"
