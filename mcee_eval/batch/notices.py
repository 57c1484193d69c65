"""What slows or endangers a batch, said before it begins."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from mcee_eval.batch.due import LIBRARIES, PACKAGE, versions


def notices(lock: Path | None = None, found: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Which sentences does the user read first? None when all is well.

    lock : the locked versions, by default those beside the package; found : the versions in use.
    """
    lock = lock or PACKAGE.parent / "requirements.lock"
    return (*_other_versions(lock, found or versions()), *_not_compiled(PACKAGE))


def _other_versions(lock: Path, found: Mapping[str, str]) -> tuple[str, ...]:
    if not lock.is_file():
        return ()
    pairs = (line.split("==", 1) for line in lock.read_text("utf-8").splitlines() if "==" in line)
    locked = {name.lower(): exact.strip() for name, exact in pairs}
    other = [
        f"{name} {found[name]} (locked: {locked[name.lower()]})"
        for name in LIBRARIES
        if name in found and locked.get(name.lower(), found[name]) != found[name]
    ]
    return (f"Other versions than the locked ones may give other figures: {', '.join(other)}.",) if other else ()


def _not_compiled(package: Path) -> tuple[str, ...]:
    tag = f"{sys.implementation.cache_tag}.pyc"
    sources = [p for p in package.rglob("*.py") if "_shipped" not in p.parts]
    bare = [p for p in sources if not (p.parent / "__pycache__" / f"{p.stem}.{tag}").is_file()]
    if len(bare) * 2 < len(sources):
        return ()
    return (
        f"The package is not compiled, which doubles each start: {Path(sys.executable).name} -m compileall {package}",
    )
