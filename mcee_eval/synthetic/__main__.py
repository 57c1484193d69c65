"""``python -m mcee_eval.synthetic report 20250331 data/synthetic/report``: how the shipped data set is made."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from mcee_eval.errors import BadParameter, MceeError, Problem
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.write import write

USAGE = "python -m mcee_eval.synthetic SCENARIO SEED FOLDER"


def main(arguments: Sequence[str]) -> int:
    """Make one programme and write it."""
    try:
        if len(arguments) != 3 or not arguments[1].isdecimal():
            told = Problem("arguments", repr(" ".join(arguments)), "a scenario, a seed and a folder", f"{USAGE}.")
            raise BadParameter("Nothing was made.", problems=[told])
        write(simulate(arguments[0], seed=int(arguments[1])), arguments[2])
    except MceeError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
