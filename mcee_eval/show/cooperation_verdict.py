"""The verdicts of finding 4 with released cells in place of raw estimates."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from mcee_eval.findings.attribution_rule import negligible_effect
from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.judge.verdict import Reason, Verdict
from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.rule import whole_percent
from mcee_eval.results import Estimate
from mcee_eval.show.context import Context
from mcee_eval.show.cooperation_attribution import p_cell, points_cell


def printable(judged: Verdict, c: Context) -> Verdict:
    """The verdict with released cells; what cannot be told is named by its own code."""
    return replace(judged, reasons=tuple(_told(reason, c) for reason in judged.reasons))


def _told(reason: Reason, c: Context) -> Reason:
    found: Cooperation = c.measures
    given: dict[str, Any] = {}
    if reason.code == "issuance":
        given = {"difference": c.release.rate(found.difference)}
    elif reason.code == "rate_ratio":
        given = {"ratio": c.release.estimate(None if found.ratio is None else found.ratio.ratio)}
    elif reason.code == "donors":
        given = {k: Cell(float(reason.values[k])) for k in ("donors", "need")}
    elif reason.code == "raised":
        given = {
            k: marked("missing") if e is None else Cell(whole_percent(e.value), n=e.n)
            for k, e in (("low", found.raised_low), ("high", found.raised_high))
        } | {"n": Cell(0.0 if found.raised_low is None else float(found.raised_low.n))}
    elif found.attributed is not None and found.attributed.main is not None:
        return _of_attribution(reason, c)
    return replace(reason, values=given)


def _of_attribution(reason: Reason, c: Context) -> Reason:
    """The reasons of ``attribution_state``."""
    found: Cooperation = c.measures
    told = found.attributed
    assert told is not None
    main = told.main
    assert main is not None
    evidence, n = told.evidence, main.effect.n
    code = reason.code
    values: dict[str, Any] = {}
    if code == "estimate":
        values = {"effect": points_cell(c, main.effect), "p": p_cell(c, evidence.p, n)}
    elif code == "negligible":
        delta = negligible_effect(evidence.pre_level, c.settings)
        values = {
            k: points_cell(c, None if v is None else Estimate(v, unit="share", n=n))
            for k, v in (("delta", delta), ("power", evidence.power))
        }
    elif code == "pre_fit":
        ratio = marked("not_estimable") if evidence.pre_fit is None else Cell(round(evidence.pre_fit, 1))
        values = {"ratio": ratio, "limit": Cell(c.settings.threshold("f4.pre_fit"))}
    elif code == "in_time":
        if reason.values["p"] is None:
            code = "in_time_none"
        else:
            values = {"p": p_cell(c, reason.values["p"], n), "dates": Cell(float(reason.values["dates"]))}
    elif code == "events":
        events = reason.values["events"]
        values = {"events": marked("missing") if events is None else Cell(float(events))}
    elif code == "leave_one_out":
        low, high = evidence.leave_one_out or (None, None)
        values = {
            k: points_cell(c, None if v is None else Estimate(main.share(v), unit="share", n=n))
            for k, v in (("low", low), ("high", high))
        }
    elif code == "break_date" and reason.passed is None:
        code = "break_undated"
    elif code == "breakdown":
        m = evidence.breakdown
        if m is None or math.isinf(m):
            code = "breakdown_none" if m is None else "breakdown_any"
        else:
            values = {"m": Cell(round(m, 2))}
    return replace(reason, code=code, values=values)
