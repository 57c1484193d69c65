"""JupyterLab on the notebooks: what a save keeps of them, and how the server is started."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from mcee_eval.places import shipped

PINNED = "nbval-check-output"  # the cell whose output stays: tests compare with it
KEPT = ("tags",)  # of a cell's metadata; the rest is how it was looked at


def only_pinned(content: dict[str, Any]) -> None:
    """Take out of a notebook, in place, all that running it and looking at it leave, so that git sees edits alone.

    The pinned cell keeps its output, and a count beside it: nbval takes outputs without one for a cell never run.
    """
    content["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in content["cells"]:
        cell["metadata"] = {key: value for key, value in cell["metadata"].items() if key in KEPT and value}
        if cell["cell_type"] == "code":
            pinned = PINNED in cell["metadata"].get("tags", ())
            cell["outputs"] = cell["outputs"] if pinned else []
            cell["execution_count"] = 1 if cell["outputs"] else None
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = 1


def before_save(model: dict[str, Any], **_: Any) -> None:
    """The hook that JupyterLab calls before it writes a file."""
    if model["type"] == "notebook" and model["content"]["nbformat"] == 4:
        only_pinned(model["content"])


def folder() -> Path:
    """The notebooks to work on: the repository's, or, where the package is installed, copies in ``notebooks``."""
    there = shipped("notebooks")
    if there.parent.name != "_shipped":
        return there
    mine = Path.cwd() / "notebooks"
    mine.mkdir(exist_ok=True)
    for path in there.iterdir():
        if path.is_file() and not (mine / path.name).exists():
            shutil.copyfile(path, mine / path.name)
    return mine


def lab(root: Path, *, port: int = 8888, browser: bool = True) -> None:
    """Serve a folder's notebooks to this machine alone, with a token; nothing is asked of the network."""
    from jupyterlab.labapp import LabApp
    from traitlets.config import Config

    quiet = {"news_url": None, "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate"}
    ours = Config(
        {
            "FileContentsManager": {"pre_save_hook": before_save},
            "LabApp": {**quiet, "extension_manager": "readonly"},
        }
    )
    argv = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--ServerApp.root_dir={root.absolute()}"]
    LabApp.initialize_server(argv=[*argv, f"--ServerApp.open_browser={browser}"], config=ours).start()
