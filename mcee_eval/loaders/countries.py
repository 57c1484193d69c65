"""One country table: every spelling that a publisher uses → ISO 3166-1 alpha-3, and the names in both languages."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from functools import cache
from pathlib import Path

from mcee_eval.loaders.cells import clean

_HERE = Path(__file__).parent
# What a published table has in the place of a country. Longer than three letters, so never an ISO code.
UNKNOWN, STATELESS, TIBETAN, BLANK, OTHER, TOTAL = "UNKNOWN", "STATELESS", "TIBETAN", "BLANK", "OTHER", "TOTAL"
SPECIAL = frozenset({UNKNOWN, STATELESS, TIBETAN, BLANK, OTHER, TOTAL})

#: words that a publisher adds to a name or leaves out; "democratic", "people's", "north", "south" tell countries apart
FORMAL = frozenset(
    {
        "the", "of", "and", "republic", "republique", "kingdom", "royaume", "state", "states", "etat", "etats",
        "federal", "federated", "federative", "federation", "islamic", "arab", "socialist", "commonwealth",
        "principality", "grand", "duchy", "sultanate", "emirate", "union", "independent", "island", "islands", "iles",
        "sar", "de", "du", "des", "la", "le", "les", "l'",
    }
)  # fmt: skip
SPLIT = frozenset({"china", "congo", "dominica"})  # with "republic" another country than without: never guessed
ALIKE = 0.85  # of two distinctive words, so that one is a slip of the other


class UnknownCountry(ValueError):
    """A spelling that is in neither file; ``nearest`` is the closest known one, or empty."""

    def __init__(self, spelling: str, publisher: str, nearest: str) -> None:
        self.spelling, self.nearest = spelling, nearest
        super().__init__(f"'{spelling}' is no country that {publisher} is known to name")


def folded(name: str) -> str:
    """A name as it is compared: no accents, no case, one kind of apostrophe, dash, '&' and space."""
    plain = unicodedata.normalize("NFKD", clean(name)).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for old, new in (("\u2019", "'"), ("`", "'"), ("\u2013", "-"), ("\u2011", "-"), ("&", " and "), ("(", " (")):
        plain = plain.replace(old, new)
    return " ".join(plain.split()).removeprefix("the ").rstrip(".")


@cache
def distinctive(name: str) -> frozenset[str]:
    """The words of a name that tell countries apart: without forms of state, articles and "islands"."""
    words = re.sub(r"[^\w']+", " ", folded(name)).split()
    return frozenset({"st": "saint", "ste": "sainte"}.get(w, w) for w in words if w not in FORMAL)


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _countries() -> dict[str, dict[str, str]]:
    return {row["iso3"]: row for row in _rows("countries.csv")}


@cache
def _known(publisher: str) -> dict[str, str]:
    """Folded spelling → code, for one publisher: its own spellings win over the names of the table."""
    known: dict[str, str] = {}
    for code, row in _countries().items():
        known[folded(row["name_en"])] = known[folded(row["name_fr"])] = code
    for whose in ("any", publisher):
        known |= {
            folded(row["spelling"]): row["iso3"] for row in _rows("country_spellings.csv") if row["publisher"] == whose
        }
    return known


def codes() -> tuple[str, ...]:
    """All codes of the table: ISO 3166-1 alpha-3, XKX for Kosovo, and the special ones."""
    return tuple(_countries())


def code_of(spelling: str, publisher: str) -> str:
    """Which country does ``publisher`` (IRCC, IRB, UNHCR, CBSA) mean by this spelling?

    Returns an ISO3 code or a special one. Refuses (``UnknownCountry``, a ValueError) a spelling that is not known,
    with the nearest one; nothing is guessed. The same word can differ by publisher: UNHCR's "Congo" is COG.
    """
    known = _known(publisher)
    key = folded(spelling)
    if key in known:
        return known[key]
    plain = distinctive(spelling)
    same = {code for other, code in known.items() if plain and distinctive(other) == plain}
    if len(same) == 1 and not plain & SPLIT:
        return same.pop()
    raise UnknownCountry(clean(spelling), publisher, _nearest(key, plain, publisher))


def _nearest(key: str, plain: frozenset[str], publisher: str) -> str:
    """The known spelling that shares a distinctive word, or nearly does; "" where none does: no name is guessed."""

    def apart(other: str) -> int:
        words = distinctive(other)
        return sum(not any(_alike(a, b) for b in words) for a in plain) + sum(
            not any(_alike(a, b) for a in plain) for b in words
        )

    near = [k for k in _known(publisher) if any(_alike(a, b) for a in plain for b in distinctive(k))]
    near.sort(key=lambda k: (apart(k), -difflib.SequenceMatcher(None, key, k).ratio(), k))
    return _as_printed(near[0], publisher) if near and not plain & SPLIT else ""


def _alike(one: str, other: str) -> bool:
    return one == other or difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE


def _as_printed(key: str, publisher: str) -> str:
    for row in _rows("country_spellings.csv"):
        if row["publisher"] in (publisher, "any") and folded(row["spelling"]) == key:
            return row["spelling"]
    for row in _countries().values():
        for name in (row["name_en"], row["name_fr"]):
            if folded(name) == key:
                return name
    return key


def name_of(code: str, lang: str) -> str:
    """The name of a code in "en" or "fr". A KeyError for a code that is not in the table."""
    return _countries()[code][f"name_{lang}"]


def unhcr_code_of(code: str) -> str:
    """UNHCR's own three letters for an ISO3 code, which often differ (AUS is Austria there); empty if it has none."""
    return _countries()[code]["unhcr_code"]
