"""How a clause of a standard is cited in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.audit import label
from schemas.standards.standard import Criterion, Standard


def citations(standards: Iterable[Standard]) -> dict[str, str]:
    """Criteria by id as one line each: ``教督〔2017〕6号 资源配置-4：生均教学及辅助用房面积（小学） ≥ 4.5平方米``."""
    return {row.id: citation(standard, row) for standard in standards for row in standard.criteria}


def citation(standard: Standard, row: Criterion) -> str:
    """One criterion; one whose source is not certain says so."""
    name = standard.number or f"《{standard.title}》"
    place = f"{name} {row.clause}" if row.clause else name
    doubt = "" if row.confidence == "high" else f"（出处可信度：{label.CONFIDENCES[row.confidence]}）"
    stages = "、".join(label.STAGES[stage] for stage in row.scope.stages)
    demand = f"{row.zh}（{stages}）" if stages else row.zh
    return f"{place}：{demand} {requirement(row)}".rstrip() + doubt


def requirement(row: Criterion) -> str:
    """What it demands: ``≥ 4.5平方米``; empty where it sets no threshold."""
    if row.op is None or row.value is None:
        return ""
    return f"{label.OPS[row.op] or '＝'} {label.number(row.value, row.unit or 'other')}"
