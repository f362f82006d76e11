"""The whole chain over texts put together at random: values, quotes, order and the record's shape hold."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extractors.figure.reader import figures
from pipeline.assemble import records
from pipeline.split.part import split
from schemas.document import Document, Warning
from schemas.errors import EmptySource
from schemas.number import dumps
from schemas.record import Record
from schemas.span import Span
from tests.build import document

CORPUS = Path(__file__).resolve().parents[2] / "extractors" / "figure" / "cases.yaml"
SCHEMA = Draft202012Validator(Record.model_json_schema(mode="serialization"))
LISTS = ("figures", "goals", "stages", "problems", "citations", "people", "warnings")


@cache
def texts() -> list[str]:
    """All texts of the linking rules' corpus."""
    corpus = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))
    rows = [row for section in ("read", "none") for group in corpus[section].values() for row in group]
    return [row if isinstance(row, str) else row["text"] for row in rows]


def made(text: str) -> list[dict[str, Any]]:
    return [json.loads(dumps(record)) for record in records(document(text))]


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(texts()), min_size=1, max_size=14),
    st.sampled_from(["\n", "", "\n\n　　", "\r\n"]),
)
def test_any_sequence_of_texts_gives_true_and_valid_records(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    whole = document(text)
    found = made(text)
    for record in found:
        SCHEMA.validate(record)
        assert 0 <= record["part"]["start"] <= record["part"]["end"] <= len(text)
        for item in (item for name in LISTS for item in record[name]):
            check(item.get("evidence"), text)
        spans = [(one["evidence"]["start"], one["evidence"]["end"]) for one in record["figures"]]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), spans
    agree(whole, found)


SCRAPS = (
    "12 3.5 1:14 xx * 百分之 三十 一 0 ２０ 1,200 % ‰ 人 名 个 所 万元 平方米 亩 公里 册 年 月 日 次 分 以上 以内 左右 "
    "不低于 超过 约 学生 教师 小学 初中 幼儿园 生均 占地面积 图书 入学率 大班额 其中 分别 为 达到 占 的 我校 东桥小学 标准 目标 "
    "达标 未达标 新增 缺 一、 （一） 1. ① 第一阶段 《义务教育法》 （ ） ， 、 。 ； ： “ ” \t \n \r\n □ 组长：王某"
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS.split(" ")), min_size=1, max_size=40))
def test_scraps_in_any_order_give_true_and_valid_records(scraps: list[str]) -> None:
    text = "".join(scraps)
    if not text.strip():
        return
    try:
        found = made(text)
    except EmptySource:
        return
    for record in found:
        SCHEMA.validate(record)
        for item in (item for name in LISTS for item in record[name]):
            check(item.get("evidence"), text)
        spans = [(one["evidence"]["start"], one["evidence"]["end"]) for one in record["figures"]]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), spans
    agree(document(text), found)


def check(evidence: dict[str, Any] | None, text: str) -> None:
    if evidence is None:
        return
    words = text[evidence["start"] : evidence["end"]]
    assert words
    assert words == words.strip()
    assert evidence["quote"] in text
    assert squeezed(words) in squeezed(evidence["quote"])


def agree(whole: Document, found: list[dict[str, Any]]) -> None:
    """A figure's span in the source reads as the quantity says, but for what repairs have mended."""
    for part, record in zip(split(whole), found, strict=True):
        pieces = figures(part, record["document"]["subject"], record["document"]["kind"])
        assert len(pieces) == len(record["figures"])
        for piece, figure in zip(pieces, record["figures"], strict=True):
            seen = part.view.text[piece.quantity.start : piece.quantity.end]
            span = part.view.source(piece.quantity.start, piece.quantity.end)
            assert (figure["evidence"]["start"], figure["evidence"]["end"]) == (span.start, span.end)
            words = whole.text[span.start : span.end]
            assert normalize("NFKC", squeezed(seen)) == normalize("NFKC", squeezed(words))
            assert figure["indicator"] == piece.link.indicator


def test_the_record_says_where_it_comes_from() -> None:
    whole = document("东桥小学工作计划\n全校现有学生412人。")
    (record,) = records(whole)
    assert record.id == f"{whole.sha256}#1"
    assert record.source.path == "文本.txt"
    assert record.source.bytes == len(whole.text.encode())
    assert (record.part.index, record.part.count, record.part.title) == (1, 1, "东桥小学工作计划")
    assert record.document.kind == "plan"
    assert [figure.id for figure in record.figures] == ["f1"]


def test_a_sentence_is_the_quote_and_a_row_is_in_a_table() -> None:
    text = "学校稳步发展。现有学生412人，教师24人；占地8460平方米。明年再看。\n学校\t学生\n东桥\t41人\n西桥\t37人"
    (record,) = made(text)
    quotes = [figure["evidence"]["quote"] for figure in record["figures"]]
    assert quotes == [
        "现有学生412人，教师24人；",
        "现有学生412人，教师24人；",
        "占地8460平方米。",
        "东桥\t41人",
        "西桥\t37人",
    ]
    places = [figure["evidence"]["table"] for figure in record["figures"]]
    assert places[:3] == [None] * 3
    place = {"table": 0, "row": 1, "column": 1, "row_header": "东桥", "column_header": "学生"}
    assert places[3].items() >= place.items()


def test_a_long_sentence_is_cut_around_the_value() -> None:
    text = "各项工作有序推进，" * 60 + "现有学生412人，" + "成绩稳步上升，" * 60 + "令人满意。"
    (record,) = made(text)
    (figure,) = record["figures"]
    quote = figure["evidence"]["quote"]
    assert "412人" in quote
    assert quote in text
    assert len(quote) <= 310


def test_goals_hold_their_figures_and_damage_is_warned_of() -> None:
    text = "东桥镇工作方案\n一、工作目标\n1.小学巩固率达到99.4%。\n2.校园环境优美。\n二、基本情况\n现有学生xx人。"
    (record,) = made(text)
    first, second = record["goals"]
    assert (first["figures"], first["quantified"]) == (["f1"], True)
    assert (second["figures"], second["quantified"]) == ([], False)
    (warning,) = record["warnings"]
    assert warning["code"] == "damage_placeholder"
    assert warning["evidence"] == record["figures"][1]["evidence"]


def test_periods_are_resolved_to_dates() -> None:
    (record,) = made("2024年9月，全校学生517人。")
    (figure,) = record["figures"]
    assert (figure["period"], figure["period_start"], figure["period_end"]) == (
        "2024年9月",
        "2024-09-01",
        "2024-09-30",
    )


def test_a_documents_own_warnings_go_to_the_part_they_concern() -> None:
    plain = document("全校学生517人。")
    one = Warning("ocr", "文字由识别而来", Span(2, 4))
    other = Warning("skipped", "略去一幅图")
    elsewhere = Warning("ocr", "在别处", Span(400, 410))
    whole = Document(
        plain.path,
        plain.sha256,
        plain.size,
        plain.media_type,
        plain.reader,
        plain.text,
        plain.blocks,
        warnings=(one, other, elsewhere),
    )
    (record,) = records(whole)
    assert [(warning.code, warning.message) for warning in record.warnings] == [
        ("ocr", "文字由识别而来"),
        ("skipped", "略去一幅图"),
    ]


def test_a_text_without_a_document_is_refused() -> None:
    empty = Document("a.txt", "0" * 64, 0, "text/plain", "text", "", ())
    with pytest.raises(EmptySource, match="holds no text"):
        list(records(empty))
