"""A small executed notebook and its record, made of real exhibits: what page tests render for a certain case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import nbformat
import pandas as pd
from matplotlib.axes import Axes

from mcee_eval.release.cell import Cell, marked
from mcee_eval.release.door import Door
from mcee_eval.release.protected import Protected, protect
from mcee_eval.show import passage, plots
from mcee_eval.show.exhibit import Column, Exhibit, Source, exhibit
from mcee_eval.words.catalogue import Text
from mcee_eval.words.formats import LANGS
from mcee_eval.words.say import Words

HOSTILE = "<script>alert(1)</script>"


def texts(**more: tuple[str, str]) -> dict[str, Text]:
    """Texts that the examples need and the catalogue has not."""
    both = {
        "proposition.example": ("Requests are answered more often.", "On répond plus souvent aux demandes."),
        "column.example": ("Requests", "Demandes"),
        "column.second": ("Documents", "Documents"),
        "source.example": ("an example", "un exemple"),
        "f4.told": ("Answered within a year: {x:percent}.", "Réponse dans l'année\u00a0: {x:percent}."),
        **more,
    }
    for slug in ("lines", "bars", "ranges", "plain"):
        both[f"f4.{slug}.title"] = (f"Requests by year ({slug})", f"Demandes par année ({slug})")
        both[f"f4.{slug}.alt"] = (f"Chart of requests, {slug}.", f"Diagramme des demandes, {slug}.")
        both[f"f4.{slug}.note"] = ("A note.", "Une remarque.")
    return {k: Text(k, {"en": {"other": en}, "fr": {"other": fr}}) for k, (en, fr) in both.items()}


def released(values: Mapping[str, list[float | None]], places: list[str] | None = None) -> Protected:
    """Counts of requests by year (and place), as the rule lets them out."""
    n = len(next(iter(values.values())))
    frame = pd.DataFrame({"year": [str(2018 + i) for i in range(n)], **values})
    dims = ["year"]
    if places:
        frame["place"], dims = places, ["year", "place"]
    return protect(frame, dims=dims, value=list(values), unit="requests", provenance="synthetic")


VALUES: dict[str, list[float | None]] = {
    "requests": [40, 120, 85, 3, 160, 210],
    "documents": [30, 60, 75, 20, 90, 185],
}
COLUMNS = (
    Column("year", "column.year", "year"),
    Column("requests", "column.example", "count"),
    Column("documents", "column.second", "count"),
)


def _lines(table: Protected) -> Callable[[Axes, Words], Axes]:
    return lambda ax, words: plots.lines(
        ax, table, words, x="year", series=["requests", "documents"], label=str, y_label=words("column.example")
    )


def _bars(table: Protected) -> Callable[[Axes, Words], Axes]:
    return lambda ax, words: plots.bars(
        ax, table, words, x="year", column="requests", name=str, y_label=words("column.example")
    )


def exhibits(values: Mapping[str, list[float | None]] | None = None, drawn: Any = None) -> list[Exhibit]:
    """A chart of lines, one of bars, a table. ``drawn``: other values for the lines' picture (a chart that lies)."""
    table = released(values or VALUES)
    words = {lang: Words(lang) for lang in LANGS}
    common: dict[str, Any] = {
        "words": words, "lang": "en", "sources": (Source("example", "2026-01"),), "period": "2018-2023",
    }  # fmt: skip
    places = ["R01", HOSTILE, "../../x", "\u202eabc", "L" * 10_000, "=1+1"]
    placed = released({"requests": values["requests"] if values else VALUES["requests"]}, places)
    return [
        exhibit("f4", "lines", table, columns=COLUMNS, draw=_lines(released(drawn) if drawn else table), **common),
        exhibit("f4", "bars", table, columns=COLUMNS[:2], draw=_bars(table), **common),
        exhibit(
            "f4", "plain", placed,
            columns=(Column("place", "site.book.country", "data"), *COLUMNS[:2]), **common,
        ),
    ]  # fmt: skip


def claim_texts() -> dict[str, Text]:
    """Texts of ``claim_ledger``."""
    both = {
        "f8.claim_ledger.title": ("The report's numbers, recomputed", "Les nombres du rapport, recalculés"),
        "f8.claim_ledger.alt": ("A table.", "Un tableau."),
        "f8.claim_ledger.note": ("A note.", "Une remarque."),
        "column.claim": ("The report says", "Le rapport dit"),
        "column.recomputed": ("Recomputed", "Recalculé"),
        "column.found": ("What was found", "Ce qui a été constaté"),
    }
    return {k: Text(k, {"en": {"other": en}, "fr": {"other": fr}}) for k, (en, fr) in both.items()}


def claim_ledger(rows: int = 150) -> Exhibit:
    """A table of long texts that are data in both languages, as the conclusions' own: number, passage, verdict."""
    said = [
        (
            f"Claim {i}: the report says that asylum claims made in Canada rose sharply over the years it looks at and "
            "that this is likely to continue under the pressures that it describes at length.",
            f"Énoncé {i}\u00a0: le rapport dit que les demandes d'asile présentées au Canada ont fortement augmenté au "
            "cours de la période visée, et que cela se poursuivra sous l'effet des pressions qu'il décrit longuement.",
        )
        for i in range(1, rows + 1)
    ]
    found = [
        (
            "not reproduced: =1+1 is not what the figures give",
            "non reproduit\u00a0: ce n'est pas ce que donnent les chiffres",
        )
    ]
    dims = pd.DataFrame({"claim": said, "found": found * rows})
    cells = {"recomputed": [Cell(0.5 + i / 100, 0.4, 2.2) if i % 7 else marked("redacted") for i in range(rows)]}
    door = Door("synthetic", "public", "report")
    return exhibit(
        "f8", "claim_ledger", door.table(dims, cells, {"recomputed": "share"}, "already_public"),
        columns=(
            Column("claim", "column.claim", "both"), Column("recomputed", "column.recomputed", "change", 1),
            Column("found", "column.found", "both"),
        ),
        words={lang: Words(lang) for lang in LANGS}, lang="en", sources=(Source("example", "2024-Q4 first release"),),
        period="2019 – 2024",
    )  # fmt: skip


def record(shown: list[Exhibit], *, audience: str = "public", country: str = "R01", **more: Any) -> dict[str, Any]:
    """What such a notebook leaves."""
    return {
        "schema": "mcee-record-3",
        "finding": "f4",
        "country": country,
        "dataset": "report",
        "audience": audience,
        "provenance": "synthetic",
        "parameters": {"start": "", "end": ""},
        "names": {"R01": ["Testland", "Testlande"], "P01": ["Examplia", "Exemplie"]},
        "verdicts": [
            {
                "proposition": "example", "state": "inconclusive", "headline": True, "settle": [],
                "lines": {"requests": "too_few"}, "strength": "", "silence": "too_few", "last": "2024",
                "reasons": [
                    {
                        "code": "x", "says": "too_few", "family": "requests", "number": "", "condition": False,
                        "values": {},
                    }
                ],
            }
        ],
        "numbers": {"f4-told-x": {"value": 0.5, "unit": "share"}},
        "exhibits": [s.record() for s in shown],
        "inputs": [
            {
                "kind": "travel_document_requests", "source": "an example", "vintage": "2026-01",
                "provenance": "synthetic", "rows": 1200, "suppressed": 1, "sha256": "ab" * 32,
                "corrections": [], "notes": ["a note"],
            }
        ],
        "versions": {"mcee-eval": "0.1.0"},
    } | more  # fmt: skip


def notebook(shown: list[Exhibit]) -> nbformat.NotebookNode:
    """Title, twins of narrative, a cell with a plain output, a cell an exhibit."""

    def told(lang: str, source: str) -> Any:
        return nbformat.v4.new_markdown_cell(source, metadata={"tags": [f"lang-{lang}"]}, id=f"{lang}{len(source)}")

    def output(bundle: dict[str, Any]) -> Any:
        return nbformat.v4.new_output("execute_result", bundle, execution_count=1)

    spoken = passage.say("f4", [("f4.told", {"x": Cell(0.5)})], {lang: Words(lang) for lang in LANGS}, "en")
    cells = [
        told("en", "# The notebook's own title\n\n## Question\n\nDid requests rise?"),
        told("fr", "# Le titre du carnet\n\n## Question posée\n\nLes demandes ont-elles augmenté?"),
        nbformat.v4.new_code_cell(
            "secret = 'code < 3'", id="plain", execution_count=1, outputs=[output({"text/plain": "raw & frame"})]
        ),
        nbformat.v4.new_code_cell(
            "study.exhibit('told')", id="told", execution_count=1, outputs=[output(spoken._repr_mimebundle_())]
        ),
    ]
    for i, one in enumerate(shown):
        cells.append(
            nbformat.v4.new_code_cell(
                f"study.exhibit({i})", id=f"c{i}", execution_count=1, outputs=[output(one._repr_mimebundle_())]
            )
        )
    return nbformat.v4.new_notebook(cells=cells)
