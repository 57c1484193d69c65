"""Places of a page that are filled when the site is built: its twin in the other language, the open comments.

A page is rendered where its run is done, before it is known which other pages there are and what was said of it. Each
such place stands between two marks and is written anew by every build, so that a page has the same bytes whether its
run was done again or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

_PLACE = re.compile(r"(<!--late ([A-Za-z0-9-]+)-->).*?(<!--/late-->)", re.S)


def late(name: str, content: str = "") -> Markup:
    """A place and what stands there until the site is built. Data cannot hold a mark: they are escaped."""
    return Markup(f"<!--late {name}-->{content}<!--/late-->")


def filled(page: str, content: Callable[[str], str | None]) -> str:
    """The page with its places filled; ``content`` gets a place's name, and None leaves it as it is."""

    def put(found: re.Match[str]) -> str:
        new = content(found[2])
        return found[0] if new is None else f"{found[1]}{new}{found[3]}"

    return _PLACE.sub(put, page)
