"""What a run concluded: language-free, canonical JSON, checked against the schema that ships with the package."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

from mcee_eval.errors import BadTable, Problem

SCHEMA = "mcee-record-3"
MIME = "application/vnd.mcee.record+json"
DIGITS = 10


def rounded(value: Any) -> Any:
    """The same value with floats at 10 significant digits; refuses NaN and infinity, which JSON has not."""
    if isinstance(value, dict):
        return {str(k): rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadTable.of("record", [Problem("a number", repr(value), "a finite number", "Use a marked cell.")])
        short = float(f"{value:.{DIGITS}g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value


def dumps(record: dict[str, Any]) -> str:
    """Canonical text: sorted keys, LF, one space a level; the same record gives the same bytes."""
    return json.dumps(rounded(record), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a record."""
    loaded: dict[str, Any] = json.loads(files("mcee_eval").joinpath("record.schema.json").read_text("utf-8"))
    return loaded


def validate(record: Any) -> None:
    """Refuse a record that breaks the schema, with every problem."""
    from jsonschema import Draft202012Validator

    problems = [
        Problem("/".join(map(str, e.absolute_path)) or "record", e.message[:200], "what record.schema.json says")
        for e in sorted(
            Draft202012Validator(schema()).iter_errors(record), key=lambda e: list(map(str, e.absolute_path))
        )
    ]
    if problems:
        raise BadTable.of("record", problems)
