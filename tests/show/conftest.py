"""Studies on the shipped data, measured once, with everything they show."""

from __future__ import annotations

from functools import cache

import pytest

from mcee_eval.show import cooperation
from mcee_eval.show.exhibit import Exhibit
from mcee_eval.show.passage import Passage
from mcee_eval.studies import Study, study

SHOWN = {"f4": cooperation.SHOWN}
STUDIES = [
    ("f4", "synthetic", "ALL"),
    ("f4", "synthetic", "R02"),
]


@cache
def _measured(finding: str, dataset: str, country: str, audience: str) -> tuple[Study, dict[str, Exhibit | Passage]]:
    made = study(finding, dataset=dataset, country=country, audience=audience)
    made.measure()
    return made, {slug: made.exhibit(slug) for slug in SHOWN[finding]}


@pytest.fixture(params=STUDIES, ids=".".join)
def everything(request):
    """(study, what it shows by slug), for each finding, data set and country."""
    return _measured(*request.param, "public")


@pytest.fixture
def measured():
    """The same for one study, asked for by name."""
    return _measured
