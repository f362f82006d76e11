"""Records and indicators as tables for people, with Chinese headings."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.audit.label import ROLES, amount
from pipeline.cli.output import printable, write
from pipeline.extract import lines
from schemas.errors import SourceError
from schemas.number import loads
from schemas.record import Record
from schemas.taxonomy.loader import Indicator, taxonomy

WIDTH = 120
QUOTE = 120


def console() -> Console:
    """A console on standard output; where that is no terminal, plain text of a fixed width."""
    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def extracted(path: Path) -> list[Record]:
    """The records of a document. Raises SourceError."""
    return [Record.model_validate(loads(line)) for line in lines(path)]


def stored(path: Path) -> list[Record]:
    """The records of a records.jsonl. Raises SourceError where it is missing or holds something else."""
    try:
        with path.open(encoding="utf-8") as file:
            return [Record.model_validate(loads(line)) for line in file if line.strip()]
    except FileNotFoundError as error:
        raise SourceError("no such file; `shengjun run DIR -o OUT` writes OUT/records.jsonl") from error
    except ValueError as error:
        raise SourceError("not a file of records; give a document or what `shengjun run` wrote") from error


def documents(records: Sequence[Record]) -> Table:
    """One row a document: what it is, and how much of each kind was found."""
    table = Table(title="文档", box=box.SIMPLE_HEAD)
    for heading in ("文件", "篇", "标题"):
        table.add_column(heading, overflow="fold")
    for heading in ("数据", "其中空缺", "目标", "阶段", "问题", "依据", "人员", "提示"):
        table.add_column(heading, justify="right")
    for record in records:
        blank = sum(figure.value is None for figure in record.figures)
        counts = (record.goals, record.stages, record.problems, record.citations, record.people)
        table.add_row(
            _cell(Path(record.source.path).name),
            f"{record.part.index}/{record.part.count}",
            _cell(record.part.title or "—"),
            str(len(record.figures)),
            str(blank or ""),
            *(str(len(items) or "") for items in (*counts, record.warnings)),
        )
    return table


def figures(record: Record, limit: int) -> Table:
    """One row a figure with the sentence it stands in; ``limit`` 0 shows all."""
    shown = record.figures[:limit] if limit else record.figures
    more = len(record.figures) - len(shown)
    table = Table(
        title=_cell(record.part.title or Path(record.source.path).name),
        caption=f"还有 {more} 条" if more else None,
        box=box.SIMPLE_HEAD,
        expand=True,
    )
    table.add_column("指标", ratio=3, overflow="fold")
    table.add_column("数值", ratio=2, justify="right", overflow="fold")
    table.add_column("性质", no_wrap=True)
    table.add_column("原文", ratio=6, overflow="fold")
    names = taxonomy().indicators
    for figure in shown:
        known = names.get(figure.indicator or "")
        name = known.zh if known else f"{figure.label}（其他）"
        more_words = "，".join(filter(None, (figure.entity, figure.qualifier)))
        table.add_row(
            _cell(f"{name}｜{more_words}" if more_words else name),
            _cell(amount(figure)),
            ROLES[figure.role],
            _cell(shorten(figure.evidence.quote)),
        )
    return table


def shorten(quote: str) -> str:
    """A quote on one line, its end left out where it is long."""
    words = " ".join(quote.split())
    return words if len(words) <= QUOTE else f"{words[: QUOTE - 1]}…"


def show(records: Sequence[Record], limit: int, out: Console) -> None:
    """Print the table of documents, then each document's figures."""
    out.print(documents(records))
    for record in records:
        if record.figures:
            out.print(figures(record, limit))


def indicators(rows: Iterable[Indicator]) -> None:
    """Print the taxonomy: a table in a terminal, else lines of tab-separated fields."""
    headings = ("编号", "名称", "单位", "公式", "限定")
    cells = [(row.id, row.zh, row.unit, formula(row), row.qualifier or "") for row in rows]
    if not sys.stdout.isatty():
        write("".join("\t".join(line) + "\n" for line in (headings, *cells)))
        return
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for line in cells:
        table.add_row(*line)
    console().print(table)


def formula(row: Indicator) -> str:
    """How a derived indicator is computed, or nothing."""
    if row.formula is None:
        return ""
    factor = "" if row.formula.factor == 1 else f" × {row.formula.factor}"
    return f"{row.formula.numerator} / {row.formula.denominator}{factor}"


def _cell(text: str) -> Text:
    return Text(printable(text))
