"""Where things are: what ships with the package, the user's own data, what a run leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Where is a file that ships with the project (notebooks, settings, published and synthetic data)?

    ``shipped("data", "published")``: inside the package when it was installed from a wheel (``_shipped/``), else at
    the root of the repository, as an editable install has none of these files inside the package.
    """
    inside = _PACKAGE / "_shipped"
    root = inside if inside.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


def user_data() -> Path:
    """Where are the user's own extracts? ``$MCEE_DATA``, else ``data/raw`` of the current folder."""
    return Path(os.environ.get("MCEE_DATA") or Path("data") / "raw")


def outputs() -> Path:
    """Where do runs write? ``$MCEE_OUTPUTS``, else ``outputs`` of the current folder."""
    return Path(os.environ.get("MCEE_OUTPUTS") or "outputs")
