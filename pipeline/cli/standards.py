"""``shengjun standards``: what the published standards demand; checks and templates for a user's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.output import FAILED, complain, printable, write
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from schemas.standards.standard import Criterion, Scope, Standard

KINDS = {"threshold": "", "coefficient": "差异系数", "rule": "规则", "note": "说明"}
TYPES = {
    "teaching_point": "教学点",
    "incomplete_primary": "非完全小学",
    "complete_primary": "完全小学",
    "nine_year": "九年一贯制",
    "twelve_year": "十二年一贯制",
    "junior": "初级中学",
    "complete_secondary": "完全中学",
    "senior": "高级中学",
    "special": "特教学校",
}
_SUMMARY = ("编号", "名称", "文号", "地区", "有效期", "条数", "默认核对")
_ROW = ("编号", "名称", "适用", "要求", "条款", "可信度", "默认核对", "有效期")
AREAS = {"urban": "城市", "town": "县镇", "rural": "农村"}


def standards(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Standards whose rows to list.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON instead of a table.")] = False,
    check: Annotated[
        list[Path] | None, typer.Option("--check", metavar="FILE.yaml", help="Name all faults of a file.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Print a file to begin with.")] = False,
) -> None:
    """List the published standards, or check one of your own."""
    from schemas.standards import loader

    if template:
        write(loader.template())
    elif check:
        _check(check + [Path(name) for name in names or []])
    else:
        _list(_chosen(loader.standards(), names or []), bool(names), as_json)


def _check(paths: Iterable[Path]) -> None:
    from schemas.standards import loader

    faulty = False
    for path in paths:
        for fault in loader.check(path):
            faulty = True
            where, _, what = fault.partition(": ")
            complain(where, what)
    if faulty:
        raise typer.Exit(FAILED)


def _chosen(known: Mapping[str, Standard], names: Sequence[str]) -> list[Standard]:
    unknown = [name for name in names if name not in known]
    if unknown:
        there = ", ".join(known)
        raise ConfigurationError("\n".join(f"no standard {name!r}; there are {there}" for name in unknown))
    return [known[name] for name in names] if names else list(known.values())


def _list(chosen: Sequence[Standard], with_rows: bool, as_json: bool) -> None:
    if as_json:
        write(
            json.dumps([asdict(one) for one in chosen], ensure_ascii=False, indent=2, default=_number) + "\n"
        )
    elif with_rows:
        _print(_ROW, [_row(one) for standard in chosen for one in standard.criteria])
    else:
        _print(_SUMMARY, [_summary(one) for one in chosen])


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _print(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """A table in a terminal, else lines of tab-separated fields."""
    if not sys.stdout.isatty():
        write("".join("\t".join(line) + "\n" for line in (headings, *lines)))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from pipeline.cli import view

    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(*(Text(printable(cell)) for cell in line))
    view.console().print(table)


def _summary(one: Standard) -> tuple[str, ...]:
    asked = sum(row.default for row in one.criteria)
    return (
        one.id,
        one.title,
        one.number or "",
        one.region or "全国",
        _period(one.valid_from, one.valid_to),
        str(len(one.criteria)),
        f"{asked} 条" if asked else "否",
    )


def _row(row: Criterion) -> tuple[str, ...]:
    from pipeline.audit.label import CONFIDENCES

    return (
        row.id,
        row.zh,
        _scope(row.scope),
        _demand(row),
        row.clause or "",
        CONFIDENCES[row.confidence],
        "是" if row.default else "否",
        _period(row.valid_from, row.valid_to),
    )


def _demand(row: Criterion) -> str:
    from pipeline.audit.label import OPS, UNITS
    from schemas.number import plain

    if row.op is None or row.value is None:
        return KINDS[row.kind]
    return f"{OPS[row.op] or '＝'}{plain(row.value)}{UNITS[row.unit or 'other']}"


def _scope(scope: Scope) -> str:
    from pipeline.audit.label import LEVELS, STAGES

    words: list[Any] = [*(STAGES[one] for one in scope.stages), *(TYPES[one] for one in scope.school_types)]
    words += [LEVELS[one] for one in scope.levels]
    words += [AREAS[scope.area]] if scope.area else []
    words += [_between(scope.min_classes, scope.max_classes, "班")]
    words += [_between(scope.min_students, scope.max_students, "人")]
    words += ["" if scope.boarding is None else "寄宿" if scope.boarding else "非寄宿"]
    return " ".join(filter(None, words))


def _between(low: int | None, high: int | None, what: str) -> str:
    if low is None and high is None:
        return ""
    if low == high:
        return f"{low}{what}"
    return f"≤{high}{what}" if low is None else f"≥{low}{what}" if high is None else f"{low}–{high}{what}"


def _period(first: str | None, last: str | None) -> str:
    return f"{first or ''}—{last or ''}" if first or last else ""
