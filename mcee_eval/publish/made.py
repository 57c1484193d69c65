"""The footer of a page: from which tables, of which vintage, by which versions it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from mcee_eval.publish.layout import part
from mcee_eval.words import formats
from mcee_eval.words.say import Words, escape


def made(record: Mapping[str, Any], words: Words, base: str) -> Markup:
    """“How this was made”, for one page."""
    start, end = record["parameters"].get("start", ""), record["parameters"].get("end", "")
    window = words("site.made.window_settings")
    if start or end:
        window = words("site.made.window_from_to", start=start or "…", end=end or "…")
    versions = "; ".join(f"{name} {version}" for name, version in sorted(record["versions"].items()))
    name = f"{record['finding']}.{record['country']}"
    return part(
        "made.html",
        words,
        facts=[
            (words("site.made.dataset"), f"{record['dataset']} ({words('provenance.' + record['provenance'])})"),
            (words("site.made.audience"), words(f"site.made.{record['audience']}")),
            (words("site.made.window"), window),
            (words("site.made.versions"), versions or words("site.not_said")),
        ],
        inputs=[receipt(i, words, record["audience"]) for i in record["inputs"]],
        files=[
            {"href": f"{name}.{words.lang}.xlsx", "text": words("site.workbook")},
            {"href": f"csv/{name}/dictionary.csv", "text": words("site.csv_folder")},
            *(
                {"href": f"csv/{name}/{e['id']}.csv", "text": f"{e['title'][words.lang]} (CSV)"}
                for e in record["exhibits"]
            ),
            {"href": f"{base}manifest.json", "text": words("site.manifest")},
        ],
    )


def receipt(given: Mapping[str, Any], words: Words, audience: str) -> dict[str, str]:
    """A table that was read. Of protected tables the public sees no size and no hash (a guess could be checked)."""
    hidden = audience != "internal" and given.get("provenance") == "protected"
    withheld = words("site.made.withheld")

    def number(key: str) -> str:
        return withheld if hidden else formats.decimal(given.get(key) or 0, words.lang)

    sha = str(given.get("sha256") or "")[:12]
    notes = [*given.get("corrections", ()), *given.get("notes", ())]
    return {
        "kind": given["kind"],
        "broken": Markup(
            escape(given["kind"]).replace("/", "/<wbr>").replace("_", "_<wbr>")
        ),  # where a long name may end its line
        "source": given["source"],
        "vintage": given.get("vintage") or words("site.not_said"),
        "provenance": words(f"provenance.{given['provenance']}"),
        "rows": number("rows"),
        "suppressed": number("suppressed"),
        "fingerprint": withheld if hidden else sha or words("site.not_said"),
        "notes": withheld if hidden else " · ".join(map(str, notes)) or words("site.none"),
    }
