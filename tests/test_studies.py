"""The object of a notebook: parameters refused all at once, a valid record, a mistake told without a traceback."""

from __future__ import annotations

import copy
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import mcee_eval as mcee
from mcee_eval import record as records
from mcee_eval.datasets import dataset
from mcee_eval.errors import BadParameter, MceeError, ReleaseRefused
from mcee_eval.places import shipped
from mcee_eval.rehearsal import rehearsed
from mcee_eval.release.cell import Cell
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


def canada(lang="en"):
    made = rehearsed("f1", dataset="published", lang=lang)
    return made, made.record().record


@pytest.fixture(scope="module")
def published():
    return canada()


def test_a_record_is_valid_and_holds_what_was_shown(published):
    made, record = published
    records.validate(record)
    assert [v["proposition"] for v in record["verdicts"]] == ["1a", "1b", "1f", "1g", "1h", "1i"]
    assert {"f1-claims-by-year", "f1-removals"} <= {e["id"] for e in record["exhibits"]}
    assert record["numbers"]["f1-printed-growth"]["value"] == pytest.approx(1.685, abs=5e-4)
    assert record["numbers"]["f1-printed-printed"]["value"] == 1.86
    assert {v["proposition"]: v["state"] for v in record["verdicts"]}.items() <= made.state().items()
    assert record["provenance"] == "published"
    assert all(len(i["sha256"]) == 64 for i in record["inputs"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_same_run_gives_the_same_bytes_in_either_language(published, lang):
    _, again = canada(lang)
    assert records.dumps(again) == records.dumps(published[1])


def test_showing_a_slug_again_replaces_it(published):
    made = replace(published[0], shown=dict(published[0].shown))
    told = made.release(made.frame("removals_as_published"), "removals")
    before = len(made.shown["f1-removals"].table)
    made.show("removals", told.tail(2))
    assert (before > 2, len(made.shown["f1-removals"].table)) == (True, 2)
    assert len(made.shown) == len(published[0].shown)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda s: s.show("claims_by_yaer", s.release(s.frame("claims_by_year"))), "Did you mean 'claims_by_year'?"),
        (lambda s: s.say("growht"), "Did you mean 'growth'?"),
        (lambda s: s.judge("1z"), "proposition: '1z'"),
        (lambda s: s.frame("claims_by_yaer"), "Did you mean 'claims_by_year'?"),
        (lambda s: s.judge("1a", mcee.above("since_bse", Cell(1.0), bar="rising")), "Did you mean 'since_base'?"),
        (lambda s: s.judge("1a", mcee.above("since_base", Cell(1.0), bar="risin")), "Did you mean 'rising'?"),
        (lambda s: s.release(s.frame("claims_by_year"), "clams"), "Did you mean 'claims'?"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_near_miss(call, told):
    with pytest.raises(MceeError) as caught:
        call(study("f1"))
    assert told in str(caught.value)


@pytest.mark.parametrize("raw", [3, 3.5, [1, 2], {"a": 1}, "text", pd.Series([1])])
def test_only_what_came_through_the_door_is_shown(raw):
    with pytest.raises(ReleaseRefused, match="door"):
        study("f1").show("claims_by_year", raw)


def test_a_sentence_quotes_no_raw_number():
    with pytest.raises(ReleaseRefused, match="Release it first"):
        study("f1").say("growth", start=64020, end=171900, growth=1.685, first="2019", last="2024")


def test_an_evaluator_s_own_table_reaches_the_record_through_the_door():
    made = study("f1")
    title = {"en": "Mine", "fr": "Le mien"}
    made.show("mine", made.frame("claims_by_month").tail(3), title=title)
    made.show("plain", pd.DataFrame({"what": ["a", "b"], "n": [1, 2]}), title=title)
    made.show("fitted", mcee.stock_flow(pd.DataFrame({"stock_end": [9, 8, 7], "removed": [1, 1, 1]}), stock="stock_end",
                                       removed="removed"), title=title)  # fmt: skip
    shown = {e["id"]: e for e in made.record().record["exhibits"]}
    assert [c["key"] for c in shown["f1-mine"]["columns"]] == ["month", "claims"]
    assert all(row[1]["v"] % 5 == 0 for row in shown["f1-mine"]["rows"])
    assert [row[1]["v"] for row in shown["f1-plain"]["rows"]] == [1, 2]
    assert len(shown["f1-fitted"]["rows"]) > 1


def test_a_raw_table_of_protected_data_is_not_shown_to_the_public(extract):
    own = pd.DataFrame({"what": ["a"], "n": [1]})
    with pytest.raises(ReleaseRefused, match="door"):
        study("f4", dataset="extract").show("mine", own, title={"en": "Mine", "fr": "Le mien"})
    inside = study("f4", dataset="extract", audience="internal")
    assert inside.show("mine", own, title={"en": "Mine", "fr": "Le mien"})


def test_nothing_of_the_machine_is_in_a_record(published):
    text = records.dumps(published[1])
    for word in (str(shipped()), "/tmp", "\\\\"):
        assert word not in text


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_public_record_of_protected_data_holds_no_hash(extract, audience):
    record = rehearsed("f4", dataset="extract", audience=audience).record().record
    hashes = [i["sha256"] for i in record["inputs"] if i["provenance"] == "protected"]
    assert len(hashes) >= 3
    assert all(len(h) == (64 if audience == "internal" else 0) for h in hashes)
    assert record["provenance"] == "protected"


def test_a_public_record_tells_what_was_read_of_the_published_report_exactly(extract):
    record = rehearsed("f6", dataset="extract").record().record
    read = {i["kind"]: i for i in record["inputs"]}
    assert {k for k, i in read.items() if len(i["sha256"]) == 64} == {"quantifiers", "redactions"}
    assert read["redactions"]["rows"] == 20
    assert read["quantifiers"]["rows"] % 5  # is not rounded, as those of a protected table are
    assert all(i["rows"] % 5 == 0 for i in read.values() if i["provenance"] == "protected")


def test_a_threshold_that_was_moved_shows_in_the_record_and_is_told_as_a_setting(published):
    from mcee_eval.publish.changes import cause

    made, record = published
    assert record["parameters"]["thresholds"] == {
        "f1.major_obstacle": 0.5, "f1.rising": 0, "f1.considerable": 0.25, "f1.remains_high": 0.9, "f1.outlook": 0,
        "testimony.majority": 0.5, "testimony.contrary": 0.25, "testimony.asked": 5,
    }  # fmt: skip
    moved = copy.copy(made)
    limit = replace(made.settings.thresholds["f1.rising"], value=0.05)
    moved.settings = replace(made.settings, thresholds={**made.settings.thresholds, "f1.rising": limit})
    again = moved.record().record
    assert again["parameters"]["thresholds"]["f1.rising"] == 0.05
    assert cause(record, again) == "setting"


def test_a_window_of_one_s_own_is_kept_in_the_record():
    made = study("f1", start="2019-03", end="2022-12")
    assert (made.settings.start, made.settings.end) == ("2019-03", "2022-12")


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
    before = dataset("synthetic").table("engagements").frame.copy(deep=True)
    made = rehearsed("f4", country="R02")
    pd.testing.assert_frame_equal(made.data.table("engagements").frame, before)
