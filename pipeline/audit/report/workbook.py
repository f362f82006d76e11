"""The audit as an Excel workbook: overview, findings, figures wide and long, standards used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from pipeline.audit import label
from pipeline.audit.case import Case
from pipeline.audit.report.card import Card, cards, document_anchor, title
from pipeline.audit.report.citation import citation, requirement
from pipeline.audit.report.overview import Line, Overview
from pipeline.audit.report.table import ROWS, Book, Cell, Column, Percent
from pipeline.audit.report.wide import Wide
from schemas.record import Figure, Record
from schemas.standards.standard import Criterion, Standard

_FILE = (Column("文件", 30), Column("篇", 6))
_FINDINGS = (
    Column("文档", 30, wrap=True),
    Column("结论", 9),
    Column("核查", 9),
    Column("指标", 28, wrap=True),
    Column("说明", 56, wrap=True),
    Column("文中", 13),
    Column("核算", 13),
    Column("下限", 13),
    Column("上限", 13),
    Column("推断值", 13),
    Column("单位", 8),
    Column("算式", 32, wrap=True),
    Column("依据", 36, wrap=True),
    Column("原文", 48, wrap=True),
    Column("页", 6),
    Column("规则", 24),
    Column("结论编号", 10),
    *_FILE,
)
_FIGURES = (
    Column("文档", 30, wrap=True),
    Column("数据编号", 9),
    Column("指标", 26, wrap=True),
    Column("原文用词", 18),
    Column("数值", 13),
    Column("上限", 11),
    Column("单位", 8),
    Column("关系", 7),
    Column("约数", 6),
    Column("性质", 8),
    Column("学段", 9),
    Column("限定", 14),
    Column("对象", 18),
    Column("时段", 14),
    Column("残缺", 10),
    Column("置信度", 9),
    Column("原文", 60, wrap=True),
    Column("页", 6),
    Column("起", 8),
    Column("止", 8),
    *_FILE,
)
_CRITERIA = (
    Column("条款编号", 16),
    Column("依据", 60, wrap=True),
    Column("核查通过", 10),
    Column("不符", 8),
    Column("无法核对", 10),
    Column("通过率", 9),
    Column("标准", 34, wrap=True),
    Column("文号", 18),
    Column("发布单位", 16),
    Column("条款", 18, wrap=True),
    Column("指标", 28, wrap=True),
    Column("要求", 14),
    Column("公式", 34, wrap=True),
    Column("自", 11),
    Column("至", 11),
    Column("可信度", 8),
    Column("说明", 40, wrap=True),
    Column("来源", 40),
)
_RANK = {outcome: rank for rank, outcome in enumerate(label.OUTCOMES)}
_MEANING: dict[label.Outcome, str] = {
    "error": "按所写数字不可能成立",
    "warning": "低于标准，或疑似笔误",
    "notice": "值得留意",
    "unknown": "缺少必要的数据",
    "passed": "核对一致",
}
_SUMMARY = (Column("项目", 34), Column("数量", 12), Column("占比", 10), Column("说明", 60, wrap=True))


def write_workbook(
    cases: Iterable[Case], out: Path, *, standards: Iterable[Standard] = (), rows: int = ROWS
) -> None:
    """Write the workbook to ``out``, which appears whole or not at all.

    ``standards`` are those that the findings' criteria are of; an unknown criterion is shown by its id. A sheet
    that holds ``rows`` rows, its heading among them, goes on in a further one. Raises OSError where the file cannot be written.
    """
    known = {row.id: (standard, row) for standard in standards for row in standard.criteria}
    cited = {name: citation(standard, row) for name, (standard, row) in known.items()}
    overview = Overview()
    wide = Wide()
    draft = out.with_name(f"{out.name}.part")
    try:
        with Book(draft, rows) as book:
            summary = book.table("概览", _SUMMARY)
            findings = book.table("核查结果", _FINDINGS)
            across = book.table("指标宽表")
            long = book.table("数据明细", _FIGURES)
            for case in cases:
                anchor = document_anchor(case.record.id)
                found = cards(case, cited, anchor)
                overview.add(case.record, found, anchor)
                wide.add(case.record, found)
                worst_first = sorted(found, key=lambda card: _RANK[card.outcome])
                findings.fill(_finding(case.record, card) for card in worst_first)
                long.fill(_figure(case.record, figure) for figure in case.record.figures)
            across.head(wide.columns())
            across.fill(wide.rows())
            book.table("所用标准", _CRITERIA).fill(
                _criterion(line, known.get(line.id or "")) for line in overview.criteria
            )
            summary.fill(_summary(overview))
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _file(record: Record) -> tuple[Cell, ...]:
    return record.source.path, f"{record.part.index}/{record.part.count}"


def _finding(record: Record, card: Card) -> Iterator[Cell]:
    finding = card.finding
    evidence = card.judged.evidence if card.judged else None
    yield title(record)
    yield label.OUTCOMES[card.outcome]
    yield label.CHECKS[finding.check]
    yield card.title
    yield finding.message
    yield finding.claimed
    yield finding.expected
    yield None if finding.low is None else label.floor(finding.low)
    yield None if finding.high is None else label.ceiling(finding.high)
    yield finding.suggestion
    yield label.UNITS[card.unit]
    yield finding.computation
    yield card.basis
    yield evidence.quote if evidence else None
    yield evidence.page if evidence else None
    yield finding.rule
    yield finding.id
    yield from _file(record)


def _figure(record: Record, figure: Figure) -> Iterator[Cell]:
    yield title(record)
    yield figure.id
    yield label.indicator(figure.indicator, figure.label)
    yield figure.label
    yield figure.value
    yield figure.value_max
    yield label.UNITS[figure.unit]
    yield label.OPS[figure.op]
    yield "约" if figure.approx else None
    yield label.ROLES[figure.role]
    yield label.STAGES[figure.stage] if figure.stage else None
    yield figure.qualifier
    yield figure.entity
    yield figure.period
    yield label.DAMAGES[figure.damage] if figure.damage else None
    yield Decimal(str(figure.confidence))
    yield figure.evidence.quote
    yield figure.evidence.page
    yield figure.evidence.start
    yield figure.evidence.end
    yield from _file(record)


def _criterion(line: Line, known: tuple[Standard, Criterion] | None) -> Iterator[Cell]:
    yield line.id
    yield line.name
    yield line.counts.get("passed", 0)
    yield line.failed
    yield line.counts.get("unknown", 0)
    yield Percent(line.rate)
    if known is None:
        return
    standard, row = known
    yield standard.title
    yield standard.number
    yield standard.issuer
    yield row.clause
    yield row.zh
    yield requirement(row)
    yield row.formula
    yield row.valid_from or standard.valid_from
    yield row.valid_to or standard.valid_to
    yield label.CONFIDENCES[row.confidence]
    yield row.note
    yield "；".join(row.source)


def _summary(overview: Overview) -> Iterator[tuple[Cell, ...]]:
    total = overview.total
    yield "文档（篇）", len(overview.documents)
    yield "数据（个）", overview.figures
    yield "结论（条）", total.total
    for kind, word in label.OUTCOMES.items():
        count = total.counts.get(kind, 0)
        yield f"　{word}", count, _share(count, total.total), _MEANING[kind]
    yield "推断值（个）", overview.restored, None, "空缺、残损或不符之处按其他数据推算的可能值，仅为建议"
    for line in overview.checks:
        yield f"{line.name}：不符（条）", line.failed, _share(line.failed, line.total), f"共 {line.total} 条"
    yield "指标宽表", None, None, "文档本身的现状值；红底为核查不符，黄底为文中前后不一"


def _share(count: int, total: int) -> Percent:
    return Percent(Decimal(count) / total if total else None)
