"""Where things are: what ships with the package, the user's own data, what a run leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSIDE = _PACKAGE / "_shipped"


def shipped(*parts: str) -> Path:
    """Where is a file that ships with the project (notebooks, settings, published and synthetic data)?

    ``shipped("data", "published")``: inside the package when it was installed from a wheel (``_shipped/``), else at
    the root of the repository, as an editable install has none of these files inside the package.
    """
    return (_INSIDE if _INSIDE.is_dir() else _PACKAGE.parent).joinpath(*parts)


def _base() -> Path:
    """The repository in a checkout, whatever folder a kernel starts in; the current folder for an installed wheel."""
    return Path.cwd() if _INSIDE.is_dir() else _PACKAGE.parent


def user_data() -> Path:
    """Where are the user's own extracts? ``$MCEE_DATA``, else ``data/raw``."""
    return Path(os.environ.get("MCEE_DATA") or _base() / "data" / "raw")


def of_user(folder: Path) -> Path:
    """A folder by its path, or by its name among the user's own."""
    mine = user_data() / folder
    return mine if not folder.exists() and len(folder.parts) == 1 and mine.is_dir() else folder


def outputs() -> Path:
    """Where do runs write? ``$MCEE_OUTPUTS``, else ``outputs``."""
    return Path(os.environ.get("MCEE_OUTPUTS") or _base() / "outputs")
