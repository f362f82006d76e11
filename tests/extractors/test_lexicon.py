"""Lexicons: any of the words, the longest first, however they share their beginnings."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractors.lexicon import alternatives, either

WORDS = st.lists(st.text("校长主任副.(", min_size=1, max_size=4), min_size=1, max_size=8)


@given(WORDS, st.text("校长主任副.(", max_size=12))
def test_finds_what_a_plain_alternation_finds(words, text):
    plain = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    shared = re.compile(alternatives(words))
    assert [found.span() for found in shared.finditer(text)] == [
        found.span() for found in plain.finditer(text)
    ]


@given(WORDS)
def test_takes_each_word_whole(words):
    pattern = re.compile(either(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not pattern.fullmatch(words[0] + "园")


def test_a_gap_may_part_the_characters():
    pattern = re.compile(alternatives(["组长", "组员", "组"], gap=" {0,2}"))
    assert [found.group() for found in pattern.finditer("组  长、组员、组   长")] == ["组  长", "组员", "组"]
