"""The corpus as two flat tables in Parquet, a row a document and a row a label: what Croissant describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.item import Item, Label

FOLDER = "tables"
# Column, its type in Arrow, and what it says; Croissant gets its data types and descriptions from here.
DOCUMENTS = (
    ("id", "string", "Record id: SHA-256 of the source file and the number of the document in it."),
    ("split", "string", "train, dev or test."),
    ("cluster", "string", "Near-duplicates share a cluster; no cluster crosses a split."),
    ("kind", "string", "plan, self_report, report, summary, research, policy, article …"),
    ("level", "string", "school, township, county, city, province or nation."),
    ("title", "string", "The document's title as it states it."),
    ("date", "string", "The document's own date, ISO, as far as it is told."),
    ("region", "string", "The region the document is about."),
    ("characters", "int32", "Length of the text in code points."),
    ("text", "string", "The document's text; offsets count its code points."),
)
SPANS = (
    ("id", "string", "Unique in the corpus: the document's id and the label's own."),
    ("document", "string", "Id of the document."),
    ("split", "string", "train, dev or test."),
    ("layer", "string", "quantities, figures, names, goals, stages, problems, citations or people."),
    ("label", "string", "The class: an indicator's id, quantity, goal …"),
    ("start", "int32", "First character, from 0."),
    ("end", "int32", "Behind the last character."),
    ("text", "string", "The characters themselves."),
    ("value", "float64", "The number in its canonical unit; none where the text leaves a blank."),
    ("written", "string", "The same number as an exact decimal."),
    ("unit", "string", "Canonical unit."),
    ("role", "string", "actual, target, standard, gap or change."),
    ("damage", "string", "placeholder, lost, unit or garbled."),
    ("score", "float64", "Calibrated confidence of the machine, 0 to 1."),
    ("rule", "string", "The rule that found it."),
)
_TABLES = {"documents": DOCUMENTS, "spans": SPANS}
_ROWS = 4096


class Tables:
    """Takes items one by one; see ``tables``."""

    def __init__(self, writers: Mapping[str, _Writer]) -> None:
        self._writers = writers

    def add(self, item: Item, split: str) -> None:
        """Write the rows of one item."""
        self._writers["documents"].add(_document(item, split))
        for label in item.labels:
            self._writers["spans"].add(_span(item, label, split))


@contextmanager
def tables(folder: Path) -> Iterator[Tables]:
    """Write ``tables/documents.parquet`` and ``tables/spans.parquet`` below the folder. Raises OSError."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield Tables(
            {
                name: stack.enter_context(_writer(target / f"{name}.parquet", columns))
                for name, columns in _TABLES.items()
            }
        )


class _Writer:
    """Gathers rows to groups of one size, so that the same rows give the same bytes."""

    def __init__(self, path: Path, columns: tuple[tuple[str, str, str], ...]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        types = {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64()}
        self._schema = pa.schema([pa.field(name, types[kind]) for name, kind, _ in columns])
        self._file = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        self._flush()
        self._file.close()


@contextmanager
def _writer(path: Path, columns: tuple[tuple[str, str, str], ...]) -> Iterator[_Writer]:
    writer = _Writer(path, columns)
    try:
        yield writer
    finally:
        writer.close()


def _document(item: Item, split: str) -> tuple[Any, ...]:
    meta, classes = item.meta, item.classes
    cluster = meta.get("cluster")
    return (
        item.id,
        split,
        None if cluster is None else str(cluster),
        classes.get("kind"),
        classes.get("level"),
        meta.get("title"),
        meta.get("date"),
        meta.get("region"),
        len(item.text),
        item.text,
    )


def _span(item: Item, label: Label, split: str) -> tuple[Any, ...]:
    told = label.attributes
    value = told.get("value")
    return (
        f"{item.id}#{label.id}",
        item.id,
        split,
        label.layer,
        label.label,
        label.start,
        label.end,
        label.text,
        None if value is None else float(value),
        None if value is None else format(Decimal(str(value)), "f"),
        told.get("unit"),
        told.get("role") if label.layer == "figures" else None,
        told.get("damage"),
        None if label.score is None else float(label.score),
        label.rule,
    )
