"""Keys are declared and read once: what a path of KEYS reaches."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from mcee_eval import metrics
from mcee_eval.results import Estimate, Result

ONE, TWO = Estimate(1.5, 1.0, 2.0, 0.5, n=3), Estimate(float("inf"))


def results() -> list[type[Result]]:
    """Every kind of result that a metric returns."""
    for module in pkgutil.iter_modules(metrics.__path__):
        importlib.import_module(f"mcee_eval.metrics.{module.name}")
    return [kind for kind in Result.__subclasses__() if kind.__module__.startswith("mcee_eval.")]


@dataclass(frozen=True, kw_only=True)
class Made(Result):
    KEYS = (
        "one se=one.se ci=one.ci interval=two.interval var=one.variance many many_low=many.low flat=nested.flat.se "
        "when=by.0.whole what=by.1 none=nothing.value ends=[one.low,nothing.low] told=one{value,n} "
        "spread=many[low,value] grid=grid.whole column=frame.a nothing"
    )

    one: Estimate = ONE
    two: Estimate = TWO
    many: tuple[Estimate, ...] = (ONE, TWO)
    nested: tuple[tuple[Estimate, ...], ...] = ((ONE,), (TWO, ONE))
    by: tuple[tuple[float, Estimate], ...] = ((2019.0, ONE), (2020.5, TWO))
    nothing: Estimate | None = None
    grid: np.ndarray = field(default_factory=lambda: np.array([1.0, 2.5]))


def test_a_path_reaches_what_it_says():
    assert Made(method="m", frame=pd.DataFrame({"a": [1, 2]})).numbers() == {
        "one": 1.5, "se": 0.5, "ci": [1.0, 2.0], "interval": None, "var": 0.25, "many": [1.5, None],
        "many_low": [1.0, None], "flat": [0.5, None, 0.5], "when": [2019, 2020.5], "what": [1.5, None], "none": None,
        "ends": [1.0, None], "told": {"value": 1.5, "n": 3}, "spread": [[1.0, 1.5], [None, None]], "grid": [1, 2.5],
        "column": [1, 2], "nothing": None,
    }  # fmt: skip


@pytest.mark.parametrize("kind", results(), ids=lambda kind: kind.__name__)
def test_every_result_declares_its_keys_or_tells_them_itself(kind):
    assert kind.KEYS or "numbers" in vars(kind)


def test_a_result_without_keys_says_so():
    with pytest.raises(TypeError, match="gives no numbers"):
        Result(method="m").numbers()
