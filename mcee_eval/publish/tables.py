"""The files of a record beside its pages: workbooks, a CSV file an exhibit, its dictionary, its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcee_eval.publish.collected import Collected, Key
from mcee_eval.publish.neutral import csv_bytes
from mcee_eval.publish.numbers import HEADER, numbers_csv
from mcee_eval.publish.stamp import Stamp, part_of
from mcee_eval.publish.tidy import dictionary_csv, exhibit_csv
from mcee_eval.publish.workbook import workbook
from mcee_eval.words.formats import LANGS


def tables(found: Collected, site: Path, before: Stamp, now: Mapping[str, str]) -> dict[str, bytes]:
    """The files of every record, and the workbooks of all findings.

    Those of a record that is as it was are read from the site, not made again.
    """
    files: dict[str, bytes] = {}
    for key, record in found.records.items():
        names = _names(key, record)
        unchanged = before.same(now, ("code", part_of(key[0], f"{key[1]}.{key[2]}")))
        if unchanged and before.intact(site, names):
            files |= {name: (site / name).read_bytes() for name in names}
        else:
            files |= dict(zip(names, _made(record), strict=True))
    whole = [r for k, r in found.records.items() if k[2] == "ALL"] or list(found.records.values())
    for lang in LANGS:
        files[f"mcee-eval.{lang}.xlsx"] = workbook(whole, lang)
    return files


def ledger_csv(found: Collected, files: Mapping[str, bytes]) -> tuple[bytes, int]:
    """The numbers of all records as one file, and how many they are."""
    out, rows = [csv_bytes(HEADER, ())], 0
    for dataset, finding, country in found.records:
        _, _, body = files[f"{dataset}/csv/{finding}.{country}/ledger.csv"].partition(b"\n")
        out.append(body)
        rows += body.count(b"\n")
    return b"".join(out), rows


def _names(key: Key, record: Mapping[str, Any]) -> list[str]:
    dataset, name = key[0], f"{key[1]}.{key[2]}"
    beside = [f"{dataset}/{name}.{lang}.xlsx" for lang in LANGS]
    csvs = ["dictionary", "ledger", *(e["id"] for e in record["exhibits"])]
    return [*beside, *(f"{dataset}/csv/{name}/{one}.csv" for one in csvs)]


def _made(record: Mapping[str, Any]) -> list[bytes]:
    """In the order of their names."""
    books = [workbook([record], lang) for lang in LANGS]
    return [*books, dictionary_csv(record), numbers_csv(record), *(exhibit_csv(e) for e in record["exhibits"])]
