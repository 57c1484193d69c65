"""Do the planted scenarios reach their right verdicts on removals cooperation?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from benchmarks.validity.judged import verdicts_of
from mcee_eval.judge.verdict import State
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.scenarios import SCENARIOS
from mcee_eval.synthetic.write import write

ASKED = ("4a", "4b", "4c", "4d")
COUNTRIES = ("ALL", "R01", "R02", "R03", "R04", "R05")
_OPEN = frozenset({State.INCONCLUSIVE, State.NOT_EXAMINED})
_FOR, _AGAINST = frozenset({State.SUPPORTED}), frozenset({State.CONTRADICTED})
#: by scenario and proposition (4a, 4b, 4c say that nothing happened, 4d that something did), the states that its
#: truth allows, for ALL and for each country; fixed from what the
#: scenarios plant before any was run. Without an effect, nothing may be attributed; with one, it may not be denied, and
#: all countries together must show it; without comparison series or records, the answer is that nobody can tell.
ALLOWED: Mapping[tuple[str, str], tuple[frozenset[State], frozenset[State]]] = {
    ("report", "4b"): (_OPEN, _OPEN),
    ("null", "4b"): (_FOR | _OPEN, _FOR | _OPEN),
    ("effect", "4a"): (_AGAINST, _AGAINST | _OPEN | {State.MIXED}),
    ("effect", "4b"): (_AGAINST, _AGAINST | _OPEN),
    ("gaps", "4b"): (_OPEN, _OPEN),
    ("spillover", "4b"): (_AGAINST | _OPEN, _AGAINST | _OPEN),
    ("report", "4c"): (_FOR | _OPEN, _FOR | _OPEN),
    ("effect", "4c"): (_AGAINST, _AGAINST | _OPEN),
    ("report", "4d"): (_OPEN, _OPEN),
    ("null", "4d"): (_AGAINST | _OPEN, _AGAINST | _OPEN),
    ("effect", "4d"): (_FOR, _FOR | _OPEN),
    ("gaps", "4d"): (_OPEN, _OPEN),
}


def scenario_verdicts(
    *, seed: int, scenarios: Iterable[str] = tuple(SCENARIOS), countries: Iterable[str] = COUNTRIES
) -> pd.DataFrame:
    """The state of every proposition of finding 4, scenario by scenario and country by country.

    Each scenario is simulated from the same seed, written and read as a data set of its own.

    Returns one row for each scenario, country and proposition: state, and ok (whether the planted truth allows it;
    missing where the scenario's truth settles nothing).
    """
    rows = []
    for scenario in scenarios:
        with tempfile.TemporaryDirectory() as folder:
            write(simulate(scenario, seed=seed), Path(folder) / scenario, name=scenario)
            for country in countries:
                for verdict in verdicts_of(Path(folder), scenario, country):
                    if verdict.proposition not in ASKED:
                        continue
                    allowed = ALLOWED.get((scenario, verdict.proposition))
                    mine = None if allowed is None else allowed[0 if country == "ALL" else 1]
                    rows.append(
                        {
                            "scenario": scenario,
                            "country": country,
                            "proposition": verdict.proposition,
                            "state": verdict.state.value,
                            "ok": None if mine is None else verdict.state in mine,
                        }
                    )
    return pd.DataFrame(rows).astype({"ok": "boolean"})
