"""Statistics as pictures: SVG that any browser shows, with no script and nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas.taxonomy.loader import taxonomy

_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_COLORS = ("#2b6cb0", "#dd8b23", "#3a9d5d")
_MOST = 30
_ROW, _FRAME, _WIDTH = 24, 130, 960
_SCRIPT = "{*}script"
_BRACKETS = re.compile(r"（[^）]*）")
# The library measures words as if they were Latin: what Chinese ones take more has to be given them.
_MARGIN = 20
_WIDER = 5
_KINDS = {
    "plan": "方案",
    "self_report": "自查报告",
    "report": "报告",
    "summary": "总结",
    "research": "研究",
    "policy": "政策",
    "article": "文章",
    "template_index": "目录",
    "fragment": "片段",
}
_LEVELS = {
    "school": "学校",
    "township": "乡镇",
    "county": "县",
    "city": "市",
    "province": "省",
    "nation": "国家",
    "unknown": "层级不详",
}

Told = Mapping[str, Any]
Row = tuple[str, list[int]]


def plots(told: Told) -> dict[str, bytes]:
    """The pictures by file name, from what ``Statistics.told`` says."""
    splits = list(told["splits"])
    drawn: dict[str, tuple[str, Callable[[Told, Sequence[str]], list[Row]]]] = {
        "indicators.svg": ("各指标的标注数", _indicators),
        "classes.svg": ("文种与层级的文档数", _classes),
        "lengths.svg": ("文档长度（字）", _lengths),
    }
    made = {name: _bars(title, rows(told, splits), splits) for name, (title, rows) in drawn.items()}
    scores = [(f"{low}–", [count]) for low, count in told["scores"].items()]
    made["confidence.svg"] = _bars("置信度分布（指标数值）", scores, ["figures"])
    return made


def _indicators(told: Told, splits: Sequence[str]) -> list[Row]:
    names = {indicator.id: indicator.zh for indicator in taxonomy()}
    rows = [row for row in told["labels"] if row["layer"] == "figures"][:_MOST]
    return [
        (
            f"{_BRACKETS.sub('', names.get(row['label'], '')).strip()} {row['label']}",
            [row[split] for split in splits],
        )
        for row in rows
    ]


def _classes(told: Told, splits: Sequence[str]) -> list[Row]:
    return [
        (
            f"{_KINDS.get(row['kind'], row['kind'])}·{_LEVELS.get(row['level'], row['level'])}",
            [row[split] for split in splits],
        )
        for row in told["classes"][:_MOST]
    ]


def _lengths(told: Told, splits: Sequence[str]) -> list[Row]:
    return [
        (
            f"{row['from']}–{'' if row['to'] is None else row['to'] - 1}",
            [row[split] for split in splits],
        )
        for row in told["lengths"]
    ]


def _bars(title: str, rows: list[Row], names: Sequence[str]) -> bytes:
    """Lying bars, the first row on top, the splits one behind the other."""
    from pygal import HorizontalStackedBar
    from pygal.style import Style

    style = Style(
        background="white",
        plot_background="white",
        font_family=_FONTS,
        colors=_COLORS,
        opacity=".9",
        label_font_size=12,
        major_label_font_size=12,
        legend_font_size=13,
        title_font_size=17,
        guide_stroke_color="#ddd",
        major_guide_stroke_color="#bbb",
    )
    wide = max((sum(sign > "\u2e80" for sign in label) for label, _ in rows), default=0)
    chart = HorizontalStackedBar(
        style=style,
        js=(),
        no_prefix=True,
        explicit_size=True,
        width=_WIDTH,
        height=_FRAME + _ROW * max(len(rows), 3),
        title=title,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(names),
        margin=_MARGIN,
        margin_left=_MARGIN + _WIDER * wide,
        show_legend=len(names) > 1,
        no_data_text="无数据",
        value_formatter=lambda value: f"{value:.0f}",
        min_scale=2,
    )
    chart.x_labels = [label for label, _ in reversed(rows)]
    for index, name in enumerate(names):
        chart.add(name, [counts[index] for _, counts in reversed(rows)])
    return _plain(chart.render())


def _plain(drawn: bytes) -> bytes:
    """The picture without scripts, and without the day it is signed with: the same counts give the same bytes."""
    from lxml import etree

    root = etree.fromstring(drawn, etree.XMLParser(remove_comments=True, resolve_entities=False))
    for script in list(root.iter(_SCRIPT)):
        script.getparent().remove(script)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
