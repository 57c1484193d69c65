"""The data dictionary, made from the declarations: ``python -m mcee_eval.contracts.dictionary`` writes it again."""

from __future__ import annotations

from pathlib import Path

from mcee_eval.contracts.declare import Column, Contract
from mcee_eval.contracts.describe import Lang, bounds, meaning, spaced_french, type_of, unit, used_by, word
from mcee_eval.contracts.registry import CONTRACTS

HEAD = {
    "en": """# Data dictionary

Made from the declarations in `mcee_eval/contracts/` by `python -m mcee_eval.contracts.dictionary`; do not edit.

The tables are CSV, Parquet or Excel files, or the sheets of one workbook (`mcee-eval template`), each named as
its table. UTF-8; comma or semicolon; ISO dates; decimals after a point. No cell holds a list. An empty cell
means "not known" or "has not happened", never zero. A fiscal year runs from April to March (`2019-20`;
`2019-2020`, `2019/20` and `FY2019-20` are read as the same; a bare `FY2019` is refused). `mcee-eval check
FOLDER` reads the tables and tells every problem at once.
""",
    "fr": """# Dictionnaire des données

Produit à partir des déclarations de `mcee_eval/contracts/` par `python -m mcee_eval.contracts.dictionary`; ne
pas modifier.

Les tables sont des fichiers CSV, Parquet ou Excel, ou les feuilles d'un classeur (`mcee-eval template`),
chacune portant le nom de sa table. UTF-8; virgule ou point-virgule; dates ISO; décimales après un point. Aucune
cellule ne contient de liste. Une cellule vide signifie « inconnu » ou « n'a pas eu lieu », jamais zéro.
L'exercice va d'avril à mars (`2019-20`; `2019-2020`, `2019/20` et `FY2019-20` se lisent de même; `FY2019` seul
est refusé). `mcee-eval check DOSSIER` lit les tables et signale tous les problèmes à la fois.
""",
}
LABELS = {
    "table": ("table", "table"),
    "rows": ("one row is", "une ligne est"),
    "used by": ("used by findings", "utilisée par les constats"),
    "question": ("Question", "Question"),
    "row": ("One row", "Une ligne"),
    "key": ("Key", "Clé"),
    "columns": (
        "| column | type | meaning | unit | values | may be empty | may lie ahead | since |",
        "| colonne | type | signification | unité | valeurs | peut être vide | peut être à venir | depuis |",
    ),
    "codes": ("Codes of", "Codes de"),
    "rules": ("Rules", "Règles"),
}


def label(name: str, lang: Lang) -> str:
    """One of ``LABELS``."""
    return LABELS[name][lang == "fr"]


def dictionary(lang: Lang) -> str:
    """The whole dictionary in one language, as Markdown."""
    index = [
        f"| {label('table', lang)} | {label('rows', lang)} | {label('used by', lang)} |",
        "| --- | --- | --- |",
        *(f"| [{c.name}](#{c.name}) | {_cell(_of(c, 'row', lang))} | {used_by(c, lang)} |" for c in CONTRACTS.values()),
    ]
    head = spaced_french(HEAD[lang]) if lang == "fr" else HEAD[lang]
    return "\n".join([head, *index, "", *(_section(c, lang) for c in CONTRACTS.values())])


def _of(contract: Contract, name: str, lang: Lang) -> str:
    text: str = getattr(contract, f"{name}_{lang}" if name else lang)
    return spaced_french(text) if lang == "fr" else text


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _section(contract: Contract, lang: Lang) -> str:
    colon = "\u00a0:" if lang == "fr" else ":"
    lines = [
        f"## {contract.name}",
        "",
        f"{_of(contract, '', lang)}.",
        "",
        f"- {label('question', lang)}{colon} {_of(contract, 'question', lang)}",
        f"- {label('row', lang)}{colon} {_of(contract, 'row', lang)}",
        f"- {label('key', lang)}{colon} {', '.join(f'`{k}`' for k in contract.key)}",
        "",
        label("columns", lang),
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(column, lang) for column in contract.columns),
        "",
    ]
    for column in contract.columns:
        if column.codes:
            lines += [f"{label('codes', lang)} `{column.name}`{colon}", ""]
            lines += [f"- `{code}`{colon} {_label(texts, lang)}" for code, texts in column.codes.items()]
            lines.append("")
    if contract.rules:
        lines += [f"{label('rules', lang)}{colon}", ""]
        lines += [f"- {getattr(rule, lang)}" for rule in contract.rules]
        lines.append("")
    return "\n".join(lines)


def _label(texts: tuple[str, str], lang: Lang) -> str:
    return spaced_french(texts[1]) if lang == "fr" else texts[0]


def _row(column: Column, lang: Lang) -> str:
    cells = [
        f"`{column.name}`",
        type_of(column, lang),
        meaning(column, lang),
        unit(column, lang),
        bounds(column, lang),
        word("yes" if column.nullable else "no", lang),
        word("yes", lang) if column.future else "",
        column.since,
    ]
    return "| " + " | ".join(_cell(c) for c in cells) + " |"


def write_dictionary(folder: Path) -> list[Path]:
    """Write ``data_dictionary.en.md`` and ``.fr.md`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    langs: tuple[Lang, Lang] = ("en", "fr")
    for lang in langs:
        path = folder / f"data_dictionary.{lang}.md"
        path.write_text(dictionary(lang), encoding="utf-8", newline="\n")
        written.append(path)
    return written


if __name__ == "__main__":
    for made in write_dictionary(Path("docs")):
        print(made)
