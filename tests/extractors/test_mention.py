"""Names of indicators in running text: the reading that covers most, never two at one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.mention.reader import mentions
from schemas.taxonomy.loader import taxonomy

NAMES = sorted({name for one in taxonomy() for name in one.names})


def words(text: str) -> list[str]:
    return [text[one.start : one.end] for one in mentions(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("其中专任教师", ["专任教师"]),
        pytest.param(
            "村小学生人数",
            ["村小", "学生人数"],
            marks=pytest.mark.xfail(
                reason="of two readings that cover as much the first is taken: 村|小学生人数"
            ),
        ),
        ("本科及以上学历", ["本科及以上学历"]),
        ("生均占地面积", ["生均占地面积"]),
        ("占地面积和建筑面积", ["占地面积", "建筑面积"]),
        ("每百名学生拥有计算机台数", ["每百名学生拥有计算机台数"]),
        ("适龄儿童入学率", ["适龄儿童入学率"]),
        ("生均公用经费标准", ["生均公用经费标准"]),
        ("教师培训经费", ["教师培训经费"]),
        ("网络多媒体教室", ["网络多媒体教室"]),
        ("高于规定学历教师", ["高于规定学历教师"]),
        ("体育、艺术（音乐、美术）专任教师", ["体育、艺术（音乐、美术）专任教师"]),
        ("大班额比例", ["大班额比例"]),
        ("今天天气很好", []),
        ("", []),
    ],
)
def test_the_reading_that_covers_most_is_taken(text: str, names: list[str]) -> None:
    assert words(text) == names


def test_offsets_count_in_the_whole_text() -> None:
    text = "在校学生多，教学班少，藏书足。"
    (only,) = mentions(text, 6, 10)
    assert (only.start, only.end) == (6, 9)
    assert only.ids("before") == only.ids("after") == ("classes.count",)


def test_names_outside_the_range_are_not_seen() -> None:
    text = "在校学生与教学班"
    assert [text[one.start : one.end] for one in mentions(text, 2, 7)] == ["学生"]


def test_taken_stretches_hold_no_name() -> None:
    text = "18个教学班和教学班"
    assert [(one.start, one.end) for one in mentions(text, 0, len(text), [(3, 6)])] == [(7, 10)]
    # A stretch that only touches a longer name takes away that name, not the shorter one beside it.
    text = "寄宿学生"
    assert [text[one.start : one.end] for one in mentions(text, 0, 4, [(0, 1)])] == ["学生"]


@pytest.mark.parametrize("taken", [(-5, 0), (4, 9), (0, 0), (9, 12)])
def test_what_is_taken_elsewhere_takes_nothing(taken: tuple[int, int]) -> None:
    text = "。。。。在校学生"
    assert [
        (one.start, one.end) for one in mentions(text, 4, 8, [(max(0, taken[0] - 5), min(taken[1], 4))])
    ] == [(4, 8)]


def test_a_name_tells_the_side_that_it_takes_its_value_on() -> None:
    (only,) = mentions("超员", 0, 2)
    assert (only.ids("before"), only.ids("after")) == (("classes.excess",), ())
    (only,) = mentions("孩子", 0, 2)
    assert (only.ids("before"), only.ids("after")) == ((), ("students.enrolled",))


@pytest.mark.parametrize("name", NAMES[:: max(1, len(NAMES) // 400)])
def test_every_name_is_found_as_a_whole(name: str) -> None:
    """Two names that cover a longer one as well are one too many."""
    assert words(name) == [name]


@given(st.lists(st.sampled_from([*NAMES, "，", "的", "12人", "其中", "共有"]), max_size=12), st.data())
def test_names_are_in_order_and_inside_and_never_overlap(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    taken = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, 4)).map(lambda one: (one[0], sum(one))),
            max_size=3,
        )
    )
    found = mentions(text, start, end, taken)
    at = start
    for one in found:
        assert at <= one.start < one.end <= end
        assert text[one.start : one.end] in NAMES
        assert not any(one.start < stop and begin < one.end for begin, stop in taken if begin < stop)
        assert one.candidates
        at = one.end
