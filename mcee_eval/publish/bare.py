"""What a cell shows without going through the library: marked as added by hand, and never as it came."""

from __future__ import annotations

import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import Any

from mcee_eval.publish.layout import count
from mcee_eval.words.say import Words, escape

_SILENT = {"style", "script", "title", "template", "noscript"}
_IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


def by_hand(output: Any, words: Words, n: int, provenance: str) -> str:
    """An output as a piece of the page: a picture, a table of text alone, or text; "" when it tells nothing.

    n : the number of its cell. Whether it may stand there at all is not asked here.
    """
    told = escape(words("site.by_hand", n=count(n)))
    shown = _image(output, told) or _table(output, told) or _text(output)
    if not shown:
        return ""
    word = "" if provenance == "published" else words(f"provenance.{provenance}")
    badge = f' <strong class="badge {escape(provenance)}">{escape(word)}</strong>' if word else ""
    return f'<div class="by-hand"><p class="note">{told}{badge}</p>{shown}</div>'


def tells(output: Any) -> bool:
    """Does an output that is no bundle of ours show something to a reader?"""
    return bool(_image(output, "") or _table(output, "") or _text(output))


def _image(output: Any, told: str) -> str:
    data = output.get("data", {})
    kind = next((kind for kind in _IMAGES if kind in data), "")
    if not kind:
        return ""
    content = "".join(data[kind])  # a picture as an image: no script in it is ever run
    coded = b64encode(content.encode()).decode() if kind == _IMAGES[0] else "".join(content.split())
    image = f'<img class="chart" alt="{told}" src="data:{kind};base64,{escape(coded)}">'
    return f'<div class="scroll picture" tabindex="0" role="region" aria-label="{told}">{image}</div>'


def _text(output: Any) -> str:
    text = output.get("text", "") if output.get("name") != "stderr" else ""
    text = "".join(text or output.get("data", {}).get("text/plain", "")).strip()
    if not text or (text.startswith("<") and text.endswith(">")):  # how Python names an object that has no text
        return ""
    return f'<pre tabindex="0">{escape(text)}</pre>'


def _table(output: Any, told: str) -> str:
    parser = _Cells()
    parser.feed("".join(output.get("data", {}).get("text/html", "")))
    rows = [row for row in parser.rows if row]
    if not rows:
        return ""
    heads = next((i for i, row in enumerate(rows) if any(tag == "td" for tag, *_ in row)), len(rows))
    head, body = (
        "".join(f"<tr>{''.join(_cell(*one, scope) for one in row)}</tr>" for row in part)
        for part, scope in ((rows[:heads], "col"), (rows[heads:], "row"))
    )
    table = f'<table><caption class="vh">{told}</caption><thead>{head}</thead><tbody>{body}</tbody></table>'
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{told}">{table}</div>'


def _cell(tag: str, spans: str, text: list[str], scope: str) -> str:
    told = escape("".join(text).strip())
    return f'<th scope="{scope}"{spans}>{told}</th>' if tag == "th" and told else f"<td{spans}>{told}</td>"


class _Cells(HTMLParser):
    """The cells of the first table of foreign HTML: their text and how far they reach; nothing else survives."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[tuple[str, str, list[str]]]] = []
        self.inside = self.silent = self.over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row, a cell, or something whose text is none."""
        self.silent = self.silent or tag in _SILENT
        if tag == "tr" and not self.over:
            self.rows.append([])
        elif tag in ("th", "td") and self.rows and not self.over:
            known = {k: v for k, v in attrs if k in ("colspan", "rowspan") and re.fullmatch(r"[0-9]{1,4}", v or "")}
            self.rows[-1].append((tag, "".join(f' {k}="{v}"' for k, v in known.items()), []))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """The end of what began."""
        self.silent = self.silent and tag not in _SILENT
        self.inside = self.inside and tag not in ("th", "td")
        self.over = self.over or tag == "table"

    def handle_data(self, data: str) -> None:
        """Text counts in a cell only."""
        if self.inside and not self.silent and not self.over:
            self.rows[-1][-1][2].append(data)
