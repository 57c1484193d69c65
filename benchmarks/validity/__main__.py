"""``python -m benchmarks.validity``, from the root of a checkout."""

import sys

from benchmarks.validity.report import main
from mcee_eval.errors import MceeError

try:
    sys.exit(main(sys.argv[1:]))
except MceeError as refused:
    print(refused, file=sys.stderr)
    sys.exit(refused.exit_code)
