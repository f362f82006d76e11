"""Packages: whole ones of every kind, and bad ones."""

from __future__ import annotations

import contextlib
import zipfile
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.base import Limits
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError, UnsupportedSource
from tests.ingest.docx.build import (
    MAIN,
    WORD,
    abstract,
    build,
    level,
    load,
    num,
    numbered,
    p,
    pack,
    relations,
    tbl,
    tc,
    types,
    xml,
)

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "real"
BODY = p("全校12个班") + tbl(("学段", "学生"), ("小学", "540"))
TEXT = "全校12个班\n学段\t学生\n小学\t540"


@pytest.mark.parametrize(
    "kind",
    [
        MAIN,
        f"{WORD}.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_documents_and_templates_with_and_without_macros(kind: str) -> None:
    document = load(build(BODY, kind=kind))
    assert document.text == TEXT
    assert document.media_type == f"{WORD}.document"


def test_strict_documents() -> None:
    lists = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    document = load(build(numbered("目标") + BODY, strict=True, numbering=lists))
    assert document.text == f"一、目标\n{TEXT}"


def test_the_main_part_may_have_any_name() -> None:
    assert load(build(BODY, folder="Inhalt", main="dokument2.xml")).text == TEXT


def test_parts_are_found_by_absolute_target_whatever_their_case() -> None:
    members = {
        "[Content_Types].xml": types({"WORD/Document.xml": MAIN}),
        "_rels/.rels": relations({"officeDocument": "/WORD/Document.xml"}),
        "word\\document.xml": xml("document", f"<w:body>{BODY}</w:body>"),
    }
    assert load(pack(members)).text == TEXT


def test_without_relationships_the_content_type_tells() -> None:
    members = {
        "[Content_Types].xml": types({"d.xml": MAIN}),
        "d.xml": xml("document", f"<w:body>{BODY}</w:body>"),
    }
    assert load(pack(members)).text == TEXT


def test_a_broken_side_part_costs_no_text() -> None:
    data = build(numbered("目标"), numbering="<w:num", styles="<w:style")
    assert load(data).text == "目标"


def without(name: str) -> bytes:
    return pack({key: value for key, value in whole().items() if key != name})


def whole(document: bytes | None = None) -> dict[str, bytes]:
    return {
        "[Content_Types].xml": types({"word/document.xml": MAIN}),
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": xml("document", f"<w:body>{BODY}</w:body>") if document is None else document,
    }


def other(kind: str) -> bytes:
    return pack({**whole(b"<workbook/>"), "[Content_Types].xml": types({"word/document.xml": kind})})


def bomb(size: int) -> bytes:
    return pack(whole(xml("document", f"<w:body><w:p/>{' ' * size}</w:body>")))


def deep(opening: str, closing: str, count: int) -> bytes:
    return build(opening * count + p("底") + closing * count)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    + xml("document", "<w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:body>").split(b"?>", 1)[1]
)
ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
)
SMALL = Limits(expanded_bytes=100_000)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptySource),
        (b"no zip at all", UnsupportedSource),
        (b"%PDF-1.7", UnsupportedSource),
        (ENCRYPTED, EncryptedSource),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnsupportedSource),
        (build(BODY)[:-60], SourceError),
        (build(BODY)[:40], SourceError),
        (pack({}), UnsupportedSource),
        (pack({"a.txt": b"text"}), UnsupportedSource),
        (without("word/document.xml"), UnsupportedSource),
        (
            other("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            UnsupportedSource,
        ),
        (pack(whole(b"<w:document")), SourceError),
        (pack(whole(b"")), SourceError),
        (pack(whole(b"<html/>")), UnsupportedSource),
        (pack(whole(ENTITIES)), SourceError),
        (pack(whole(ENTITIES.decode().replace("UTF-8", "UTF-16").encode("utf-16"))), SourceError),
        (build(""), EmptySource),
        (build(p("") + p(" \u3000")), EmptySource),
        (pack(whole(xml("document", ""))), EmptySource),
        (bomb(200_000), OversizedSource),
        (deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 5000), OversizedSource),
        (deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 10_000), OversizedSource),
        (deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 100), OversizedSource),
        (build("<w:p>" + "<w:ins>" * 200 + "</w:ins>" * 200 + "</w:p>"), OversizedSource),
    ],
    # Not by their bytes: a zip holds the time it was made at, and the test's workers must agree on its name.
    ids=count(),
)
def test_bad_files_are_named(data: bytes, error: type[SourceError]) -> None:
    with pytest.raises(SourceError) as caught:
        load(data, SMALL if error is OversizedSource and len(data) < 5000 else None)
    assert type(caught.value) is error
    message = str(caught.value)
    assert "\n" not in message
    assert ";" in message


def test_an_encrypted_member() -> None:
    data = bytearray(build(BODY))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(EncryptedSource):
        load(bytes(data))


def test_a_size_that_lies() -> None:
    """The size in the directory is small, what comes out is not."""
    data = bytearray(bomb(300_000))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(SourceError):
        load(bytes(data), SMALL)


def test_what_is_never_read_counts_too() -> None:
    members = {**whole(), **{f"word/media/{index}.png": bytes(60_000) for index in range(2)}}
    with pytest.raises(OversizedSource):
        load(pack(members), SMALL)
    assert load(pack(members)).text == TEXT


def test_too_many_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.docx.package._TAGS", 200)
    assert load(build(BODY)).text == TEXT
    with pytest.raises(OversizedSource):
        load(build("<w:p/>" * 200 + BODY))


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.docx.package._MEMBERS", 2)
    with pytest.raises(OversizedSource):
        load(build(BODY))


def test_limits_of_file_and_text() -> None:
    with pytest.raises(OversizedSource):
        load(build(BODY), Limits(file_bytes=100))
    with pytest.raises(OversizedSource):
        load(build(BODY), Limits(characters=5))


def test_deep_but_honest_nesting_is_read() -> None:
    inner = p("底")
    for _ in range(12):
        inner = tbl(("甲", tc(inner)), ("乙", "丙"))
    document = load(build(inner))
    assert len(document.tables) == 12
    assert "底" in document.text


def test_deep_formulas_do_not_overflow() -> None:
    data = build(p("甲", "<m:oMath>" + "<m:e>" * 150 + "<m:t>1</m:t>" + "</m:e>" * 150 + "</m:oMath>"))
    assert load(data).text == "甲"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_is_a_source_error(data: st.DataObject) -> None:
    whole_file = bytearray(
        build(BODY + numbered("目标"), numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        whole_file[data.draw(st.integers(0, len(whole_file) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(SourceError):
        assert load(bytes(whole_file)).text


def test_what_python_docx_writes(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("工作计划", 0)
    document.add_heading("目标", 1)
    document.add_paragraph("在校生540人。")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "学段"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "学生"
    for (row, column), words in {
        (1, 1): "男",
        (1, 2): "女",
        (2, 0): "小学",
        (2, 1): "300",
        (2, 2): "240",
    }.items():
        table.cell(row, column).text = words
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.save(tmp_path / "t.docx")
    found = load((tmp_path / "t.docx").read_bytes())
    assert found.text == "工作计划\n目标\n在校生540人。\n学段\t学生\n男\t女\n小学\t300\t240"
    assert [b.level for b in found.blocks[:3]] == [1, 1, None]
    assert found.tables[0].header_rows == 2


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/real is missing")
def test_real_files_lose_no_text() -> None:
    """These three hold no hidden, deleted or numbered text: every character of every w:t must come out."""
    from lxml import etree

    paths = sorted(REAL.glob("*.docx"))
    assert paths
    for path in paths:
        with zipfile.ZipFile(path) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        wanted = "".join("".join(root.itertext("{*}t")).split())
        document = load(path.read_bytes())
        assert "".join(document.text.split()) == wanted
        assert len(document.tables) == len(list(root.iter("{*}tbl")))
