"""Put U+00A0 where French wants it, in the French of the texts and of the notebooks: before : % $ », after «.

Nobody types a no-break space by hand and sees it. `python scripts/french_spaces.py` mends the files in place;
with `--check` it only names those that it would change, and ends with 1 if there are any.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NBSP = "\u00a0"
#: the French part of a line of the catalogue; English stands before it
FRENCH = re.compile(r"(\bfr = )(.*)$", re.M)


def spaced(text: str) -> str:
    """French text with the no-break spaces that it wants; the rest is left alone."""
    text = re.sub(r" ([:%»])(?!\w)", rf"{NBSP}\1", text)
    text = re.sub(r"(\d) \$", rf"\1{NBSP}$", text)
    text = re.sub(r"(\d)%", rf"\1{NBSP}%", text)
    return re.sub(r"« ?(?!\u00a0)", f"«{NBSP}", text)


def texts(content: str) -> str:
    """A file of the catalogue. A slot such as {share:percent} has no space before its colon and is left alone."""
    return FRENCH.sub(lambda m: m.group(1) + spaced(m.group(2)), content)


def notebook(content: str) -> str:
    """A notebook: only cells tagged lang-fr, and only what changes there."""
    for cell in json.loads(content)["cells"]:
        if "lang-fr" in cell["metadata"].get("tags", ()):
            lines = [cell["source"]] if isinstance(cell["source"], str) else cell["source"]
            for line in lines:
                for ascii_only in (True, False):
                    old = json.dumps(line, ensure_ascii=ascii_only)
                    if spaced(line) != line:
                        content = content.replace(old, json.dumps(spaced(line), ensure_ascii=ascii_only))
    return content


def main(arguments: list[str]) -> int:
    """Mend, or with --check only tell."""
    changed = []
    for folder, pattern, mend in (
        ("mcee_eval/words/text", "*.toml", texts),
        ("notebooks", "*.toml", texts),
        ("notebooks", "*.ipynb", notebook),
    ):
        for path in sorted((ROOT / folder).glob(pattern)):
            before = path.read_text(encoding="utf-8")
            after = mend(before)
            if after != before:
                changed.append(path)
                if "--check" not in arguments:
                    path.write_text(after, encoding="utf-8", newline="\n")
    for path in changed:
        print(path.relative_to(ROOT))
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
