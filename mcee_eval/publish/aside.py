"""What lies among the outputs and is not of this version: set aside and told, so that it stops nobody's build."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from mcee_eval.errors import BadTable, MceeError
from mcee_eval.publish.collected import read_record
from mcee_eval.publish.stamp import part_of, read_stamp, rests_on
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words


def set_aside(outputs: Path, audience: str) -> list[str]:
    """Move the records that no build can read to ``work/aside``; what to tell of it, a line a reason.

    Read are the records of an audience and those kept of the run before; those that the last build read are not read
    again. The pages of a record that is set aside are taken away: they say nothing that can be checked any longer.
    """
    before, now = read_stamp(outputs / "work" / audience / "site.json"), rests_on(outputs, audience, None)
    told: dict[str, list[str]] = {}
    for root, prefix in ((outputs / audience, ""), (outputs / "work" / audience / "previous", "previous")):
        for path in sorted(root.glob("*/records/*.json")):
            part = f"{prefix}/{path.parent.parent.name}/{path.stem}" if prefix else part_of(_place(path), path.stem)
            if path.is_file() and before.same(now, ("code", part)):
                continue
            if reason := _why(path, audience):
                _move(path, outputs)
                told.setdefault(reason, []).append(path.relative_to(outputs).as_posix())
                for page in () if prefix else (root / "site" / _place(path)).glob("*.html"):
                    if page.name.startswith(f"{path.stem}."):
                        page.unlink()
    return [
        f"set aside in {outputs / 'work' / 'aside'}: {names[0]}"
        f"{f' and {len(names) - 1} more' if len(names) > 1 else ''} ({reason})"
        for reason, names in told.items()
    ]


def _place(path: Path) -> str:
    return path.parent.parent.name


def _why(path: Path, audience: str) -> str:
    """Why a record cannot be built with, "" when it can: its first problem."""
    try:
        record = read_record(path, audience)
        for lang in LANGS:  # texts that this version has no longer
            words = Words(lang)
            for proposition in record["verdicts"]:
                words.text(f"proposition.{proposition['proposition']}")
            for exhibit in record["exhibits"]:
                words.text(f"rule.{exhibit['rule']}")
                for source in exhibit["sources"]:
                    words.text(f"source.{source['name']}")
    except BadTable as refused:
        first = refused.problems[0]
        return f"{first.where}: {first.found}; expected {first.expected}"
    except MceeError as refused:
        return refused.message
    except OSError as error:
        return error.strerror or "it cannot be read"
    return ""


def _move(path: Path, outputs: Path) -> None:
    place = outputs / "work" / "aside" / path.relative_to(outputs)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    os.replace(path, place)
