"""The search for where a time can begin passes over none that the shapes would read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.period import rule

_PIECES = [
    *"0123456789xX×＊*一二两三四五十几数〇零年月日号个学期周天至到截止自从近过去未来今最往后每上下前本明当次这该新",
    *"春秋暑寒假季半度隔底末初内起间达第级在—~-./□“”\n　a",
    *(
        "20xx",
        "2024",
        "19",
        "12月",
        "3日",
        "学年",
        "学期",
        "十四五",
        "规划",
        "期间",
        "个月",
        "星期",
        "1至2",
        "20xx年",
        "个月内",
        "3个学期",
        "学期末",
        "暑假期间",
    ),
]


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_every_shape_is_tried_where_it_stands(text: str) -> None:
    tried = [(found.start(), found.end(), found.lastgroup) for found in rule._PERIOD.finditer(text)]
    assert [(found.start, found.end, found.kind) for found in rule.periods(text)] == tried
