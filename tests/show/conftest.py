"""Notebooks run on the shipped data, each once, with everything they show."""

from __future__ import annotations

from functools import cache

import pytest

from mcee_eval.rehearsal import rehearsed
from mcee_eval.settings import settings
from mcee_eval.studies import Study

STUDIES = [
    *((f.id, "synthetic", "ALL") for f in settings().findings if not f.concludes_from),
    ("f4", "synthetic", "R02"),
    ("f1", "published", "ALL"),
]


@cache
def _made(finding: str, dataset: str, country: str, audience: str) -> tuple[Study, dict]:
    made = rehearsed(finding, dataset=dataset, country=country, audience=audience)
    return made, made.shown


@pytest.fixture(params=STUDIES, ids=".".join)
def everything(request):
    """(study, what it shows by id), for each finding, data set and country."""
    return _made(*request.param, "public")


@pytest.fixture
def measured():
    """The same for one study, asked for by name."""
    return _made
