"""A second, simple reading of each small file: a few lines each, no checks, nothing shared with the loaders.

``read_X(rows)`` gives key → (value, low, high) for what the text says. A loader that accepts a damaged file must say
the same of it, no less and no more.
"""

from __future__ import annotations

Cell = tuple[int | None, int, int]
Rows = list[list[str]]
Read = dict[tuple[object, ...], Cell]

NAMES = {
    "Turkey": "TUR", "Türkiye": "TUR", "Ivory Coast": "CIV", "Côte d'Ivoire (Ivory Coast)": "CIV", "Nigeria": "NGA",
    "Haiti": "HTI", "Unknown": "UNKNOWN", "(Blank)": "BLANK", "Stateless": "STATELESS", "Total": "TOTAL",
    "Cote d'Ivoire": "CIV",
}  # fmt: skip
RAD = ["filed", "dismissed_jurisdiction", "dismissed_not_perfected", "dismissed_withdrawn", "dismissed_confirmed",
       "allowed_referred_back", "allowed_substituted", "finalized", "pending"]  # fmt: skip
RAD_NAMES = {
    "Filed": "filed",
    "Non-Merit: Dismissed - Lack of RAD Jurisdiction": "dismissed_jurisdiction",
    "Non-Merit: Dismissed - Appeal not Perfected": "dismissed_not_perfected",
    "Non-Merit: Dismissed - Withdrawn, Abandoned & Other": "dismissed_withdrawn",
    "Merit: Dismissed - Confirmed RPD": "dismissed_confirmed",
    "Merit: Allowed - Referred Back": "allowed_referred_back",
    "Merit: Allowed - Substituted Determination": "allowed_substituted",
    "Total Finalizations": "finalized",
    "Pending at year end": "pending",
}


def bare(text: str) -> str:
    """Without padding of any kind, and without the mark of a footnote."""
    return text.replace("\u00a0", " ").replace("\u200b", "").removesuffix("Footnote *").strip()


def number(text: str) -> int:
    return int(bare(text).replace(",", ""))


def read_rad(rows: Rows) -> Read:
    head = [bare(name) for name in rows[0]]
    found: Read = {}
    for row in rows[1:]:
        cells = dict(zip(head, row, strict=True))
        counts: dict[str, Cell] = {}
        for name, measure in RAD_NAMES.items():
            hidden = bare(cells[name]) in ("--", "---", "--3")
            counts[measure] = (None, 0, 19) if hidden else (number(cells[name]),) * 3
        parts = [counts[m] for m in RAD[1:7]]
        room = counts["finalized"][2] - sum(low for _, low, _ in parts)
        if counts["finalized"][1] > sum(high for _, _, high in parts):
            counts |= {m: (None, 0, room) for m in RAD[1:7] if counts[m][0] is None}
        key = (NAMES[bare(cells["Country of alleged persecution"])], int(bare(cells["Year"])))
        found |= {(*key, measure): cell for measure, cell in counts.items()}
    return found


def read_decisions(rows: Rows) -> Read:
    names = {
        "Recognized decisions": "recognized",
        "Complementary protection": "complementary",
        "Rejected decisions": "rejected",
        "Otherwise closed": "closed",
        "Total decisions": "total",
    }
    head = [bare(name) for name in rows[0]]
    found: Read = {}
    for row in rows[1:]:
        cells = dict(zip(head, row, strict=True))
        if bare(cells["Stage of procedure"]).upper() not in ("FI", "FA"):
            continue
        counts = {m: number(cells[name]) for name, m in names.items()}
        lows = {m: 1 if n == 5 else n for m, n in counts.items()}
        parts = [m for m in counts if m != "total"]
        if sum(counts[m] for m in parts) == counts["total"]:
            lows["total"] = sum(lows[m] for m in parts)
        key = (NAMES[bare(cells["Country of origin"])], int(bare(cells["Year"])))
        found |= {(*key, m): (n, lows[m], n) for m, n in counts.items()}
    return found


def read_regions(rows: Rows) -> Read:
    head = [bare(name) for name in rows[0]]
    told = []
    for row in rows[1:]:
        cells = dict(zip(head, row, strict=True))
        region = bare(cells["region"]).removesuffix(" Region").lower().replace(" ", "_").replace("_area", "")
        region = "TOTAL" if region == "grand_total" else region
        period = bare(cells["period"]).removesuffix(" Total").replace(" ", "")
        told.append((bare(cells["vintage"]), region, period, number(cells["removals_as_published"])))
    found: Read = {}
    for vintage, region, period, n in told:
        quarters = sum(v == vintage and r == region and p[:-2] == period for v, r, p, _ in told)
        grain = "quarter" if "Q" in period else ("to_date" if 0 < quarters < 4 else "year")
        found[vintage, region, grain, period] = (n, n, n)
    return found


def read_office_province(rows: Rows) -> Read:
    codes = {"Quebec": "QC", "Ontario": "ON", "Manitoba": "MB", "New Brunswick": "NB", "Saskatchewan": "SK"}
    offices = {"Airport - Total": "airport", "Border - Total": "border", "Inland - Total": "inland",
               "Other Offices": "other", "Total": "all"}  # fmt: skip
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    head = next(i for i, row in enumerate(rows) if row[0].startswith("Claim Office Type and"))
    found: Read = {}
    waiting: list[tuple[str, list[str]]] = []
    for row in rows[head + 2 :]:
        if not any(bare(cell) for cell in row[2:]):
            continue
        label, detail = bare(row[0]), bare(row[1])
        if detail:
            waiting.append((codes[detail], row))
            continue
        for province, line in [*waiting, ("TOTAL", row)]:
            year = ""
            for place in range(2, len(line)):
                year = bare(rows[head][place]) or year
                name = bare(rows[head + 1][place])
                period = f"{year}-{months.index(name) + 1:02d}" if name in months else year
                text = bare(line[place])
                n = None if text == "--" else number(text)
                low, high = (1, 4) if n is None else ((0, 0) if n == 0 else (max(n - 2, 5), n + 2))
                found[offices[label], province, period] = (n, low, high)
        waiting = []
    return found
