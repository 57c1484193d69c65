"""What the contracts say of the findings that read a table is what the notebooks read when they are run."""

from __future__ import annotations

import pytest

from mcee_eval.contracts import CONTRACTS
from mcee_eval.contracts.readers import FINDINGS, lacking, reads_of, tables_of, to_fill
from mcee_eval.rehearsal import rehearsed
from mcee_eval.settings import settings


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict[str, set[str]]:
    """Finding → the tables it read, for all countries and for one of each role; the conclusions without records."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCEE_RECORDS", str(tmp_path_factory.mktemp("none")))
        found: dict[str, set[str]] = {}
        for finding in settings().findings:
            for country in ("ALL", "R01", "P01") if finding.country_form else ("ALL",):
                asked = rehearsed(finding.id, country=country)
                keys = {name.removeprefix("report.") for name in asked.data._loaded}
                found.setdefault(str(finding.number), set()).update(keys & set(CONTRACTS))
    return found


def test_every_finding_is_one_of_ours(read):
    assert tuple(sorted(read)) == FINDINGS


@pytest.mark.parametrize("finding", FINDINGS)
def test_the_contracts_name_the_findings_that_read_them(read, finding):
    assert set(reads_of(finding)) == read[finding]


def test_what_is_transcribed_or_read_by_no_finding_is_not_the_users_to_give(root):
    shipped = {path.stem for path in (root / "data" / "synthetic" / "report").glob("*.csv")}
    assert set(to_fill()) == shipped
    assert "quantifiers" not in tables_of("2")


def test_what_lacks_is_told_by_finding():
    told = lacking(tables_of("4"))
    assert told["4"] == ()
    assert told["0"] == ("projects", "project_countries", "project_areas", "disbursements")
    assert not any(lacking(to_fill()).values())
