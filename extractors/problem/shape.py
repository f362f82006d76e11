"""The shapes of admitted deficiencies, made of the words of words.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import alternatives, either, lexicon

# What the shapes of a deficiency begin with that are no words of the lists.
_SIGNS = (
    "没有",
    "有一定",
    "有较大",
    "有很大",
    "有明显",
    "有不小",
    "差",
    "低",
    "少",
    "弱",
    "不清",
    "缺",
    "后",
    "超额",
    "超过",
    "仅",
    "只有",
    "低于",
    "不够",
    "缺口",
    "未",
    "高于",
    "尚未",
    "还未",
    "仍未",
    "有欠缺",
    "仍有",
    "尚有",
    "还有",
    "存在",
    "仍为",
    "仍是",
    "从未",
    "超出",
    "超标准",
    "不到",
    "合用",
    "共用",
)


_KINDS = (
    "问题",
    "不足",
    "困难",
    "差距",
    "短板",
    "弱项",
    "薄弱",
    "挑战",
    "困境",
    "瓶颈",
    "困惑",
    "教训",
)


_OWN = "(?:我们的|学校的|主要的?|其)?(?:不足|困难|差距|弱点|短板|劣势)"
_MENDED = "[^。；;，,\\n]*(?:补齐|补强|补上|弥补|缩小|解决|破解|化解|克服|消除|攻克|突破|打破|针对|围绕|聚焦)"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns, by name."""
    words = lexicon(str(Path(__file__).with_name("words.yaml")))
    heading = either(words["heading"])
    return {
        "heading": re.compile(
            heading
            + r"|[查找摆补析]找?(?:问题|不足|差距|短板|弱项)|(?:困惑|困难|问题|不足|差距|短板|挑战|瓶颈|弱项|困境|教训)(?:[和与及、以]及?)(?:困惑|困难|问题|不足|差距|短板|挑战|瓶颈|弱项|困境|教训)|(?:不足|困境|差距)$"
        ),
        "remedy": re.compile(rf"[（(]?{either(words['remedy'])}[：:]|(?<=[。；;]){either(words['then'])}"),
        "aside": re.compile(either(words["aside"])),
        "other": re.compile(either(words["other"]) + r"$"),
        # What any heading, lead or announcement of problems holds.
        "topic": re.compile(alternatives([*words["heading"], *_KINDS])),
        # 补齐硬件短板 heads what is done about it.
        "mended": re.compile(_MENDED),
        # 没有琴房，老师就…: what was made of a lack, not the lack, is told.
        "coped": re.compile("[^，,]{0,4}就"),
        "demanded": re.compile("[^，,]{0,10}的(?:要(?!求)|应|须|必须)"),
        **_lists(heading),
        "hint": re.compile(alternatives([*words["verdict"], *words["lack"], *_SIGNS])),
        "lead": re.compile(
            rf"{heading}|(?:存在|面临|还有|有).{{0,10}}(?:问题|不足|困难|差距|短板|弱项|薄弱|挑战)"
        ),
        "verdict": re.compile(either(words["verdict"]) + "$"),
        "general": re.compile(either(words["general"])),
        "cue": _cue(words),
        "averted": re.compile(rf"{either(words['averted'])}|(?<![主重需必按])要(?!求)|(?<![按照])要求"),
        "object": re.compile("并?(?:对(?!照|比)|把|将|使|让|给|与(?!.{0,40}(?:相比|差距|标准))|和)"),
        "bare": re.compile("现有[A-D]级|与|距|未|仅为|差|相差|低于|高于|超[过出标额]|未达|没有达|达不"),
        "outcome": re.compile(
            r"[^，,]{0,8}由[^，,]*(?:兼任|代替|代课)|只能|只好|导致|造成|致使|使得|影响|(?:[^，,]{0,20}(?:仅|只有|不到|以上的|高达|多达)|其中|特别是|尤其)[^，,]{0,12}\d"
        ),
        "elliptic": re.compile(r"生均|人均|平均|均|仅|只|占|其中"),
        "column": re.compile(either(words["column"])),
        "none": re.compile(r"\s*(?:无|没有|[-—–/]*)\s*"),
    }


def _lists(heading: str) -> dict[str, re.Pattern[str]]:
    """What opens a list of deficiencies inside a line."""
    return {
        "run_in": re.compile(
            rf"(?!{_MENDED})(?:[^，,。：:；;\n]{{0,8}}(?:{heading}|存在不足)[^，,。：:；;\n]{{0,6}}|{_OWN})[。：:](?=.{{6}})"
        ),
        "announced": re.compile(
            rf"(?:{heading}|(?:存在|还有|有|面临)[^。；;\n]{{0,14}}(?:问题|不足|困难|差距|短板|薄弱环节))"
            r"[^。；;\n]{0,10}[：:。，,](?:主要(?:是|表现(?:在|为)?|有)?[：:，,]?)?\s*$"
            # 差距仍然摆在那里：一是…
            rf"|(?<![^。；;，,\n：:、.\s])(?!{_MENDED})[^。；;，,\n]{{0,16}}(?:差距|不足|短板|困难|弱项|欠账)[^。；;，,\n]{{0,8}}[：:]\s*$"
        ),
        "before_colon": re.compile(
            r"(?:存在|[还仍]有|面临|看到)[^。；;：:\n]{0,14}(?:问题|不足|困难|差距|短板|薄弱环节|挑战|瓶颈|软肋|拦路虎|欠账)[^。；;：:，,\n]{0,6}"
            r"(?:[，,](?:具体|主要|集中|突出)(?:表现|体现|反映|是|有)[^。；;：:，,\n]{0,8})?[：:](?=.{4})"
        ),
    }


def _cue(words: dict[str, list[str]]) -> re.Pattern[str]:
    """What admits a deficiency where one of the hints stands."""
    quality = "|".join(words["quality"])
    after = r"(?:[”\"’]|依然|仍然|仍|比较|较为|更加|等|了|的|问题|现象|情况|状况|状态|严重|突出|明显|[）)]|[（(][^（()）]{0,40}[)）])*$"
    return re.compile(
        rf"{either(words['lack'])}|没有.{{0,12}}?{either(words['lacked'])}.{{0,6}}$|没有一[台间个名所套](?!是|不)"
        rf"|(?<![不无])(?<!不[是“])(?<!没有)(?<!可谓)(?<!不留){either(words['verdict'])}{after}"
        rf"|(?<={quality})(?:[差低少弱]|不清){after}"
        r"|差(?!异)[^，,\d]{0,6}[\d.]+(?:个百分点|%|平方|册|人|台|间|米|套|元|万)|有(?:一定|较大|很大|明显|不小)的?差距|缺[^，,\d]{0,8}[\d一二三四五六七八九十]+(?:[名人个间台套册件架]|平方)|后[\d一二三四五六七八九十]+名"
        r"|超额\d|(?<!其中[A-D]级)危房(?:面积)?约?\d|超过(?:规定|标准|上限)的?(?:班额|人数|规模|\d+[人名个]|$)|超出(?:规定|标准)?[^，,\d]{0,4}\d|超标准(?:班额)?[^，,\d]{0,4}\d|不到\d+[人名册台间]$|(?<=也)没有$|[合共]用[一1两2][间个套]|从未(?:参加|开展|接受|组织|上过|使用|开设|更新|配|有)|(?<=[，。；：、.\s\d])缺(?![席勤课陷一口乏的什])[一-龥]{3}|仅为.{0,8}成$"
        r"|(?<![对凡])未(?:落实|配齐|配备|建立|开设|按|安装|设立|制定|开展|执行|设置|做到)|不够[^，,]{1,4}$|有(?:一些|一定的?|明显的?)?(?:欠缺|短板|漏洞|隐患)"
        r"|缺口[^，,\d]{0,4}\d|[尚还仍]未(?![入开]学|毕业|发生|发现|公布|结束|到期)|(?:仍|尚|还)有(?!待)[^，,]{0,6}[\d一二三四五六七八九十]+[余多]?(?:所|个|名|间|人|万|处|栋|项|%|\.)"
        r"|存在(?!的)[^，,]{4,60}等(?!的)[^，,]{0,6}(?:问题|不足|困难|现象|短板|薄弱环节)$"
        r"|存在(?!的?[问困不]).{0,20}(?:现象|短板|隐患|漏洞|盲区|差距|缺口|断层|不平衡|不均衡)$"
        r"|(?<!不)低于[^，,]{0,12}(?:标准|要求|规定|周边)|(?<=[略远仍显])高于[^，,]{0,8}(?:标准|规定|上限)|(?<=均)(?<!生均)高于[^，,%％]{0,8}(?:标准|规定|上限)"
        r"|(?<=[占率比])仅[有为]?\d[\d.]*[%‰]|仍[为是](?=[^，,]{0,10}(?:\d|[砖土旱危平]|空白|短板|弱))|不(?:达标|足|合格)的[^，,]{0,4}[有占仅]\d"
    )
