"""Themes: persons once, those asked as the base, words for shares, coders who disagree."""

from __future__ import annotations

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.errors import BadTable
from mcee_eval.findings.testimony import EVERYONE, FOCUS, GROUPS, Themes, reaches, themes

SCALE = pd.DataFrame(
    {
        "quantifier": ["none", "a_few", "some", "many", "most", "all"],
        "word_en": ["none", "a few", "some", "many", "most", "all"],
        "word_fr": ["aucun", "quelques-uns", "certains", "de nombreux", "la plupart", "tous"],
        "share_low": [0.0, 0.0001, 0.25, 0.5, 0.75, 1.0],
        "share_high": [0.0, 0.2499, 0.4999, 0.7499, 0.9999, 1.0],
    }
)
NO_SESSIONS = pd.DataFrame({"group": [], "code": [], "stance": [], "coder": []})


def people(groups: dict[str, str], outcome: str = "done") -> pd.DataFrame:
    return pd.DataFrame({"respondent": list(groups), "group": list(groups.values()), "outcome": outcome})


def answers(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(
        [(*r, "coder_1") if len(r) == 4 else r for r in rows],
        columns=["respondent", "code", "asked", "stance", "coder"],
    )


GROUP_OF = {"N1": "IRCC", "N2": "IRCC", "N3": "CBSA", "N4": "GAC", "N5": "PS"}
TOLD = answers(
    ("N1", "x", True, "1"), ("N2", "x", True, "-1"), ("N3", "x", True, "mixed"), ("N4", "x", True, None),
    ("N5", "x", False, None),
)  # fmt: skip


def asked(told=TOLD, **more) -> Themes:
    return themes(told, people(GROUP_OF), NO_SESSIONS, **({"codes": ("x",), "scale": SCALE} | more))


def test_the_base_is_those_asked_and_the_shares_add_up():
    found = asked().of("x")
    assert (found.asked, found.said, found.word, found.unit) == (4, 1, "some", "persons")
    parts = [found.agree, found.disagree, found.mixed, found.neither, found.silent]
    assert [p.value for p in parts] == [0.25, 0.25, 0.25, 0.0, 0.25]
    assert (found.agree.low, found.agree.high) == pytest.approx((0.0063, 0.8059), abs=5e-5)  # Clopper-Pearson, 1 of 4


def test_groups_by_name_and_by_members():
    found = asked(groups=("all", "IRCC", "federal", "other_departments", "implementing_partner"))
    assert [r.asked for r in found.rows] == [4, 2, 4, 2, 0]
    mine = asked(groups={"two": ("IRCC", "PS")})
    assert [(r.group, r.asked) for r in mine.rows] == [("two", 2)]
    assert set(GROUPS["all"]) == set(EVERYONE)


def test_nobody_asked_keeps_its_row_without_share_or_word():
    found = asked(codes=("y",)).of("y")
    assert (found.asked, found.agree, found.word) == (0, None, "")
    assert asked(codes=("y",)).words(found) == ("", "")
    assert reaches(found, 0.0) is None


def test_words_come_from_the_scale_in_both_languages():
    found = asked()
    assert found.words(found.of("x")) == ("some", "certains")
    other = SCALE.assign(word_en="w", word_fr="m")
    assert asked(scale=other).words(found.of("x")) == ("w", "m")


@pytest.mark.parametrize(
    ("first", "second", "counted", "disputed"),
    [
        ("1", "1", "agree", 0), ("1", None, "agree", 0), ("1", "-1", "mixed", 1), ("0", "1", "mixed", 1),
        (None, None, "silent", 0),
    ],
)  # fmt: skip
def test_a_person_read_by_two_coders_counts_once(first, second, counted, disputed):
    told = answers(("N1", "x", True, first, "coder_1"), ("N1", "x", True, second, "coder_2"))
    found = asked(told).of("x")
    assert (found.asked, found.disputed) == (1, disputed)
    assert getattr(found, counted).value == 1.0


def test_an_answer_without_an_interview_is_refused():
    with pytest.raises(BadTable, match="'N9'"):
        asked(pd.concat([TOLD, answers(("N9", "x", True, "1"))]))
    with pytest.raises(BadTable, match="'N1'"):
        themes(TOLD, people(GROUP_OF, "declined"), NO_SESSIONS, codes=("x",), scale=SCALE)


def test_sessions_are_asked_everything_and_are_not_persons():
    sessions = pd.DataFrame(
        {"group": list("ABCD"), "code": "x", "stance": ["1", "1", "1", "mixed"], "coder": "coder_1"}
    )
    found = themes(TOLD, people(GROUP_OF), sessions, codes=("x",), scale=SCALE)
    assert [(r.group, r.asked, r.unit) for r in found.rows] == [("all", 4, "persons"), (FOCUS, 4, "sessions")]
    assert found.of("x", FOCUS).word == "most"
    seen = themes(TOLD, people(GROUP_OF), sessions, codes=("x",), scale=SCALE, unit="participant")
    assert seen.of("x", FOCUS).unit == "persons"


def test_inputs_are_left_as_they_are():
    told, who = TOLD.copy(deep=True), people(GROUP_OF)
    themes(told, who, NO_SESSIONS, codes=("x",), scale=SCALE)
    pd.testing.assert_frame_equal(told, TOLD)
    pd.testing.assert_frame_equal(who, people(GROUP_OF))


@pytest.mark.parametrize(
    ("agree", "of", "bar", "expected"), [(10, 10, 0.5, True), (0, 10, 0.5, False), (6, 10, 0.5, None)]
)
def test_what_reaches_a_bar_does_so_with_its_interval(agree, of, bar, expected):
    who = {f"N{i}": "IRCC" for i in range(of)}
    told = answers(*[(n, "x", True, "1" if i < agree else "-1") for i, n in enumerate(who)])
    found = themes(told, people(who), NO_SESSIONS, codes=("x",), scale=SCALE).of("x")
    assert reaches(found, bar) is expected
    assert reaches(None, bar) is None


def test_the_shipped_interviews():
    data = dataset("synthetic")
    tables = [data.table(n).frame for n in ("interview_codes", "interviews", "focus_group_codes")]
    found = themes(*tables, codes=("capacity_strengthened", "need_continues"), scale=SCALE)
    raw = tables[0][(tables[0]["code"] == "need_continues") & tables[0]["asked"]]
    one = found.of("need_continues")
    assert one.asked == raw["respondent"].nunique() <= 26
    assert one.said == int((raw["stance"] == "1").sum())
    assert found.of("capacity_strengthened", FOCUS).asked == 8
