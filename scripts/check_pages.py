"""Look at every page of every site of a folder of outputs: accessibility, validity, languages, numbers, links, weight.

`python scripts/check_pages.py outputs [JOBS]` prints what was found, the counts by kind of page, and one line for the
record; it ends with 1 if anything was found. Two browsers look at once, unless JOBS says otherwise.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "tests" / "publish")]

from bs4 import BeautifulSoup  # noqa: E402
from checks import (  # noqa: E402
    chromium,
    invalid,
    missing,
    numbers,
    opened,
    parity,
    pictures,
    remote,
    soup,
    untraced,
    violations,
    wrong_cells,
    wrong_chart,
)
from french_words import english_words  # noqa: E402
from site_links import dead_links  # noqa: E402
from test_typography import faults as typography  # noqa: E402

FINDING = re.compile(r"(f[0-8]\.[A-Z0-9]{3})(?:\.([a-z0-9-]+))?\.(en|fr)\.html")  # with the slug of a page beside
COUNTS = (
    "axe looks", "axe violations", "requests", "remote addresses", "exhibits compared", "numbers compared",
    "exhibit faults", "language pairs", "parity faults", "typography faults", "English words on French pages",
)  # fmt: skip
HEAVIEST, SHELL = 1_000_000, 60_000  # bytes: a whole page; a page without its exhibits and their numbers


def kind(page: Path) -> str:
    """What kind of page it is: a finding, a country, or its own name."""
    if FINDING.fullmatch(page.name):
        return "country of a finding" if ".ALL." not in page.name else "finding"
    return page.name.split(".")[0]


def shell(html: str) -> int:
    """Bytes of a page without its main part: head, style, navigation, footer."""
    tree = soup(html)
    for inside in tree.select("main > *, footer > section"):
        inside.decompose()
    return len(str(tree).encode())


def with_record(page: Path, html: str) -> tuple[Counter[str], list[str]]:
    """How much was compared with the page's record, and where table, chart or number say something else."""
    site = next(p for p in page.parents if p.name == "site")
    named = FINDING.fullmatch(page.name)
    if not named:
        return Counter(), []
    record = site.parent / page.parent.name / "records" / f"{named[1]}.json"
    if not record.is_file():
        return Counter(), ["a finding page without its record"]
    tree = soup(html)
    charts, kept = pictures(tree), json.loads(record.read_bytes())
    kept["exhibits"] = [e for e in kept["exhibits"] if e.get("page") == named[2]]
    kept["numbers"] = {k: n for k, n in kept["numbers"].items() if n.get("page") == named[2]}
    told = untraced(tree, kept)
    for exhibit in kept["exhibits"]:
        told += wrong_cells(tree, exhibit)
        if exhibit["kind"] == "figure":
            chart = charts.get(exhibit["id"])
            faults = ["no picture"] if chart is None else wrong_chart(chart, exhibit)
            told += [f"{exhibit['id']}: {t}" for t in faults]
    compared = Counter({"exhibits compared": len(kept["exhibits"]), "numbers compared": len(numbers(tree))})
    return compared + Counter({"exhibit faults": len(told)}), told


def french(html: str) -> tuple[Counter[str], list[str]]:
    """Faults of typography and English words of a French page, outside of code, data and what is marked as English."""
    tree = BeautifulSoup(html, "html.parser")
    for other in tree.select("style, code, pre, [lang=en], [hreflang=en], .free, .by-hand"):
        other.decompose()
    spaces = [f for text in tree.find_all(string=True) for f in typography(str(text))]
    words = english_words(html)
    counts = Counter({"typography faults": len(spaces), "English words on French pages": len(words)})
    return counts, [*spaces, *(f"English: {w}" for w in words)]


def look(pages: list[Path]) -> tuple[Counter[str], list[str]]:
    """One browser's share: light and dark, folded and open, then what the page's text says."""
    counts, found = Counter(dict.fromkeys(COUNTS, 0)), []
    with chromium() as browser:
        for page in pages:
            name, html = "/".join(page.parts[-3:]), page.read_text(encoding="utf-8")
            told: list[str] = []
            for scheme in ("light", "dark"):
                with opened(browser, page, scheme=scheme) as shown:
                    folded = shown.query_selector("details") is not None
                    for is_open in (False, True) if folded else (False,):
                        seen = violations(shown, details_open=is_open)
                        counts += Counter({"axe looks": 1, "axe violations": len(seen)})
                        told += [f"({scheme}) {v}" for v in seen]
                    counts["requests"] += len(shown.asked)
                    told += [f"asked for {url}" for url in shown.asked]
            addresses = remote(html)
            counts["remote addresses"] += len(addresses)
            parts = [with_record(page, html)] + ([french(html)] if page.name.endswith(".fr.html") else [])
            for more, faults in parts:
                counts += more
                told += faults
            twin = page.with_name(page.name.replace(".en.html", ".fr.html"))
            if page.name.endswith(".en.html") and twin.is_file():
                differ = parity(html, twin.read_text(encoding="utf-8"))
                counts += Counter({"language pairs": 1, "parity faults": len(differ)})
                told += differ
            for what, size, most in (("page", len(html.encode()), HEAVIEST), ("shell", shell(html), SHELL)):
                told += [f"{what} of {size:,} bytes"] if size >= most else []
            found += [f"{name}: {t}" for t in (*told, *addresses)]
    return counts, found


def check(outputs: Path, jobs: int = 2) -> int:
    """All pages of all sites; prints, and returns 1 if something was found."""
    pages = sorted(outputs.glob("*/site/**/*.html"))
    counts, found = Counter(dict.fromkeys(COUNTS, 0)), []
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            shares = list(pool.map(look, [pages[i::jobs] for i in range(jobs)]))
    else:
        shares = [look(pages)]
    for share, told in shares:
        counts.update(share)
        found += told
    dead = [link for site in sorted(outputs.glob("*/site")) for link in dead_links(site)]
    messages = invalid(pages) if pages else []
    counts.update({"dead links": len(dead), "html-validate messages": len(messages)})
    found += [*(f"dead link: {d}" for d in dead), *messages]
    sizes = {page: page.stat().st_size for page in pages}
    shells = {kind(page): page for page in pages}
    print(*sorted(found), sep="\n", end="\n" if found else "")
    for name, many in sorted(Counter(map(kind, pages)).items()):
        own = [size for page, size in sizes.items() if kind(page) == name]
        bare = shell(shells[name].read_text(encoding="utf-8"))
        print(f"{name}: {many} pages, {max(own) / 1000:.0f} kB at most, shell {bare / 1000:.0f} kB")
    heaviest = max(sizes, key=lambda p: sizes[p], default=None)
    told = f"; heaviest {heaviest.name} {sizes[heaviest] / 1000:.0f} kB" if heaviest else ""
    print(f"{len(pages)} pages{told}; " + ", ".join(f"{v} {k}" for k, v in counts.items()))
    if not pages:
        print(f"{outputs}: no page; run mcee-eval run first", file=sys.stderr)
    return 1 if found or not pages else 0


def main(arguments: list[str]) -> int:
    """Refuses to say anything without its tools."""
    lacking = missing()
    if lacking:
        print(f"{', '.join(lacking)} missing: run scripts/setup_browser.sh", file=sys.stderr)
        return 2
    return check(Path(arguments[0] if arguments else "outputs"), int(arguments[1]) if len(arguments) > 1 else 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
