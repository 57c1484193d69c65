"""“You said, we did”: the reviewers' comments by finding, open ones first."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from mcee_eval.errors import BadTable, Problem
from mcee_eval.publish.layout import count, other, page, part
from mcee_eval.words.say import Words

COLUMNS = ("exhibit", "comment", "response")
_FINDING = re.compile(r"(f[0-8])(?:[-.]|$)")


@dataclass(frozen=True)
class Comment:
    """What was said of an exhibit, and what was done ("" while open)."""

    exhibit: str
    comment: str
    response: str

    @property
    def finding(self) -> str:
        """The finding that the exhibit belongs to, "" where its id does not say."""
        match = _FINDING.match(self.exhibit)
        return match.group(1) if match else ""


def read_comments(path: Path) -> list[Comment]:
    """The comments of a CSV file with the columns exhibit, comment and response; every fault at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        told = Problem(f"byte {error.start}", "no UTF-8", "UTF-8", "Save as “CSV UTF-8”.")
        raise BadTable.of(path.name, [told]) from error
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if ";" in text.split("\n")[0] else ",")
    header = rows.fieldnames or []
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        raise BadTable.of(path.name, [Problem(f"column '{c}'", "missing", ", ".join(COLUMNS)) for c in missing])
    comments, problems = [], []
    for i, row in enumerate(rows, start=2):
        said, about = (row["comment"] or "").strip(), (row["exhibit"] or "").strip()
        if said and about:
            comments.append(Comment(about, said, (row["response"] or "").strip()))
        elif said or about:
            lacking = "comment" if about else "exhibit"
            problems.append(Problem(f"line {i}, {lacking}", "empty", "an exhibit's id and a comment"))
    if problems:
        raise BadTable.of(path.name, problems)
    return comments


def comments_page(comments: list[Comment], words: Words, links: list[dict[str, str]]) -> str:
    """The page: how many wait, then each finding's comments with their responses, open ones first."""
    groups = []
    for finding in sorted({c.finding for c in comments}, key=lambda f: (not f, f)):
        own = sorted((c for c in comments if c.finding == finding), key=lambda c: bool(c.response))
        title = words(f"site.finding.{finding}") if finding else words("site.comments.other")
        groups.append({"id": f"comments-{finding or 'other'}", "title": title, "comments": own})
    waiting = sum(not c.response for c in comments)
    body = part("comments.html", words, groups=groups, open=words("site.comments.open", n=count(waiting)))
    title = words("site.comments.title")
    return page(
        words, title=words("site.plain_title", title=title), h1=title, links=links,
        twin=f"comments.{other(words.lang)}.html", body=body,
    )  # fmt: skip
