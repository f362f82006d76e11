"""What the headers of a cell say: the measure its number is in, the role it has, whether it is a figure at all."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.piece import Role
from extractors.figure.vocabulary import cue
from extractors.quantity.unit import Measure
from extractors.quantity.unit import table as units

_UNIT = re.compile(r"[（(\[：:/／]\s*([^（）()\[\]：:/／\d]{1,6})\s*[）)\]]?")
_CAPTION_UNIT = re.compile(r"单位[：:]\s*([^\s，,；;）)]+)")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_NO_FIGURE = re.compile(r"序号|编号|序$|电话|邮编|代码|日期|时间|年份|页码|身份证|文号|完成时限|备注|栏次")
# A column head that says only that something is counted: the title tells what.
_PLAIN = re.compile(r"^(?:计划|实际|总)?(?:数|人数|数量|合计|总计|小计|计)(?:[（(].{1,6}[）)])?$")
_SCORE = re.compile(r"分值|得分|扣分|满分|应得分|自评分|自查分|评分|赋分|^分数$")
_RATE = ("率", "比例", "占比", "比重", "％", "%")
_TARGET = re.compile(r"目标|规划|计划|预期|拟|任务|整改目标")
_STANDARD = re.compile(r"标准(?!化)|规定(?!学历)|要求|应得|应配|应有|应设|分值|满分|基准|限值|参考值|应达")
_GAP = re.compile(r"缺口|差额|缺额|差距|超出|缺编|不足")
_CHANGE = re.compile(r"增长|增减|比上年|同比|增幅|增加|减少|变化")
_WHETHER = re.compile(r"是否|结论$|结果$|达标情况|达标(?!准)")
# 生均校舍（*方米）: what a censor made of 平方.
_CENSORED = re.compile("[*＊×]方")
_PRICE = re.compile(r"(?:单价|均价|造价)(?:[（(]|$)")
_SUM = re.compile(r"(?:投资|资金|估算|预算)?(?:总?金额|总?投资额?|资金)(?:[（(]|$)")
_BUILDS = re.compile(r"(?:拟?建设|新建|拟建)(?:内容|项目|规模)")
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def is_figure(above: list[str]) -> bool:
    """Whether the numbers of a column are figures (not numbers of rows, dates, telephones)."""
    return not any(_NO_FIGURE.search(words) for words in above[-1:])


def is_plain(above: list[str]) -> bool:
    """Whether the column's head names no thing, only that something is counted."""
    return bool(above) and bool(_PLAIN.search(above[-1]))


def is_unit_column(above: list[str]) -> bool:
    """Whether the column's cells are the units of their rows."""
    return bool(above) and bool(_UNIT_COLUMN.fullmatch(above[-1]))


def is_price(above: list[str]) -> bool:
    """Whether the column says what one piece costs: 单价（元/平方米）."""
    return bool(above) and bool(_PRICE.match(above[-1]))


def is_sum(above: list[str]) -> bool:
    """Whether the column says only how much money: 金额（万元）."""
    return bool(above) and bool(_SUM.match(above[-1]))


def builds(heads: list[str]) -> bool:
    """Whether the columns of a table tell what is to be built."""
    return any(_BUILDS.match(words) for words in heads)


def asks_for_verdict(above: list[str]) -> bool:
    """Whether the column says if the standard is met."""
    return bool(_WHETHER.search("".join(above)))


def measure_in(headers: list[str]) -> Measure | None:
    """The measure that the headers themselves name, the nearest first."""
    for words in headers:
        if _SCORE.search(words):
            return whole("分")
        found = list(_UNIT.finditer(words))
        for match in found if is_price([words]) else reversed(found):
            measure = whole(match[1])
            if measure is not None:
                return measure
    return whole("%") if any(words.endswith(_RATE) for words in headers) else None


def measures_of(caption: str) -> list[Measure]:
    """The measures that a caption names for the whole table: 单位：人、万元."""
    said = _CAPTION_UNIT.search(caption)
    found = [whole(word) for word in re.split(r"[、/]", said[1])] if said else []
    return [measure for measure in found if measure is not None]


def whole(word: str) -> Measure | None:
    """The measure that is exactly this word, also with a power of ten before it (万元)."""
    word = _CENSORED.sub("平方", word)
    measure = units().at(word, 0)
    if measure is not None and measure.word == word:
        return measure
    factor, rest = 1, word
    while rest and rest[0] in _SCALES:
        factor *= _SCALES[rest[0]]
        rest = rest[1:]
    base = units().at(rest, 0) if factor > 1 else None
    return replace(base, word=word, factor=base.factor * factor) if base and base.word == rest else None


def role_of(said: list[str]) -> Role:
    """The role by the headers and caption, the nearest first."""
    for words in said:
        if _GAP.search(words):
            return "gap"
        if _CHANGE.search(words):
            return "change"
        if _TARGET.search(words) and not cue("actual").search(words):
            return "target"
        if _STANDARD.search(words) and not _WHETHER.search(words):
            return "standard"
    return "actual"
