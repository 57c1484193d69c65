"""Asylum claims and applications, by year, month, country and publication, in one shape whatever their source."""

from __future__ import annotations

import pandas as pd

from mcee_eval.datasets import Dataset
from mcee_eval.frames.registry import absent, frame
from mcee_eval.loaders.interval import sums
from mcee_eval.settings import settings

REPORT_VINTAGE = "2025-03"
REPORT_MONTH = "2025-05"  # of the evaluation itself
SOURCES = {"ircc": "ircc_open", "unhcr": "unhcr", "irb": "irb"}  # of publishers, by name in the catalogue
UNHCR_VINTAGE = "2026-06-25"
FIRST_YEAR = 2015  # the first year of IRCC's open data
GROUPS = ("TOTAL", "OTHER", "UNKNOWN")


def of(table: pd.DataFrame, country: str) -> pd.DataFrame:
    """The rows of one country, or all."""
    return table if country == "ALL" else table[table["country"] == country]


def counted(table: pd.DataFrame, name: str, *sources: tuple[str, str], **renamed: str) -> pd.DataFrame:
    """A publisher's ``value`` with its bounds as a named count, and where it comes from."""
    named = {"value": name, "low": f"{name}_low", "high": f"{name}_high", **renamed}
    made = table.rename(columns=named).assign(**{k: table[k].astype(str) for k in ("year",) if k in table})
    made.attrs["sources"] = list(sources)
    return made


def by_country(data: Dataset) -> pd.DataFrame:
    """Claims (IRCC, citizenship), applications (UNHCR, origin): the publishers' own files, else the shipped figures."""
    told = data.published("claims_by_country_year").frame
    if "unhcr_applications" in data.files:
        own = data.published("unhcr_applications")
        fresh = own.frame.rename(columns={"origin": "country"}).assign(measure="applied", vintage=own.receipt.vintage)
        told = pd.concat([told[told["measure"] != "applied"], fresh], ignore_index=True)
    if (held := by_citizenship(data)) is not None:
        claims, vintage = held
        years = claims[claims["grain"] == "year"]
        fresh = years.rename(columns={"citizenship": "country"}).assign(measure="claims", vintage=vintage)
        told = pd.concat([told[told["measure"] != "claims"], fresh], ignore_index=True)
    return told


def by_citizenship(data: Dataset) -> tuple[pd.DataFrame, str] | None:
    """Claims by citizenship (TOTAL: all), whole year and month, from the publisher's own file, and its vintage.

    A file of rows is summed: its sums carry the bounds of what is hidden or rounded in it.
    """
    if "ircc_citizenship" in data.files:
        own = data.published("ircc_citizenship")
        return own.frame[own.frame["office"] == "all"], own.receipt.vintage
    if "ircc_open" not in data.files or "citizenship" not in (own := data.published("ircc_open")).frame:
        return None
    rows = own.frame[own.frame["citizenship"] != "TOTAL"]
    rows = pd.concat([rows, rows.assign(citizenship="TOTAL")])
    months = sums(rows, ["citizenship", "year", "period"]).assign(grain="month")
    whole = rows.groupby("year")["period"].nunique()
    years = rows[rows["year"].isin(whole[whole == 12].index)]
    every = sums(years, ["citizenship", "year"]).assign(grain="year", period=lambda f: f["year"].astype(str))
    return pd.concat([months, every], ignore_index=True), own.receipt.vintage


def whole_years(data: Dataset) -> pd.DataFrame:
    """Totals of whole years as told at each date."""
    every = data.published("claims_by_year_vintage").frame
    return every[every["start"].str.endswith("-01") & every["end"].str.endswith("-12")]


def own_claims(data: Dataset, country: str) -> pd.DataFrame:
    """The programme's own table of claims, with the year."""
    return of(data.table("asylum_claims").frame, country).assign(year=lambda f: f["month"].str[:4])


@frame("claims_by_year", key=("year",), period="year", claims="persons")
def claims_by_year(data: Dataset, country: str) -> pd.DataFrame:
    """Claims by whole year, of one publication; applications where a country's claims are not published."""
    if data.provenance != "published":
        full = own_claims(data, country).groupby("year").filter(lambda f: f["month"].nunique() == 12)
        return full.groupby("year", as_index=False)[["claims"]].sum()
    if country == "ALL":
        ircc = whole_years(data).query("source.str.startswith('IRCC open data')")
        last = ircc[ircc["vintage"] == ircc["vintage"].max()].sort_values("year")
        return counted(last, "claims", ("ircc_open", str(last["vintage"].iloc[-1])))
    every = by_country(data)
    mine = every[(every["country"] == country) & (every["measure"] == _measure(every, country))].sort_values("year")
    name = "ircc_open" if _measure(every, country) == "claims" else "unhcr"
    return counted(mine, "claims", (name, str(mine["vintage"].iloc[-1]) if len(mine) else ""))


def _measure(every: pd.DataFrame, country: str) -> str:
    there = ((every["measure"] == "claims") & (every["country"] == country)).any()
    return "claims" if there else "applied"


@frame("claims_by_vintage", key=("vintage", "publication", "year"), period="year", claims="persons")
def claims_by_vintage(data: Dataset, country: str, *, published: bool = False) -> pd.DataFrame:
    """The same years as told at other dates, for all of Canada; ``published``: beside other data too."""
    if (data.provenance != "published" and not published) or country != "ALL":
        return absent()
    told = counted(whole_years(data), "claims", ("ircc_open", ""), ("report", REPORT_VINTAGE), source="publication")
    told.attrs["provenance"] = "published"
    return told.sort_values(["vintage", "publication", "year"])


@frame("claims_published_later", key=("last", "first", "vintage"), period="last", claims="persons")
def claims_published_later(data: Dataset, country: str) -> pd.DataFrame:
    """Part years published after the report: first and last month, claims, date of publication."""
    if data.provenance != "published" or country != "ALL":
        return absent()
    every = data.published("claims_by_year_vintage").frame
    later = every[(every["vintage"] > REPORT_VINTAGE) & ~every["press"] & (every["end"] > "2024-12")]
    return counted(later.sort_values("end"), "claims", ("ircc_open", ""), start="first", end="last")


@frame("claims_by_month", key=("month",), period="month", claims="persons")
def claims_by_month(data: Dataset, country: str) -> pd.DataFrame:
    """Claims by month; on public figures the 25 first citizenships, of the user's own workbook where it is there."""
    if data.provenance != "published":
        return own_claims(data, country).groupby("month", as_index=False)[["claims"]].sum(min_count=1)
    rows, vintage = _months(data)
    mine = rows[rows["country"] == ("TOTAL" if country == "ALL" else country)].sort_values("month")
    if not len(mine):
        return absent("not_given", "ircc_citizenship")
    return counted(mine, "claims", ("ircc_open", vintage))


def _months(data: Dataset) -> tuple[pd.DataFrame, str]:
    """IRCC's months by country, from the publisher's own file or the shipped figures, and their date of publication."""
    if (held := by_citizenship(data)) is not None:
        rows = held[0][held[0]["grain"] == "month"]
        return rows.rename(columns={"citizenship": "country", "period": "month"}), held[1]
    told = data.published("claims_by_country_month")
    months = told.frame["year"].astype(str) + "-" + told.frame["measure"]
    return told.frame.assign(month=months), told.receipt.vintage


@frame(
    "claims_as_known", key=("publisher", "year"), period="year", claims="persons", notion="code", vintage="code",
    last="code",
)  # fmt: skip
def claims_as_known(data: Dataset, country: str, *, known: str = "") -> pd.DataFrame:
    """Whole years as each publisher told them by a date: what was known then, or, without a date, what is known now.

    known : a month (``2025-05``); empty, the newest of each year. publisher : ircc, unhcr, irb, whose notions of a
    claim differ (``notion``) and are never joined. vintage : the release that tells the year. last : the last year
    that the publisher had told.
    """
    if data.provenance != "published":
        return absent()
    every = _told_by_publishers(data, country)
    if known:
        every = every[every["vintage"].str[: len(known)] <= known]
    last = every.groupby("publisher")["year"].transform("max").astype(str)
    newest = every.assign(last=last).sort_values("vintage").drop_duplicates(["publisher", "year"], keep="last")
    pairs = newest.groupby("publisher")["vintage"].max()
    sources = [(SOURCES[str(p)], str(v)) for p, v in pairs.items()]
    return counted(newest.sort_values(["publisher", "year"]), "claims", *sources)


@frame(
    "claims_then_and_since", key=("known", "publisher", "vintage", "last"), base="persons", before="persons",
    claims="persons", notion="code",
)  # fmt: skip
def claims_then_and_since(data: Dataset, country: str) -> pd.DataFrame:
    """The last whole year that each publisher had told, at the report's date (``then``) and now (``since``).

    claims : that year (``last``). before : the year before it. base : the base year of the evaluation, as the same
    publisher tells it. ``since`` holds only who has told something newer than the report could know.
    """
    if data.provenance != "published":
        return absent()
    rows = []
    for known, by in (("then", REPORT_MONTH), ("since", "")):
        table = claims_as_known(data, country, known=by)
        table = table[table["vintage"].str[: len(REPORT_MONTH)] > REPORT_MONTH] if known == "since" else table
        for publisher, years in table.groupby("publisher"):
            told = years.set_index(years["year"].astype(int))
            last = int(told.index.max())
            if last - 1 not in told.index:
                continue
            row: dict[str, object] = {"known": known, "publisher": publisher, "last": str(last)}
            row |= {k: str(told[k][last]) for k in ("notion", "vintage")}
            for name, year in (("base", settings().base_year), ("before", last - 1), ("claims", last)):
                for end in ("", "_low", "_high"):
                    row[name + end] = told[f"claims{end}"].get(year)
            rows.append(row)
    made = pd.DataFrame(rows)
    if not len(made):
        return absent("not_given", "claims_by_country_year")
    counts = [c for c in made if str(c).split("_")[0] in ("base", "before", "claims")]
    made = made.astype(dict.fromkeys(counts, "Int64"))
    made.attrs["period"] = f"{int(made['last'].min()) - 1} – {made['last'].max()}"
    made.attrs["sources"] = list(dict.fromkeys((SOURCES[str(r.publisher)], str(r.vintage)) for r in made.itertuples()))
    return made


def _told_by_publishers(data: Dataset, country: str) -> pd.DataFrame:
    """publisher, notion, year, vintage and value with its bounds: every whole year that a publisher itself told."""
    kept = ["publisher", "notion", "year", "vintage", "value", "low", "high"]
    by = by_country(data)
    applied = by[(by["measure"] == "applied")].assign(publisher="unhcr", notion="origin")
    referred = data.published("decisions_by_country_year").frame.query("measure == 'referred'")
    whole = referred["as_of"].str.endswith("-12-31") & (referred["scope"] != "legacy")
    referred = referred[whole].assign(publisher="irb")
    if country == "ALL":
        claims = whole_years(data).query("not press").assign(notion="citizenship")
        sums = applied.groupby(["publisher", "notion", "year", "vintage"], as_index=False)[["value", "low", "high"]]
        applied, referred = sums.sum(), referred[referred["country"] == "TOTAL"]
    else:
        claims = by[(by["measure"] == "claims") & (by["country"] == country)].assign(notion="citizenship")
        applied, referred = applied[applied["country"] == country], referred[referred["country"] == country]
    told = pd.concat([f[kept] for f in (claims.assign(publisher="ircc"), applied, referred)], ignore_index=True)
    return told[told["year"] >= FIRST_YEAR]


@frame(
    "claims_of_every_country", key=("country", "year"), period="year", claims="persons", total="persons", rank="number"
)
def claims_of_every_country(data: Dataset, country: str) -> pd.DataFrame:
    """Claims (on public figures: applications, UNHCR) of every country by year, with the year's total and the rank."""
    if data.provenance == "published":
        every = by_country(data)
        every = every[(every["measure"] == "applied") & ~every["country"].isin(GROUPS)]
        told = counted(every, "claims", ("unhcr", UNHCR_VINTAGE))
        told = told[told["year"].astype(int) >= FIRST_YEAR]
    else:
        told = own_claims(data, "ALL").groupby(["country", "year"], as_index=False)[["claims"]].sum()
        told = told[told["year"].astype(int) >= FIRST_YEAR]
    years = told.groupby("year")["claims"]
    ranked = told.assign(total=years.transform("sum"), rank=years.rank(ascending=False, method="min"))
    ranked.attrs = told.attrs
    return ranked.sort_values(["country", "year"])


@frame("applications_by_year", key=("year",), period="year", applied="persons")
def applications_by_year(data: Dataset, country: str) -> pd.DataFrame:
    """UNHCR's count of the same demand, where claims are counted by another publisher as well."""
    if data.provenance != "published":
        return absent()
    every = by_country(data)
    told = every[(every["measure"] == "applied")]
    if country == "ALL":
        told = told.groupby("year", as_index=False)[["value"]].sum()
        told = told[told["year"] >= FIRST_YEAR]
    elif _measure(every, country) == "claims":
        told = told[(told["country"] == country) & ~told["country"].isin(GROUPS)][["year", "value"]]
    else:
        return absent()
    return counted(told, "applied", ("unhcr", UNHCR_VINTAGE))
