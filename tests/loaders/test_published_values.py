"""Figures that must come out of the real files, each from the loader of its format."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from mcee_eval.errors import BadTable
from mcee_eval.loaders.interval import sums
from mcee_eval.loaders.load import load
from mcee_eval.loaders.raw import read
from mcee_eval.loaders.receipt import Loaded

FILES = {
    "ircc_monthly": "ircc_asylum_claims_by_year_2017_2023_asis.csv",
    "ircc_citizenship": "ircc_odp_asylum_top25_citz_office_type_2015_2024-02_asis.csv",
    "ircc_office_province": "ircc_odp_asylum_office_type_prov_2015_2025_asis.csv",
    "ircc_totals_by_vintage": "ircc_asylum_claim_totals_by_vintage.csv",
    "ircc_mode_of_entry": "ircc_asylum_claims_by_mode_of_entry_2017_2023_transcribed.csv",
    "irb_rad": "irb_rad_appeals_by_country_2017_2023_asis.csv",
    "irb_rpd_totals": "irb_rpd_claims_totals_transcribed.csv",
    "irb_border_crossers": "irb_irregular_border_crosser_claims_top10_quarterly.csv",
    "unhcr_applications": "unhcr_asylum_applications_coa_CAN_2000_2025.csv",
    "unhcr_decisions": "unhcr_asylum_decisions_coa_CAN_2000_2025.csv",
    "unhcr_population": "unhcr_population_coa_CAN_2000_2025.csv",
    "cbsa_removals_by_region": "cbsa_removals_by_region_transcribed.csv",
    "cbsa_removals_totals": "cbsa_removals_totals_by_vintage.csv",
    "cbsa_inventory_points": "cbsa_removals_inventory_points.csv",
    "gc_infobase": "gc_infobase_dp_drr_ircc_irb_cbsa_enforcement.csv",
}


@pytest.fixture(scope="module")
def real(public):
    """Loads each real file once."""
    kept: dict[str, Loaded] = {}

    def get(kind: str) -> Loaded:
        if kind not in kept:
            kept[kind] = load(kind, public / FILES[kind])
        return kept[kind]

    return get


def one(frame: pd.DataFrame, **where: object) -> pd.Series:
    """The one row with these values."""
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, frame
    return frame.iloc[0]


@pytest.mark.parametrize("kind", FILES)
def test_hidden_cells_are_intervals_and_nothing_else(real, kind):
    frame, receipt = real(kind).frame, real(kind).receipt
    assert receipt.rows == len(frame) > 0
    assert receipt.source
    assert len(receipt.sha256) == 64
    if "value" not in frame:
        return
    assert receipt.suppressed == frame["suppressed"].sum()
    assert frame.loc[frame["suppressed"], "value"].isna().all()
    seen = frame[~frame["suppressed"]]
    assert seen["value"].notna().all()
    assert ((frame["low"] >= 0) & (frame["low"] <= frame["high"])).all()
    assert ((seen["low"] <= seen["value"]) & (seen["value"] <= seen["high"])).all()
    hidden = frame[frame["suppressed"]]
    assert (hidden["low"] < hidden["high"]).all()


@pytest.mark.parametrize("kind", FILES)
def test_loading_twice_gives_the_same_and_leaves_the_file(real, public, kind):
    before = (public / FILES[kind]).read_bytes()
    again = load(kind, public / FILES[kind])
    pd.testing.assert_frame_equal(again.frame, real(kind).frame)
    assert again.receipt == real(kind).receipt
    assert (public / FILES[kind]).read_bytes() == before


def test_monthly_pages(real):
    frame = real("ircc_monthly").frame
    total = frame[(frame["table"] == 9) & (frame["province"] == "TOTAL")]
    assert one(total, year=2019, grain="year")["value"] == 64030
    months = total[(total["year"] == 2017) & (total["grain"] == "month")]
    assert len(months) == 12
    assert months["value"].sum() == 50365
    assert one(total, year=2017, grain="year")["value"] == 50375
    note = "Year 2017: the months make 50,365 (50,341 to 50,389), the printed total is 50,375 (50,373 to 50,377)"
    assert any(n.startswith(note) for n in real("ircc_monthly").receipt.notes)


def test_monthly_pages_footnotes_and_the_rcmp_table(real):
    frame = real("ircc_monthly").frame
    rcmp = frame[frame["table"] == 1]
    assert one(rcmp, period="2017-01", province="BC")["value"] == 46  # printed 46Footnote *
    assert not rcmp["suppressed"].any()
    assert (rcmp["low"] == rcmp["high"]).all()
    assert any(n.startswith("2 cells carry a footnote mark") for n in real("ircc_monthly").receipt.notes)
    rest = frame[(frame["table"] != 1) & ~frame["suppressed"]]
    assert (rest["value"] % 5 == 0).all()


def test_monthly_pages_quoted_footnote(real, public):
    rows = read(public / FILES["ircc_monthly"]).rows
    place = next((row[:4], i) for row in rows for i, cell in enumerate(row) if cell.startswith('"2,680"'))
    (year, table, _, _), column = place
    frame = real("ircc_monthly").frame
    cells = frame[(frame["year"] == int(year)) & (frame["table"] == int(table))]
    assert 2680 in set(cells[cells["period"] == f"{year}-{column - 3:02d}"]["value"].dropna())


@pytest.mark.parametrize(("year", "claims"), [(2019, 4150), (2021, 600), (2023, 9130)])
def test_nigeria_stands_on_its_total_line(real, year, claims):
    cell = one(real("ircc_citizenship").frame, citizenship="NGA", office="all", grain="year", year=year)
    assert (cell["value"], cell["low"], cell["high"]) == (claims, claims - 2, claims + 2)


def test_mexico_and_its_offices_above_it(real):
    frame = real("ircc_citizenship").frame
    mexico = frame[(frame["citizenship"] == "MEX") & (frame["grain"] == "year") & (frame["year"] == 2023)]
    offices = dict(zip(mexico["office"], mexico["value"], strict=True))
    assert offices == {"all": 23860, "airport": 14490, "border": 325, "inland": 9035, "other": 15}
    assert real("ircc_citizenship").receipt.vintage == "2024-02-29"


def test_citizenship_has_no_quarters_and_no_zero_for_a_missing_office(real):
    frame = real("ircc_citizenship").frame
    assert set(frame["grain"]) == {"month", "year", "part_year"}
    assert set(frame[frame["grain"] == "part_year"]["year"]) == {2024}
    assert frame["citizenship"].nunique() == 27
    ghana = frame[frame["citizenship"] == "GHA"]
    assert set(ghana["office"]) == {"airport", "border", "inland", "all"}


@pytest.mark.parametrize(
    ("name", "vintage", "claims_2019", "last"),
    [
        ("ircc_odp_asylum_office_type_prov_2015_2024-02_asis.csv", "2024-02-29", 64030, ("2024", 31255)),
        ("ircc_odp_asylum_office_type_prov_2015_2025_asis.csv", "2025-07-31", 64010, ("2025", 69810)),
    ],
)
def test_both_vintages_of_offices_and_provinces(public, name, vintage, claims_2019, last):
    loaded = load("ircc_office_province", public / name)
    total = loaded.frame[(loaded.frame["office"] == "all") & (loaded.frame["province"] == "TOTAL")]
    assert one(total, grain="year", year=2019)["value"] == claims_2019
    assert one(total, grain="part_year", period=last[0])["value"] == last[1]
    assert loaded.receipt.vintage == vintage


def test_rad_marks_spellings_and_totals(real):
    frame = real("irb_rad").frame
    for year in (2017, 2023):  # Turkey then, Türkiye now; Ivory Coast, Côte d'Ivoire (Ivory Coast)
        for code in ("TUR", "CIV", "COD", "COG"):
            assert len(frame[(frame["alleged_persecution"] == code) & (frame["year"] == year)]) == 9
    assert one(frame, alleged_persecution="TOTAL", year=2019, measure="filed")["value"] == 11817
    hidden = frame[frame["suppressed"]]
    assert (hidden["low"] == 0).all()
    assert (hidden["high"] == 19).mean() > 0.99
    haiti = one(frame, alleged_persecution="HTI", year=2020, measure="dismissed_jurisdiction")
    assert (haiti["low"], haiti["high"]) == (0, 1172 - 61 - 964 - 48 - 59)  # '--' cannot be 0 to 19 here
    assert one(frame, alleged_persecution="VEN", year=2018, measure="allowed_substituted")["value"] == 13  # leaked


def test_rpd_totals(real):
    frame = real("irb_rpd_totals").frame
    total = frame[(frame["alleged_persecution"] == "TOTAL") & (frame["as_of"] == "2021-12-31")]
    values = dict(zip(total["measure"], total["value"], strict=True))
    assert (values["referred"], values["pending"], values["finalized"]) == (24127, 55937, 48014)
    third = frame[(frame["as_of"] == "2023-09-30") & (frame["measure"] == "referred")].iloc[0]
    assert (third["start"], third["end"], third["value"]) == ("2023-01", "2023-09", 93040)


def test_border_crossers_are_cumulative(real):
    frame = real("irb_border_crossers").frame
    haiti = frame[(frame["alleged_persecution"] == "HTI") & (frame["measure"] == "intake")].sort_values("as_of")
    assert list(haiti["as_of"])[:2] == ["2018-09-30", "2018-12-31"]
    assert haiti["value"].is_monotonic_increasing
    assert haiti["quarters"].iloc[0] == 7


@pytest.mark.parametrize(("year", "applied"), [(2019, 58339), (2024, 173931), (2007, 27873), (2000, 34260)])
def test_unhcr_first_instance_applications(real, year, applied):
    by_year = sums(real("unhcr_applications").frame, ["year"]).set_index("year")
    assert by_year.loc[year, "value"] == applied
    assert by_year.loc[year, "low"] < applied == by_year.loc[year, "high"]  # a printed 5 is 1 to 5


def test_unhcr_decisions_of_2021(real):
    frame = real("unhcr_decisions").frame
    made = sums(frame[frame["year"] == 2021], ["measure"]).set_index("measure")["value"]
    assert [made[name] for name in ("recognized", "rejected", "closed", "total")] == [29613, 12308, 5504, 47425]
    nigeria = frame[(frame["origin"] == "NGA") & (frame["year"] == 2021)].set_index("measure")["value"]
    merits = nigeria["recognized"] + nigeria["complementary"] + nigeria["rejected"]
    assert round(100 * nigeria["rejected"] / merits, 1) == 41.0
    assert round(100 * nigeria["rejected"] / nigeria["total"], 1) == 27.5


def test_unhcr_parts_miss_totals_in_2020_only_and_are_told(real):
    notes = " ".join(real("unhcr_decisions").receipt.notes)
    assert "2020: the parts of 125 rows miss their total, by up to 1389 (Unknown (FI)), as published." in notes
    assert "1262 rows left aside: appeals, reviews and repeat applications." in notes


def test_unhcr_columns_may_come_in_any_order_and_case(public, real, tmp_path):
    with (public / FILES["unhcr_applications"]).open(encoding="utf-8", newline="") as stream:
        rows = [row[::-1] for row in csv.reader(stream)]
    rows[0] = [name.upper() for name in rows[0]]
    path = tmp_path / "turned.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    pd.testing.assert_frame_equal(load("unhcr_applications", path).frame, real("unhcr_applications").frame)


def test_unhcr_population(real):
    frame = real("unhcr_population").frame
    assert one(frame, origin="AUT", year=2000, measure="refugees")["value"] == 19  # UNHCR calls it AUS
    assert "other_in_need" not in set(frame["measure"])  # blank throughout: not asked


@pytest.mark.parametrize(
    ("vintage", "period", "removals"),
    [
        ("2024-Q4 revised release", "2019", 11269),
        ("2024-Q4 revised release", "2020", 12851),
        ("2024-Q4 revised release", "2024", 17357),
        ("2024-Q4 first release", "2024", 16860),
        ("2025-Q3 release (Q3 partial)", "2024", 17357),
    ],
)
def test_removals_by_release(real, vintage, period, removals):
    frame = real("cbsa_removals_by_region").frame
    cell = one(frame, vintage=vintage, basis="calendar", region="TOTAL", period=period, grain="year")
    assert cell["value"] == removals


def test_removals_by_region_partial_year_and_own_misses(real):
    loaded = real("cbsa_removals_by_region")
    partial = loaded.frame[(loaded.frame["grain"] == "to_date") & (loaded.frame["basis"] == "calendar")]
    assert set(partial["period"]) == {"2025"}  # called Total, but Q4 is not there and Q3 is partial
    assert loaded.receipt.notes[0].startswith(
        "The publisher's own sums miss by 1: 2024-Q4 first release, regions of 2024Q4"
    )
    assert set(loaded.frame["region"]) == {
        "atlantic", "quebec", "northern_ontario", "greater_toronto", "southern_ontario", "prairie", "pacific",
        "TOTAL",
    }  # fmt: skip


def test_removals_as_a_table_of_the_page(public, real, tmp_path):
    long = real("cbsa_removals_by_region").frame
    long = long[(long["vintage"] == "2024-Q4 revised release") & (long["basis"] == "calendar")]
    names = {"atlantic": "Atlantic Region", "quebec": "Quebec Region", "northern_ontario": "Northern Ontario Region",
             "greater_toronto": "Greater Toronto Area Region", "southern_ontario": "Southern Ontario Region",
             "prairie": "Prairie Region", "pacific": "Pacific Region", "TOTAL": "Grand Total"}  # fmt: skip
    periods = ["2019", "2020", "2021", "2022", "2023", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024"]
    heads = [*periods[:5], "2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4 [note 1]", "2024 Total"]
    cells = long.set_index(["region", "period"])["value"]
    rows = [[name, *(f"{cells[code, period]:,}" for period in periods)] for code, name in names.items()]
    path = tmp_path / "page.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["Region", *heads], *rows])
    page = load("cbsa_removals_by_region", path).frame
    order = ["region", "period"]
    left = page.sort_values(order)[["region", "grain", "period", "value"]].reset_index(drop=True)
    right = long.sort_values(order)[["region", "grain", "period", "value"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(left, right)


def test_removals_totals_and_inventory(real):
    totals = real("cbsa_removals_totals").frame
    assert one(totals, basis="fiscal", period="2019-20", vintage="2020-07")["value"] == 11458
    assert one(totals, basis="calendar", period="2025", to="2025-10-31")["press"]
    points = real("cbsa_inventory_points")
    assert one(points.frame, as_of="2024-10", stock="total")["value"] == 457646
    assert points.receipt.notes == (
        "2024-10: removal_in_progress, wanted, monitoring, stayed make 456,647, total is 457,646; both as told.",
    )


def test_vintages_of_2019(real):
    frame = real("ircc_totals_by_vintage").frame
    of_2019 = frame[frame["year"] == 2019].set_index("vintage")["value"]
    assert of_2019["2025-03"] == 64020
    assert of_2019["2025-07-31"] == 64010
    assert of_2019["2024-05-22 (archived)"] == of_2019["2024-02-29"] == 64030


def test_infobase_dots_are_missing_not_zero(real):
    frame = real("gc_infobase").frame
    later = frame[frame["fiscal_year"].isin(["2022-23", "2023-24"])]
    assert later["actual_spending"].isna().all()
    assert frame[frame["fiscal_year"] == "2018-19"]["actual_spending"].notna().all()
    assert one(frame, fiscal_year="2018-19", program_id="BUG01")["actual_spending"] == 59953129.24


@pytest.mark.parametrize("kind", ["ircc_citizenship", "ircc_office_province"])
def test_the_workbook_itself_reads_as_its_grid(public, real, kind, tmp_path):
    path = workbook(public / FILES[kind], tmp_path / "grid.xlsx")
    loaded = load(kind, path)
    pd.testing.assert_frame_equal(loaded.frame, real(kind).frame)
    assert loaded.receipt.vintage == real(kind).receipt.vintage
    assert read(path).merged  # years over their months, as in the publisher's workbook


def workbook(source: Path, path: Path) -> Path:
    """The grid as the publisher ships it: merged header cells, whole numbers as numbers where they are small."""
    import openpyxl

    rows = read(source).rows
    book = openpyxl.Workbook()
    sheet = book.active
    for i, row in enumerate(rows, start=1):
        for j, cell in enumerate(row, start=1):
            if cell:
                sheet.cell(i, j, int(cell) if cell.isdigit() else cell)
    years = [j for j, cell in enumerate(rows[2], start=1) if j > 2 and cell]
    for start, end in zip(years, [*years[1:], len(rows[2]) + 1], strict=True):
        sheet.merge_cells(start_row=3, end_row=3, start_column=start, end_column=end - 1)
    book.save(path)
    return path


def test_two_row_header_of_the_rad_pages(public, real, tmp_path):
    rows = [list(row) for row in read(public / FILES["irb_rad"]).rows]
    groups, names, last = [], [], ""
    for name in rows[0]:
        group, _, label = name.partition(": ")
        groups.append("" if label and group == last else group)
        names.append(label)
        last = group
    path = tmp_path / "two_rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([groups, names, *rows[1:]])
    pd.testing.assert_frame_equal(load("irb_rad", path).frame, real("irb_rad").frame)


def test_rad_spaces_of_the_page_are_no_data(public, real, tmp_path):
    text = (public / FILES["irb_rad"]).read_text(encoding="utf-8")
    dirty = text.replace("Nigeria", "\u00a0Nigeria\u200b").replace("Sri Lanka", "Sri\u00a0Lanka")
    path = tmp_path / "dirty.csv"
    path.write_text(dirty, encoding="utf-8", newline="")
    pd.testing.assert_frame_equal(load("irb_rad", path).frame, real("irb_rad").frame)


def test_a_changed_total_of_the_real_pages_is_refused(public, tmp_path):
    path = tmp_path / "pages.csv"
    shutil.copy(public / FILES["ircc_monthly"], path)
    text = path.read_text(encoding="utf-8")
    assert text.count('"64,030"') >= 1
    path.write_text(text.replace('"64,030"', '"64,130"'), encoding="utf-8", newline="")
    with pytest.raises(BadTable, match="year 2019, table 9, all TOTAL, months: a total of 64,130"):
        load("ircc_monthly", path)


def test_grants_columns_are_those_of_the_dictionary(public):
    from mcee_eval.loaders.grants_contributions import NAMES, PORTAL

    rows = read(public / "gc_grants_contributions_columns.csv").rows[1:]
    assert [row[1] for row in rows] == [*NAMES, *PORTAL]
