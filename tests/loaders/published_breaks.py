"""Broken files of published formats: what was done to a good one, by name."""

from __future__ import annotations

from collections.abc import Callable

import published_samples as samples
from published_samples import Grid

Break = tuple[str, Callable[[], Grid]]
BREAKS: dict[str, Break] = {}


def broken(
    kind: str, make: Callable[[], Grid]
) -> Callable[[Callable[[Grid], Grid | None]], Callable[[Grid], Grid | None]]:
    """Register a function that damages a good file; its name is the name of the case."""

    def register(damage: Callable[[Grid], Grid | None]) -> Callable[[Grid], Grid | None]:
        def made() -> Grid:
            grid = make()
            return damage(grid) or grid

        BREAKS[damage.__name__] = (kind, made)
        return damage

    return register


def row_of(grid: Grid, *cells: str) -> int:
    """The first row that starts with these cells."""
    return next(i for i, row in enumerate(grid) if row[: len(cells)] == list(cells))


@broken("ircc_monthly", samples.monthly)
def monthly_month_dropped(grid: Grid) -> Grid:
    place = grid[0].index("June")
    return [row[:place] + row[place + 1 :] for row in grid]


@broken("ircc_monthly", samples.monthly)
def monthly_unknown_month(grid: Grid) -> None:
    grid[0][grid[0].index("Sept")] = "Sptember"


@broken("ircc_monthly", samples.monthly)
def monthly_unknown_mark(grid: Grid) -> None:
    grid[row_of(grid, "2030", "2")][6] = "n/a"


@broken("ircc_monthly", samples.monthly)
def monthly_not_a_multiple(grid: Grid) -> None:
    grid[row_of(grid, "2030", "3")][5] = "13"


@broken("ircc_monthly", samples.monthly)
def monthly_decimal_comma(grid: Grid) -> None:
    grid[row_of(grid, "2030", "8")][5] = "12,5"


@broken("ircc_monthly", samples.monthly)
def monthly_total_out_of_bounds(grid: Grid) -> None:
    grid[-1][-1] = f"{int(grid[-1][-1].replace(',', '')) + 100:,}"


@broken("ircc_monthly", samples.monthly)
def monthly_row_gone(grid: Grid) -> None:
    del grid[row_of(grid, "2030", "6", "CBSA - Inland Offices", "Nunavut")]


@broken("ircc_monthly", samples.monthly)
def monthly_row_twice(grid: Grid) -> None:
    grid.append(list(grid[row_of(grid, "2030", "8", "IRCC", "Yukon")]))


@broken("ircc_monthly", samples.monthly)
def monthly_several_at_once(grid: Grid) -> None:
    grid[0][grid[0].index("Total")] = "Sum"
    grid[row_of(grid, "2030", "2")][4] = "-5"
    grid[row_of(grid, "2030", "9", "CBSA and IRCC - Total", "Quebec")][3] = "Québec City"


@broken("ircc_citizenship", samples.citizenship)
def citizenship_unknown_country(grid: Grid) -> None:
    grid[next(i for i, row in enumerate(grid) if row[0] == "(3) Nigeria")][0] = "(3) Nigera"


@broken("ircc_citizenship", samples.citizenship)
def citizenship_country_above_its_offices(grid: Grid) -> None:
    here = next(i for i, row in enumerate(grid) if row[0] == "(1) Mexico")
    grid.insert(here - 3, grid.pop(here))


@broken("ircc_citizenship", samples.citizenship)
def citizenship_blocks_exchanged(grid: Grid) -> None:
    first = next(i for i, row in enumerate(grid) if row[0] == "(1) Mexico") - 3
    grid[first : first + 8] = grid[first + 4 : first + 8] + grid[first : first + 4]


@broken("ircc_citizenship", samples.citizenship)
def citizenship_source_line_gone(grid: Grid) -> None:
    grid[-1][0] = ""


@broken("ircc_citizenship", samples.citizenship)
def citizenship_quarter_total_gone(grid: Grid) -> Grid:
    place = grid[4].index("Q2 Total")
    return [row[:place] + row[place + 1 :] for row in grid]


@broken("ircc_citizenship", samples.citizenship)
def citizenship_cut_before_total(grid: Grid) -> Grid:
    return grid[: next(i for i, row in enumerate(grid) if row[0] == "Other Countries")]


@broken("ircc_office_province", samples.office_province)
def province_year_total_of_another_year(grid: Grid) -> None:
    grid[3][grid[3].index("2030 Total")] = "2029 Total"


@broken("ircc_office_province", samples.office_province)
def province_number_after_total(grid: Grid) -> None:
    grid[-2][2] = "15"


@broken("irb_rad", samples.rad)
def rad_column_renamed(grid: Grid) -> None:
    grid[0][2] = "Appeals Filed"


@broken("irb_rad", samples.rad)
def rad_unknown_mark(grid: Grid) -> None:
    grid[row_of(grid, "2030", "Haiti")][2] = "****"


@broken("irb_rad", samples.rad)
def rad_country_twice_by_another_name(grid: Grid) -> None:
    grid[row_of(grid, "2031", "Haiti")][1] = "Turkey"


@broken("irb_rad", samples.rad)
def rad_no_total_line(grid: Grid) -> None:
    del grid[row_of(grid, "2031", "Total")]


@broken("irb_border_crossers", samples.border_crossers)
def crossers_quarters_do_not_fit(grid: Grid) -> None:
    grid[1][3] = "9"


@broken("irb_border_crossers", samples.border_crossers)
def crossers_intake_hidden(grid: Grid) -> None:
    grid[2][5] = "NA"


@broken("unhcr_applications", samples.applications)
def applications_own_code_for_iso(grid: Grid) -> None:
    grid[row_of(grid, "2030", "Austria")][3] = "AUS"


@broken("unhcr_applications", samples.applications)
def applications_two_stages(grid: Grid) -> None:
    grid[row_of(grid, "2031", "Australia")][7] = "FA"


@broken("unhcr_applications", samples.applications)
def applications_small_number(grid: Grid) -> None:
    grid[row_of(grid, "2030", "Australia")][9] = "3"


@broken("unhcr_applications", samples.applications)
def applications_cases(grid: Grid) -> None:
    grid[row_of(grid, "2030", "Australia")][8] = "C"


@broken("unhcr_decisions", samples.decisions)
def decisions_total_out_of_bounds(grid: Grid) -> None:
    grid[row_of(grid, "2031", "Nigeria")][12] = "9999"


@broken("unhcr_decisions", samples.decisions)
def decisions_text_for_digits(grid: Grid) -> None:
    grid[row_of(grid, "2030", "Nigeria")][8] = "thirty"


@broken("cbsa_removals_by_region", samples.regions)
def regions_miss_by_two(grid: Grid) -> None:
    grid[row_of(grid, "2031-Q4", "1.1", "Grand Total", "2030")][4] = str(
        int(grid[row_of(grid, "2031-Q4", "1.1", "Grand Total", "2030")][4].replace(",", "")) + 2
    )


@broken("cbsa_removals_by_region", samples.regions)
def regions_unknown_region(grid: Grid) -> None:
    grid[1][2] = "Arctic Region"


@broken("cbsa_removals_by_region", samples.regions)
def regions_fiscal_year_in_calendar_table(grid: Grid) -> None:
    grid[1][3] = "2030-2031"


@broken("cbsa_removals_totals", lambda: [["period", "enforced_removals", "as_published", "source"]])
def totals_bare_fiscal_year(grid: Grid) -> None:
    grid.append(["FY2019", "11,171", "2020-04", "https://example.org/a"])


@broken("grants_contributions", samples.grants)
def grants_amount_with_decimal_comma(grid: Grid) -> None:
    grid[1][grid[0].index("agreement_value")] = "1000,00"


@broken("grants_contributions", samples.grants)
def grants_amendment_twice(grid: Grid) -> None:
    grid[3][1] = "2"


@broken("gc_infobase", lambda: [])
def infobase_bare_fiscal_year(grid: Grid) -> Grid:
    from mcee_eval.loaders.gc_infobase import EXPLAINED, NUMBERS, TEXTS

    names = ["fy_ef", *TEXTS, *NUMBERS, *EXPLAINED]
    return [names, ["FY2019", *["x"] * len(TEXTS), *["1"] * (len(NUMBERS) - 1), "", "", ""]]


@broken("ircc_mode_of_entry", lambda: [["Year", "Mode_of_entry", "claims"]])
def modes_do_not_add_up(grid: Grid) -> None:
    modes = {"Airport": 10, "Inland": 20, "Irregular": 30, "Land Border": 5, "Marine": 1, "Total": 67}
    grid += [["2030", mode, str(n)] for mode, n in modes.items()]


@broken("ircc_monthly", samples.monthly)
def monthly_table_of_another_title(grid: Grid) -> None:
    grid[row_of(grid, "2030", "8")][2] = "CBSA"
    grid[row_of(grid, "2030", "6")][1] = "12"


@broken("ircc_monthly", samples.monthly)
def monthly_summary_contradicts_its_tables(grid: Grid) -> None:
    grid[row_of(grid, "2030", "7", "CBSA - Summary by office type", "Inland Offices")][4] = "1,115"


@broken("ircc_citizenship", samples.citizenship)
def citizenship_unknown_office(grid: Grid) -> None:
    grid[6][1] = "Seaport"


@broken("ircc_citizenship", samples.citizenship)
def citizenship_rank_missing(grid: Grid) -> None:
    grid[next(i for i, row in enumerate(grid) if row[0] == "(5) Congo, Democratic Republic of the")][0] = (
        "Congo, Democratic Republic of the"
    )


@broken("ircc_office_province", samples.office_province)
def province_unknown(grid: Grid) -> None:
    grid[5][1] = "Acadia"


@broken("ircc_office_province", samples.office_province)
def province_source_without_a_date(grid: Grid) -> None:
    grid[-1][0] = "Source: IRCC, February 2031"


@broken("irb_border_crossers", samples.border_crossers)
def crossers_unknown_quarter_and_no_total(grid: Grid) -> None:
    grid[1][1] = "2018 October"
    del grid[-1]


RPD = [
    "period", "scope", "country", "Referred", "Accepted", "Rejected", "Abandoned", "Withdrawn & Other",
    "Total finalized", "Pending", "pending_as_of", "source",
]  # fmt: skip


def _rpd() -> Grid:
    numbers = ["100", "50", "20", "--", "--", "80", "200"]
    return [RPD, ["January to March 2030", "new system", "Total", *numbers, "2030/03/31", "https://example.org/a"]]


@broken("irb_rpd_totals", _rpd)
def rpd_period_does_not_end_on_its_date(grid: Grid) -> None:
    grid[1][10] = "2030/06/30"


@broken("irb_rpd_totals", _rpd)
def rpd_period_date_scope_and_source_unknown(grid: Grid) -> None:
    grid[1][0], grid[1][1], grid[1][10], grid[1][11] = "early 2030", "newest system", "31 March", "the web"


@broken("unhcr_applications", samples.applications)
def applications_of_two_minds_about_canada(grid: Grid) -> None:
    grid[1][4] = "USA"


@broken("unhcr_applications", samples.applications)
def applications_unknown_type_and_origin_code(grid: Grid) -> None:
    grid[1][6] = "Q"
    grid[2][3] = "XYZ"


POPULATION = [
    "year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso", "refugees", "asylum_seekers",
    "returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst",
]  # fmt: skip


def _population() -> Grid:
    row = ["2030", "Austria", "AUS", "AUT", "Canada", "CAN", "CAN", "19", "5", "0", "0", "0", "0", "0", "", "0"]
    return [POPULATION, row]


@broken("unhcr_population", _population)
def population_iso_code_in_the_place_of_unhcrs(grid: Grid) -> None:
    grid[1][2] = "AUT"


@broken("unhcr_population", _population)
def population_without_numbers(grid: Grid) -> None:
    grid[1][7] = grid[1][8] = ""


@broken("cbsa_removals_totals", lambda: [["period", "enforced_removals", "as_published", "source"]])
def totals_wrong_end_no_vintage_no_address(grid: Grid) -> None:
    grid.append(["FY2019-21", "1,000", "", "a newspaper"])
    grid.append(["CY2019 (to 2020-02-01)", "1,000", "2020-03", "https://example.org/a"])


@broken("cbsa_inventory_points", lambda: [["as_of", "stock", "value", "source", "note"]])
def inventory_unknown_stock_and_date(grid: Grid) -> None:
    grid.append(["October 2030", "total removals inventory", "457,646", "https://example.org/a", ""])
    grid.append(["2030-10", "removals in progress", "27,675", "https://example.org/a", ""])


@broken("cbsa_inventory_points", lambda: [["as_of", "stock", "value", "source", "note"]])
def inventory_parts_far_from_their_total(grid: Grid) -> None:
    stocks = {
        "total removals inventory": 1000,
        "removal in progress": 100,
        "wanted": 200,
        "monitoring": 300,
        "stayed": 90,
    }
    grid += [["2030-10", stock, str(n), "https://example.org/a", ""] for stock, n in stocks.items()]


@broken("grants_contributions", samples.grants)
def grants_codes_dates_and_empty_cells(grid: Grid) -> None:
    head = grid[0]
    grid[1][head.index("agreement_type")] = "X"
    grid[2][head.index("agreement_start_date")] = "01/04/2029"
    grid[4][head.index("recipient_legal_name")] = ""
    grid[5][head.index("amendment_number")] = "first"


@broken("ircc_totals_by_vintage", lambda: [["year", "total", "rounding", "as_of", "publication", "source"]])
def vintages_rounding_contradicted_and_no_source(grid: Grid) -> None:
    grid.append(["2030", "64,021", "to 5", "2031-03", "somebody", "https://example.org/a"])
    grid.append(["2030", "64,020", "to the nearest 5", "2031-03", "another", ""])
    grid.append(["2030 (Jun-Jan)", "64,020", "no", "2031-03", "a third", "by telephone"])


@broken("ircc_mode_of_entry", lambda: [["Year", "Mode_of_entry", "claims"]])
def modes_one_missing(grid: Grid) -> None:
    grid += [["2030", mode, "1"] for mode in ("Airport", "Inland", "Irregular", "Total")]


@broken("cbsa_removals_by_region", lambda: [["Region", "2030", "2031 Q1"]])
def regions_page_with_a_short_row(grid: Grid) -> None:
    grid += [["Atlantic Region", "10"], ["Quebec Region", "20", "x"], ["Note: as of June", "", ""]]
