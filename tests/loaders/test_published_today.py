"""Files as publishers give them today: other headers, titles and notes around the rows, the world, a row a cell."""

from __future__ import annotations

import pytest

from mcee_eval.errors import BadTable
from mcee_eval.loaders.load import load
from mcee_eval.loaders.recognise import recognise

UNHCR = (
    'Year,"Country of origin","Country of asylum","Country of origin (ISO)","Country of asylum (ISO)",Authority,'
    '"Application type","{stage}","{counted}",applied\n'
)
ROW = "2019,Nigeria,Canada,NGA,CAN,G,N,FI,P,2000\n"
IRCC = (
    "EN_YEAR\tEN_QUARTER\tEN_MONTH\tFR_ANNEÉ\tEN_PROVINCE_TERRITORY\tEN_COUNTRY_RANK\t"
    "EN_COUNTRY_OF_CITIZENSHIP\tTOTAL\n"
)


def saved(tmp_path, text: str, name: str = "file.csv", encoding: str = "utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("stage", ["Stage of procedure", "Decision level"])
@pytest.mark.parametrize("counted", ["Cases / Persons", "Cases/ Persons"])
def test_unhcr_by_its_old_and_new_header(tmp_path, stage, counted):
    path = saved(tmp_path, UNHCR.format(stage=stage, counted=counted) + ROW)
    assert recognise(path) == "unhcr_applications"
    assert load("unhcr_applications", path).frame["value"].tolist() == [2000]


def test_titles_above_and_notes_below_are_left_aside_and_told(tmp_path):
    head = UNHCR.format(stage="Stage of procedure", counted="Cases / Persons")
    text = f'"Extracted from a database"\n"Date: 27/11/2025"\n\n{head}{ROW}"Note: 1 to 4 are printed as 5"\n'
    loaded = load("unhcr_applications", saved(tmp_path, text))
    assert len(loaded.frame) == 1
    told = " ".join(loaded.receipt.notes)
    assert "2 rows above the header left aside" in told
    assert "1 lines below the rows left aside" in told


def test_a_row_of_data_above_the_header_is_no_title(tmp_path):
    head = UNHCR.format(stage="Stage of procedure", counted="Cases / Persons")
    with pytest.raises(BadTable):
        load("unhcr_applications", saved(tmp_path, ROW + head + ROW))


def test_the_whole_world_is_read_for_canada_whatever_other_countries_count(tmp_path):
    head = UNHCR.format(stage="Stage of procedure", counted="Cases / Persons")
    others = "2019,Albania,Australia,ALB,AUS,G,N,FI,C,17\n2019,Ukraine,Israel,UKR,ISR,G,SP,XX,P,x\n"
    loaded = load("unhcr_applications", saved(tmp_path, head + ROW + others))
    assert loaded.frame["value"].tolist() == [2000]
    assert "2 rows left aside: other countries of asylum." in loaded.receipt.notes


def test_a_file_of_which_no_row_is_kept_is_refused(tmp_path):
    head = UNHCR.format(stage="Stage of procedure", counted="Cases / Persons")
    with pytest.raises(BadTable, match="no row is kept"):
        load("unhcr_applications", saved(tmp_path, head + "2019,Albania,Australia,ALB,AUS,G,N,FI,P,17\n"))


def ircc(*rows: str) -> str:
    return IRCC + "".join(f"{r}\n" for r in rows)


GOOD = (
    "2024\tQ1\tJan\t2024\tQuebec\t1\tIndia\t5",
    "2024\tQ1\tJan\t2024\tOntario\t1\tIndia\t--",
    "2024\tQ1\tJan\t2024\tQuebec\t2\tMali, Republic of\t10",
    "2024\tQ1\tJan\t2024\tQuebec\t\tOther Countries\t20",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_ircc_s_rows_of_today(tmp_path, encoding):
    path = saved(tmp_path, ircc(*GOOD), encoding=encoding)
    assert recognise(path) == "ircc_open"
    frame = load("ircc_open", path).frame
    assert frame["citizenship"].tolist() == ["IND", "IND", "MLI", "OTHER"]
    assert frame["province_territory"].tolist() == ["Quebec", "Ontario", "Quebec", "Quebec"]
    assert frame[["low", "high"]].to_numpy().tolist() == [[5, 7], [1, 4], [8, 12], [18, 22]]
    assert frame["suppressed"].tolist() == [False, True, False, False]
    assert set(frame["period"]) == {"2024-01"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2024\tQ2\tJan\t2024\tManitoba\t1\tIndia\t5", "'Q1' beside 'Jan'"),
        ("2024\tQ1\tJanvember\t2024\tManitoba\t1\tIndia\t5", "a month such as 'Jan'"),
        ("2024\tQ1\tJan\t2024\tManitoba\t1\tIndia\t7", "a multiple of 5"),
        ("2024\tQ1\tJan\t2024\tManitoba\t\tIndia\t5", "'India' without a rank"),
        ("2024\tQ1\tJan\t2024\tManitoba\t3\tOther Countries\t5", "'Other Countries' with a rank"),
        ("2024\tQ1\tJan\t2024\tManitoba\t1\tAtlantis\t5", "country 'Atlantis'"),
        (GOOD[0], "again, as in line 2"),
    ],
)
def test_what_is_wrong_in_ircc_s_rows_is_told(tmp_path, row, told):
    with pytest.raises(BadTable) as refused:
        load("ircc_open", saved(tmp_path, ircc(*GOOD, row)))
    assert told in str(refused.value)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("grants_datastore_id.csv", "grants_contributions", 1),
        ("ircc_open_data_current_tab.csv", "ircc_open", 64),
        ("unhcr_applications_2019_header.csv", "unhcr_applications", 1),
        ("unhcr_applications_world.csv", "unhcr_applications", 1),
        ("unhcr_preamble_and_note.csv", "unhcr_applications", 1),
    ],
)
def test_files_that_were_refused(shared, name, kind, rows):
    path = shared / "inputs" / "files" / name
    assert recognise(path) == kind
    assert len(load(kind, path).frame) == rows
