"""Links of sums of money by what was said before them: prices of one piece, their totals, what each pupil is given."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.figure.memory import Memory
from extractors.figure.piece import Link
from extractors.figure.window import Window

# 每台4500元, 每平方米造价2200元: what one piece costs.
_PRICE = re.compile(
    r"每(?:平方米|延米|[米亩台套册间栋幢把张件架副块盏辆])(?:的?(?:平均)?(?:造价|单价|价格|需|投资|均价))?[约为需]{0,2}$|(?:单价|均价)[约为]?$"
)
_TOTAL = re.compile(
    r"[，、]?(?:以上|上述|全年|三项|两项|各项)*(?:一?共计?|合计|总计|小计|计|累计|总价)?(?:需|拨付|补助|发放|使用|支出)?(?:资金|经费)?[约为]?"
)
_SUMMED = re.compile(r"全年|计|共|总价")
_ACTUALLY = re.compile(
    r"[，。]?(?:我[校园镇乡县区市])?(?:目前|现|实际)(?:拨付|落实|安排|达到?|为|是|有|执行|标准)*"
)
# 尚有5.7亿元需多渠道筹措
_LEFT = re.compile(r"(?:尚有|还有|仍有|余下|其余|剩余)(?:资金|的)?约?$")
_WANTED = re.compile(
    r"的?(?:资金)?(?:缺口|尚?需|有?待|尚?未)(?!化解|偿还)[^，。；]{0,6}(?:筹|落实|解决|到位|缺口|补足)|的?(?:资金)?缺口"
)
_AID = "finance.aid"
_TOTAL_OF = {
    "per_student.funding": "finance.public_funds",
    "per_student.subsidy": _AID,
    _AID: _AID,
    "finance.required": "finance.required",
    "finance.investment": "finance.investment",
}


def money(memory: Memory, window: Window) -> Link | None:
    """每台4500元，计108万元: a price, a total of what was said before, a pupil's share of it."""
    if window.quantity.unit != "CNY":
        return None
    left = window.left_text
    if ("每" in left or "价" in left) and (price := _PRICE.search(left)):
        return Link(None, price.group(), "figure.named_other", 0.7, "单价")
    if _WANTED.match(memory.text, window.quantity.outer_end) and _LEFT.search(left):
        return Link("finance.required", "资金缺口", "figure.gap_of_value", 0.7)
    last = memory.last("CNY")
    if last is None:
        return None
    if left.endswith("人均") and last.indicator == _AID:
        return Link("per_student.subsidy", "人均", "figure.per_pupil_of_base", 0.7)
    norm = (last.indicator or "").startswith("per_student.") and memory.links[-1][0].unit == "CNY"
    if norm and _ACTUALLY.fullmatch(left):
        return replace(last, rule="figure.list_member", strength=0.7, named=None)
    if _SUMMED.search(left) and _TOTAL.fullmatch(left):
        return _total(memory, window, last)
    return None


def _total(memory: Memory, window: Window, last: Link) -> Link | None:
    """What several sums or so much a pupil come to; of prices what is bought."""
    if last.indicator is None:
        total = "finance.investment" if last.qualifier == "单价" else None
    else:
        total = _TOTAL_OF.get(last.indicator)
        each = last.indicator.startswith("per_")
        smaller = any(
            quantity.value and window.quantity.value and quantity.value > window.quantity.value
            for quantity, link in memory.links
            if each and link is last
        )
        total = None if smaller else total
    return Link(total, "合计", "figure.total_of_values", 0.7) if total else None
