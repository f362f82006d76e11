"""What a model is told of a quantity's surroundings, and what it is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.model.context import beside, context


def features(before: str, quantity: str, after: str) -> set[int]:
    text = before + quantity + after
    return {int(one) for one in context(text, len(before), len(before) + len(quantity))}


def shared(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other)


def test_figures_are_all_alike() -> None:
    one = features("一、条件\n现有学生860人，专任教师", "54人", "，其中本科31人。")
    assert one == features("一、条件\n现有学生1263人，专任教师", "102人", "，其中本科7人。")
    assert one == features("一、条件\n现有学生xx人，专任教师", "5.5人", "，其中本科7人。")


def test_units_and_words_tell_apart() -> None:
    one = features("学校占地", "12亩", "。")
    assert shared(one, features("学校占地", "12平方米", "。")) < 0.8
    assert shared(one, features("学校藏书", "12亩", "。")) < 0.5


def test_words_far_off_are_other_words_than_those_beside() -> None:
    near = features("随后专任教师", "54人", "。")
    far = features("专任教师按时全部到岗，随后", "54人", "。")
    assert 0.05 < shared(near, far) < 0.5


def test_a_heading_tells_and_a_paragraph_above_does_not() -> None:
    bare = features("小学", "5.2人", "。")
    assert features("各校差异系数\n小学", "5.2人", "。") > bare
    above = "本县多年来坚持教育优先发展，" * 4
    assert features(f"{above}\n小学", "5.2人", "。") == bare


def test_names_of_an_indicator_are_one_feature_in_any_words() -> None:
    land, building = features("占地面积", "9亩", ""), features("校舍面积", "9亩", "")
    assert land & features("占地总面积", "9亩", "") - building


def test_what_stands_on_other_lines_below_is_not_seen() -> None:
    assert features("学生", "9人", "\n专任教师54人") == features("学生", "9人", "\n")


def test_beside_is_the_same_for_the_same_words() -> None:
    text = "全校学生860人，教师54人。"
    assert beside(text, 4, 8) == beside("全校学生1人，教师6人。", 4, 6)
    assert beside(text, 4, 8) != beside(text, 11, 14)


@given(st.text(max_size=200), st.text(min_size=1, max_size=8), st.text(max_size=80))
def test_any_text_has_a_context_sorted_and_each_once(before: str, quantity: str, after: str) -> None:
    text = before + quantity + after
    found = list(context(text, len(before), len(before) + len(quantity)))
    assert found
    assert found == sorted(set(found))
