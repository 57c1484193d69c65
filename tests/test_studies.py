"""The object of a notebook: parameters refused all at once, a valid record, a mistake told without a traceback."""

from __future__ import annotations

import copy
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from mcee_eval import record as records
from mcee_eval.datasets import dataset
from mcee_eval.errors import BadParameter
from mcee_eval.places import shipped
from mcee_eval.run_parameters import check_parameters
from mcee_eval.studies import study
from mcee_eval.synthetic.programme import simulate
from mcee_eval.synthetic.write import write

GOOD = {"country": "ALL", "lang": "en", "audience": "public", "dataset": "synthetic", "start": "", "end": ""}


def refused(finding="f4", **changes) -> str:
    with pytest.raises(BadParameter) as caught:
        check_parameters(finding, **(GOOD | changes))
    assert caught.value.exit_code == 12
    return str(caught.value)


@pytest.mark.parametrize(
    ("finding", "changes"),
    [
        ("f4", {}), ("f1", {"dataset": "published"}), ("f1", {"dataset": "published", "country": "NGA"}),
        ("f4", {"country": "R01", "lang": "fr", "audience": "internal", "start": "2019-02", "end": "2023-12"}),
    ],
)  # fmt: skip
def test_good_parameters_pass(finding, changes):
    check_parameters(finding, **(GOOD | changes))


def test_all_problems_at_once():
    told = refused("f44", lang="de", audience="pubic", dataset="sythetic", start="2019-13", end="yesterday")
    assert told == "\n".join(
        [
            "parameters: 6 problems",
            "  - finding: 'f44'; expected one of f0, f1, f2, f3, f4, f5, f6, f7, f8. Did you mean 'f4'?",
            "  - lang: 'de'; expected one of en, fr. Did you mean 'en'?",
            "  - audience: 'pubic'; expected one of public, internal. Did you mean 'public'?",
            "  - dataset: 'sythetic'; expected one of synthetic, published. Did you mean 'synthetic'?",
            "  - start: '2019-13'; expected a month such as 2019-02, or nothing.",
            "  - end: 'yesterday'; expected a month such as 2019-02, or nothing.",
        ]
    )


@pytest.mark.parametrize(
    ("name", "value"), [("country", 4), ("lang", None), ("start", 2019), ("dataset", ["synthetic"])]
)
def test_the_wrong_type_is_told(name, value):
    told = refused(**{name: value})
    assert f"{name}: {value!r}, a {type(value).__name__}; expected a text." in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"country": "R99"}, "country: 'R99'; expected a code of data set 'synthetic', or 'ALL'. Did you mean 'R0"),
        ({"country": "NGA"}, "country: 'NGA'; expected a code of data set 'synthetic', or 'ALL'."),
        ({"country": "all"}, "Did you mean 'ALL'?"),
        ({"finding": "f1", "dataset": "published", "country": "NGR"}, "Did you mean 'NGA'?"),
        ({"finding": "f2", "country": "C01"}, "a funded country, which f2 is about, or 'ALL'"),
        ({"country": "../R01"}, "country: '../R01'"),
        ({"dataset": "published"}, "Public figures cannot answer f4."),
        ({"start": "2023-12", "end": "2019-02"}, "start, end: 2023-12 to 2019-02; expected a start before the end."),
        ({"start": "2023-12", "end": "2023-12"}, "a start before the end"),
        ({"dataset": "../synthetic"}, "dataset: '../synthetic'"),
    ],
)
def test_one_problem_is_told(changes, told):
    message = refused(**changes)
    assert message.startswith("parameters: 1 problem\n")
    assert told in message


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    """A protected folder that may show R02 and no other country."""
    home = tmp_path_factory.mktemp("data")
    path = write(simulate("gaps", seed=3), home / "extract")
    (path / "truth.json").unlink()
    (path / "dataset.toml").write_text('provenance = "protected"\nrelease = ["R02"]\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCEE_DATA", str(home))
        yield path


def test_a_country_outside_the_release_list_is_internal_only(extract):
    assert "Ask for audience='internal', or ALL." in refused(dataset="extract", country="R01")
    check_parameters("f4", **(GOOD | {"dataset": "extract", "country": "R01", "audience": "internal"}))
    check_parameters("f4", **(GOOD | {"dataset": "extract", "country": "R02"}))
    check_parameters("f4", **(GOOD | {"dataset": "extract"}))


def ran(finding, *slugs, verdicts=(), **parameters):
    made = study(finding, **parameters)
    made.measure()
    for proposition in verdicts:
        made.verdict(proposition)
    for slug in slugs:
        made.exhibit(slug)
    return made, made.record().record


def canada(lang="en"):
    shown = ("claims_by_year", "growth", "printed_percentage", "removals")
    return ran("f1", *shown, verdicts=("1a", "1b"), dataset="published", lang=lang)


@pytest.fixture(scope="module")
def published():
    return canada()


def test_a_record_is_valid_and_holds_what_was_shown(published):
    made, record = published
    records.validate(record)
    assert [v["proposition"] for v in record["verdicts"]] == ["1a", "1b"]
    assert [e["id"] for e in record["exhibits"]] == ["f1-claims-by-year", "f1-removals"]
    assert record["numbers"]["f1-printed-growth"]["value"] == pytest.approx(1.685, abs=5e-4)
    assert record["numbers"]["f1-printed-printed"]["value"] == 1.86
    assert {v["proposition"]: v["state"] for v in record["verdicts"]}.items() <= made.state().items()
    assert record["provenance"] == "published"
    assert all(len(i["sha256"]) == 64 for i in record["inputs"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_same_run_gives_the_same_bytes_in_either_language(published, lang):
    _, again = canada(lang)
    assert records.dumps(again) == records.dumps(published[1])


def test_an_exhibit_is_shown_once(published):
    made = copy.copy(published[0])
    with pytest.raises(BadParameter, match="shown twice"):
        made.exhibit("claims_by_year")


def test_nothing_of_the_machine_is_in_a_record(published):
    text = records.dumps(published[1])
    for word in (str(shipped()), "/tmp", "\\\\"):
        assert word not in text


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_public_record_of_protected_data_holds_no_hash(extract, audience):
    _, record = ran("f4", "raised", verdicts=("4a", "4b", "4c"), dataset="extract", audience=audience)
    hashes = [i["sha256"] for i in record["inputs"]]
    assert len(hashes) >= 3
    assert all(len(h) == (64 if audience == "internal" else 0) for h in hashes)
    assert record["provenance"] == "protected"


def test_a_public_record_tells_what_was_read_of_the_published_report_exactly(extract):
    _, record = ran("f6", verdicts=("6a",), dataset="extract", audience="public")
    read = {i["kind"]: i for i in record["inputs"]}
    assert {k for k, i in read.items() if len(i["sha256"]) == 64} == {"quantifiers", "redactions"}
    assert read["redactions"]["rows"] == 20
    assert read["quantifiers"]["rows"] % 5  # is not rounded, as those of a protected table are
    assert all(i["rows"] % 5 == 0 for i in read.values() if i["provenance"] == "protected")


def test_a_threshold_that_was_moved_shows_in_the_record_and_is_told_as_a_setting(published):
    from mcee_eval.publish.changes import cause

    made, record = published
    assert record["parameters"]["thresholds"] == {"f1.major_obstacle": 0.5, "f1.perceived": 0.5, "f1.rising": 0}
    moved = copy.copy(made)
    limit = replace(made.settings.thresholds["f1.rising"], value=0.05)
    moved.settings = replace(made.settings, thresholds={**made.settings.thresholds, "f1.rising": limit})
    again = moved.record().record
    assert again["parameters"]["thresholds"]["f1.rising"] == 0.05
    assert cause(record, again) == "setting"


def test_a_window_of_one_s_own_is_kept_in_the_record():
    made = study("f1", start="2019-03", end="2022-12")
    assert (made.settings.start, made.settings.end) == ("2019-03", "2022-12")


def test_the_verdict_of_every_proposition_is_one_of_four():
    made = study("f1", country="R01")
    made.measure()
    assert set(made.state().values()) <= {"supported", "not_supported", "mixed", "cannot_conclude"}


def test_a_user_s_mistake_in_a_notebook_shows_its_message_and_no_traceback():
    code = 'import mcee_eval as mcee\nstudy = mcee.study("f4", country="R99", lang="de")'
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    with pytest.raises(CellExecutionError):
        NotebookClient(node, timeout=120, kernel_name="python3").execute()
    (error,) = [o for o in node.cells[0].outputs if o.output_type == "error"]
    shown = "\n".join(error.traceback)
    assert "lang: 'de'; expected one of en, fr" in shown
    for noise in ("Traceback", "raise ", ".py", "ipython-input", "----"):
        assert noise not in shown
    assert error.ename == "BadParameter"


def test_the_tables_of_a_study_are_left_alone():
    data = dataset("synthetic")
    made = study("f4", country="R02")
    before = data.table("engagements").frame.copy(deep=True)
    made.measure()
    pd.testing.assert_frame_equal(made.data.table("engagements").frame, before)
