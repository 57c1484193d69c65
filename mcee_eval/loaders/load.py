"""One door to every file: a table of the evaluation by its contract, a published table by its format."""

from __future__ import annotations

import difflib
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from mcee_eval.errors import BadParameter, Problem
from mcee_eval.loaders.receipt import Loaded
from mcee_eval.loaders.recognise import PUBLISHED, loader


def load(kind: str, path: str | Path, *, vintage: str = "") -> Loaded:
    """What does a file say, checked?

    kind : the name of a contract (``asylum_claims``), or of a published format (``recognise.PUBLISHED``).
    path : the file, as its publisher or its owner gives it. vintage : the date that a file speaks for, where the file
    itself does not say. Returns ``.frame`` and ``.receipt``. Refused: an unknown kind
    (``BadParameter``, with the nearest name); a file that breaks its contract or format (``BadTable``, every problem
    at once); a vintage for a file that has its own (``BadParameter``).
    """
    if kind in PUBLISHED:
        loaded: Loaded = loader(kind).load(path)
        return _dated(loaded, vintage)
    from mcee_eval.contracts import CONTRACTS

    if kind not in CONTRACTS:
        names = [*CONTRACTS, *PUBLISHED]
        near = difflib.get_close_matches(kind, names, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else f"One of {', '.join(names)}."
        problem = Problem("kind", f"'{kind}'", "a contract or a published format", hint)
        raise BadParameter("load: unknown kind of file", problems=[problem])
    own: Loaded = import_module("mcee_eval.loaders.own_tables").load_table(kind, path, vintage=vintage)
    return own


def _dated(loaded: Loaded, vintage: str) -> Loaded:
    """The vintage that the caller knows goes into the receipt, where the file is silent."""
    if not vintage:
        return loaded
    receipt = loaded.receipt
    if receipt.vintage:
        problem = Problem("vintage", f"'{vintage}'", f"'{receipt.vintage}', as the file says", "Leave it out.")
        raise BadParameter(f"load: {receipt.kind} has a vintage of its own", problems=[problem])
    notes = tuple(note for note in receipt.notes if not note.startswith("The file does not say of which date"))
    return Loaded(loaded.frame, replace(receipt, vintage=vintage, notes=notes))
