"""The shapes of headings and items that tell goals, made of the words of words.yaml."""

from __future__ import annotations

import re
from functools import cache

from extractors.goal.sentence import vocabulary
from extractors.lexicon import alternatives, either

_NOW = re.compile(
    r"[。；;]\s*(?:我校|本校|学校|我园|全[校镇县区])?(?:目前|现有?(?![代场])|已|截至|上[届年]|去年)"
)
_AHEAD_LEAD = (
    r"(?:20\d\d年|20xx年|今年|明年|来年|下半年|下一步|下步|今后|新学[年期]|下学[年期]).{0,12}"
    r"(?:将|拟|计划|打算|准备|要|重点|着力|主要)[^，,]{0,8}(?:做好|抓好|推进|落实|开展|完成|实施|突出|抓|从|工作)"
)
_AIMED = r"(?:实现|达到|确定|明确|提出)[^。；;，,：:\n]{0,4}(?:以下|如下|这样)[^。；;，,：:\n]{0,6}目标"


@cache
def shapes() -> dict[str, re.Pattern[str]]:
    """The compiled patterns, by name."""
    words = vocabulary()
    heading, ahead = either(words["heading"]), either(words["ahead"])
    owner = either(words["owner"])
    return {
        **_heads(words, heading, ahead),
        "both": re.compile(either(words["both"])),
        "stage": re.compile(either(words["stage"])),
        "other": re.compile(rf"{either(words['other'])}|工作$"),
        "dated": re.compile(rf"{heading}|目标$|(?<=年)(?:工作)?{ahead}"),
        "head_end": re.compile(r"[。：:（(]"),
        "now": _NOW,
        "owned": re.compile(rf"[（(，,。；;]?\s*{owner}[：:]\s*(?P<owner>[^）)。；;\n]+)"),
        "measure": re.compile(either(words["measure"])),
        "work": re.compile(either([*words["measure"], *words["work"]])),
        "present": re.compile(
            r"(?:我校|本校|学校|我园|全[校镇县区])?(?:目前|现有|现已|已)|[^，,。；;：:\d]{0,6}(?<!实)现有[^，,。；;：:]{0,8}\d"
        ),
        # 工作中要把握几条：…; 校长是第一责任人: how it is to be done and by whom, no result.
        "principle": re.compile(
            "责任人|(?:几条|几点|几个关系|几方面|以下原则)[：:]|[坚把]持?(?:握|以下)?[^，,：:]{0,6}原则[：:]"
        ),
        "verb": re.compile(either(words["verb"])),
        "column": re.compile(rf"[^，,。；;\n]{{0,8}}{either(words['column'])}(?:[（(][^（()）\n]*[)）])?"),
        "deadline": re.compile(either(words["deadline"])),
        "owner": re.compile(owner),
    }


def _heads(words: dict[str, list[str]], heading: str, ahead: str) -> dict[str, re.Pattern[str]]:
    """What headings and sentences over lists say."""
    return {
        "goals": re.compile(rf"{heading}|目标$"),
        "bare_heading": re.compile(
            rf"[^，,。；;：:（(]{{0,6}}(?:{heading}|目标)\s?(?:[（(][^（()）]{{0,20}}[)）])?"
        ),
        "title": re.compile(alternatives([*words["heading"], *words["ahead"], "目标"])),
        "goals_run_in": re.compile(
            rf"(?:[^，,。：:；;\n]{{0,6}}{heading}|[^，,。：:；;\n]{{0,4}}目标)\s?[：:。](?=.{{6}})"
            rf"|[^，,。：:；;\n]{{0,20}}(?:{heading}|目标)(?:是|为)[：:]?(?=.{{6}})"
        ),
        "ahead_run_in": re.compile(
            rf"[^，,。：:；;\n]{{0,8}}{ahead}[^，,。：:；;\n]{{0,6}}[：:。](?=.{{6}})"
        ),
        "ahead": re.compile(rf"{ahead}|年(?:重点|主要)?(?:工作|任务)$"),
        # 主要指标核查结果 heads what was found, not what is aimed at.
        "reached": re.compile(
            "(?:完成|落实|执行|进展|达成|实现|推进|达标|兑现)的?(?:情况|结果|程度|进度|度)|(?:核查|核算|评估|监测|评价|考核|检查|验收|自评|自查|测算|督导|统计)的?(?:情况|结果|结论|数据|得分)|对照(?:情况|检查|表)|一览"
        ),
        "lacking": re.compile("问题|不足|困难"),
        "aimed": re.compile(_AIMED),
        "announced": re.compile(rf"{_AIMED}[：:](?=.{{6}})"),
        "goals_lead": re.compile(
            rf"(?:实现|达到|确定|明确|提出|完成|主要|预期|以下|如下).{{0,10}}目标|{heading}(?:是|为|如下)"
        ),
        "ahead_lead": re.compile(_AHEAD_LEAD),
        # 今年要抓好三件事：一是…
        "ahead_list": re.compile(
            rf"{_AHEAD_LEAD}(?!了)[^。；;：:，,\n]{{0,12}}[：:](?=一是|[（(]?[1一][)）.．、]|①)"
        ),
    }
