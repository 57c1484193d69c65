"""Every internal link of a site and its target: what the tests and scripts/check_pages.py ask."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Ids(HTMLParser):
    """Ids and the targets of links of a page; much quicker than a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name == "href" and value and tag == "a":
                self.targets.append(value)


def dead_links(site: Path) -> list[str]:
    """Links of the pages of a site that lead to no file, out of the site, or to no id of their target."""

    @cache
    def read(path: Path) -> _Ids:
        parser = _Ids()
        parser.feed(path.read_text(encoding="utf-8"))
        return parser

    told = []
    for page in sorted(site.rglob("*.html")):
        for target in read(page).targets:
            parts = urlsplit(target)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not there.is_file() or site.resolve() not in there.resolve().parents:
                told.append(f"{page.relative_to(site)}: {target}")
            elif parts.fragment and there.suffix == ".html" and unquote(parts.fragment) not in read(there).ids:
                told.append(f"{page.relative_to(site)}: {target}, no such id")
    return told
