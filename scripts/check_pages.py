"""Look at every page of a folder of outputs: axe (light, dark, details closed and open), validity, languages, charts.

`python scripts/check_pages.py outputs` prints what was found and the counts; it ends with 1 if anything was found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from checks import (  # noqa: E402
    chromium,
    invalid,
    missing,
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


def with_records(site: Path, page: Path, html: str) -> tuple[int, list[str]]:
    """How many exhibits of the page's record were compared, and where table or chart say something else."""
    record = site.parent / page.parent.name / "records" / f"{page.name.rsplit('.', 2)[0]}.json"
    if not record.is_file():
        return 0, []
    tree = soup(html)
    charts, told = pictures(tree), []
    kept = json.loads(record.read_text(encoding="utf-8"))
    told += untraced(tree, kept)
    exhibits = kept["exhibits"]
    for exhibit in exhibits:
        told += wrong_cells(tree, exhibit)
        if exhibit["kind"] == "figure" and exhibit["id"] in charts:
            told += [f"{exhibit['id']}: {t}" for t in wrong_chart(charts[exhibit["id"]], exhibit)]
    return len(exhibits), told


def check(outputs: Path) -> int:
    """All pages of all audiences; prints, and returns 1 if something was found."""
    found: list[str] = []
    pages = sorted(outputs.glob("*/site/**/*.html"))
    counts = dict.fromkeys(("axe looks", "axe violations", "requests", "remote addresses", "exhibits compared"), 0)
    counts |= dict.fromkeys(("exhibit faults", "language pairs", "parity faults", "html-validate messages"), 0)
    with chromium() as browser:
        for page in pages:
            name, html = page.relative_to(outputs).as_posix(), page.read_text(encoding="utf-8")
            for scheme in ("light", "dark"):
                with opened(browser, page, scheme=scheme) as shown:
                    for is_open in (False, True):
                        seen = violations(shown, details_open=is_open)
                        counts["axe looks"] += 1
                        counts["axe violations"] += len(seen)
                        found += [f"{name} ({scheme}): {v}" for v in seen]
                    counts["requests"] += len(shown.asked)
                    found += [f"{name}: asked for {url}" for url in shown.asked]
            site = next(p for p in page.parents if p.name == "site")
            compared, faults = with_records(site, page, html)
            addresses = remote(html)
            counts["exhibits compared"] += compared
            counts["exhibit faults"] += len(faults)
            counts["remote addresses"] += len(addresses)
            found += [f"{name}: {t}" for t in (*faults, *addresses)]
            if page.name.endswith(".en.html"):
                twin = page.with_name(page.name.replace(".en.html", ".fr.html"))
                differ = parity(html, twin.read_text(encoding="utf-8")) if twin.is_file() else ["no French page"]
                counts["language pairs"] += 1
                counts["parity faults"] += len(differ)
                found += [f"{name}: {t}" for t in differ]
    messages = invalid(pages) if pages else []
    counts["html-validate messages"] = len(messages)
    found += messages
    heaviest = max((p.stat().st_size for p in pages), default=0)
    print(*found, sep="\n")
    print(
        f"{len(pages)} pages, the heaviest {heaviest / 1000:.0f} kB; "
        + ", ".join(f"{v} {k}" for k, v in counts.items())
    )
    if not pages:
        print(f"{outputs}: no page; run mcee-eval run first", file=sys.stderr)
    return 1 if found or not pages else 0


def main(arguments: list[str]) -> int:
    """Refuses to say anything without its tools."""
    lacking = missing()
    if lacking:
        print(f"{', '.join(lacking)} missing: run scripts/setup_browser.sh", file=sys.stderr)
        return 2
    return check(Path(arguments[0] if arguments else "outputs"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
