"""“How this was made”, for the whole site: rules, rounding, marks, verdicts, every source with its vintage."""

from __future__ import annotations

from mcee_eval.publish.collected import Collected
from mcee_eval.publish.layout import other, page, part
from mcee_eval.publish.made import receipt
from mcee_eval.publish.workbook import MARKS
from mcee_eval.words.say import Words


def how_page(found: Collected, audience: str, links: list[dict[str, str]], lang: str) -> str:
    """The page, from the records alone."""
    words = Words(lang)
    seen = {tuple(receipt(i, words, audience).items()): None for r in found.records.values() for i in r["inputs"]}
    rules = sorted({e["rule"] for r in found.records.values() for e in r["exhibits"]})
    title = words("site.to_how")
    body = part(
        "how.html",
        words,
        rules=[words(f"rule.{r}") for r in rules],
        marks=[(words(f"mark.{m}"), words(f"site.how.mark_{m}")) for m in MARKS],
        inputs=sorted((dict(s) for s in seen), key=lambda i: (i["provenance"], i["kind"], i["source"], i["vintage"])),
        versions=sorted({f"{n} {v}" for r in found.records.values() for n, v in r["versions"].items()}),
    )
    return page(
        words, title=words("site.plain_title", title=title), h1=title, links=links,
        twin=f"how.{other(lang)}.html", body=body,
    )  # fmt: skip
