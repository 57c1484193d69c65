"""The footer of a page: from which tables, of which vintage, by which versions it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.layout import part
from mcee_eval.words import formats
from mcee_eval.words.say import Words, escape, told_tag
from mcee_eval.words.told import said


def made(record: Mapping[str, Any], words: Words, base: str) -> Markup:
    """“How this was made”, for one page."""
    start, end = record["parameters"].get("start", ""), record["parameters"].get("end", "")
    window = words("site.made.window_settings")
    if start or end:
        window = words("site.made.window_from_to", start=start or "…", end=end or "…")
    chosen = record["parameters"].get("chosen", {})
    values = [n if v is None else f"{n} = {v}" for n, v in sorted(chosen.items())]
    versions = "; ".join(f"{name} {version}" for name, version in sorted(record["versions"].items()))
    name = f"{record['finding']}.{record['country']}"
    return part(
        "made.html",
        words,
        facts=[
            (words("site.made.dataset"), f"{record['dataset']} ({words('provenance.' + record['provenance'])})"),
            (words("site.made.audience"), words(f"site.made.{record['audience']}")),
            (words("site.made.window"), window),
            *([(words("site.made.chosen"), "; ".join(values))] if values else []),
            (words("site.made.versions"), versions or words("site.not_said")),
        ],
        inputs=[receipt(i, words, record["audience"]) for i in record["inputs"]],
        files=[
            {"href": f"{name}.{words.lang}.xlsx", "text": words("site.workbook")},
            {"href": f"csv/{name}/ledger.csv", "text": words("site.ledger.of_page")},
            {"href": f"csv/{name}/dictionary.csv", "text": words("site.csv_folder")},
            *(
                {"href": f"csv/{name}/{e['id']}.csv", "text": f"{e['title'][words.lang]} (CSV)"}
                for e in record["exhibits"]
            ),
            {"href": f"{base}manifest.json", "text": words("site.manifest")},
        ],
    )


def receipt(given: Mapping[str, Any], words: Words, audience: str, *, plain: bool = False) -> dict[str, str]:
    """A table that was read. Of protected tables the public sees no size and no hash (a guess could be checked).

    plain : text without markup, for a workbook; on a page, English that no text says in French is marked as such.
    """
    hidden = audience != "internal" and given.get("provenance") == "protected"
    withheld = words("site.made.withheld")

    def number(key: str) -> str:
        return withheld if hidden else formats.decimal(given.get(key) or 0, words.lang)

    def told(text: str) -> str:
        return said(text, words.lang) if plain else Markup(told_tag(text, words.lang))

    sha = str(given.get("sha256") or "")[:12]
    notes = [told(str(note)) for note in (*given.get("corrections", ()), *given.get("notes", ()))]
    broken = escape(given["kind"]).replace("/", "/<wbr>").replace("_", "_<wbr>")  # where a long name may end its line
    between = " · " if plain else Markup(" · ")
    return {
        "kind": given["kind"],
        "broken": Markup("<code>{}</code>").format(Markup(broken)),
        "source": told(given["source"]),
        "vintage": told(given["vintage"]) if given.get("vintage") else words("site.not_said"),
        "provenance": words(f"provenance.{given['provenance']}"),
        "rows": number("rows"),
        "suppressed": number("suppressed"),
        "fingerprint": withheld if hidden else sha or words("site.not_said"),
        "notes": withheld if hidden else between.join(notes) or words("site.none"),
    }
