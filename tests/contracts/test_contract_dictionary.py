"""The data dictionary is made from the declarations, and the committed one is current."""

from __future__ import annotations

import re

import pytest

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.dictionary import dictionary, write_dictionary


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_committed_dictionary_is_current(lang, root):
    committed = (root / "docs" / f"data_dictionary.{lang}.md").read_text(encoding="utf-8")
    assert committed == dictionary(lang), "run python -m mcee_eval.contracts.dictionary"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_column_and_code_is_explained(lang):
    told = dictionary(lang)
    for contract in CONTRACTS.values():
        section = told.split(f"\n## {contract.name}\n")[1].split("\n## ")[0]
        for column in contract.columns:
            assert re.search(rf"^\| `{column.name}` \| [^|]+ \| [^|]+ \|", section, re.MULTILINE), column.name
            for code in column.codes:
                assert f"- `{code}`" in section
        for rule in contract.rules:
            assert getattr(rule, lang) in section


def test_tables_have_as_many_cells_in_each_row_as_in_the_header():
    for line in dictionary("fr").splitlines():
        if line.startswith("| `"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 9, line


def test_french_uses_no_break_spaces_before_colons_and_in_guillemets():
    french = dictionary("fr")
    assert " : " not in french
    assert "« " not in french.replace("«\u00a0", "")


def test_it_is_written_with_line_feeds_only(tmp_path):
    paths = write_dictionary(tmp_path)
    assert [p.name for p in paths] == ["data_dictionary.en.md", "data_dictionary.fr.md"]
    assert all(b"\r" not in p.read_bytes() for p in paths)
