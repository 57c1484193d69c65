"""English words on a French page, outside of what is marked as English: what the tests and check_pages.py ask."""

from __future__ import annotations

import base64
import re
from xml.etree.ElementTree import fromstring

from bs4 import BeautifulSoup, Comment

_WORDS = """
the of and with from by to is are was were be been not this that these those which who for each than their its has have
had when where what how into over under between within without only also more less rows row data told known recorded
answered requests claims removals share
"""
#: function words and words of our own tables that are no French word and no part of a code, a title or a name
ENGLISH = frozenset(_WORDS.split())
_WORD = re.compile(r"(?<!\w)[A-Za-zÀ-ÿ]+(?:['-][A-Za-zÀ-ÿ]+)*(?![\w]|\.\w)")  # no part of a code such as status_to
_NAMES = re.compile(r"Refugee Data Finder|CC BY|lifers/STCA-dataset")


def english_words(html: str) -> list[str]:
    """Each English word with what stands around it; texts of pictures included."""
    tree = BeautifulSoup(html, "html.parser")
    told = [_texts(str(i["src"])) for i in tree.select("img[src^='data:image/svg']")]
    for other in tree.select("style, code, pre, [lang=en], [hreflang=en], .free, .by-hand"):
        other.decompose()
    told.append([str(t) for t in tree.find_all(string=True) if not isinstance(t, Comment)])
    told.append([str(tag[key]) for key in ("alt", "aria-label", "title") for tag in tree.select(f"[{key}]")])
    return [
        f"{match.group()!r} in {match.string[max(0, match.start() - 30) : match.end() + 30].strip()!r}"
        for texts in told
        for text in texts
        for match in _WORD.finditer(_NAMES.sub("", text))
        if match.group().lower() in ENGLISH and not match.group().isupper()  # ARE is a country
    ]


def _texts(source: str) -> list[str]:
    """What stands written in a picture that is inlined."""
    svg = fromstring(base64.b64decode(source.partition(",")[2]))  # our own drawing
    return ["".join(t.itertext()) for t in svg.iter("{http://www.w3.org/2000/svg}text")]
