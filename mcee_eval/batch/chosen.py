"""Parameters chosen on the command line, checked before anything runs and given to the runs that take them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mcee_eval.batch.plan import Run
from mcee_eval.errors import BadParameter, Problem
from mcee_eval.parameters import COMMON, Declared, known_parameters, parameter_problems, parameters_cell

OPTIONS = ("country", "lang", "audience", "dataset")  # have an option of their own
WINDOW = {name: Declared(name, "text") for name in ("start", "end")}


def _has_window(toml: Path) -> bool:
    """Do the frames of a notebook have periods? Where they have none, its TOML says ``window = false``."""
    told = tomllib.loads(toml.read_text("utf-8")) if toml.is_file() else {}
    return bool(told.get("notebook", {}).get("window", True))


def choose(
    given: Sequence[str], runs: Sequence[Run], notebook: Callable[[str], Path], toml: Callable[[str], Path]
) -> tuple[Run, ...]:
    """The runs with what was chosen for them.

    given : ``name=value``, each. notebook, toml : of a finding, by its id. A run takes the names that its notebook
    declares, and ``start`` and ``end`` where its frames have periods. Refuses (``BadParameter``, all problems at once)
    what no notebook asked for declares, with the near miss, and values of a wrong type or outside their range.
    """
    if not given:
        return tuple(runs)
    problems = [Problem("-p", repr(g), "name=value") for g in given if not g.partition("=")[0] or "=" not in g]
    texts = {name: text for name, sign, text in (g.partition("=") for g in given) if name and sign}
    for name in [n for n in texts if n in OPTIONS]:
        problems.append(Problem("-p", name, f"the option --{name}"))
        del texts[name]
    known = {
        f: (WINDOW if _has_window(toml(f)) else {}) | known_parameters(parameters_cell(notebook(f)), toml(f))
        for f in dict.fromkeys(r.finding for r in runs)
    }
    chosen: dict[str, dict[str, object]] = {}
    for finding, declared in known.items():
        chosen[finding] = {n: declared[n].read(text) for n, text in texts.items() if n in declared}
        problems += parameter_problems(declared, chosen[finding])
    every = {name: d for declared in known.values() for name, d in declared.items() if name not in COMMON}
    problems += parameter_problems(
        every, {n: text for n, text in texts.items() if not any(n in d for d in known.values())}
    )
    if problems:
        raise BadParameter("Nothing was run.", problems=list(dict.fromkeys(problems)))
    return tuple(replace(one, chosen=tuple(chosen[one.finding].items())) for one in runs)
