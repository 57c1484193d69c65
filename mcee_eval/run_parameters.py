"""May a run with these parameters start? Asked before a kernel starts, and by the second cell of every notebook."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from mcee_eval.contracts.near import did_you_mean
from mcee_eval.datasets import dataset as open_dataset
from mcee_eval.datasets import names
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.settings import settings
from mcee_eval.words.formats import LANGS

AUDIENCES = ("public", "internal")


def check_parameters(
    finding: str, *, country: str, lang: str, audience: str, dataset: str, start: str = "", end: str = "",
    own: Sequence[Problem] = (),
) -> None:  # fmt: skip
    """May a run with these parameters start? Refuses with every problem at once; own : of the notebook's own ones."""
    problems: list[Problem] = []
    given = {"country": country, "lang": lang, "audience": audience, "dataset": dataset, "start": start, "end": end}
    for name, value in given.items():
        if not isinstance(value, str):
            problems.append(Problem(name, f"{value!r}, a {type(value).__name__}", "a text"))
    known = [f.id for f in settings().findings]
    problems += _among("finding", finding, known)
    problems += _among("lang", lang, LANGS) + _among("audience", audience, AUDIENCES)
    problems += [] if dataset in names() else _among("dataset", dataset, names())
    for name in ("start", "end"):
        if isinstance(given[name], str) and given[name] and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given[name]):
            problems.append(Problem(name, repr(given[name]), "a month such as 2019-02, or nothing"))
    if finding in known and dataset in names() and isinstance(country, str):
        problems += _country_problems(finding, country, audience, dataset)
    if finding in known and not settings().finding(finding).window:
        told = f"No frame of {finding} has a period to bound."
        problems += [Problem(name, repr(given[name]), "nothing", told) for name in ("start", "end") if given[name]]
    problems += own
    if not problems and start and end and start >= end:
        problems.append(Problem("start, end", f"{start} to {end}", "a start before the end"))
    if problems:
        many = "problem" if len(problems) == 1 else "problems"
        raise BadParameter(f"parameters: {len(problems)} {many}", problems=problems)


def _among(name: str, value: object, allowed: Any) -> list[Problem]:
    if value in allowed:
        return []
    near = difflib.get_close_matches(str(value), allowed, n=1, cutoff=0.4)
    return [Problem(name, repr(value), f"one of {', '.join(allowed)}", f"Did you mean {near[0]!r}?" if near else "")]


def _country_problems(finding: str, country: str, audience: str, name: str) -> list[Problem]:
    data = open_dataset(name)
    wanted = settings().finding(finding)
    if data.provenance == "published" and name not in wanted.datasets and "published" not in wanted.datasets:
        return [Problem("dataset", repr(name), "data of the programme", f"Public figures cannot answer {finding}.")]
    if country == "ALL":
        return []
    if not wanted.country_form:
        return [Problem("country", repr(country), "'ALL'", f"{finding} has no country form.")]
    if country not in data.known:
        hint = did_you_mean(country, (*data.countries(finding), "ALL", *data.known), cutoff=0.3)
        return [Problem("country", repr(country), f"a code of data set {name!r}, or 'ALL'", hint)]
    if audience == "public" and data.provenance == "protected" and country not in data.release:
        return [
            Problem("country", repr(country), "a country of the release list", "Ask for audience='internal', or ALL.")
        ]
    if country not in data.askable(finding, audience):
        return [Problem("country", repr(country), f"a funded country, which {finding} is about, or 'ALL'")]
    return []
