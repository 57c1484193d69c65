from dataclasses import replace

import pytest
from tiny_house import TinyDataset, TinyFinding

from mcee_eval.batch.plan import Run, Selection, find_finding, plan
from mcee_eval.errors import BadParameter

FINDINGS = (
    TinyFinding("f1", 1, "01_continuing_need", True, ("synthetic", "published")),
    TinyFinding("f4", 4, "04_removals_cooperation", True, ("synthetic",)),
    TinyFinding("f8", 8, "08_conclusions", False, ("synthetic",)),
)
DATASETS = {
    "synthetic": TinyDataset(("P01", "R01", "R02")),
    "published": TinyDataset(("MEX", "NGA"), "published"),
    "mine": TinyDataset(("R01",), "protected"),
    "theirs": TinyDataset(("MEX",), "published"),
}


def planned(**selection):
    return plan(Selection(**selection), findings=FINDINGS, dataset=DATASETS.__getitem__, names=tuple(DATASETS))


def names(**selection):
    return [f"{r.dataset}/{r.stem}" for r in planned(**selection)]


def test_no_argument_asks_for_every_finding_on_its_shipped_data_with_all_first():
    assert names() == [
        *(f"synthetic/f1.{c}" for c in ("ALL", "P01", "R01", "R02")),
        *(f"published/f1.{c}" for c in ("ALL", "MEX", "NGA")),
        *(f"synthetic/f4.{c}" for c in ("ALL", "P01", "R01", "R02")),
        "synthetic/f8.ALL",
    ]


def test_quick_asks_for_all_and_two_countries_of_each():
    assert names(quick=True, findings=("f4",)) == ["synthetic/f4.ALL", "synthetic/f4.P01", "synthetic/f4.R01"]


@pytest.mark.parametrize("name", ["4", "04", "f4", "F4", "04_removals_cooperation"])
def test_a_finding_has_several_names(name):
    assert find_finding(name, FINDINGS) is FINDINGS[1]


@pytest.mark.parametrize("name", ["5", "f40", "04_removals", "", "f"])
def test_no_other_name_is_a_finding(name):
    assert find_finding(name, FINDINGS) is None


def test_countries_are_taken_where_they_have_a_page():
    assert names(countries=("MEX", "R02")) == ["synthetic/f1.R02", "published/f1.MEX", "synthetic/f4.R02"]
    assert names(countries=("ALL",), findings=("1", "8")) == [
        "synthetic/f1.ALL",
        "published/f1.ALL",
        "synthetic/f8.ALL",
    ]


def test_a_country_without_a_page_of_its_own_is_made_when_it_is_asked_for():
    """What the notebook takes, the command takes."""
    held = DATASETS | {"synthetic": TinyDataset(("P01", "R01"), others=("C01", "C02"))}
    found = plan(
        Selection(countries=("C01",), findings=("f4",)),
        findings=FINDINGS,
        dataset=held.__getitem__,
        names=tuple(held),
    )
    assert [r.stem for r in found] == ["f4.C01"]
    assert "synthetic/f4.C01" not in names()


def test_the_audience_decides_which_countries_a_data_set_gives():
    class Held(TinyDataset):
        def countries(self, finding, audience="public"):
            return self.codes if audience == "internal" else ()

    for audience, stems in (("public", ["f1.ALL"]), ("internal", ["f1.ALL", "f1.R01"])):
        found = plan(
            Selection(datasets=("mine",), audience=audience),
            findings=FINDINGS[:1],
            dataset=lambda _: Held(("R01",), "protected"),
            names=("mine",),
        )
        assert [r.stem for r in found] == stems


def test_what_a_finding_concludes_from_is_run_with_it_and_before_it():
    reading = replace(FINDINGS[2], concludes_from=("f1", "f4", "f7"))  # f7 has no notebook
    found = plan(
        Selection(findings=("8",)),
        findings=(reading, *FINDINGS[:2]),
        dataset=DATASETS.__getitem__,
        names=tuple(DATASETS),
    )
    assert [f"{r.dataset}/{r.stem}" for r in found] == ["synthetic/f1.ALL", "synthetic/f4.ALL", "synthetic/f8.ALL"]


def test_a_users_own_data_set_is_used_like_the_shipped_one_it_resembles():
    assert names(datasets=("mine",)) == ["mine/f1.ALL", "mine/f1.R01", "mine/f4.ALL", "mine/f4.R01", "mine/f8.ALL"]
    assert names(datasets=("theirs",)) == ["theirs/f1.ALL", "theirs/f1.MEX"]


def test_the_audience_is_part_of_a_run():
    runs = planned(audience="internal", findings=("8",))
    assert runs == (Run("f8", "synthetic", "ALL", "internal"),)
    assert runs[0].name == "internal/synthetic/f8.ALL"


def test_every_unknown_name_is_told_at_once_with_the_near_miss():
    with pytest.raises(BadParameter) as refused:
        planned(findings=("9",), langs=("de",), audience="publik", countries=("R03",))
    told = [str(p) for p in refused.value.problems]
    assert told == [
        "--finding: '9'; expected one of those that have a notebook: f1, f4, f8.",
        "--lang: 'de'; expected one of en, fr.",
        "--audience: 'publik'; expected one of public, internal. Did you mean 'public'?",
        "--country: 'R03'; expected one of ALL.",
    ]
    assert refused.value.exit_code == 12


def test_an_unknown_data_set_is_refused():
    with pytest.raises(BadParameter, match=r"--dataset: 'syntetic'; .*Did you mean 'synthetic'\?"):
        planned(datasets=("syntetic",))


def test_a_selection_without_any_run_is_refused():
    with pytest.raises(BadParameter, match="no notebook has such a page"):
        planned(findings=("f4",), datasets=("published",))
    with pytest.raises(
        BadParameter, match=r"'R01'; expected one of ALL\. These findings are answered for all countries"
    ):
        planned(findings=("f8",), countries=("R01",))
    with pytest.raises(BadParameter, match=r"'R02'; expected one of ALL, R01\. Did you mean"):
        planned(datasets=("mine",), findings=("f4",), countries=("R02",))
    with pytest.raises(BadParameter, match=r"'NGA'; .*Other countries of protected data: --audience internal\."):
        planned(datasets=("mine",), findings=("f4",), countries=("NGA",))
    with pytest.raises(BadParameter, match="--country: 'MEX'"):
        planned(findings=("f4",), countries=("MEX",))
