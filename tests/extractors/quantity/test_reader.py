"""What holds for every text: true spans, order, no overlap, linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantity.reader import quantities

_WORDS = (
    "1 23 456 1,234 0.5 % x xx * 方米 平方米 万 亿 余 多 人 名 一 三 十 百 几 半 个 年 元 至 - 、 ， 。 第 每 近 以上 不低于 "
    "达到 为 ： : / （ ） “ ” 《 》 没有 分之 级 iii 岁 学生 资金 服务半径 公里 _ □ . · ~ 负 小时 分 后 倒数 的 班 "
    "l *方米 零 系数 0.4 以内 前 2024/1/9 1. 工作日 内 点击："
)
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\n"])
_ENDLESS = (
    "1 十 十百千万亿 x * 一、 1、 1, 1. 1- 1: 1,234, “三个 《 （ 第一 至少 不低于 余万 1至 三至 两所 12人， 平方 名 分之 "
    "百分之 0. 1/ 1和 万 多 第1、 每 级 iii级 1人至 没有一台 三点五 二三 "
    "8* 7□ .8万 1l 0.5、 系数0.5 2024/ 2024/1/9 一*方米 3.万 点击： 前3名 列第 零， 60米× 1234,"
)


@given(st.lists(_PIECES, max_size=30).map("".join))
@settings(max_examples=250, deadline=None)
def test_spans_are_ordered_and_true(text: str) -> None:
    found = quantities(text)
    end = 0
    for item in found:
        assert end <= item.start < item.end <= len(text)
        assert item.outer_start <= item.start
        assert item.end <= item.outer_end <= len(text)
        assert item.outer_start >= 0
        assert (item.value is None) == (item.damage in ("placeholder", "lost") or _unread(item))
        if item.value_max is not None:
            assert item.op == "range"
            assert item.value is not None
            assert item.value < item.value_max
        end = item.end


def _unread(item: object) -> bool:
    return getattr(item, "damage", None) == "garbled" and getattr(item, "value", None) is None


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    quantities(text)


def test_thresholds_are_told_apart() -> None:
    text = "60人以上的班有9个，35岁以下教师12人"
    assert [text[item.start : item.end] for item in quantities(text) if item.threshold] == ["60人", "35岁"]


def test_outer_span_holds_the_bounding_words() -> None:
    text = "生均不低于4.5平方米以上"
    (found,) = quantities(text)
    assert text[found.outer_start : found.outer_end] == "不低于4.5平方米以上"


@pytest.mark.parametrize("unit", [*_ENDLESS.split(), " ", "1 ", "1 234", "（ ", "共1 ", "8 * "])
def test_time_is_linear(unit: str) -> None:
    # A quadratic reading of 50,000 characters takes a minute, a linear one well below a second.
    text = unit * (50_000 // len(unit))
    began = time.process_time()
    quantities(text)
    assert time.process_time() - began < 5
