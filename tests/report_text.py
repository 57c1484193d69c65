"""The evaluation report as plain text: its sections, its passages, and every number and quantifier that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

#: a line that is the heading → the section that begins there; a section may begin again on a continuation page
HEADINGS = {
    "Sommaire exécutif": "summary",
    "Plan d'action de la réponse de la direction": "action_plan",
    "Liste des acronymes": "acronyms",
    "Contexte et aperçu du programme": "context",
    "Profil du programme": "profile",
    "Contexte de l'évaluation": "evaluation_context",
    "Méthodologie": "methodology",
    "Besoin continu": "need",
    "Résultats": "results",
    "Conception et mise en œuvre": "design",
    "Conclusions et recommandations": "conclusions",
    "Annexe A : Modèle logique du programme de l'ECEM (2019)": "annex",
}
FOOTNOTE = "[¹²³⁴⁵]"
#: number words; « un » is an article and left out, « un troisième » is one more person
WORDS: dict[str, float] = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000, "dizaine": 10, "centaine": 100, "millier": 1000,
    "deuxième": 2, "troisième": 1, "quatrième": 4, "premièrement": 1, "deuxièmement": 2, "trimestres": 4,
    "double": 2, "doubler": 2, "tripler": 3, "moitié": 0.5, "tiers": 1 / 3, "quart": 0.25,
}  # fmt: skip
#: how many, how much, how often
QUANTIFIERS = [
    "aucune?s?", "peu", "quelques", "certaine?s?", "plusieurs", "nombreux", "nombreuses", "plupart", "tous", "toutes",
    "totalité", "chaque", "multiples", "divers", "diverses", "négligeables?", "largement", "généralement", "souvent",
    "considérablement", "considérables?", "majorité", "minorité", "seule?s?", "rares?", "rarement",
    "toujours", "jamais", "augment(?:er|ée?s?|ation|ant)", "diminu(?:er|ée?s?|tion)", "élevée?s?", "record",
    "constamment", "faibles?", "systématiquement", "courte?s?", "insuffisante?s?", "insuffisance", "unanime",
    "unanimement",
]  # fmt: skip
PHRASES = ["l'ensemble des", "part importante", "grande partie", "en partie", "plus que", "un ou plusieurs"]
_NUMBER = r"(?<![\w-])\d{1,3}(?: \d{3})+(?!\d)|(?<![\w])\d+(?:[.,]\d+)?"
_HIT = re.compile(
    rf"(?P<number>{_NUMBER})|(?<!\w)(?P<word>{'|'.join(WORDS)})(?!\w)"
    rf"|(?<!\w)(?P<quantifier>{'|'.join(map(re.escape, PHRASES))}|{'|'.join(QUANTIFIERS)})(?!\w)",
    re.I,
)


@dataclass(frozen=True)
class Hit:
    """A number or quantifier of the report: where it stands, and what it may mean (empty for a quantifier)."""

    start: int
    end: int
    text: str
    values: frozenset[float]


@dataclass(frozen=True)
class Report:
    """``text`` in one line; ``places``: from which offset on which section and finding; ``footnotes``: their number."""

    text: str
    places: tuple[tuple[int, str, str], ...]
    footnotes: int

    def place(self, offset: int) -> tuple[str, str]:
        """The section and finding ("" under none) at an offset."""
        return next((s, f) for at, s, f in reversed(self.places) if at <= offset)

    def around(self, start: int, end: int) -> str:
        """A piece of the text, to be read in a message."""
        return self.text[max(0, start - 40) : end + 40]


def plain(text: str) -> str:
    """Spaces, apostrophes and the name of the envelope made one; Markdown and HTML taken away."""
    text = re.sub(r"</?[a-z][^>]*>", " ", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("**", "").replace("\\", "")
    text = re.sub(r"(?<!\w)\*(\S[^*\n]*\S)\*(?!\w)", r"\1", text)
    text = re.sub(r"^\s*[-•] ", "", text, flags=re.M).replace("•", " ")
    text = re.sub(r"\b(?:ECCEM|ECM)\b", "ECEM", text.replace("’", "'").replace("\u00a0", " "))
    return " ".join(text.split())


def read(path: Path) -> Report:
    """The report from its text version."""
    raw = path.read_text(encoding="utf-8")
    return parsed(raw)


def parsed(raw: str) -> Report:
    """The report from its text: sections by their headings, findings by theirs."""
    pieces: list[str] = []
    places = [(0, "cover", "")]
    length, section, finding = 0, "cover", ""
    for line in re.sub(FOOTNOTE, "", raw).split("\n"):
        piece = plain(line)
        if not piece:
            continue
        found = HEADINGS.get(piece)
        if found and found != section:
            section, finding = found, ""
        number = re.match(r"(?:\(Suite\) )?Constat (\d) :", piece)
        finding = number.group(1) if number else finding
        if (section, finding) != places[-1][1:]:
            places.append((length, section, finding))
        pieces.append(piece)
        length += len(piece) + 1
    return Report(" ".join(pieces), tuple(places), len(re.findall(FOOTNOTE, raw)))


def spans(report: Report, passage: str) -> list[tuple[int, int]]:
    """Every place where a passage is printed."""
    wanted = plain(passage)
    return [(m.start(), m.end()) for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?![\w])", report.text)]


def hits(report: Report) -> Iterator[Hit]:
    """Every number, number word and quantifier in the order of the text."""
    for found in _HIT.finditer(report.text):
        yield Hit(found.start(), found.end(), found.group(), frozenset(_values(report.text, found)))


def _values(text: str, found: re.Match[str]) -> set[float]:
    if found["quantifier"]:
        return set()
    if found["word"]:
        return {WORDS[found["word"].lower()]}
    number = float(found["number"].replace(" ", "").replace(",", "."))
    after, before = text[found.end() : found.end() + 12], text[max(0, found.start() - 12) : found.start()]
    if after.startswith(" %"):
        return {number / 100}
    if after.startswith(" millions"):
        return {number * 1e6}
    if re.search(r"(?:avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) $", before):
        return {number, number + 1}  # the fiscal year of these months ends in the next
    if re.match(r"-(\d{4})", after):
        return {number, number + 1}  # 2019-2020 is named by the year in which it ends
    return {number}


def holders(report: Report, claims: pd.DataFrame, no_claim: pd.DataFrame) -> list[tuple[Hit, frozenset[str]]]:
    """Every number and quantifier that claims something, with the codes of the statements that answer for it.

    A number asks for a statement over its place that prints this very number; a quantifier for any over its place.
    Two things need no statement of their own: the day of a date, and the year that dates a number.
    """
    covers = [
        (start, end, str(claim.claim), str(claim.kind), None if pd.isna(claim.published) else float(claim.published))
        for claim in claims.itertuples()
        for start, end in spans(report, claim.text_fr)
        if claim.kind != "redacted"
    ]
    silent = [m.span() for p in no_claim["pattern"] for m in re.finditer(p, report.text)]
    return [
        (hit, frozenset(code for a, b, code, kind, value in covers if a <= hit.start and hit.end <= b
                        and holds(report, hit, kind, value)))
        for hit in hits(report)
        if not any(a <= hit.start and hit.end <= b for a, b in silent)
    ]  # fmt: skip


def uncovered(report: Report, claims: pd.DataFrame, no_claim: pd.DataFrame) -> list[str]:
    """Numbers and quantifiers that no statement of the ledger holds, with where they stand."""
    return [
        f"{hit.text!r} in {report.around(hit.start, hit.end)!r} ({', '.join(report.place(hit.start))})"
        for hit, codes in holders(report, claims, no_claim)
        if not codes
    ]


def holds(report: Report, hit: Hit, kind: str, value: float | None) -> bool:
    """Does a statement of this kind and printed number answer for a hit in its passage?"""
    if not hit.values or value in hit.values:
        return True
    dated = kind == "date" and (value is None or re.match(r"\d{1,2} mars \d{4}", report.text[hit.start :]) is not None)
    return dated or (kind == "number" and re.fullmatch(r"20\d\d", hit.text) is not None)
