"""What every reader of a cell shares: spaces, empty cells, words that stand for nothing, and the refusal itself."""

from __future__ import annotations

# A no-break, narrow or thin space separates or pads; zero-width characters are dirt. Excel and the web leave both.
_SPACES: dict[int, str | None] = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u2002\u2003\u2005\u3000\t"), " ")
_SPACES |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)

NOTHING = frozenset(
    {"na", "n/a", "n.a.", "nd", "n.d.", "nil", "none", "null", "nan", "nat", "<na>", "-", "--", "---"}
    | {".", "..", "...", "…", "?", "x", "unknown", "inconnu", "s/o", "s.o.", "sans objet"}
)
EXCEL_ERRORS = frozenset(
    {"#N/A", "#NA", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"}
)


class Unread(Exception):
    """A cell that cannot be read as its column's type."""

    def __init__(self, check: str, found: str, expected: str, try_this: str) -> None:
        self.check, self.found, self.expected, self.try_this = check, found, expected, try_this
        super().__init__(f"{found}; expected {expected}. {try_this}")


def spaced(text: str) -> str:
    """The text with every kind of space as one plain space, none at its ends, and no zero-width characters."""
    return " ".join(text.translate(_SPACES).split())


def trimmed(text: str) -> str:
    """The text without spaces of any kind at its ends; its inside, no-break spaces included, stays."""
    return text.strip().strip("\u200b\u200c\u200d\u2060\ufeff").strip()


def refuse_nothing(text: str, expected: str, nullable: bool) -> None:
    """A word that stands for "not known" is refused: only an empty cell says so."""
    if text.upper() in EXCEL_ERRORS:
        raise Unread("excel_error", f"the Excel error {text}", expected, "Repair the formula, then paste values.")
    if text.lower() in NOTHING:
        todo = "Leave the cell empty where it is not known." if nullable else "Give the value: the column needs one."
        raise Unread("word_for_nothing", f"'{text}'", expected, todo)
