"""Extracts, mappings and declarations, mutated at random from a seed, against an independent recount.

``python tests/loaders/own_mapping_mutants.py 20000 7``: so many mutants from this seed. The recount knows what each
cell was made to say and never calls a reader: a table that is read must say it, row for row; all else must be refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from mcee_eval.errors import MceeError
from mcee_eval.loaders.check_folder import check_folder
from mcee_eval.loaders.own_tables import load_dataset

NAMES = {"NGA": ["NGA", "Nigéria"], "HTI": ["HTI", "Haïti"], "JAM": ["JAM", "Jamaïque"]}
SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
LONG = [dt.date(2019, m, 1).strftime("%B") for m in range(1, 13)]
HEADER = ["No demande", "Clé personne", "Pays", "Date demande", "Date délivrance", "Remarques"]
PAID = ["Projet", "Exercice", "Payé ($)"]
NASTY = [
    "", " ", "NA", "--", "05/13/2019", "2019-02-30", "31 févr. 2020", "2019", "FY2019", "EF 2019", "10-11", "2019-21",
    "12.34.2019", "1.234", "1,234.5", "12%", "(45)", "<5", "1e3", "inf", "x", "#REF!", "2019-03-31 12:00", "99999999",
    "TOTAL", "a; b", "Nigerria", "=1+1", "1 23,5", "12,3,4", "--5", "５", "٣",
]  # fmt: skip
PLAIN = {"2019": 201900, "99999999": 9999999900, "1e3": 100000}  # numbers like any other, in cents
MAPPING = """
[travel_document_requests]
file = "demandes.csv"
header_row = 1
dates = "day-month-year"
serials = true
leave_out = ["TOTAL"]
unused = ["Remarques"]
[travel_document_requests.columns]
request_id = "No demande"
person_key = "Clé personne"
country = "Pays"
requested_on = "Date demande"
issued_on = "Date délivrance"
[travel_document_requests.codes.country]
"Nigéria" = "NGA"
"Haïti" = "HTI"
"Jamaïque" = "JAM"
[disbursements]
file = "paye.csv"
header_row = 1
decimals = ","
[disbursements.columns]
project = "Projet"
fiscal_year = "Exercice"
paid = "Payé ($)"
[disbursements.constants]
plan_version = "original"
[disbursements.codes.project]
"Projet 1" = "P1"
"""
DATASET = 'provenance = "protected"\nextracted_on = 2025-03-31\nrelease = ["NGA"]\n'
COUNTRIES = (
    "country,removals_status,mcee_role,main,status_from,status_to,programme_start,selected_on,engagement_plan,"
    "name_en,name_fr\n" + "".join(f"{c},cooperative,none,no,,,,,no,{c},{c}\n" for c in NAMES)
)


def day_as(day: dt.date, dice: random.Random) -> str:
    forms = [
        f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d-%m-%y}", f"{day:%d.%m.%Y}", f"{day:%Y/%m/%d}",
        f"{day.day} {SHORT[day.month - 1]} {day.year}", f"{LONG[day.month - 1]} {day.day}, {day.year}",
        str((day - dt.date(1899, 12, 30)).days), f"\u00a0{day:%d/%m/%Y} ",
    ]  # fmt: skip
    return dice.choice(forms)


def money_as(cents: int, dice: random.Random) -> str:
    whole, rest = divmod(cents, 100)
    gap = dice.choice(["", " ", "\u00a0", "\u202f", "."]) if whole >= 1000 else ""
    grouped = f"{whole:,}".replace(",", gap)
    return f"{grouped},{rest:02d}" + dice.choice(["", " $", "\u00a0$"])


def year_as(start: int, dice: random.Random) -> str:
    end = start + 1
    forms = [f"{start}-{end}", f"{start}-{end % 100:02d}", f"{start}/{end % 100:02d}", f"EF {start}-{end % 100:02d}",
             f"Exercice {start}-{end}", f"FY{start}-{end % 100:02d}"]  # fmt: skip
    return dice.choice([*forms, f"{start % 100:02d}-{end % 100:02d}"] if end % 100 > 12 else forms)


def case(
    dice: random.Random,
) -> tuple[list[list[str]], list[tuple[object, ...]], list[list[str]], list[tuple[object, ...]]]:
    """Two sheets and what each row was made to say."""
    requests, said = [], []
    for i in range(dice.randrange(3, 9)):
        code = dice.choice(list(NAMES))
        asked = dt.date(2015, 1, 1) + dt.timedelta(days=dice.randrange(3000))
        issued = asked + dt.timedelta(days=dice.randrange(1, 400)) if dice.random() < 0.6 else None
        said.append((f"TD-{i}", f"P{i}", code, asked, issued))
        shown = [day_as(asked, dice), day_as(issued, dice) if issued else dice.choice(["", " "])]
        requests.append([f"TD-{i}", f"P{i}", dice.choice(NAMES[code]), *shown, dice.choice(["", "note"])])
    paid, paid_said = [], []
    for start in range(2017, 2017 + dice.randrange(2, 6)):
        cents = dice.randrange(1, 10 ** dice.randrange(3, 10))
        paid_said.append(("P1", f"{start}-{(start + 1) % 100:02d}", cents))
        paid.append([dice.choice(["Projet 1", "P1"]), year_as(start, dice), money_as(cents, dice)])
    return requests, said, paid, paid_said


def text_of(header: list[str], rows: list[list[str]], dice: random.Random) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=dice.choice([",", ";"]), lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def torn(text: str, dice: random.Random) -> str:
    """A text with one mistake of a typist."""
    at, kind = dice.randrange(len(text)), dice.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + dice.choice('aeXz19,."=[]?-\n é') + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    lines = text.splitlines(keepends=True)
    line = dice.randrange(len(lines))
    return "".join(lines[:line] + lines[line + 1 :] if kind == 3 else [*lines[: line + 1], *lines[line:]])


def mutate(folder: Path, dice: random.Random) -> str:
    """Write one mutant, read it, hold it against the recount; its outcome, or what went wrong after ``!``."""
    requests, said, paid, paid_said = case(dice)
    mapping, dataset, kind = MAPPING, DATASET, dice.randrange(5)
    loose = False  # whether the mutation may change what is meant
    if kind == 1:
        rows = dice.choice([requests, paid])
        row, column = dice.randrange(len(rows)), dice.randrange(2, len(rows[0]))
        loose = column == 5 and rows is requests  # remarks are left aside
        rows[row][min(column, len(rows[0]) - 1)] = new = dice.choice(NASTY)
        if rows is requests and column == 4 and not new.strip():
            said[row] = (*said[row][:4], None)
        elif rows is paid and not new.strip():
            paid_said[row] = (*paid_said[row][:2], None)
        elif rows is paid and new in PLAIN:
            paid_said[row] = (*paid_said[row][:2], PLAIN[new])
        elif not loose:
            said = paid_said = []  # nothing nasty may be read
    elif kind == 2:
        for rows, extra in (
            (requests, [""] * 6),
            (requests, HEADER),
            (requests, ["TOTAL", "", "", str(len(said)), "", ""]),
        ):
            if dice.random() < 0.6:
                rows.insert(dice.randrange(len(rows) + 1), list(extra))
    elif kind == 3:
        mapping = torn(mapping, dice)
    elif kind == 4:
        dataset = torn(dataset, dice)
    for name, text in (
        ("demandes.csv", text_of(HEADER, requests, dice)), ("paye.csv", text_of(PAID, paid, dice)),
        ("mapping.toml", mapping), ("dataset.toml", dataset), ("countries.csv", COUNTRIES),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    outcome = f"{('good', 'cell', 'rows', 'mapping', 'dataset')[kind]}"
    try:
        read = load_dataset(folder)
    except MceeError as refused:
        told = refused.problems and all(p.where and p.found and p.expected for p in refused.problems)
        again = _count(folder)
        wrong = "" if told and again and kind not in (0, 2) else "! refused without a reason"
        return f"{outcome} refused{wrong}"
    found = frame = read.get("travel_document_requests")
    if found is None or "disbursements" not in read:
        return f"{outcome} read {_declared(mapping)}"
    frame = found.frame
    columns = zip(
        frame["request_id"],
        frame["person_key"],
        frame["country"],
        frame["requested_on"],
        frame["issued_on"],
        strict=True,
    )
    rows_read = [(a, b, c, d.date(), e.date() if e == e else None) for a, b, c, d, e in columns]
    money = read["disbursements"].frame
    pairs = zip(money["project"], money["fiscal_year"], money["paid"], strict=True)
    money_read = [(p, y, round(v * 100) if v == v else None) for p, y, v in pairs]
    same = rows_read == said and money_read == paid_said
    if not same and kind == 3 and _meant(mapping):
        return f"{outcome} read as the mapping now says"
    return f"{outcome} read" + ("" if same else "! a silent change")


def _count(folder: Path) -> bool:
    try:
        return check_folder(folder).count > 0
    except MceeError:
        return True


def _declared(mapping: str) -> str:
    told = tomllib.loads(mapping)
    return "without a section that is gone" if len(told) < 2 else "! a table is lost"


def _meant(mapping: str) -> bool:
    """Whether the mapping itself now says another code, order or list of columns."""
    was, now = tomllib.loads(MAPPING), tomllib.loads(mapping)
    keys = ("codes", "constants", "leave_out", "columns", "unused", "serials", "dates", "decimals")
    return any(was[t].get(k) != now.get(t, {}).get(k) for t in was for k in keys)


def mutants(many: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Outcomes counted, and the first mutants that went wrong."""
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        for number in range(many):
            folder = Path(home)
            try:
                outcome = mutate(folder, random.Random(f"{seed}:{number}"))
            except Exception as error:  # what a user would see as a traceback
                outcome = f"! {type(error).__name__}: {error}"[:200]
            outcomes[outcome] += 1
            if "!" in outcome and len(wrong) < 20:
                wrong.append(f"{seed}:{number} {outcome}")
    return outcomes, wrong


if __name__ == "__main__":
    counted, bad = mutants(int(sys.argv[1]), int(sys.argv[2]))
    for outcome, number in sorted(counted.items()):
        print(f"{number:8,}  {outcome}")
    print("\n".join(bad))
