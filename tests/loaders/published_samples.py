"""Small files in the layout of each publisher, with invented numbers and right totals: good ones, to be broken."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

Grid = list[list[str]]
MONTHS = ["Jan", "Feb", "March", "Apr", "May", "June", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
PROVINCES = [
    "Newfoundland and Labrador", "Prince Edward Island", "Nova Scotia", "New Brunswick", "Quebec", "Ontario",
    "Manitoba", "Saskatchewan", "Alberta", "British Columbia", "Yukon", "Northwest Territories", "Nunavut",
]  # fmt: skip


def ircc(count: int) -> str:
    """A count as IRCC prints it."""
    if 0 < count < 5:
        return "--"
    return f"{5 * round(count / 5):,}"


def irb(count: int) -> str:
    """A count as the IRB prints it."""
    return "--" if count < 20 else f"{count:,}"


def unhcr(count: int) -> str:
    """A count as UNHCR prints it."""
    return "5" if 0 < count < 5 else str(count)


def text(grid: Grid, *, delimiter: str = ",", end: str = "\n") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(grid)
    return stream.getvalue()


def save(path: Path, grid: Grid) -> Path:
    path.write_text(text(grid), encoding="utf-8", newline="")
    return path


def add(rows: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def monthly(year: int = 2030, seed: int = 1) -> Grid:
    """The nine tables of a yearly page."""
    draw = random.Random(seed)
    counts = {t: {p: [draw.choice([0, 0, 3, 7, 40, 180]) for _ in MONTHS] for p in PROVINCES} for t in (2, 3, 4, 6, 8)}
    counts[8]["Outside Canada"] = [0] * 12
    counts[5] = {p: add([counts[t][p] for t in (2, 3, 4)]) for p in PROVINCES}
    counts[9] = {p: add([counts[t][p] for t in (5, 6, 8)]) for p in PROVINCES} | {"Outside Canada": [0] * 12}
    titles = {
        1: ("RCMP interceptions", "Total - RCMP"),
        2: ("CBSA - Air Ports of Entry", "Total - Air Ports of Entry"),
        3: ("CBSA - Land Ports of Entry", "Total - Land Ports of Entry"),
        4: ("CBSA - Marine Ports of Entry", "Total - Marine Ports of Entry"),
        5: ("CBSA - All Ports of Entry (Air, Land and Marine)", "Total - Ports of Entry"),
        6: ("CBSA - Inland Offices", "Total - Inland Offices"),
        7: (
            "CBSA - Summary by office type",
            "Total - CBSA Land, Air and Marine port of entry and Inland Offices",
        ),
        8: ("IRCC", "Total - IRCC"),
        9: ("CBSA and IRCC - Total", "Total - CBSA & IRCC"),
    }
    totals = {t: add(list(rows.values())) for t, rows in counts.items()}
    counts[1] = {"Quebec": [draw.randrange(200) for _ in MONTHS], "Manitoba": [draw.randrange(9) for _ in MONTHS]}
    totals[1] = add(list(counts[1].values()))
    counts[7] = {
        "Air Ports of Entry": totals[2],
        "Land Ports of Entry": totals[3],
        "Marine Ports of Entry": totals[4],
        "All Ports of Entry (Air, Land and Marine)": totals[5],
        "Inland Offices": totals[6],
    }
    totals[7] = add([totals[5], totals[6]])
    grid = [["Year", "Table", "Table title", "Row", *MONTHS, "Total"]]
    for table, (title, last) in titles.items():
        shown = (lambda n: f"{n:,}") if table == 1 else ircc
        for name, row in [*counts[table].items(), (last, totals[table])]:
            grid.append([str(year), str(table), title, name, *(shown(n) for n in row), shown(sum(row))])
    return grid


COUNTRIES = ["Mexico", "India", "Nigeria", "Turkey", "Congo, Democratic Republic of the"]


def _periods(years: Sequence[int], last_months: int) -> list[tuple[int, int]]:
    return [(y, m) for y in years for m in range(1, 13 if y != years[-1] else last_months + 1)]


def _spread(years: Sequence[int], counts: dict[tuple[int, int], int], last: int, *, quarters: bool) -> list[int]:
    """Months with quarter and year totals between them, in the order of the workbook."""
    row = []
    for year in years:
        months = [counts[year, m] for m in range(1, 13 if year != years[-1] else last + 1)]
        for start in range(0, len(months), 3):
            row += months[start : start + 3]
            if quarters:
                row.append(sum(months[start : start + 3]))
        row.append(sum(months))
    return row


def _labels(years: Sequence[int], last: int, *, quarters: bool) -> Grid:
    """The header rows, with blank cells where the workbook merges."""
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    top, middle, bottom = [], [], []
    for year in years:
        width = len(top)
        count = 12 if year != years[-1] else last
        for start in range(0, count, 3):
            part = names[start : min(start + 3, count)]
            quarter = f"Q{start // 3 + 1}"
            bottom += [*part, *([f"{quarter} Total"] if quarters else [])]
            middle += [quarter, *[""] * (len(part) - 1), *([""] if quarters else [])]
        bottom.append("" if quarters else f"{year} Total")
        middle.append(f"{year} Total")
        top += [str(year), *[""] * (len(bottom) - width - 1)]
    return [top, middle, bottom] if quarters else [top, bottom]


def citizenship(years: Sequence[int] = (2030, 2031), last: int = 2, seed: int = 2) -> Grid:
    """The workbook of citizenships: details above the total line of their country, ranked by the first year."""
    draw = random.Random(seed)
    periods = _periods(years, last)
    body: Grid = []
    everything = []
    for rank, country in enumerate(COUNTRIES, start=1):
        offices = {
            office: {p: draw.choice([0, 2, 9, 60 - 9 * rank]) for p in periods} for office in ("Airport", "Border")
        }
        offices["Inland"] = dict.fromkeys(periods, 1000 - 150 * rank)
        whole = {p: sum(counts[p] for counts in offices.values()) for p in periods}
        everything.append(whole)
        for label, detail, counts in [
            *(("", name, c) for name, c in offices.items()),
            (f"({rank}) {country}", "", whole),
        ]:
            body.append([label, detail, *map(ircc, _spread(years, counts, last, quarters=True))])
    other = {p: draw.randrange(900) for p in periods}
    total = {p: other[p] + sum(whole[p] for whole in everything) for p in periods}
    for label, counts in (("Other Countries", other), ("Total", total)):
        body.append([label, "", *map(ircc, _spread(years, counts, last, quarters=True))])
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
    title = (
        f"Canada - Asylum Claimants by Top Twenty-Five Countries of Citizenship ({years[0]} ranking), Claim Office "
        f"Type and Claim Year, January {years[0]} - {months[last - 1]} {years[-1]}"
    )
    head = _labels(years, last, quarters=True)
    width = len(head[0])
    head[0] = ["Country of Citizenship and Office Type", "", *head[0]]
    rows = [head[0], ["", "", *head[1]], ["", "", *head[2]], *body]
    notes = [
        "",
        "Notes: \n— Data are preliminary and subject to change.",
        "",
        f"Source: IRCC, February 28, {years[-1]}",
    ]
    blank = [""] * (width + 1)
    return [[title, *blank], ["", *blank], *rows, *([note, *blank] for note in notes)]


def office_province(years: Sequence[int] = (2030, 2031), last: int = 2, seed: int = 3) -> Grid:
    """The workbook of offices and provinces."""
    draw = random.Random(seed)
    periods = _periods(years, last)
    body: Grid = []
    offices = []
    for office in ("Airport", "Border", "Inland"):
        rows = {name: {p: draw.choice([0, 3, 8, 70, 250]) for p in periods} for name in PROVINCES[4:8]}
        whole = {p: sum(counts[p] for counts in rows.values()) for p in periods}
        offices.append(whole)
        for label, detail, counts in [*(("", n, c) for n, c in rows.items()), (f"{office} - Total", "", whole)]:
            body.append([label, detail, *map(ircc, _spread(years, counts, last, quarters=False))])
    other = {p: draw.randrange(4) for p in periods}
    total = {p: other[p] + sum(whole[p] for whole in offices) for p in periods}
    for label, counts in (("Other Offices", other), ("Total", total)):
        body.append([label, "", *map(ircc, _spread(years, counts, last, quarters=False))])
    top, bottom = _labels(years, last, quarters=False)
    blank = [""] * (len(top) + 1)
    title = f"Canada - Asylum Claimants by Claim Office Type, January {years[0]} - February {years[-1]}"
    head = [["Claim Office Type and Province/Territory of Claim", "", *top], ["", "", *bottom]]
    return [
        [title, *blank],
        ["", *blank],
        *head,
        *body,
        ["", *blank],
        [f"Source: IRCC, February 28, {years[-1]}", *blank],
    ]


RAD_HEADER = [
    "Year", "Country of alleged persecution", "Filed", "Non-Merit: Dismissed - Lack of RAD Jurisdiction",
    "Non-Merit: Dismissed - Appeal not Perfected", "Non-Merit: Dismissed - Withdrawn, Abandoned & Other",
    "Merit: Dismissed - Confirmed RPD", "Merit: Allowed - Referred Back",
    "Merit: Allowed - Substituted Determination",
    "Total Finalizations", "Pending at year end",
]  # fmt: skip


def rad(seed: int = 4) -> Grid:
    """Two years of appeals; countries are spelled as in each year."""
    draw = random.Random(seed)
    grid = [list(RAD_HEADER)]
    names = {
        "2030": ["Turkey", "Ivory Coast", "Nigeria", "Haiti", "Unknown", "(Blank)"],
        "2031": ["Türkiye", "Côte d'Ivoire (Ivory Coast)", "Nigeria", "Haiti", "Stateless"],
    }
    for year, countries in names.items():
        rows = {}
        for name in countries:
            parts = [draw.choice([0, 6, 25, 130, 1400]) for _ in range(6)]
            rows[name] = [draw.randrange(20, 1800), *parts, sum(parts), draw.randrange(20, 500)]
        for name, counts in [("Total", add(list(rows.values()))), *rows.items()]:
            grid.append([year, name, *map(irb, counts)])
    return grid


def applications() -> Grid:
    """UNHCR applications: first-instance rows, and appeals that repeat them."""
    head = ["Year", "Country of origin", "Country of asylum", "Country of origin (ISO)", "Country of asylum (ISO)",
            "Authority", "Application type", "Stage of procedure", "Cases / Persons", "applied"]  # fmt: skip
    rows = [
        ("Austria", "AUT", 3),
        ("Australia", "AUS", 7),
        ("Dem. Rep. of the Congo", "COD", 410),
        ("Stateless", "XXA", 21),
    ]
    grid = [head]
    for year in ("2030", "2031"):
        grid += [[year, name, "Canada", iso, "CAN", "G", "N", "FI", "P", unhcr(n)] for name, iso, n in rows]
        grid += [[year, name, "Canada", iso, "CAN", "G", "A", "AR", "P", unhcr(n // 2)] for name, iso, n in rows]
    return grid


def decisions() -> Grid:
    """UNHCR decisions, columns in their other order; totals are sums of the printed parts."""
    head = ["Year", "Country of origin", "Country of origin (ISO)", "Country of asylum", "Country of asylum (ISO)",
            "Authority", "Stage of procedure", "Cases / Persons", "Recognized decisions", "Complementary protection",
            "Rejected decisions", "Otherwise closed", "Total decisions"]  # fmt: skip
    draw = random.Random(5)
    grid = [head]
    for year in ("2030", "2031"):
        for stage in ("FI", "AR"):
            for name, iso in (("Nigeria", "NGA"), ("Türkiye", "TUR"), ("Cote d'Ivoire", "CIV"), ("Unknown", "UNK")):
                parts = [unhcr(draw.choice([0, 2, 30, 700])) for _ in range(4)]
                total = str(sum(map(int, parts)))
                grid.append([year, name, iso, "Canada", "CAN", "G", stage, "P", *parts, total])
    return grid


def regions() -> Grid:
    """CBSA removals by region, the long form, one release."""
    names = [
        "Atlantic",
        "Quebec",
        "Northern Ontario",
        "Greater Toronto Area",
        "Southern Ontario",
        "Prairie",
        "Pacific",
    ]
    draw = random.Random(6)
    grid = [["vintage", "table", "region", "period", "removals_as_published"]]
    totals: dict[str, int] = {}
    for name in names:
        counts = {p: draw.randrange(20, 3000) for p in ("2030", "2031 Q1", "2031 Q2", "2031 Q3", "2031 Q4")}
        counts["2031 Total"] = sum(n for p, n in counts.items() if "Q" in p)
        for period, n in counts.items():
            totals[period] = totals.get(period, 0) + n
            grid.append(["2031-Q4", "1.1", f"{name} Region", period, f"{n:,}"])
    return grid + [["2031-Q4", "1.1", "Grand Total", period, f"{n:,}"] for period, n in totals.items()]


def grants() -> Grid:
    """Three invented agreements, one of them amended twice."""
    from mcee_eval.loaders.grants_contributions import NAMES, PORTAL

    def row(ref: str, number: int, value: str, name: str) -> list[str]:
        cells = dict.fromkeys((*NAMES, *PORTAL), "")
        cells |= {
            "ref_number": ref,
            "amendment_number": str(number),
            "amendment_date": "2030-02-01" if number else "",
            "agreement_type": "G",
            "recipient_type": "N",
            "recipient_legal_name": name,
            "recipient_country": "CA",
            "recipient_province": "QC",
            "recipient_city": "Quebec City|Québec",
            "agreement_value": value,
            "agreement_start_date": "2029-04-01",
            "owner_org": "abc",
            "owner_org_title": "Department of Examples | Ministère des Exemples",
        }
        return list(cells.values())

    return [
        [*NAMES, *PORTAL],
        row("001", 0, "1000.00", "Society of Examples|Société des exemples"),
        row("001", 2, "$3,500.50", "Society of Examples|Société des exemples"),
        row("001", 1, "2000.00", "Society of Examples|Société des exemples"),
        row("002", 0, "77.00", "Fonds d'exemple"),
        row("003", 0, "-15", "Another|Un autre"),
    ]


def border_crossers() -> Grid:
    """Two dates of cumulative counts, one cell hidden."""
    head = ["", "quarter_name", "year", "number of quarters represented", "country", "intake", "accepted", "rejected",
            "abandoned", "withdrawn other", "total", "pending at the end of period"]  # fmt: skip
    grid, index = [head], 0
    for name, year, count, factor in (("2018 September ", 2018, 7, 1), ("2018 December", 2018, 8, 2)):
        rows = {
            "Nigeria": [900, 100, 200, 30, 40],
            "Congo, Democratic Republic of the Congo": [500, 90, 60, 25, 30],
            "Turkiye": [300, 150, 20, 4, 8],
            "Other Countries": [800, 120, 90, 40, 50],
        }
        rows = {k: [n * factor for n in v] for k, v in rows.items()}
        rows["Total (all countries)"] = add(list(rows.values()))
        for country, (intake, *parts) in rows.items():
            index += 1
            shown = ["NA" if n < 20 and country == "Turkiye" else str(n) for n in parts]
            total = sum(parts)
            grid.append(
                [
                    str(index),
                    name,
                    str(year),
                    str(count),
                    country,
                    str(intake),
                    *shown,
                    str(total),
                    str(intake - total),
                ]
            )
    return grid
