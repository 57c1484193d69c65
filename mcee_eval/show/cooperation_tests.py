"""Finding 4, other methods beside the main one, in one table."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.findings.cooperation import Cooperation
from mcee_eval.findings.cooperation_tests import Tests, tests
from mcee_eval.release.cell import Cell, marked
from mcee_eval.results import Estimate
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit
from mcee_eval.show.passage import Passage

_kept: list[tuple[Cooperation, Tests | None]] = []  # a page asks twice for what takes seconds on many requests


def _tests(c: Context) -> Tests | None:
    """The tests of these measures, made once."""
    if not _kept or _kept[0][0] is not c.measures:
        _kept[:] = [(c.measures, tests(c.measures, c.settings))]
    return _kept[0][1]


def other_methods(c: Context) -> Exhibit | Passage:
    """Do other methods agree? Hazard ratio and tests of after against before, and of any break at all."""
    found = _tests(c)
    if found is None:
        return c.say(("no_other_methods", {}))
    rows = {
        "test_cox": (found.hazard_ratio, found.cox_p),
        "test_log_rank": (None, found.log_rank_p),
        "test_gray": (None, found.gray_p),
        "test_sup_f": (None, found.sup_f_p),
    }
    dims = pd.DataFrame({"test": list(rows)})
    cells = {
        "ratio": [c.release.estimate(r) if r is not None else marked("missing") for r, _ in rows.values()],
        "p": [_p(c, p, found.persons) for _, p in rows.values()],
    }
    table = c.release.table(dims, cells, {"ratio": "ratio", "p": "p"}, "model")
    days = c.measures.data.requests["requested_on"]
    return c.show(
        "other_methods",
        table,
        [
            Column("test", "f4.column.test", "code"),
            Column("ratio", "f4.column.hazard_ratio", "ratio", 2, "ci"),
            Column("p", "f4.column.p", "p"),
        ],
        sources=[c.own_source()],
        period=f"{days.min():%Y-%m} – {c.measures.data.as_of[:7]}",
        values={"place": c.measures.data.place},
    )


def _p(c: Context, p: float | None, n: int) -> Cell:
    return marked("not_estimable") if p is None else c.release.estimate(Estimate(p, unit="p", n=n))


def medians(c: Context) -> Passage:
    """The median wait before and after, refusals and withdrawals censored."""
    found = _tests(c)
    if found is None:
        return c.say(("no_medians", {}))
    before, after = (c.release.estimate(found.medians[k]) for k in ("before", "after"))
    return c.say(("medians", {"before": before, "after": after}))


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {f.__name__: f for f in (other_methods, medians)}
