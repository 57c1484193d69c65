"""From lines to verdict: the table whole, and its laws over random sets of lines."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcee_eval.judge.verdict import (
    EXAMINED,
    STRENGTHS,
    UNMEASURED,
    State,
    Verdict,
    Word,
    decide,
    family_says,
    silence,
    strength,
)

FAMILIES = ("requests", "engagements", "inventory", "interviews", "focus_groups", "documents")
SPEAK = (Word.FOR, Word.AGAINST, Word.MIXED)
SILENT = tuple(w for w in Word if w not in SPEAK and w is not Word.NOT_HERE)
MIRROR = {State.SUPPORTED: State.CONTRADICTED, State.CONTRADICTED: State.SUPPORTED}
LINES = st.dictionaries(st.sampled_from(FAMILIES), st.sampled_from(list(Word)), max_size=6)
ASKED = st.fixed_dictionaries({"primary": st.sampled_from(("", *FAMILIES)), "quantity": st.booleans()})
MANY = settings(max_examples=500, deadline=None)


@pytest.mark.parametrize("words", [w for n in (1, 2, 3) for w in product(Word, repeat=n)])
def test_the_criteria_of_a_family_must_all_hold(words):
    told = [w for w in words if w is not Word.NOT_HERE]
    says = family_says(words)
    if not told:
        assert says is Word.NOT_HERE
    elif any(w in SILENT for w in told):
        assert says in SILENT
        assert says in told
    else:
        assert says is (told[0] if len(set(told)) == 1 else Word.MIXED)


@pytest.mark.parametrize(
    ("lines", "asked", "state"),
    [
        ({"requests": "for", "interviews": "against"}, {"primary": "requests"}, "supported"),
        ({"requests": "against", "interviews": "for"}, {"primary": "requests", "quantity": True}, "contradicted"),
        ({"requests": "mixed", "interviews": "for"}, {"primary": "requests"}, "mixed"),
        ({"requests": "too_few", "interviews": "for"}, {"primary": "requests", "quantity": True}, "inconclusive"),
        ({"requests": "not_given", "documents": "for"}, {"primary": "requests", "quantity": True}, "inconclusive"),
        ({"requests": "too_few", "inventory": "for"}, {"primary": "requests", "quantity": True}, "supported"),
        ({"engagements": "incomplete", "interviews": "for"}, {"primary": "engagements"}, "supported"),
        ({"interviews": "for", "focus_groups": "mixed"}, {}, "mixed"),
        ({"interviews": "for", "focus_groups": "against"}, {}, "mixed"),
        ({"interviews": "against", "focus_groups": "against"}, {}, "contradicted"),
        ({"requests": "incomplete"}, {"primary": "requests"}, "inconclusive"),
        ({"requests": "not_given"}, {"primary": "requests", "quantity": True}, "not_examined"),
        ({"records": "not_tried"}, {}, "not_examined"),
        ({"projects": "too_early", "interviews": "not_given"}, {}, "not_examined"),
        ({"requests": "not_here"}, {"primary": "requests"}, None),
        ({"requests": "not_here", "interviews": "for"}, {"primary": "requests"}, "supported"),
        ({}, {}, None),
    ],
)
def test_the_table(lines, asked, state):
    found = decide({k: Word(v) for k, v in lines.items()}, **asked)
    assert found is (None if state is None else State(state))


@MANY
@given(LINES, ASKED, st.sampled_from(SILENT))
def test_a_silent_line_changes_no_conclusion(lines, asked, word):
    free = next((f for f in FAMILIES if f not in lines and f != asked["primary"]), None)
    state = decide(lines, **asked)
    if free and state in (State.SUPPORTED, State.CONTRADICTED, State.MIXED):
        more = {**lines, free: word}
        assert decide(more, **asked) is state
        assert strength(state, more) == strength(state, lines)


@MANY
@given(LINES, ASKED, st.sampled_from(SPEAK))
def test_an_agreeing_line_never_weakens_and_a_contrary_one_never_strengthens(lines, asked, word):
    free = next((f for f in FAMILIES if f not in lines and f != asked["primary"]), None)
    state = decide(lines, **asked)
    if free is None or state not in (State.SUPPORTED, State.CONTRADICTED):
        return
    more = {**lines, free: word}
    agrees = word is (Word.FOR if state is State.SUPPORTED else Word.AGAINST)
    before, after = STRENGTHS.index(strength(state, lines)), STRENGTHS.index(strength(decide(more, **asked), more))
    if agrees:
        assert decide(more, **asked) is state
        assert after >= before
    else:
        assert decide(more, **asked) is not MIRROR[state]
        assert after <= before


@MANY
@given(LINES, ASKED)
def test_the_mirror_proposition_gets_the_mirror_verdict(lines, asked):
    mirrored = {f: w.mirror for f, w in lines.items()}
    state = decide(lines, **asked)
    assert decide(mirrored, **asked) is MIRROR.get(state, state)
    assert strength(MIRROR.get(state, state), mirrored) == strength(state, lines)


@MANY
@given(LINES, ASKED, st.randoms())
def test_order_changes_nothing(lines, asked, random):
    items = list(lines.items())
    random.shuffle(items)
    assert decide(dict(items), **asked) is decide(lines, **asked)


@MANY
@given(LINES, ASKED)
def test_only_measurement_tells_a_quantity(lines, asked):
    unmeasured = {f: w for f, w in lines.items() if f in UNMEASURED and f != asked["primary"]}
    told = decide(unmeasured, **{**asked, "quantity": True})
    assert told in (None, State.INCONCLUSIVE, State.NOT_EXAMINED)


@MANY
@given(LINES, ASKED)
def test_silence_has_its_reason_and_only_silence(lines, asked):
    state = decide(lines, **asked)
    why = silence(state, lines, asked["primary"])
    if state is State.NOT_EXAMINED:
        assert Word(why) not in EXAMINED
    assert bool(why) <= (state in (State.INCONCLUSIVE, State.NOT_EXAMINED))


def test_testimony_alone_is_never_above_limited_and_a_contrary_line_is_named():
    heard = {"interviews": Word.FOR, "focus_groups": Word.FOR}
    assert strength(State.SUPPORTED, heard) == "limited"
    three = {"requests": Word.FOR, "engagements": Word.FOR, "inventory": Word.FOR}
    assert strength(State.SUPPORTED, three) == "strong"
    assert strength(State.SUPPORTED, {**three, "interviews": Word.AGAINST}) == "limited"
    verdict = Verdict("1a", State.SUPPORTED, (), lines={**three, "interviews": Word.AGAINST})
    assert verdict.contrary == ("interviews",)
