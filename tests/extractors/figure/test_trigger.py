"""No rule may hold of a sentence whose trigger words do not stand in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.figure import carried, each, norm, owner, relative, role, scope, verdict
from extractors.figure.trigger import OF_SHAPES, bit, said
from extractors.figure.vocabulary import cue

CUES = ("target", "duty", "actual", "done", "standard", "gap", "change", "removed", "reached", "action")
# What is asked only where the words of a kind stand in the sentence.
ASKED = [
    *((cue(name), name) for name in CUES),
    (role._BY_YEAR, "due"),
    (role._BEYOND_NORM, "beyond"),
    (role._NAMED_NORM, "compared"),
    (role._EARLIER, "compared"),
    (role._BELOW_OTHERS, "compared"),
    (role._RISES, "raised"),
    (role._FROM, "raised"),
    (relative._FROM, "raised"),
    (relative._GROWN, "grown"),
    (norm._EARLIER, "norm"),
    (norm._DIFFERS, "norm"),
    (norm._PAID_OUT, "norm"),
    (norm._ABOVE, "norm"),
    (norm._TO_NORM, "norm"),
    (norm._IN_BRACKET, "norm"),
    (norm._BRACKETED, "norm"),
    (norm.RULED_LIST, "norm"),
    (norm._EACH_TO_NORM, "dealt"),
    (norm._EACH_FROM_NORM, "dealt"),
    (norm._EACH_BOUND, "dealt"),
    (cue("norm_behind"), "norm"),
    (carried._DIVIDED, "divided"),
    (each.PER_PUPIL, "per_pupil"),
    (each.PER_HUNDRED, "per_pupil"),
    (each._EACH_PUPIL, "per_pupil"),
    (scope._SENT, "sent"),
    (scope._TOTAL, "whole"),
    (verdict._COMPARED_TO_NORM, "judged"),
    (verdict._JUDGED, "judged"),
    (verdict._CROWDED, "judged"),
]


def _usual(text: str) -> bool:
    """Without the digits of other scripts, which no trigger spells out."""
    return all(char.isascii() or not char.isdecimal() for char in text)


@pytest.mark.parametrize(("shape", "kind"), ASKED, ids=lambda value: getattr(value, "pattern", value)[:24])
def test_whatever_a_rule_takes_holds_one_of_its_words(shape: re.Pattern[str], kind: str) -> None:
    @settings(max_examples=60, deadline=None, database=None)
    @given(st.from_regex(shape).filter(_usual))
    def holds(text: str) -> None:
        found = shape.search(text)
        assert found is not None
        assert said(found.group(), 0, len(found.group())) & bit(kind)

    holds()


def test_every_shape_of_a_cue_is_known_by_a_word() -> None:
    """A shape that is added to words.yaml needs its word among the triggers: nothing of it holds without one."""
    for name in CUES:
        for word in OF_SHAPES.get(name, ()):
            assert said(f"学校{word}教师", 0, 8) & bit(name), (name, word)


def test_a_sentence_without_any_word_is_asked_nothing() -> None:
    assert said("学生352人，教师28人", 0, 13) == 0


def test_words_right_behind_a_sentence_count_too() -> None:
    text = "校舍4800平方米。均达标。"
    assert said(text, 0, text.index("。") + 1) & bit("judged")
    assert not said(text + "，" * 40, 13, 14) & bit("judged")


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.one_of(
        st.from_regex(scope._ZONE),
        st.from_regex(owner._VILLAGE, fullmatch=True),
        st.from_regex(re.compile(rf"\A(?:{cue('own_side').pattern})")),
        st.from_regex(re.compile(rf"\A(?:{scope._LEAD.pattern})?(?:{cue('own_side').pattern})")),
    )
)
def test_a_clause_that_tells_whom_it_is_about_is_looked_at(clause: str) -> None:
    found = scope._ZONE.search(clause)
    clause = clause[found.start() :] if found else clause
    lead = scope._LEAD.match(clause)
    rest = clause[lead.end() :] if lead else clause
    tells = scope._ZONE.match(rest) or owner._VILLAGE.fullmatch(rest) or cue("own_side").match(rest)
    assert not tells or scope._telling().match(clause)
