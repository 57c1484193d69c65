"""The internal, exact records are those that were accepted; a change is accepted by writing them anew, and told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from records import RUNS, path, short

from mcee_eval.notebooks import declarations

PORTED = [r for r in RUNS if "module" not in declarations()[r[0]]["notebook"]]


@pytest.mark.parametrize("run", PORTED, ids=".".join)
def test_a_run_tells_what_it_told(run):
    assert short(*run) == json.loads(path(*run).read_text("utf-8"))
