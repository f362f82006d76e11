"""How the audit's terms and amounts are written in Chinese: the one place for all that people read."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Literal

from schemas.finding import Check, Finding, Severity, Status
from schemas.number import plain
from schemas.record import Damage, Figure, Kind, Level, Op, Role, SchoolStage
from schemas.standards.standard import Confidence
from schemas.taxonomy.loader import taxonomy
from schemas.unit import Unit

_PLACES, _FEW_PLACES = Decimal("0.0001"), Decimal("0.01")
# Wide enough for every number a text may hold: the default context fails beyond 28 digits.
_WIDE = Context(prec=500)
_LONGEST = 400

CHECKS: dict[Check, str] = {
    "ratio": "比率",
    "sum": "合计",
    "share": "占比",
    "difference": "差额",
    "standard": "标准",
    "verdict": "评语",
    "plausibility": "合理性",
    "conflict": "矛盾",
    "coefficient": "差异系数",
}
STATUSES: dict[Status, str] = {"fail": "不符", "cannot_check": "无法核对", "pass": "通过"}
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警示", "notice": "提示"}
# How a finding ended, in one word: the severity where it failed, else its status.
Outcome = Literal["error", "warning", "notice", "unknown", "passed"]
OUTCOMES: dict[Outcome, str] = {
    "error": SEVERITIES["error"],
    "warning": SEVERITIES["warning"],
    "notice": SEVERITIES["notice"],
    "unknown": STATUSES["cannot_check"],
    "passed": STATUSES["pass"],
}
STAGES: dict[SchoolStage, str] = {
    "preschool": "学前",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "职业教育",
    "special": "特殊教育",
}
ROLES: dict[Role, str] = {
    "actual": "现状",
    "target": "目标",
    "standard": "标准",
    "gap": "差额",
    "change": "增减",
}
KINDS: dict[Kind, str] = {
    "plan": "方案规划",
    "self_report": "自查自评",
    "report": "报告",
    "summary": "总结",
    "research": "研究",
    "policy": "政策文件",
    "article": "文章",
    "template_index": "范文目录",
    "fragment": "片段",
}
LEVELS: dict[Level, str] = {
    "school": "学校",
    "township": "乡镇",
    "county": "县区",
    "city": "市",
    "province": "省",
    "nation": "国家",
}
CONFIDENCES: dict[Confidence, str] = {"high": "高", "medium": "中", "low": "低"}
# What the expected value of a check is, and the interval around it, where they are not reckoned from the text.
EXPECTED: dict[Check, tuple[str, str]] = {
    "standard": ("标准", "达标范围"),
    "verdict": ("标准", "达标范围"),
    "plausibility": ("参考", "合理范围"),
    "conflict": ("另一处", "相容区间"),
}
DAMAGES: dict[Damage, str] = {
    "placeholder": "空缺",
    "lost": "缺失",
    "unit": "单位残损",
    "garbled": "数字残损",
}
UNITS: dict[Unit, str] = {
    "person": "人",
    "person_time": "人次",
    "household": "户",
    "count": "个",
    "volume": "册",
    "m2": "平方米",
    "m": "米",
    "CNY": "元",
    "percent": "%",
    "ratio": "",
    "coefficient": "",
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "month": "个月",
    "year": "年",
    "score": "分",
    "level": "级",
    "other": "",
}
OPS: dict[Op, str] = {"=": "", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "range": ""}


def outcome(finding: Finding) -> Outcome:
    """How a finding ended; the severity of one that did not fail says nothing."""
    if finding.status == "fail":
        return finding.severity
    return "passed" if finding.status == "pass" else "unknown"


def number(value: Decimal, unit: Unit) -> str:
    """A value with its unit, at most four decimals: ``5.57平方米``, ``1:13.5`` for a ratio."""
    return _digits(value, unit) + UNITS[unit]


def _digits(value: Decimal, unit: Unit) -> str:
    digits = plain(value.quantize(_PLACES, context=_WIDE) if value.adjusted() < _LONGEST else value)
    return f"1:{digits}" if unit == "ratio" else digits


def floor(value: Decimal) -> Decimal:
    """A lower bound for people, rounded down: two decimals, four where it is small."""
    return _cut(value, ROUND_FLOOR)


def ceiling(value: Decimal) -> Decimal:
    """An upper bound for people, rounded up: two decimals, four where it is small."""
    return _cut(value, ROUND_CEILING)


def _cut(value: Decimal, rounding: str) -> Decimal:
    if value.adjusted() >= _LONGEST:
        return value
    places = _PLACES if abs(value) < 1 else _FEW_PLACES
    return value.quantize(places, rounding=rounding, context=_WIDE)


def interval(low: Decimal | None, high: Decimal | None, unit: Unit) -> str | None:
    """Where a figure would be consistent: ``5.56 至 5.58平方米``, ``≥ 85%``; None where nothing bounds it."""
    low = None if low is None else floor(low)
    high = None if high is None else ceiling(high)
    if low is None and high is None:
        return None
    if low is None or high is None:
        known = low if high is None else high
        return f"{'≥' if high is None else '≤'} {number(known, unit)}" if known is not None else None
    return number(low, unit) if low == high else f"{_digits(low, unit)} 至 {number(high, unit)}"


def amount(figure: Figure) -> str:
    """A figure's value as people write it: sign, number or range, unit; a blank is named as one."""
    if figure.value is None:
        return DAMAGES[figure.damage or "lost"]
    text = number(figure.value, figure.unit)
    if figure.value_max is not None:
        text = f"{text}～{number(figure.value_max, figure.unit)}"
    return f"{'约' if figure.approx else ''}{OPS[figure.op]}{text}"


def indicator(name: str | None, label: str = "") -> str:
    """The indicator's usual wording, or the text's own word where it is none of the taxonomy's."""
    known = taxonomy().indicators.get(name or "")
    return known.zh if known is not None and name != "other" else label or name or "其他数据"


def subject(figure: Figure) -> str:
    """What a figure is about: ``生均占地面积（小学，城关校区，2023年）``."""
    stage = STAGES[figure.stage] if figure.stage else None
    name = indicator(figure.indicator, figure.label)
    words = dict.fromkeys((stage, figure.entity, figure.qualifier, figure.period))
    narrowed = "，".join(word for word in words if word and word != name)
    return f"{name}（{narrowed}）" if narrowed else name
