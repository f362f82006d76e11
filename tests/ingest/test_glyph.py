from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.glyph import fold


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("⼩学", "小学"),
        ("⻓期⻅效", "长期见效"),
        ("⼈⺠", "人民"),
        ("\uf96f", "說"),
        ("⻳", "龟"),
        ("⼀⼆⼗", "一二十"),
    ],
)
def test_look_alikes_become_plain(odd: str, plain: str) -> None:
    assert fold(odd) == plain


@pytest.mark.parametrize("text", ["（一）：①㎡", "ＡＢ１２％", "小学", "", "…—－", "ｘｘ平方米", "\ufa0e"])
def test_everything_else_stays(text: str) -> None:
    assert fold(text) == text


@given(
    st.text(alphabet=st.one_of(st.characters(min_codepoint=0x2E80, max_codepoint=0x2FDF), st.characters()))
)
def test_length_stays_and_twice_is_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
