"""Declared tables: columns, units, bounds, keys, rules; what drives the checks, the dictionary and the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcee_eval.contracts.declare import Column, Contract
    from mcee_eval.contracts.registry import CONTRACTS

__all__ = ["CONTRACTS", "Column", "Contract"]


def __getattr__(name: str) -> Any:
    """Lazy, so that importing the package costs nothing."""
    if name == "CONTRACTS":
        from mcee_eval.contracts.registry import CONTRACTS

        return CONTRACTS
    if name in {"Column", "Contract"}:
        from mcee_eval.contracts import declare

        return getattr(declare, name)
    raise AttributeError(name)
