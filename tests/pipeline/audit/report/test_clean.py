"""Text of unknown origin in pages and cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audit.report.clean import cell, visible
from tests.pipeline.audit.report.build import FORMULAS

LIMIT = 32_767
ANY = st.text(st.characters())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}".replace("\r", "\n")


@pytest.mark.parametrize("text", ["1=1", "下降-5%", "a@b", "—5", "《=》", "", " 空格"])
def test_other_text_is_left_alone(text: str) -> None:
    assert cell(text) == text


@settings(deadline=None)
@given(ANY)
def test_no_cell_begins_like_a_formula_or_holds_what_xml_refuses(text: str) -> None:
    made = cell(text)
    # A mere = begins none.
    assert made == "=" or not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not made.startswith("\t")
    made.encode()
    assert all(character >= " " or character in "\t\n" for character in made)


@pytest.mark.parametrize("character", ["字", "𠀀", "a𠀀"])
def test_long_text_is_cut_to_what_a_cell_holds(character: str) -> None:
    whole = cell("=" + character * LIMIT)
    assert _units(whole) <= LIMIT
    assert whole.endswith("…（已截断）")
    assert _units(whole) > LIMIT - 3
    exact = "字" * LIMIT
    assert cell(exact) == exact


@settings(deadline=None)
@given(ANY)
def test_what_a_page_must_not_hold_is_seen_and_offsets_stay(text: str) -> None:
    made = visible(text)
    assert len(made) == len(text)
    made.encode()
    assert not set(made) & set("\x00\x1b\x7f\u202e\u2066\u200f\ufffe")
    assert all(other in (one, "\ufffd") for one, other in zip(text, made, strict=True))
