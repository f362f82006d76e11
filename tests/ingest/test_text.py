from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.text import TextReader, decode
from schemas.errors import EmptySource, OversizedSource, SourceError, UnsupportedSource

SIMPLIFIED = (
    "青山镇中心小学现有教学班12个，学生486人。学校将进一步改善办学条件，提高教育教学质量。\r\n一、指导思想\n"
)
TRADITIONAL = (
    "青山鎮中心小學現有教學班12個，學生486人。學校將進一步改善辦學條件，提高教育教學質量。\r\n一、指導思想\n"
)
LATIN = "Plan 2024\r\n1. Build 3 labs\n"


def source(data: bytes) -> Source:
    return Source("plan.txt", data, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [SIMPLIFIED, SIMPLIFIED * 50, SIMPLIFIED[:12]])
def test_simplified_text_comes_back_whole(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "gb18030", "utf-16-le"])
def test_traditional_text_comes_back_whole(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le", "utf-16-be", "utf-16"])
def test_latin_text_comes_back_whole(encoding: str) -> None:
    assert decode(LATIN.encode(encoding)) == LATIN


def test_bytes_of_no_known_encoding_are_refused_with_advice() -> None:
    latin = "Übergröße Façade señor naïve Ærøskøbing Tromsø Ångström ".encode("latin-1") * 3
    with pytest.raises(SourceError, match="save it as UTF-8"):
        decode(latin)


def test_utf8_broken_in_the_middle_is_refused_not_guessed() -> None:
    data = SIMPLIFIED.encode() * 4
    with pytest.raises(SourceError, match="save it as UTF-8"):
        decode(data[:100] + b"\xff" + data[100:])


def test_a_mark_that_lies_is_named() -> None:
    with pytest.raises(SourceError, match="UTF-8"):
        decode(b"\xef\xbb\xbf\xff\xfe\xfd")


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 99, b"ELF\x7f\x01" * 50])
def test_binary_data_is_unsupported(data: bytes) -> None:
    with pytest.raises(UnsupportedSource):
        decode(data)


def test_document_is_the_file_itself_and_blocks_its_lines() -> None:
    text = "\r\n　　第一行 \r\n\r\n\t第二行\n　\n第三行"
    document = TextReader().read(source(text.encode("utf-8-sig")), Limits())
    assert document.text == text
    assert [text[block.start : block.end] for block in document.blocks] == ["第一行", "第二行", "第三行"]
    assert (document.media_type, document.reader, document.pages) == ("text/plain", "text", None)
    assert document.size == len(text.encode()) + 3


def test_blank_and_oversized_text_are_named() -> None:
    with pytest.raises(EmptySource):
        TextReader().read(source(" \r\n　\n".encode()), Limits())
    with pytest.raises(OversizedSource):
        TextReader().read(source(SIMPLIFIED.encode()), Limits(characters=10))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_utf8_without_controls_is_read_untouched(text: str) -> None:
    text = text.lstrip("\ufeff")
    assert decode(text.encode()) == text


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_source_error(data: bytes) -> None:
    try:
        text = decode(data)
    except SourceError:
        return
    assert text.encode().decode() == text
