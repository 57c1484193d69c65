"""UNHCR Refugee Data Finder: refugees and pending asylum-seekers in Canada, by origin and year."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.loaders import unhcr
from mcee_eval.loaders.cells import Cells, header_of
from mcee_eval.loaders.interval import UNHCR, Interval
from mcee_eval.loaders.reading import AGAIN, Reading
from mcee_eval.loaders.receipt import Loaded

KIND = "unhcr_population"
SOURCE = "UNHCR Refugee Data Finder, population, country of asylum Canada"
MEASURES = {
    "refugees": ("refugees", "Refugees under UNHCR's mandate"),
    "asylum_seekers": ("asylum_seekers", "Asylum-seekers"),
    "returned_refugees": ("returned_refugees", "Returned refugees"),
    "idps": ("idps", "IDPs of concern to UNHCR"),
    "returned_idps": ("returned_idps", "Returned IDPss"),
    "stateless": ("stateless", "Stateless persons"),
    "others_of_concern": ("ooc", "Others of concern"),
    "other_in_need": ("oip", "Other people in need of international protection"),
    "host_community": ("hst", "Host Community"),
}
COLUMNS = {**unhcr.ORIGIN, **MEASURES}


def recognises(cells: Cells) -> bool:
    """Is it this format, by its header?"""
    return header_of(cells, {"asylum_seekers"}, {"asylum-seekers"}) is not None


def load(path: str | Path) -> Loaded:
    """How many refugees and asylum-seekers with a pending claim were in Canada at the end of each year, by origin?

    Frame: origin (ISO3; UNKNOWN, STATELESS, TIBETAN), year, as_of (31 December), measure (refugees, asylum_seekers,
    returned_refugees, idps, returned_idps, stateless, others_of_concern, other_in_need, host_community), value, low,
    high, suppressed. A blank cell means "not asked" and has no row. UNHCR's own three letters are checked, never
    used: AUS is Austria there. UNHCR prints 1 to 4 as 5, so a 5 is 1 to 5. Refused, all at once: changed columns,
    unknown origins, codes that contradict names, repeated rows, no number of refugees or asylum-seekers.
    """
    reading = Reading(KIND, path)
    reading.find(unhcr.columns(reading, COLUMNS))
    found: list[tuple[dict[str, object], Interval | None]] = []
    seen: dict[tuple[int, str], int] = {}
    elsewhere = coded = 0
    for row in reading.rows():
        if not unhcr.in_canada(reading, row):  # scope first: other countries are not this reader's to judge
            elsewhere += 1
            continue
        year, code = reading.year(row, "year"), unhcr.origin(reading, row)
        blank = [name for name in MEASURES if name in reading.places and not reading.text(row, name)]
        cells = {name: reading.interval(row, name, UNHCR) for name in MEASURES if name not in blank}
        for name in (name for name in ("refugees", "asylum_seekers") if name in blank):
            reading.fault(reading.at(row, name), "nothing", "a number in every row", AGAIN)
        if year is None or code is None or not reading.once(seen, (year, code), row, f"{year}, {code}"):
            continue
        for measure, cell in cells.items():
            coded += cell is not None and cell.low != cell.high
            found.append(({"origin": code, "year": year, "as_of": f"{year}-12-31", "measure": measure}, cell))
    unhcr.leave_aside(reading, "other countries of asylum", elsewhere)
    if coded:
        reading.notes.append(f"{unhcr.CODED} ({coded} cells).")
    return reading.loaded(found, source=SOURCE, vintage="")
