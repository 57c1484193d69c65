"""Names and small groups: which rows a public reader may be told, and which amounts would give one contributor away.

Roles decide, not the caller. A country, partner or project that is not on the release list never reaches a page: rows
of such countries are left out, a table by partner or project is not told unless the list names every one of them.
An amount, and a figure by country type, needs three contributors, none of them above 85 %. From protected data figures
by country type are redacted, as they are in the report, and no country stands beside its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from mcee_eval.frames.frame import About

LEAST = 3  # contributors behind an amount
MOST = 0.85  # of an amount, by one of them
CONTRIBUTORS = ("partner", "project", "country")


def guarded(known: About, audience: str) -> bool:
    """Do names matter here? Not for an internal reader, and not where nothing is protected."""
    return audience == "public" and known.provenance == "protected"


def by_type(known: About, dims: Sequence[str], audience: str) -> bool:
    """Does this reader get no figure by country type? The report redacts them: protected data must not fill them in."""
    return guarded(known, audience) and any(known.roles.get(d) == "country_type" for d in dims)


def withheld(known: About, table: pd.DataFrame, dims: Sequence[str], audience: str) -> str:
    """The role that keeps a whole table from being told: one by partner or project that names one not released."""
    if not guarded(known, audience):
        return ""
    if by_type(known, dims, audience) and any(known.roles.get(d) == "country" for d in dims):
        return "country_type"  # a country beside its type
    for role in ("partner", "project"):
        for column in (d for d in dims if known.roles.get(d) == role):
            if not set(table[column].dropna().astype(str)) <= known.released.get(role, frozenset()):
                return role
    return ""


def allowed(known: About, table: pd.DataFrame, dims: Sequence[str], audience: str) -> pd.Series:
    """Which rows may be told: those whose country is on the release list, where a row names one."""
    kept = pd.Series(True, index=table.index)
    if guarded(known, audience):
        for column in (d for d in dims if known.roles.get(d) == "country"):
            kept &= table[column].astype(str).isin(known.released.get("country", frozenset()) | {"ALL"})
    return kept


def given_away(
    known: About, table: pd.DataFrame, dims: Sequence[str], columns: Sequence[str], audience: str
) -> Mapping[str, set[tuple[object, ...]]]:
    """Column → the rows (by their dims) whose amount rests on too few contributors, or on one of them.

    table : the rows before they are summed, with the columns of their contributors. Amounts are those of money, and any
    count in a row that names a country type.
    """
    if audience != "public" or known.provenance == "published":
        return {}
    typed = any(known.roles.get(d) == "country_type" for d in dims)
    if not typed and any(known.roles.get(d) in CONTRIBUTORS for d in dims):
        return {}  # a row a name: the release list decides
    behind = [
        c for c in table if known.roles.get(str(c)) in (("country",) if typed else CONTRIBUTORS) and c not in dims
    ]
    found: dict[str, set[tuple[object, ...]]] = {}
    for column in columns:
        if not behind or not (typed or known.roles.get(column) == "money"):
            continue
        for key, rows in _groups(table, list(dims)):
            for contributor in behind:
                parts = pd.Series(rows.groupby(str(contributor))[str(column)].sum()).abs()
                parts = parts[parts > 0]
                if len(parts) and (len(parts) < LEAST or parts.max() > MOST * parts.sum()):
                    found.setdefault(column, set()).add(key if isinstance(key, tuple) else (key,))
    return found


def _groups(table: pd.DataFrame, dims: list[str]) -> Iterator[tuple[object, pd.DataFrame]]:
    if not dims:
        yield (), table
        return
    yield from table.groupby(dims, dropna=False)


def joined(
    known: About, table: pd.DataFrame, dims: Sequence[str], columns: Sequence[str], over: str, audience: str
) -> pd.DataFrame:
    """Periods of ``over`` joined with the next until no amount gives a contributor away."""
    periods = sorted(table[over].dropna().unique())
    spans: list[list[object]] = []
    for period in periods:
        open_ = bool(spans) and _gives(known, table, dims, columns, over, spans[-1], audience)
        spans = [*spans[:-1], [*spans[-1], period]] if open_ else [*spans, [period]]
    if len(spans) > 1 and _gives(known, table, dims, columns, over, spans[-1], audience):
        spans = [*spans[:-2], [*spans[-2], *spans[-1]]]
    names = {p: str(s[0]) if len(s) == 1 else f"{s[0]} – {s[-1]}" for s in spans for p in s}
    return table.assign(**{over: table[over].map(names)})


def _gives(
    known: About, table: pd.DataFrame, dims: Sequence[str], columns: Sequence[str], over: str, span: list[object],
    audience: str,
) -> bool:  # fmt: skip
    part = table[table[over].isin(span)].assign(**{over: "one"})
    return bool(given_away(known, part, dims, columns, audience))
