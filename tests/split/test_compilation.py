from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.split.part import split
from schemas.document import Document

DEV = Path(__file__).parents[3] / "shared" / "gold" / "dev"
BODY = (
    "一、指导思想\n坚持教育优先发展，把义务教育摆在突出位置，统筹城乡师资，补齐短板，努力办好每一所学校。\n"
    "二、主要措施\n1、加大投入。三年内新建教学楼两栋，添置图书三千册，更新课桌椅四百套。\n"
    "2、配强教师。每年招聘音体美教师五名，组织骨干教师送教下乡二十次，开展校本研修四十场。\n"
    "3、严格管理。落实一日常规，做好控辍保学，确保学生一个也不少，让家长放心、社会满意。\n"
)


def document(text: str) -> Document:
    return Document("a.txt", "0" * 64, len(text.encode()), "text/plain", "text", text, ())


def titles(text: str) -> list[str | None]:
    return [part.title for part in split(document(text))]


@pytest.mark.parametrize(
    "headings",
    [
        ["学校工作方案篇一", "学校工作方案篇二", "学校工作方案篇三"],
        ["乡镇教育工作计划1", "乡镇教育工作计划2", "乡镇教育工作计划5"],
        ["范文一", "范文二"],
        ["均衡发展调研论文篇一", "均衡发展汇报材料篇二", "均衡发展讲话稿篇三"],
        ["第一篇", "第二篇", "第三篇"],
        ["篇一：某小学自查报告", "篇二：某中学自查报告"],
        ["【篇1】均衡发展汇报", "【篇2】均衡发展汇报"],
        ["学校工作总结（一）", "学校工作总结（二）"],
        ["学校工作总结 第1篇", "学校工作总结 第2篇", "学校工作总结 第3篇"],
        ["（一）", "（二）", "（三）"],
        ["（一）青山小学工作总结", "（二）绿水小学工作总结"],
        ["方案1", "方案2"],
        ["第1篇义务教育均衡发展汇报", "第2篇义务教育均衡发展总结"],
        ["工作总结篇一（1200字）", "工作总结篇二（800字）"],
        ["## 工作方案篇一", "## 工作方案篇二"],
        ["**篇一**", "**篇二**"],
    ],
)
def test_a_series_of_headings_parts_a_compilation(headings: list[str]) -> None:
    filler = BODY * 3
    text = "某某方案(优质9篇)\n\n下面是小编整理的范文，欢迎阅读。\n\n" + "".join(
        f"{one}\n\n{filler}\n" for one in headings
    )
    parts = split(document(text))
    assert [part.title for part in parts] == headings
    for part in parts:
        assert text[part.start :].startswith(part.title or "?")
        assert text[: part.end].endswith("社会满意。")
        assert (part.index, part.count) == (parts.index(part) + 1, len(headings))


@pytest.mark.parametrize(
    "headings",
    [
        ["第一阶段", "第二阶段", "第三阶段"],
        ["附件1", "附件2", "附件3"],
        ["（一）总体目标", "（二）具体目标"],
        ["表1", "表2"],
        ["第一章 总则", "第二章 保障"],
        ["一、工作方案", "二、工作总结"],
        ["三年级1", "三年级2"],
    ],
)
def test_what_counts_inside_a_document_parts_nothing(headings: list[str]) -> None:
    text = "青山小学工作计划\n" + "".join(f"{one}\n{BODY}" for one in headings)
    assert titles(text) == ["青山小学工作计划"]


def test_options_in_one_plan_part_nothing() -> None:
    text = "青山小学搬迁工作计划\n方案一\n就地扩建，需资金三百万元，工期一年，可容纳学生六百人，占用操场一半。\n方案二\n易地新建。\n"
    assert titles(text) == ["青山小学搬迁工作计划"]


def test_a_table_of_contents_heads_no_parts() -> None:
    names = ["均衡发展方案篇一", "均衡发展方案篇二", "均衡发展方案篇三"]
    text = "目录\n" + "\n".join(names) + "\n\n" + "".join(f"{name}\n{BODY}" for name in names)
    parts = split(document(text))
    assert [part.title for part in parts] == names
    assert parts[0].start > text.index(names[2])


def test_a_series_inside_one_part_does_not_part_it_further() -> None:
    inner = "第一篇\n" + BODY + "第二篇\n" + BODY
    text = f"汇报材料篇一\n{BODY}{inner}汇报材料篇二\n{BODY}"
    assert titles(text) == ["汇报材料篇一", "汇报材料篇二"]


@pytest.mark.parametrize(
    "trailer",
    [
        "文档为doc格式",
        "点击下载全文",
        "【学校工作方案】的相关文章：",
        "本文来源：某某网 https://example.org/a.html",
        "以上就是学校工作方案的全部内容，希望对大家有帮助。",
        "相关推荐",
        "上一篇：教师培训计划",
        "学校工作方案汇总.doc",
    ],
)
def test_a_site_s_trailer_belongs_to_no_part(trailer: str) -> None:
    text = f"工作方案篇一\n{BODY}{trailer}\n\n工作方案篇二\n{BODY}\n{trailer}\n"
    parts = split(document(text))
    assert [text[part.start : part.end] for part in parts] == [
        f"工作方案篇一\n{BODY}".strip(),
        f"工作方案篇二\n{BODY}".strip(),
    ]


@pytest.mark.parametrize(
    "ending",
    [
        "2024年9月1日",
        "三是建好下载中心，教师可以随时下载教案，全年下载量超过两万次，覆盖全部学科。",
        "联系人：张老师，负责与各校联系并汇总材料。",
    ],
)
def test_a_document_s_own_last_line_stays(ending: str) -> None:
    text = f"青山小学工作方案\n{BODY}{ending}\n"
    (part,) = split(document(text))
    assert text[: part.end].endswith(ending)


def test_a_single_document_sheds_the_page_around_it() -> None:
    text = (
        "学校工作计划\n时间:2022-11-06 17:31:20 工作计划 我要投稿\n• 相关推荐\n\n"
        "　　以下是小编为大家整理的学校工作计划，仅供参考，欢迎阅读。\n\n青山小学工作计划\n"
        + BODY
        + "点击下载\n"
    )
    (part,) = split(document(text))
    assert text[part.start : part.end] == ("青山小学工作计划\n" + BODY).strip()
    assert part.title == "青山小学工作计划"


def test_a_single_document_is_its_trimmed_text() -> None:
    text = f"\r\n　 {BODY} \n\n"
    (part,) = split(document(text))
    assert text[part.start : part.end] == BODY.strip()
    assert part.title is None


def test_articles_glued_together_part_at_the_next_title() -> None:
    first = "青山小学义务教育均衡发展工作汇报\n尊敬的各位领导：\n" + BODY * 4 + "谢谢大家！\n"
    second = (
        "绿水镇中心学校义务教育均衡发展自查报告\n" + BODY * 4 + "特此报告。\n绿水镇中心学校\n2023年11月6日\n"
    )
    third = "红旗中学标准化建设工作总结\n" + BODY
    assert titles(first + second + third) == [one.split("\n")[0] for one in (first, second, third)]


def test_a_heading_with_a_genre_word_in_mid_text_parts_nothing() -> None:
    rest = BODY.replace("二、", "四、").replace("一、", "三、")
    text = "青山小学工作总结\n" + BODY * 4 + "学校卫生安全管理制度和实施方案\n" + rest * 4
    assert len(titles(text)) == 1


def test_text_without_words_has_no_parts() -> None:
    assert split(document(" \n\n")) == []


@pytest.mark.skipif(not DEV.is_dir(), reason="the gold set is not beside the repository")
@pytest.mark.parametrize("name", ["compilation-a", "compilation-b", "compilation-c"])
def test_parts_of_the_gold_set(name: str) -> None:
    gold = json.loads((DEV / f"{name}.gold.json").read_text(encoding="utf-8"))["parts"]
    parts = split(document((DEV / f"{name}.txt").read_bytes().decode()))
    assert len(parts) == len(gold)
    for part, truth in zip(parts, gold, strict=True):
        assert abs(part.start - truth["start"]) <= 40
        assert abs(part.end - truth["end"]) <= 40
        assert part.title == truth["title"]


def test_meta_lines_below_the_only_title_are_read_over() -> None:
    text = "青山小学工作计划\n来源：某某网\n发布时间：2023年5月4日\n" + BODY
    (part,) = split(document(text))
    assert part.title == "青山小学工作计划"
    assert part.start == 0
    assert "发布时间" not in part.view.text
    assert "指导思想" in part.view.text


def test_a_time_in_a_document_s_own_head_stays() -> None:
    text = "家长会方案\n时间：2024年9月3日下午\n地点：报告厅\n" + BODY
    (part,) = split(document(text))
    assert "时间：2024年9月3日" in part.view.text


def test_articles_without_a_farewell_part_where_the_outline_begins_anew() -> None:
    names = ["青山小学义务教育均衡发展实施方案", "绿水镇中心学校义务教育均衡发展自查报告"]
    assert titles("".join(f"{name}\n{BODY * 4}" for name in names)) == names


def test_an_annex_stays_with_its_document() -> None:
    text = f"青山小学义务教育均衡发展实施方案\n{BODY * 4}附件：\n青山小学教育教学质量考核实施方案\n{BODY * 4}"
    assert len(titles(text)) == 1


def test_an_author_over_the_next_title_begins_its_part() -> None:
    first = f"青山小学工作汇报材料\n{BODY * 4}青山小学\n2023年5月6日\n"
    text = first + f"绿水镇中心小学\n义务教育均衡发展工作汇报\n{BODY}"
    parts = split(document(text))
    assert [text[part.start :].split("\n")[0] for part in parts] == ["青山小学工作汇报材料", "绿水镇中心小学"]
    assert parts[1].title == "义务教育均衡发展工作汇报"


def test_a_series_that_begins_with_two_keeps_the_document_over_it() -> None:
    text = f"青山小学工作计划\n{BODY * 5}工作计划篇二\n{BODY * 2}工作计划篇三\n{BODY * 2}"
    assert titles(text) == ["青山小学工作计划", "工作计划篇二", "工作计划篇三"]


def test_a_heading_given_twice_heads_one_part() -> None:
    text = "".join(f"工作方案篇{n}\n\n工作方案篇{n}\n{BODY}" for n in "一二三")
    parts = split(document(text))
    assert [part.title for part in parts] == ["工作方案篇一", "工作方案篇二", "工作方案篇三"]
    assert [text[part.start : part.start + 15].count("工作方案篇") for part in parts] == [2, 2, 2]


def test_a_stray_mention_of_a_heading_parts_nothing() -> None:
    text = f"工作方案篇一\n{BODY}工作方案篇二\n{BODY}工作方案篇一\n{BODY}工作方案篇三\n{BODY}工作方案篇四\n{BODY}"
    assert titles(text) == [f"工作方案篇{n}" for n in "一二三四"]


def test_links_to_the_parts_at_the_end_part_nothing() -> None:
    names = ["工作方案篇一", "工作方案篇二", "工作方案篇三"]
    text = "".join(f"{name}\n{BODY}" for name in names) + "相关推荐\n" + "\n".join(names)
    parts = split(document(text))
    assert [part.title for part in parts] == names
    assert text[: parts[-1].end].endswith("社会满意。")


@pytest.mark.parametrize("caption", ["图2-3 毕业去向落实情况", "表 4 教师配备情况统计说明"])
def test_a_caption_is_no_title(caption: str) -> None:
    text = f"青山学院就业质量年度报告\n{BODY * 4}以上报告。\n{caption}\n{BODY * 4}"
    assert titles(text) == ["青山学院就业质量年度报告"]


def test_chapters_that_go_on_are_one_document() -> None:
    text = "青山县教育事业发展报告\n第一章 概况\n" + BODY * 4 + "以上报告。\n就业服务工作开展的有关情况\n"
    assert len(titles(text + "第二章 服务\n" + BODY * 4)) == 1
    assert len(titles(text + "第一章 服务\n" + BODY * 4)) == 2
