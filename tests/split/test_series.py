from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.split.part import split
from pipeline.split.series import items
from schemas.document import Document


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "（一）抓管理。健全各项制度。（二）抓质量。开展教研活动。（三）抓安全。",
            ["（一）抓管理。健全各项制度。", "（二）抓质量。开展教研活动。", "（三）抓安全。"],
        ),
        (
            "1、新建操场三千平方米；2、添置图书五百册；3、招聘教师两名。",
            ["1、新建操场三千平方米；", "2、添置图书五百册；", "3、招聘教师两名。"],
        ),
        (
            "今年的主要目标如下：1.入学率达到100%；2.辍学率为0。",
            ["今年的主要目标如下：", "1.入学率达到100%；", "2.辍学率为0。"],
        ),
        (
            "（一）目标：1、建操场一座；2、买图书百册。（二）措施：加强领导。",
            ["（一）目标：", "1、建操场一座；", "2、买图书百册。", "（二）措施：加强领导。"],
        ),
    ],
)
def test_a_rising_series_inside_a_paragraph_is_cut_into_items(text: str, pieces: list[str]) -> None:
    edges = [0, *items(text), len(text)]
    assert [text[first:last] for first, last in pairwise(edges)] == pieces


@pytest.mark.parametrize(
    "text",
    [
        "学校现有教师36人，其中高级教师12人。3.5公里内没有其他学校，学生就近入学。",
        "各校要抓好落实。（三）班和（五）班的卫生工作做得较好，受到表扬和奖励。",
        "1、新建操场三千平方米，添置图书。3、招聘教师两名，组织培训。",
        "本次检查分两步：1、2号楼先检查，其他各楼随后检查，请各部门配合。",
    ],
)
def test_numbers_without_a_rising_series_cut_nothing(text: str) -> None:
    assert items(text) == []


def test_items_of_a_run_in_list_are_lines_under_their_heading() -> None:
    text = "一、存在问题\n1、图书陈旧，更新太慢；2、操场太小，没有跑道；3、缺少音乐教师。\n二、整改\n"
    (part,) = split(Document("a", "0" * 64, 0, "text/plain", "text", text, ()))
    assert [(line.label, line.level, line.parent) for line in part.lines] == [
        ("一、", 1, None), ("1、", 2, 0), ("2、", 2, 0), ("3、", 2, 0), ("二、", 1, None),
    ]  # fmt: skip
    assert part.text(part.lines[2]) == "操场太小，没有跑道；"
    assert part.view.text == text.strip()
