"""The places of a finding page that only the site knows how to fill: its twin, and the comments that wait."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.comments import Comment
from mcee_eval.publish.late import filled
from mcee_eval.publish.layout import count, other, twin_link
from mcee_eval.words.say import Words


def completed(page: str, key: Key, lang: str, found: Collected, comments: Sequence[Comment], annex: str = "") -> str:
    """The page with its twin's link, the open comments below each exhibit, and those of the finding at its end.

    A comment on an exhibit that no page of the finding has stands at the end of the main one, with the exhibit's id.
    """
    words = Words(lang)
    own = {e["id"] for e in found.records[key]["exhibits"]}
    waiting = [c for c in comments if not c.response and c.finding == key[1]]

    def place(name: str) -> str | None:
        if name == "twin":
            return _twin(key, lang, found, words, annex)
        if name == "said-page":
            rest = [c for c in waiting if c.exhibit not in own and not annex]
            return _section(rest, key[1], words) if rest else ""
        if name.startswith("said-"):
            said = [c for c in waiting if c.exhibit == name.removeprefix("said-")]
            return _below(said, key[1], words) if said else ""
        return None

    return filled(page, place)


def _twin(key: Key, lang: str, found: Collected, words: Words, annex: str) -> Markup:
    """The link to the page in the other language; where it was not made, its name and that."""
    there = other(lang)
    if found.has_page(key, there, annex):
        return twin_link(found.page(key, there, annex).rpartition("/")[2], words)
    name = Words(there)("site.language")
    return Markup('<span lang="{}">{}</span> {}').format(there, name, words("site.late.twin_missing"))


def _below(said: Sequence[Comment], finding: str, words: Words) -> Markup:
    """The open comments of one exhibit."""
    told = words("site.late.open", n=count(len(said)))
    link = Markup('<a href="../comments.{}.html#comments-{}">{}</a>').format(words.lang, finding, told)
    items = Markup("").join(Markup('<li class="free">{}</li>').format(c.comment) for c in said)
    return Markup('<div class="remarks"><p><strong>{}</strong></p><ul>{}</ul></div>').format(link, items)


def _section(rest: Sequence[Comment], finding: str, words: Words) -> Markup:
    """The open comments on the finding that no exhibit of this page takes."""
    told = words("site.late.open", n=count(len(rest)))
    link = Markup('<a href="../comments.{}.html#comments-{}">{}</a>').format(words.lang, finding, told)
    items = Markup("").join(
        Markup('<li><code>{}</code>{} <span class="free">{}</span></li>').format(
            c.exhibit, words("site.late.colon"), c.comment
        )
        for c in rest
    )
    return Markup(
        '<section class="remarks" aria-labelledby="remarks"><h2 id="remarks">{}</h2><p>{}</p><ul>{}</ul></section>'
    ).format(words("site.late.page"), link, items)
