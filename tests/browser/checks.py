"""What the page tests and scripts/check_pages.py look at: accessibility, validity, languages and numbers that agree."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import numpy as np
from bs4 import BeautifulSoup, Tag

HERE = Path(__file__).resolve().parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
VALIDATE = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_SVG = "{http://www.w3.org/2000/svg}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def missing() -> list[str]:
    """What the browser checks need and this machine has not; scripts/setup_browser.sh brings it."""
    lacking = [] if any(map(shutil.which, CHROMIUM)) else ["chromium"]
    lacking += [] if shutil.which("node") else ["node"]
    return lacking + [p.parent.name for p in (AXE, VALIDATE) if not p.is_file()]


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser. Contexts made by ``opened`` have no network."""
    from playwright.sync_api import sync_playwright

    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Any, path: Path, *, scheme: str = "light", width: int = 1200, zoom: float = 1) -> Iterator[Any]:
    """The page, offline, with every request that it makes in ``page.asked`` (its own file apart)."""
    context = browser.new_context(
        offline=True, color_scheme=scheme, viewport={"width": int(width / zoom), "height": 900},
        device_scale_factor=zoom, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.asked = []
    page.on(
        "request",
        lambda r: None if r.is_navigation_request() or r.url.startswith("data:") else page.asked.append(r.url),
    )
    page.goto(path.as_uri())
    try:
        yield page
    finally:
        context.close()


def violations(page: Any, *, details_open: bool) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA, one line each."""
    page.evaluate("open => document.querySelectorAll('details').forEach(d => { d.open = open })", details_open)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
        ".map(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)).flat()",
        RULES,
    )
    return list(found)


def invalid(paths: Sequence[Path]) -> list[str]:
    """What html-validate finds, one line each."""
    command = ["node", str(VALIDATE), "--config", str(HERE / ".htmlvalidate.json"), "--formatter", "json"]
    with TemporaryFile("w+", encoding="utf-8") as told:  # a pipe would lose what is left when node exits
        done = subprocess.run(
            [*command, *map(str, paths)], stdout=told, stderr=subprocess.PIPE, text=True, cwd=HERE, check=False
        )
        told.seek(0)
        out = told.read().strip()
    if not out.startswith("["):
        return [done.stderr.strip() or out] if done.returncode else []
    return [
        f"{Path(one['filePath']).name}:{m['line']} {m['ruleId']} {m['message']}"
        for one in json.loads(out)
        for m in one["messages"]
    ]


def soup(html: str) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(html, "html.parser")


def exhibits(tree: BeautifulSoup) -> list[str]:
    """Ids of the exhibits in their order."""
    return [f["id"] for f in tree.select("figure.exhibit")]


def numbers(tree: Tag) -> list[tuple[str, str]]:
    """(id, value) of every ``<data>``, and (id, mark) of every mark, in their order."""
    return [(d["id"], d.get("value") or d.get("data-mark")) for d in tree.select("data, span.mark")]


def parity(english: str, french: str) -> list[str]:
    """Where the two languages differ in exhibits or numbers; inside a sentence each keeps its own order of words."""
    a, b = soup(english), soup(french)
    told = [] if exhibits(a) == exhibits(b) else [f"exhibits {exhibits(a)} and {exhibits(b)}"]
    one, two = numbers(a), numbers(b)
    if sorted(one) != sorted(two):
        told.append(f"numbers differ: {sorted(set(one) ^ set(two))[:6] or 'in how often they stand there'}")
    tables = [[numbers(table) for table in tree.select("table")] for tree in (a, b)]
    return told + (["numbers of a table differ in their order"] if tables[0] != tables[1] else [])


def remote(html: str) -> list[str]:
    """Addresses that a page would fetch, and scripts of any kind."""
    tree = soup(html)
    told = [f"<script> {s}"[:80] for s in tree.select("script")]
    for tag in tree.find_all(True):
        told += [f"{tag.name} {k}" for k in tag.attrs if k.lower().startswith("on")]
        for key in ("src", "href", "srcset", "data", "action", "poster"):
            value = str(tag.get(key, ""))
            if re.match(r"(?i)\s*(https?:|//|ftp:|javascript:)", value) and not (tag.name == "a" and key == "href"):
                told.append(f"{tag.name} {key}={value[:60]}")
    told += [f"style {m}" for s in tree.select("style") for m in re.findall(r"@import|url\([^)]*\)", s.text)]
    return told


def same(one: str | None, two: str | None) -> bool:
    """Equal as printed, or as numbers (-0 is 0)."""
    try:
        return one == two or float(one or "nan") == float(two or "nan")
    except ValueError:
        return False


def wrong_cells(tree: BeautifulSoup, exhibit: Mapping[str, Any]) -> list[str]:
    """Where a page's table says something else than the record."""
    figure = tree.find("figure", id=exhibit["id"])
    if figure is None:
        return [f"{exhibit['id']} is not on the page"]
    rows = figure.select("tbody tr")
    if len(rows) != len(exhibit["rows"]):
        return [f"{exhibit['id']}: {len(rows)} rows on the page, {len(exhibit['rows'])} in the record"]
    told = []
    for i, cells in enumerate(exhibit["rows"]):
        for column, cell in zip(exhibit["columns"], cells, strict=True):
            if not isinstance(cell, Mapping) or column["kind"] == "both":
                continue
            ident = f"{exhibit['id']}-{i + 1}-{column['key']}"
            shown = figure.find(id=ident)
            want = cell.get("m") or f"{cell['v']:.10g}"
            got = shown and (shown.get("value") or shown.get("data-mark"))
            if not same(got, want):
                told.append(f"{ident}: {got} on the page, {want} in the record")
    return told


def untraced(tree: BeautifulSoup, record: Mapping[str, Any]) -> list[str]:
    """Numbers of the page that the record does not hold with this value, and numbers of the record that are nowhere."""
    kept = {i: n.get("mark") or f"{n['value']:.10g}" for i, n in record["numbers"].items()}
    for exhibit in record["exhibits"]:
        for i, cells in enumerate(exhibit["rows"]):
            for column, cell in zip(exhibit["columns"], cells, strict=True):
                if isinstance(cell, Mapping) and column["kind"] != "both":
                    kept[f"{exhibit['id']}-{i + 1}-{column['key']}"] = cell.get("m") or f"{cell['v']:.10g}"
    shown = dict(numbers(tree))
    told = [f"{i}: {v} on the page, {kept.get(i)} in the record" for i, v in shown.items() if not same(kept.get(i), v)]
    return told + [f"{i} of the record is not on the page" for i in kept if i not in shown]


def pictures(tree: BeautifulSoup) -> dict[str, Element]:
    """The SVG of every exhibit that has one."""
    found = {}
    for figure in tree.select("figure.exhibit"):
        image = figure.select_one("img.chart")
        if image:
            data = base64.b64decode(image["src"].split(",", 1)[1])
            found[figure["id"]] = fromstring(data)  # our own drawing
    return found


def drawn(svg: Element) -> dict[str, list[tuple[float, float]]]:
    """gid → the points that were drawn: a line's vertices, a bar's free end, a marker's place."""
    found: dict[str, list[tuple[float, float]]] = {}
    for group in svg.iter(f"{_SVG}g"):
        name = group.get("id", "")
        if not name.startswith("series-"):
            continue
        path = group.find(f"{_SVG}path")  # the line or the bar; a marker's own shape stands deeper, in <defs>
        text = "" if path is None else path.get("d", "")
        points = [(float(x), float(y)) for x, y in re.findall(r"[ML]\s*(\S+)\s+(\S+)", text)]
        uses = [(float(u.get("x", "nan")), float(u.get("y", "nan"))) for u in group.iter(f"{_SVG}use")]
        found[name] = (uses[:1] or points[2:3]) if re.search(r"-\d+$", name) else (points or uses)
    return found


def wrong_chart(svg: Element, exhibit: Mapping[str, Any]) -> list[str]:
    """Is the picture drawn from the table? Its points must be one affine image of the table's numbers.

    All series share the axis, hence the map; the points of a line must be as many as its numbers (steps: each twice).
    """
    for mine, check in (("box-", wrong_boxes), ("span-", wrong_spans), ("stack-", wrong_stacks), ("heat-", wrong_heat)):
        if any(g.get("id", "").startswith(mine) for g in svg.iter(f"{_SVG}g")):
            return check(svg, exhibit)
    keys = [c["key"] for c in exhibit["columns"]]
    told, pairs, sideways = [], [], []
    seen: dict[str, int] = {}
    for gid, points in drawn(svg).items():
        name = gid.removeprefix("series-")
        match = re.fullmatch(r"(.+)-(\d+)", name)
        key, row = (name, None) if name in keys else (match.group(1), int(match.group(2))) if match else (name, None)
        if key not in keys:
            told.append(f"{gid} is drawn and not in the table")
            continue
        column = [r[keys.index(key)].get("v") for r in exhibit["rows"]]
        if row is not None:
            seen[key] = seen.get(key, 0) + 1
            if row >= len(column) or column[row] is None or len(points) != 1:
                told.append(f"{gid}: drawn without a number in row {row + 1}")
                continue
            pairs.append((column[row], points[0][1]))
            sideways.append((column[row], points[0][0]))
            continue
        known = [v for v in column if v is not None]
        heights = [y for _, y in points]
        if len(heights) == 2 * len(known) - 1 and len(known) > 1:  # steps: the value, then along to the next
            heights = heights[::2]
        if len(heights) != len(known):
            told.append(f"{gid}: {len(heights)} points for {len(known)} numbers")
            continue
        pairs += list(zip(known, heights, strict=True))
    for key, count in seen.items():
        known_rows = sum(r[keys.index(key)].get("v") is not None for r in exhibit["rows"])
        if count != known_rows:
            told.append(f"series-{key}: {count} marks for {known_rows} numbers")
    if not told and not pairs:
        told.append("no series is drawn")
    misfit = _misfit(pairs)
    if not told and misfit > 0.002 and (not sideways or _misfit(sideways) > 0.002):
        told.append(f"the points are no affine image of the numbers (misfit {misfit:.3f} of their range)")
    return told


def _shapes(svg: Element, prefix: str) -> dict[str, tuple[float, float]]:
    """gid without its prefix → the left and right end of what was drawn."""
    found = {}
    for group in svg.iter(f"{_SVG}g"):
        name = group.get("id", "")
        if name.startswith(prefix):
            path = group.find(f"{_SVG}path")
            text = "" if path is None else path.get("d", "")
            across = [float(x) for x, _ in re.findall(r"[MLQC]\s*(\S+)\s+(\S+)", text)]
            if across:
                found[name.removeprefix(prefix)] = (min(across), max(across))
    return found


def wrong_boxes(svg: Element, exhibit: Mapping[str, Any]) -> list[str]:
    """A diagram: one box a row (column ``box``), one arrow for each code in its column ``leads_to``."""
    keys = [c["key"] for c in exhibit["columns"]]
    rows = exhibit["rows"]
    boxes, links = set(_shapes(svg, "box-")), set(_shapes(svg, "link-"))
    told = [] if boxes == {str(i) for i in range(len(rows))} else [f"boxes {sorted(boxes)} for {len(rows)} rows"]
    says = [(r[keys.index("box")], r[keys.index("leads_to")]) for r in rows]
    wanted = {f"{a}-{b}" for a, to in says for b in re.findall(r"\w+", to)}
    return told + [f"link {x} is in the picture or in the table only" for x in sorted(links ^ wanted)]


def wrong_spans(svg: Element, exhibit: Mapping[str, Any]) -> list[str]:
    """Bars over time: both ends of every bar are one affine image of the days in the table, no row without a bar."""
    keys = [c["key"] for c in exhibit["columns"]]
    day = {k: [_day(r[i]) for r in exhibit["rows"]] for i, k in enumerate(keys)}
    pairs, rows, told = [], set(), []
    for name, ends in _shapes(svg, "span-").items():
        first, last, row = name.split("-")
        if int(row) >= len(exhibit["rows"]) or day[first][int(row)] is None or day[last][int(row)] is None:
            told.append(f"span-{name} is drawn without its days")
            continue
        pairs += [(day[first][int(row)], ends[0]), (day[last][int(row)], ends[1])]
        rows.add(int(row))
    told += [] if rows == set(range(len(exhibit["rows"]))) else [f"bars in rows {sorted(rows)} only"]
    misfit = _misfit(pairs)
    return told + ([f"the bars are no affine image of the days ({misfit:.3f})"] if misfit > 0.005 else [])


def _day(value: Any) -> float | None:
    """A day in the table as a number of years, or nothing."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
    return int(match[1]) + (int(match[2]) - 1) / 12 + (int(match[3]) - 1) / 365.25 if match else None


def wrong_stacks(svg: Element, exhibit: Mapping[str, Any]) -> list[str]:
    """Parts end to end: the length of every part is in proportion to its number, and every number has its part."""
    keys = [c["key"] for c in exhibit["columns"]]
    pairs, seen, told = [(0.0, 0.0)], {}, []
    for name, (left, right) in _shapes(svg, "stack-").items():
        key, row = name.rsplit("-", 1)
        value = exhibit["rows"][int(row)][keys.index(key)].get("v") if int(row) < len(exhibit["rows"]) else None
        if value is None:
            told.append(f"stack-{name} is drawn without a number")
            continue
        pairs.append((value, right - left))
        seen.setdefault(key, set()).add(int(row))
    for key, rows in seen.items():
        known = {i for i, r in enumerate(exhibit["rows"]) if r[keys.index(key)].get("v") is not None}
        told += [] if rows == known else [f"{key}: parts in rows {sorted(rows)}, numbers in {sorted(known)}"]
    misfit = _misfit(pairs)
    return told + ([f"the parts are not in proportion to the numbers ({misfit:.3f})"] if misfit > 0.005 else [])


def wrong_heat(svg: Element, exhibit: Mapping[str, Any]) -> list[str]:
    """Cells of a heat map: every number has its cell, and the larger the number the darker the cell."""
    keys = [c["key"] for c in exhibit["columns"]]
    shades, told = {}, []
    for group in svg.iter(f"{_SVG}g"):
        name = group.get("id", "")
        if not name.startswith("heat-"):
            continue
        path = group.find(f"{_SVG}path")
        fill = re.search(r"fill:\s*#([0-9a-f]{6})", "" if path is None else path.get("style", ""))
        key, row = name.removeprefix("heat-").rsplit("-", 1)
        value = exhibit["rows"][int(row)][keys.index(key)].get("v") if int(row) < len(exhibit["rows"]) else None
        if value is None or fill is None:
            told.append(f"{name} is drawn without a number or a colour")
            continue
        light = sum(int(fill[1][i : i + 2], 16) for i in (0, 2, 4))
        shades.setdefault(key, {})[int(row)] = (value, light)
    for key, cells in shades.items():
        known = {i for i, r in enumerate(exhibit["rows"]) if r[keys.index(key)].get("v") is not None}
        told += [] if set(cells) == known else [f"{key}: cells in rows {sorted(cells)}, numbers in {sorted(known)}"]
        ordered = sorted(cells.values(), key=lambda c: (c[0], -c[1]))
        darker = all(b[1] < a[1] if b[0] - a[0] > 0.005 else b[1] <= a[1] for a, b in pairwise(ordered))
        told += [] if darker else [f"{key}: a larger number stands in a lighter cell"]
    return told


def _misfit(pairs: Sequence[tuple[float, float]]) -> float:
    """Largest distance from the best straight map, as a share of the drawn range."""
    values, places = np.array([p[0] for p in pairs], float), np.array([p[1] for p in pairs], float)
    spread = float(np.ptp(places)) if len(places) else 0.0
    if len(set(values.tolist())) < 2:
        return 0.0 if spread < 1e-6 else float("inf")
    if spread < 1e-6:
        return float("inf")
    design = np.column_stack([np.ones_like(values), values])
    fit = design @ np.linalg.lstsq(design, places, rcond=None)[0]
    return float(np.max(np.abs(fit - places)) / spread)
