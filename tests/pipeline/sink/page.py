"""The tables as docs/tables.md lists them; ``python -m tests.pipeline.sink.page`` puts them there."""

from __future__ import annotations

from pathlib import Path

from pipeline.sink.column import DATABASE_TYPES
from pipeline.sink.table import TABLES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "tables.md"
BEGIN, END = "<!-- tables: python -m tests.pipeline.sink.page -->\n", "<!-- end of tables -->\n"


def listed() -> str:
    """Every table and column with its type, heading and meaning, as Markdown."""
    lines = []
    for table in TABLES.values():
        lines += [f"\n### {table.name} · {table.zh}", f"{table.about}.\n"]
        lines += ["| column | type | sheet | meaning |", "| --- | --- | --- | --- |"]
        for column in table.columns:
            about = column.about.replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {column.name} | {DATABASE_TYPES[column.type]} | {column.zh} | {about} |")
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}{listed()}{END}{tail}", encoding="utf-8", newline="\n")
