from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.split.cue import Cues
from pipeline.split.name import leading_name, name_level, signing_body
from pipeline.split.part import split
from pipeline.split.profile import Profile, profile
from schemas.document import Document

PLAN = (
    "为进一步推进义务教育优质均衡发展，结合实际，特制定本方案。\n一、指导思想\n坚持教育优先发展，力争三年内全部达标。\n"
    "二、工作目标\n1、确保入学率达到100%。\n2、将新建功能室六间。\n三、实施步骤\n第一阶段：宣传发动。\n四、保障措施\n加强领导，要求人人参与。\n"
)
CHECK = (
    "对照省定标准，逐项进行了自查，现将自查情况说明如下。\n一、办学条件\n占地面积达到标准要求。此项自评9分。\n"
    "二、师资队伍\n专任教师四十人，已达标。此项自评8分。\n三、存在问题\n图书不足。\n四、整改措施\n购置图书。\n"
)
REPORT = (
    "尊敬的各位领导、各位专家：\n大家好！现就义务教育工作情况向各位汇报如下：\n一、基本情况\n现有教师三十人。\n"
    "二、主要做法\n开展了校本培训。\n三、下一步打算\n继续改善条件。\n以上汇报，敬请指正。谢谢大家！\n"
)
SUMMARY = (
    "一年来，在各方支持下，各项工作取得了明显成绩，现总结如下。\n一、加强管理\n建立了考核制度，完成了操场改造，先后举办了四次活动。\n"
    "二、主要成效\n荣获先进集体，受到家长好评，促进了质量提升。\n"
)
RESEARCH = (
    "摘要：本文采用问卷和访谈，分析了县域内校际差异。\n关键词：均衡；差异\n一、研究方法\n样本为六十所学校，数据来源于统计年报。\n"
    "二、对策与建议\n研究表明，应当统筹师资。\n参考文献\n[1] 某某，差异研究。\n"
)
POLICY = (
    "各中小学校、机关各科室：\n现将有关事项印发给你们，请遵照执行。\n第一条 为规范管理，制定本办法。\n第二条 本办法适用于公办学校。\n"
    "第三条 本办法自印发之日起施行，由县教育局负责解释。\n"
)
ESSAY = (
    "人们常说，教育是一段漫长的旅程。从根本上来看，均衡意味着机会的均等，我们看到，差异的原因在于观念。我们不难看出，实质是人的发展。\n"
    * 4
)


def read(text: str, index: int = 0, path: str = "a.txt") -> Profile:
    parts = split(Document(path, "0" * 64, len(text.encode()), "text/plain", "text", text, ()))
    return profile(parts[index], path)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("青山小学义务教育优质均衡发展实施方案", PLAN, "plan"),
        ("青山县学前教育三年规划（2024—2026年）", PLAN, "plan"),
        ("青山小学标准化建设自查报告", CHECK, "self_report"),
        ("青山县义务教育工作情况汇报", REPORT, "report"),
        ("青山县2023年教育事业统计公报", "一、规模\n全县现有学校六十所，在校学生三万人。\n", "report"),
        ("青山小学2023—2024学年度工作总结", SUMMARY, "summary"),
        ("县域义务教育校际差异研究", RESEARCH, "research"),
        ("青山县校车管理办法", POLICY, "policy"),
    ],
)
def test_kind_by_title_and_text(title: str, body: str, kind: str) -> None:
    assert read(f"{title}\n{body}").kind == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PLAN, "plan"),
        (CHECK, "self_report"),
        (REPORT, "report"),
        (SUMMARY, "summary"),
        (RESEARCH, "research"),
        (ESSAY, "article"),
    ],
)
def test_kind_by_the_text_where_the_title_only_counts(body: str, kind: str) -> None:
    text = f"均衡发展工作方案篇一\n{PLAN * 2}\n均衡发展工作方案篇二\n{body * 2}"
    assert read(text, 1).kind == kind


def test_a_list_of_titles_is_an_index_and_a_scrap_a_fragment() -> None:
    titles = "\n".join(
        f"{place}小学均衡发展{genre}"
        for place in ("青山", "绿水", "红旗")
        for genre in ("工作方案", "自查报告", "工作总结")
    )
    assert read(titles).kind == "template_index"
    assert read("食堂就餐面积偏小，桌椅不足。").kind == "fragment"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (f"工作打算\n我校现有学生五百人，全校教师三十人。\n{PLAN}", "school"),
        (f"工作打算\n我镇现有小学六所，全镇学生两千人，各村小均已达标。\n{PLAN}", "township"),
        (f"工作打算\n全县现有学校六十所，我县财政投入两亿元，各乡镇积极配合。\n{PLAN}", "county"),
        (f"工作打算\n全市现有学校六百所，市委市政府高度重视，我市投入十亿元。\n{PLAN}", "city"),
        (f"工作打算\n我省深入推进均衡发展，省委省政府高度重视，全省验收完毕。\n{PLAN}", "province"),
        (f"工作打算\n教育部党组统筹推进，直属系统各单位落实，面向全国各地。\n{PLAN}", "nation"),
        (f"青山镇中心小学工作方案\n全镇各校要向我校看齐。\n{PLAN}", "school"),
        (f"青山镇中心学校工作方案\n{PLAN}", "township"),
        (
            f"关于青山县督导检查的反馈意见\n你县高度重视，全县投入两亿元。\n{PLAN}\n云山市人民政府教育督导委员会办公室\n2024年5月6日",
            "city",
        ),
        (f"工作打算\n根据全市会议精神和《全市教育规划》要求，我校制定措施。\n{PLAN}", "school"),
        (RESEARCH, None),
    ],
)
def test_level(text: str, level: str | None) -> None:
    assert read(text).level == level


@pytest.mark.parametrize(
    ("text", "subject", "region"),
    [
        (f"青山镇第二中心小学工作方案\n{PLAN}", "青山镇第二中心小学", "青山镇"),
        (f"2023年青山县教育工作要点\n全县要抓好落实。\n{PLAN}", "青山县", "青山县"),
        (f"青山县教育局关于均衡发展的实施意见\n全县要抓好落实。\n{PLAN}", "青山县", "青山县"),
        (
            f"均衡发展工作方案\nXX小学现有教师三十人，学生五百人。\n我校要做好各项工作。\n{PLAN}",
            "XX小学",
            None,
        ),
        (f"均衡发展工作方案\n今年以来，xx县狠抓落实，全县面貌一新，我县投入一亿元。\n{PLAN}", "xx县", "xx县"),
        (f"均衡发展工作方案\n农村学校条件薄弱，我校要继续改善，办好每一所学校。\n{PLAN}", None, None),
    ],
)
def test_subject_and_region(text: str, subject: str | None, region: str | None) -> None:
    found = read(text)
    assert (found.subject, found.region) == (subject, region)


@pytest.mark.parametrize(
    ("ending", "issuer", "date"),
    [
        ("青山镇中心小学\n2024年9月12日", "青山镇中心小学", "2024-09-12"),
        ("青山县教育局\n二〇二四年九月十二日", "青山县教育局", "2024-09-12"),
        ("青 山 小 学\n2024 年 9 月", "青山小学", "2024-09"),
        ("XX镇中心小学\n20xx年9月12日", "XX镇中心小学", None),
        ("力争到2024年9月全部达标，这是全校师生共同努力要实现的目标，务必抓紧抓实抓好。", None, None),
        ("2024年", None, None),
        ("各校要认真抓好落实。", None, None),
    ],
)
def test_signature(ending: str, issuer: str | None, date: str | None) -> None:
    found = read(f"均衡发展工作方案\n{PLAN}\n{ending}\n")
    assert (found.issuer, found.date) == (issuer, date)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("青山小学2023—2024学年度工作总结", "2023—2024学年度"),
        ("青山县2023年教育工作要点", "2023年"),
        ("青山县三年规划（2025—2027年）", "2025—2027年"),
        ("青山小学工作总结", None),
    ],
)
def test_period(title: str, period: str | None) -> None:
    found = read(f"{title}\n{SUMMARY}")
    assert (found.period, found.date) == (period, None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青山县人民政府关于教育工作的报告", "青山县人民政府"),
        ("2024年青山市教育工作报告", "青山市"),
        ("关于青山区教育工作的报告", "青山区"),
        ("农村学校建设方案", None),
        ("学校均衡发展方案", None),
        ("市场监管方案", None),
        ("社区教育方案", None),
    ],
)
def test_leading_name(title: str, name: str | None) -> None:
    assert leading_name(title) == name


def test_levels_of_names() -> None:
    names = (
        "青山小学",
        "青山镇",
        "青山镇中心学校",
        "青山县教育局",
        "云山市人民政府教育督导委员会办公室",
        "云山省教育厅",
        "教学楼",
    )
    assert [name_level(name) for name in names] == [
        "school",
        "township",
        "township",
        "county",
        "city",
        "province",
        None,
    ]


@pytest.mark.parametrize("row", ["切实加强学校", "各中心小学", "组长：李校长", "我们的学校"])
def test_no_signature(row: str) -> None:
    assert signing_body(row) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2024年青山市高中学校招生计划表", "青山市"),
        ("青山县中小学校建设规划", "青山县"),
        ("青山市绿水中学校工作计划", "青山市绿水中学校"),
        ("青山中学校长述职报告", "青山中学"),
        ("青山职业技术学院年度报告", "青山职业技术学院"),
    ],
)
def test_a_class_of_schools_is_no_school(title: str, name: str) -> None:
    assert leading_name(title) == name


def test_naming_the_council_of_state_is_not_speaking_for_the_nation() -> None:
    body = (
        "青山学院坐落于绿水河畔。\n"
        + "学院落实国务院的部署，国务院要求做好就业。\n" * 3
        + "全校师生共同努力。\n"
    )
    assert read("就业质量年度报告\n" + body).level == "school"


@given(st.text(st.sampled_from("我县全县国务院自查评得分5本项年在20xx要求将继续，。")))
def test_cues_count_as_patterns_would(text: str) -> None:
    cues = Cues(
        {
            "a": [{"weight": 1, "words": "我县 全县 国务院"}],
            "b": [{"weight": 2, "words": "自查 自评", "shapes": ["得\\d"]}],
        }
    )
    first, second = len(re.findall("我县|全县|国务院", text)), len(re.findall("自查|自评|得[0-9]", text))
    assert cues.scores(text, 5) == {"a": min(first, 5), "b": 2 * min(second, 5)}
    assert cues.most(5) == {"a": 5, "b": 10}
