"""A folder of extracts → a first ``mapping.toml``, ``dataset.toml`` and ``countries.csv``, to be read and corrected."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.cell_text import NOTHING, spaced
from mcee_eval.contracts.declare import Column
from mcee_eval.contracts.near import meanings, nearest, plain
from mcee_eval.contracts.parse import is_code
from mcee_eval.errors import BadTable
from mcee_eval.loaders import raw, recognise
from mcee_eval.loaders.cells import Cells, clean
from mcee_eval.loaders.countries import SPECIAL, UnknownCountry, code_of, codes, name_of
from mcee_eval.loaders.own_declared import DECLARATION
from mcee_eval.loaders.own_folder import TABLE_FILES
from mcee_eval.loaders.own_forms import DAY_FIRST, LOCAL, MONTH_FIRST, SERIAL, Forms, plainly
from mcee_eval.loaders.own_mapped import labels
from mcee_eval.loaders.own_mapping import MAPPING
from mcee_eval.loaders.own_match import Match, matches

HEADER_SEARCH = 20  # rows looked at for a header
MANY_CODES = 200  # words of one column that a draft gives a code each
_TOTAL = re.compile(r"(sous[- ]?|sub[- ]?|grand )?tota(l|ux|ls)\b.*|source ?:.*|notes? ?:.*|ensemble", re.I)
_COMMENT = re.compile("((?:^|  )# )(.*)$", re.M)
_YES, _NO = {"oui", "o", "vrai", "y", "t", "1"}, {"non", "n", "faux", "f", "0"}
_OWN_NOTES = {"notes", "colonnes", "columns", "codes"}


def drafted(folder: Path) -> dict[str, str]:
    """What to write where, for the files that are not there yet: name → text. Empty where no sheet is like a table.

    folder : with extracts as they came; nothing in it is changed.
    """
    sections: dict[str, str] = {}
    seen: set[str] = set()
    days: list[str] = []
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in TABLE_FILES and p.name[0] not in ".~"):
        if path.stem in CONTRACTS or recognise.recognise(path):
            continue
        for cells in _sheets(path):
            top, found = _best(cells)
            days += _days(cells.rows[:top] if found else cells.rows[:HEADER_SEARCH])
            for one in found:
                if one.contract.name in sections:
                    sections[one.contract.name] += f"# {path.name} {cells.sheet}: another such sheet, not read\n"
                else:
                    sections[one.contract.name] = _section(path.name, cells, top, one, seen)
    if not sections:
        return {}
    texts = {
        MAPPING: "# Read it, correct it: what is written here is how your files are read.\n"
        + "".join(sections.values())
    }
    day = (
        f"extracted_on = {max(days)}"
        if days
        else "# extracted_on = 2025-03-31  # the last day that the extract knows of"
    )
    texts[DECLARATION] = f'provenance = "protected"\n{day}\nrelease = []  # countries that may have a public page\n'
    if seen and "countries" not in sections and not (folder / "countries.csv").is_file():
        texts["countries.csv"] = _countries(seen)
    return {name: text for name, text in texts.items() if not (folder / name).exists()}


def write_drafts(folder: Path, say: Callable[[str], str] = str) -> dict[str, str]:
    """Write what ``drafted`` gives, and give it back to be shown. No file that is there is changed.

    say : a comment → the same in the reader's language.
    """
    texts = {name: _COMMENT.sub(lambda m: m[1] + say(m[2]), text) for name, text in drafted(folder).items()}
    for name, text in texts.items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return texts


def _sheets(path: Path) -> Iterable[Cells]:
    try:
        whole: tuple[str | None, ...] = raw.sheets(path) or (None,)
        for name in whole:
            if name is not None and (plain(name) in _OWN_NOTES or name in CONTRACTS):
                continue
            try:
                yield raw.read(path, sheet=name)
            except BadTable:
                continue  # an empty sheet
    except BadTable:
        return  # check says why


def _best(cells: Cells) -> tuple[int, list[Match]]:
    """The row that is a header, and what the sheet holds under it."""
    best: tuple[int, list[Match]] = (0, [])
    for top in range(min(HEADER_SEARCH, len(cells.rows) - 1)):
        if sum(1 for c in cells.rows[top] if clean(c)) < 2:
            continue
        found = matches(labels(cells.rows[top]), _columns(cells, top))
        if found and (not best[1] or found[0].score > best[1][0].score):
            best = top, found
    return best


def _columns(cells: Cells, top: int) -> list[list[str]]:
    width = len(cells.rows[top])
    rows = [(*row, *[""] * width)[:width] for row in cells.rows[top + 1 :]]
    return [[row[j] for row in rows] for j in range(width)]


def _section(file: str, cells: Cells, top: int, one: Match, seen: set[str]) -> str:
    """One table's section of the mapping."""
    header, columns = labels(cells.rows[top]), _columns(cells, top)
    firsts = [next((clean(c) for c in row if clean(c)), "") for row in cells.rows[top + 1 :]]
    totals = sorted({f for f in firsts if _TOTAL.fullmatch(f)})
    kept = [i for i, f in enumerate(firsts) if f and f not in totals]
    contract = one.contract
    texts = {contract.column(n): [columns[j][i] for i in kept] for n, j in one.columns.items()}
    lines = [f"\n[{contract.name}]", f"file = {_q(file)}"]
    lines += [f"sheet = {_q(cells.sheet)}"] if cells.sheet else []
    lines.append(f"header_row = {cells.lines[top]}")
    lines += _dates([t for c, ts in texts.items() if c.type in ("date", "month") for t in ts])
    lines += _decimals(
        [t for c, ts in texts.items() if c.type == "decimal" for t in ts],
        [t for c, ts in texts.items() if c.type == "integer" for t in ts],
    )
    words = {spaced(t) for c, ts in texts.items() if c.type == "boolean" for t in ts}
    lines += [f"yes = {_list(w for w in words if w.casefold() in _YES)}"] if words else []
    lines += [f"no = {_list(w for w in words if w.casefold() in _NO)}"] if words else []
    nothing = {spaced(t) for c, ts in texts.items() if c.nullable and c.type != "text" for t in ts} - {""}
    nothing = {w for w in nothing if w.casefold() in NOTHING and w.casefold() != "none"}
    lines += [f"empty = {_list(nothing)}"] if nothing else []
    lines += [f"leave_out = {_list(totals)}  # rows that begin so are no rows of the table"] if totals else []
    filled = [h for j, h in enumerate(header) if any(map(clean, columns[j])) or clean(cells.rows[top][j])]
    unused = [h for h in filled if h not in {header[j] for j in one.columns.values()}]
    lines += [f"unused = [{', '.join(map(_q, unused))}]"] if unused else []
    if set(one.columns) == set(contract.key) and len({tuple(r) for r in zip(*texts.values(), strict=True)}) < len(kept):
        lines.append("distinct = true  # rows that say the same are one row")
    lines += [f"[{contract.name}.columns]", *(f"{n} = {_q(header[j])}" for n, j in one.columns.items())]
    lines += [f"[{contract.name}.constants]  # one value for all rows"] if one.missing else []
    for name in one.missing:
        column = contract.column(name)
        choice = ", ".join(column.codes) or ("yes, no" if column.type == "boolean" else column.en)
        lines.append(f'{name} = "?"  # not in the file: {choice}')
    for column, written in texts.items():
        if column.type == "code":
            lines += _codes(contract.name, column, written, seen)
    return "\n".join(lines) + "\n"


def _q(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(_q(w) for w in sorted(words))}]"


def _dates(texts: Sequence[str]) -> list[str]:
    """The order of days and months, where the cells tell it; a question where they do not; and Excel's day numbers."""
    found = [m for t in texts if (m := LOCAL.fullmatch(spaced(t)))]
    day_first = [m for m in found if int(m[1]) > 12]
    month_first = [m for m in found if int(m[3]) > 12]
    serials = [t for t in texts if SERIAL.fullmatch(spaced(t))]
    lines = []
    if found:
        most = max(len(day_first), len(month_first))
        clear = most and min(len(day_first), len(month_first)) * 20 <= most
        order = (DAY_FIRST if len(day_first) == most else MONTH_FIRST) if clear else "?"
        shown = (day_first if order == DAY_FIRST else month_first if clear else found)[0][0]
        lines.append(f"dates = {_q(order)}  # such as {shown}")
    if serials:
        date = Column(name="x", type="date", en="", fr="")
        told = plainly(serials[0], date, Forms(serials=True))
        lines.append(f"serials = true  # days counted from 1900: {serials[0]} is {told}")
    return lines


def _decimals(texts: Sequence[str], whole: Sequence[str]) -> list[str]:
    """The decimal mark, where the cells tell it: what stands before three digits of a whole number is none."""
    bare, counts = ([re.sub(r"[ $]", "", spaced(t)) for t in ts] for ts in (texts, whole))
    commas = [t for t in bare if re.fullmatch(r"-?[0-9.]*,(?:[0-9]{1,2}|[0-9]{4,})", t)]
    points = [t for t in bare if re.fullmatch(r"-?[0-9]+(?:,[0-9]{3})+\.[0-9]+|-?[0-9]+(?:,[0-9]{3}){2,}", t)]
    commas += [t for t in counts if re.fullmatch(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+", t)]
    points += [t for t in counts if re.fullmatch(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+", t)]
    unclear = [t for t in bare if re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", t)]
    if commas and points:
        return [f'decimals = "?"  # {commas[0]} beside {points[0]}']
    if commas or points:
        return [f"decimals = {_q(',' if commas else '.')}  # such as {(commas or points)[0]}"]
    mixed = [t for t in unclear if "," in t]
    return [f'decimals = "?"  # {mixed[0]} may be thousands or decimals'] if mixed else []


def _codes(table: str, column: Column, texts: Sequence[str], seen: set[str]) -> list[str]:
    """Words of a column that are no codes of it, each with the code that is meant, where one is."""
    words = sorted({spaced(t) for t in texts} - {""})
    words = [w for w in words if w.casefold() not in NOTHING or w in column.codes]
    found: dict[str, str] = {}
    of_country = column.name == "country"
    for word in words:
        if of_country:
            code = _country(word)
            seen |= {code} if code else set()
        elif column.codes:
            code = word if word in column.codes else meanings({k: (k, *v) for k, v in column.codes.items()}, word) or ""
        else:
            code = word if is_code(word) else re.sub(r"[^\w.+:#/-]+", "_", word).strip("_")
        if code != word:
            found[word] = code
    if not found or (len(found) > MANY_CODES and not (column.codes or of_country)):
        return []
    clash = len({found.get(w, w) for w in words}) < len(words) and not (of_country or column.codes)
    lines = [f"[{table}.codes.{column.name}]"]
    for word, code in found.items():
        if code and not clash:
            lines.append(f"{_q(word)} = {_q(code)}")
        else:
            near = nearest(word, [x for k, v in column.codes.items() for x in (k, *v)]) if column.codes else None
            meant = meanings({k: (k, *v) for k, v in column.codes.items()}, near) if near else None
            lines.append(f"# {_q(word)} = {_q(meant or '?')}  # {'is it?' if meant else 'no code is known for it'}")
    return lines


def _country(word: str) -> str:
    if word in codes() and word not in SPECIAL:
        return word
    try:
        code = code_of(word, "IRCC")
    except UnknownCountry:
        return ""
    return "" if code in SPECIAL else code


def _days(rows: Sequence[Sequence[str]]) -> list[str]:
    """Days that the lines above the header name, such as ``extrait au 31 mars 2025``."""
    date = Column(name="x", type="date", en="", fr="")
    found = []
    for text in (spaced(c) for row in rows for c in row):
        for piece in re.findall(
            r"[0-9]{1,2}(?:er)? [^\W\d_]+\.? [0-9]{4}|[^\W\d_]+ [0-9]{1,2}, [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}", text
        ):
            day = plainly(piece, date, Forms())
            found += [day] if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else []
    return found


def _countries(seen: Iterable[str]) -> str:
    """A table of the countries met, names filled; what only the evaluator knows is left empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = CONTRACTS["countries"].names
    writer.writerow(names)
    for code in sorted(seen):
        known = {"country": code, "name_en": name_of(code, "en"), "name_fr": name_of(code, "fr")}
        writer.writerow([known.get(n, "") for n in names])
    return out.getvalue()
