"""Themes as a reader gets them: what public readers may see of few interviewees, and the scale behind the words."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

from mcee_eval.datasets import dataset
from mcee_eval.findings.testimony import FOCUS, Themes, themes
from mcee_eval.release.door import Door
from mcee_eval.release.rule import DENOMINATOR, SMALL
from mcee_eval.show.testimony import asked_cell, may_say, released, share_cell, themes_table, word_code
from mcee_eval.studies import study
from mcee_eval.words.catalogue import catalogue

SCALE = dataset("synthetic").report("quantifiers").frame


def made(asked: int, agree: int, *, sessions: int = 0, unit: str = "session") -> Themes:
    people = [f"N{i}" for i in range(asked)]
    who = pd.DataFrame({"respondent": people, "group": "IRCC", "outcome": "done"})
    told = pd.DataFrame(
        {"respondent": people, "code": "need_continues", "asked": True, "coder": "a",
         "stance": ["1" if i < agree else "-1" for i in range(asked)]},
    )  # fmt: skip
    groups = pd.DataFrame(
        {"group": [f"G{i}" for i in range(sessions)], "code": "need_continues", "stance": "1", "coder": "a"}
    )
    told = told.astype({"asked": bool})
    return themes(told, who, groups, codes=("need_continues",), scale=SCALE, unit=unit)


@cache
def context(audience, provenance="synthetic"):
    opened = study("f6", audience=audience)
    opened.measures = SimpleNamespace()
    opened.release = Door(provenance, audience, "synthetic")
    return opened._context()


@pytest.mark.parametrize("asked", [1, SMALL, SMALL + 1, DENOMINATOR - 1, DENOMINATOR, 26])
def test_what_public_readers_see_of_few(asked):
    c = context("public")
    one = made(asked, asked).of("need_continues")
    assert may_say(c, one) is (asked > SMALL)
    assert word_code(c, one) == ("word_all" if asked > SMALL else "word_too_few")
    split = made(asked, asked // 2).of("need_continues")
    assert bool(share_cell(c, split, split.agree).mark) is (asked < DENOMINATOR)
    shown = asked_cell(c, one)
    assert shown.mark == ("suppressed" if asked <= SMALL else "")
    assert shown.value is None or (shown.value % 5 == 0 and abs(shown.value - asked) <= 2)


@pytest.mark.parametrize(("agree", "shown"), [(0, False), (2, False), (5, False), (6, True), (20, True), (21, False)])
def test_a_share_that_is_a_few_persons_is_not_printed(agree, shown):
    c = context("public")
    one = made(26, agree).of("need_continues")
    cell = share_cell(c, one, one.agree)
    assert (cell.mark == "") is shown  # 8 % of 26 is two persons, with or without the base
    assert shown or cell.mark == "suppressed"


def test_an_internal_reader_sees_them_as_they_are():
    c = context("internal")
    one = made(3, 2).of("need_continues")
    assert (asked_cell(c, one).value, share_cell(c, one, one.agree).value) == (3, pytest.approx(2 / 3))
    assert word_code(c, one) == "word_many"


def test_sessions_are_things_and_participants_are_persons():
    c = context("public")
    sessions = made(0, 0, sessions=4).of("need_continues", FOCUS)
    persons = made(0, 0, sessions=4, unit="participant").of("need_continues", FOCUS)
    assert (asked_cell(c, sessions).value, share_cell(c, sessions, sessions.agree).value) == (4, 1.0)
    assert asked_cell(c, persons).mark == "suppressed"
    assert share_cell(c, persons, persons.agree).mark == "small_base"


def test_a_part_nobody_asked_has_no_row_and_the_whole_keeps_one():
    c = context("public")
    empty = pd.DataFrame({"respondent": [], "code": [], "asked": [], "stance": [], "coder": []}).astype({"asked": bool})
    who = pd.DataFrame({"respondent": ["N1"], "group": ["IRCC"], "outcome": ["done"]})
    none = themes(
        empty, who, pd.DataFrame({"group": [], "code": [], "stance": []}), codes=("need_continues",),
        groups=("all", "IRCC"), scale=SCALE,
    )  # fmt: skip
    table = released(c, none)
    assert table.dims["group"].tolist() == ["group_all"]
    assert table.dims["word"][0] == "word_nobody_asked"
    assert word_code(c, none.of("need_continues")) == "word_nobody_asked"
    assert word_code(c, None) == "word_nobody_asked"


def test_words_of_both_sides_come_from_the_scale():
    table = released(context("public"), made(10, 9))
    assert (table.dims["word"][0], table.dims["against"][0]) == ("word_almost_all", "word_a_few")


def test_a_picture_only_where_half_of_the_shares_may_be_shown():
    assert themes_table(context("public"), "perceived", made(10, 9)).kind == "table"
    assert themes_table(context("public"), "perceived", made(24, 15)).kind == "figure"
    assert themes_table(context("internal"), "perceived", made(10, 9)).kind == "figure"


def test_the_words_quoted_in_sentences_are_those_of_the_scale():
    texts = catalogue()
    for row in SCALE.itertuples():
        text = texts[f"code.word_{row.quantifier}"]
        assert text.template("en") == row.word_en
        assert text.template("fr")[:3] == row.word_fr[:3]  # in sentences the word agrees with persons and sessions


def test_every_theme_of_the_shipped_testimony_has_its_words():
    data = dataset("synthetic")
    codes = {*data.table("interview_codes").frame["code"], *data.table("focus_group_codes").frame["code"]}
    assert {f"code.theme_{c}" for c in codes} <= set(catalogue())
