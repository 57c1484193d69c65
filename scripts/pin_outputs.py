"""Run every notebook and keep the output of its pinned cell, and no other: ``python scripts/pin_outputs.py``.

A pinned cell (tag ``nbval-check-output``) shows the state of each proposition on the shipped synthetic data; tests
compare what a run gives with what is kept. Look at the difference before keeping a new one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from mcee_eval.lab import only_pinned
from mcee_eval.places import shipped


def pin(path: Path) -> bool:
    """Run a notebook and store its pinned output; returns whether the file changed."""
    node = nbformat.read(path, as_version=4)
    NotebookClient(node, timeout=600, kernel_name="python3").execute()
    only_pinned(node)
    text = nbformat.writes(node) + "\n"
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def main() -> int:
    """Pin every notebook."""
    for path in sorted(shipped("notebooks").glob("*.ipynb")):
        print(f"{path.name}: {'changed' if pin(path) else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
