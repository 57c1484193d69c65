"""All contracts, read from the declarations in ``tables/`` when they are asked for.

A table is ``tables/NAME.toml``: its texts, its key, its rules by name and its columns in the order of the file. A
column has the fields of ``declare.Column``, and

- ``like = "country"`` takes a column of ``tables/shared.toml`` and changes what is given beside it;
- ``pair = true`` stands for the two columns ``NAME_en`` and ``NAME_fr``;
- ``codes_of = ["departments"]`` takes code lists of ``tables/shared.toml``, before the column's own ``codes``.

A rule is ``{ rule = "order", first = "opened", then = "closed" }``: a class of ``rules``, ``series_rules`` or
``tree_rules`` and its fields.

To add a table: write its TOML, and name it in ``tables.toml`` at its place in the data dictionary, with the findings
that read it. A table transcribed from the report also ships its rows, as ``data/report/NAME.csv``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mcee_eval.contracts import rules, series_rules, tree_rules
from mcee_eval.contracts.declare import Column, Contract, Rule

HERE = Path(__file__).parent


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _shared() -> dict[str, Any]:
    return _read("tables/shared")


@cache
def read_by() -> Mapping[str, tuple[str, ...]]:
    """Table → the findings that read it, "0" to "8", "all" or "methods"; in the order of the data dictionary."""
    return MappingProxyType({name: tuple(findings) for name, findings in _read("tables").items()})


def code_list(name: str) -> dict[str, tuple[str, str]]:
    """A code list that tables share: code → its meaning (en, fr). KeyError if there is none."""
    return {code: (en, fr) for code, (en, fr) in _shared()["codes"][name].items()}


def _columns(name: str, told: dict[str, Any]) -> Iterator[Column]:
    told = {**_shared()["columns"].get(told.pop("like", ""), {}), **told}
    codes = {code: texts for listed in told.pop("codes_of", ()) for code, texts in code_list(listed).items()}
    codes |= {code: (en, fr) for code, (en, fr) in told.pop("codes", {}).items()}
    told |= {"codes": codes, "also": tuple(told.get("also", ()))}
    if not told.pop("pair", False):
        yield Column(name=name, **told)
        return
    en, fr = told["en"], told["fr"]
    yield Column(name=f"{name}_en", **told | {"en": f"{en}, in English", "fr": f"{fr}, en anglais"})
    yield Column(name=f"{name}_fr", **told | {"en": f"{en}, in French", "fr": f"{fr}, en français"})


def _rule(rule: str, **told: Any) -> Rule:
    name = rule.title().replace("_", "")
    kind = next(vars(module)[name] for module in (rules, series_rules, tree_rules) if name in vars(module))
    made: Rule = kind(**{field: tuple(v) if isinstance(v, list) else v for field, v in told.items()})
    return made


@cache
def contract(name: str) -> Contract:
    """The contract of a table; KeyError if no table has the name."""
    if name not in read_by():
        raise KeyError(name)
    told = _read(f"tables/{name}")
    columns = tuple(c for column, fields in told.pop("columns").items() for c in _columns(column, fields))
    ruled = tuple(_rule(**rule) for rule in told.pop("rules", ()))
    return Contract(name=name, key=tuple(told.pop("key")), columns=columns, rules=ruled, **told)


class _Contracts(Mapping[str, Contract]):
    """Table → contract, each read when it is first asked for."""

    def __getitem__(self, name: str) -> Contract:
        return contract(name)

    def __iter__(self) -> Iterator[str]:
        return iter(read_by())

    def __len__(self) -> int:
        return len(read_by())

    def __contains__(self, name: object) -> bool:
        return name in read_by()


CONTRACTS: Mapping[str, Contract] = _Contracts()
