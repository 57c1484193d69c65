"""What would settle the open questions: missing series, owners, indicator wordings, and what each would show."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcee_eval.findings.conclusions import Whole
from mcee_eval.findings.evaluability import AHEAD
from mcee_eval.release.cell import Cell, marked
from mcee_eval.results import Estimate
from mcee_eval.show.conclusions_words import Pair, both, joined, scope, short, things
from mcee_eval.show.context import Context
from mcee_eval.show.exhibit import Column, Exhibit, Source
from mcee_eval.show.passage import Passage
from mcee_eval.words.formats import LANGS, month


def evaluability(c: Context) -> Exhibit | Passage:
    """For each open proposition: what is missing, whose it is, since when, and how an indicator would say it."""
    whole: Whole = c.measures
    rows = []
    for gap in whole.gaps:
        known = gap.needed
        since = (month(known.since, "en"), month(known.since, "fr")) if known and known.since else ("–", "–")
        owners = joined([both(c, f"code.group_{o}") for o in known.owners], ", ") if known else ("–", "–")
        shows = both(c, "f8.not_declared")
        if known:
            shows = _shows(c, known.series) if known.series else both(c, f"f8.why_not.{known.why}")
        rows.append(
            (
                both(c, f"settle.{gap.code}"), ", ".join(gap.propositions), _whose(c, owners, since),
                both(c, f"f8.indicator.{gap.code}") if known else both(c, "f8.not_declared"), shows,
            )
        )  # fmt: skip
    if not rows:
        return c.say(("nothing_open", {}))
    names = ["missing", "propositions", "owners", "indicator", "shows"]
    table = c.release.table(pd.DataFrame(rows, columns=names), {}, {}, "things")
    return c.show(
        "evaluability", table,
        [
            Column("missing", "f8.column.missing", "both"), Column("propositions", "f8.column.open_ones", "data"),
            short("owners", "owner_since"),
            Column("indicator", "f8.column.indicator", "both"),
            short("shows"),
        ],
        sources=[Source("records"), Source("settings")], period=scope(c),
    )  # fmt: skip


def _whose(c: Context, owners: Pair, since: Pair) -> Pair:
    """``CBSA, since February 2019`` in both languages; a dash where nothing is declared."""
    if since == ("–", "–"):
        return owners
    told = [c.words[lang]("f8.owner_since", owners=owners[i], since=since[i]) for i, lang in enumerate(LANGS)]
    return told[0], told[1]


def _shows(c: Context, name: str) -> Pair:
    """The smallest effects of a series in words, as the tables below give them."""
    whole: Whole = c.measures
    change = whole.data.series[name].kind == "count"
    cells = {f"after_{k}": _cell(c, whole.effects[name][k], change=change) for k in AHEAD}
    series = both(c, f"f8.series.{name}")
    told = []
    for i, lang in enumerate(LANGS):
        words = c.words[lang]
        printed = {k: words.number(cell, "change" if change else "points") for k, cell in cells.items()}
        told.append(words("f8.shows", series=series[i], **printed))
    return told[0], told[1]


def _cell(c: Context, found: Estimate | None, *, change: bool) -> Cell:
    if found is None:
        return marked("not_estimable")
    if not change:  # of records, which are no persons
        return Cell(found.value)
    return c.release.estimate(Estimate(found.value - 1, n=found.n, unit=found.unit))


def _effects(c: Context, slug: str, kind: str) -> Exhibit:
    whole: Whole = c.measures
    names = [n for n, s in whole.data.series.items() if s.kind == kind]
    dims = pd.DataFrame({"series": [both(c, f"f8.series.{n}") for n in names]})
    change = kind == "count"
    cells = {f"after_{k}": [_cell(c, whole.effects[n][k], change=change) for n in names] for k in AHEAD}
    cells["quarters"] = things(c, [len(whole.data.series[n].quarters) for n in names])
    table = c.release.table(
        dims, cells, dict.fromkeys(cells, "share") | {"quarters": "items"}, "model" if change else "things"
    )
    shown = "change" if change else "points"
    first = min((q for n in names for q in whole.data.series[n].quarters[:1]), default="")
    last = max((q for n in names for q in whole.data.series[n].quarters[-1:]), default="")
    return c.show(
        slug, table,
        [
            short("series"), Column("quarters", "f8.column.quarters", "count"),
            *[Column(f"after_{k}", f"f8.column.after_{k}", shown, 0) for k in AHEAD],
        ],
        sources=[c.own_source()], period=f"{first} – {last}" if first else "–",
    )  # fmt: skip


def effects_counts(c: Context) -> Exhibit:
    """The smallest rise of each counted series that would be seen after 4, 8 and 12 quarters."""
    return _effects(c, "effects_counts", "count")


def effects_records(c: Context) -> Exhibit:
    """By how much a share of records must exceed one half to be seen, if every record were filled in."""
    return _effects(c, "effects_records", "records")


SHOWN: dict[str, Callable[[Context], Exhibit | Passage]] = {
    f.__name__: f for f in (evaluability, effects_counts, effects_records)
}
