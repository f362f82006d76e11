"""A folder that ``datasets.load_dataset`` reads as it stands: Parquet and JSON Lines with named, typed columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from math import isinf
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus.format.attribute import ATTRIBUTES, exact, fits
from corpus.format.file import draft, text_file
from corpus.item import SPLITS, Item, Label
from schemas.number import dumps

if TYPE_CHECKING:
    from pyarrow import DataType
    from pyarrow.parquet import ParquetWriter

# What is held before it becomes a row group.
_ROWS = 250
_CHARACTERS = 1_000_000

# A column: the name of its type, a list of one row's columns, or columns within.
Column = str | list[Any] | dict[str, Any]


def _attributes() -> dict[str, str]:
    columns: dict[str, str] = {}
    for kinds in ATTRIBUTES.values():
        for name, kind in kinds.items():
            columns[name] = "bool" if kind == "boolean" else "string"
            if kind == "number":
                columns[f"{name}_float"] = "float64"
    return {**columns, "more": "string"}


COLUMNS: dict[str, Column] = {
    "id": "string",
    "text": "string",
    "kind": "string",
    "level": "string",
    "labels": [
        {
            "id": "string",
            "layer": "string",
            "start": "int64",
            "end": "int64",
            "text": "string",
            "label": "string",
            "attributes": _attributes(),
            "score": "float64",
            "rule": "string",
        }
    ],
    "relations": [{"label": "string", "head": "string", "tail": "string"}],
    "meta": "string",
    "more": "string",
}
_ATTRIBUTES = tuple(_attributes())
_BODY = """
# A corpus of Chinese education plans and reports

A row is a document. `labels` are stretches of its `text` (`text[start:end]` in code points is the label's own
`text`), `relations` tie them by their ids. Numbers are exact in `value` and `value_max`, which are text; the columns
`…_float` hold the nearest float. `meta` is JSON: where the document comes from. `more` is JSON of what has no column
of its own, and null as a rule.
"""


class HuggingFaceFormat:
    """``SPLIT.parquet``, and ``jsonl/SPLIT.jsonl`` with the same rows: each folder a dataset with its ``README.md``.

    They are two because the library reads files of one kind only from a folder. A split without items has its files,
    but the library, which fails on it, is not told of it.
    """

    name = "hf"

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[HuggingFaceWriter]:
        """As ``Format.writer``."""
        with (
            draft(folder / f"{split}.parquet") as path,
            text_file(folder / "jsonl" / f"{split}.jsonl") as lines,
            _parquet(path) as parquet,
        ):
            writer = HuggingFaceWriter(parquet, lines)
            yield writer
            writer.flush()
        _tell(folder, "parquet")
        _tell(folder / "jsonl", "jsonl")


class HuggingFaceWriter:
    """Writes rows as lines at once, and into Parquet a row group at a time."""

    def __init__(self, parquet: ParquetWriter, lines: IO[str]) -> None:
        self.parquet = parquet
        self.lines = lines
        self.lost: Counter[str] = Counter()
        self.rows: list[dict[str, Any]] = []
        self.characters = 0

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        row = _row(item)
        self.lines.write(dumps(row) + "\n")
        self.rows.append(row)
        self.characters += len(item.text)
        if len(self.rows) >= _ROWS or self.characters >= _CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the rows held as a row group."""
        from pyarrow import Table

        if self.rows:
            self.parquet.write_table(Table.from_pylist(self.rows, schema=self.parquet.schema))
        self.rows = []
        self.characters = 0


@contextmanager
def _parquet(path: Path) -> Iterator[ParquetWriter]:
    from pyarrow import field, schema
    from pyarrow.parquet import ParquetWriter

    columns = schema([field(name, _arrow(column)) for name, column in COLUMNS.items()])
    with ParquetWriter(path, columns, compression="zstd") as writer:
        yield writer


def _arrow(column: Column) -> DataType:
    import pyarrow

    if isinstance(column, str):
        return pyarrow.type_for_alias(column)
    if isinstance(column, list):
        return pyarrow.list_(_arrow(column[0]))
    return pyarrow.struct([(name, _arrow(inner)) for name, inner in column.items()])


def _row(item: Item) -> dict[str, Any]:
    classes = dict(item.classes)
    return {
        "id": item.id,
        "text": item.text,
        "kind": classes.pop("kind", None),
        "level": classes.pop("level", None),
        "labels": [_label(label) for label in item.labels],
        "relations": [{"label": one.label, "head": one.head, "tail": one.tail} for one in item.relations],
        "meta": dumps(dict(item.meta)),
        "more": _more(classes),
    }


def _label(label: Label) -> dict[str, Any]:
    return {one.name: getattr(label, one.name) for one in fields(label)} | {"attributes": _columns(label)}


def _columns(label: Label) -> dict[str, Any]:
    kinds = ATTRIBUTES[label.layer]
    columns: dict[str, Any] = dict.fromkeys(_ATTRIBUTES)
    rest = {}
    for name, value in label.attributes.items():
        kind = kinds.get(name)
        if kind is None or not fits(kind, value):
            rest[name] = value
        elif kind == "number" and value is not None:
            columns[name] = exact(value)
            columns[f"{name}_float"] = _nearest(columns[name])
        else:
            columns[name] = value
    columns["more"] = _more(rest)
    return columns


def _nearest(number: str) -> float | None:
    nearest = float(number)
    return None if isinf(nearest) else nearest


def _more(rest: Mapping[str, Any]) -> str | None:
    return dumps(dict(rest)) if rest else None


def _tell(folder: Path, suffix: str) -> None:
    """Write README.md anew, for the splits that are there; its head is what the library goes by."""
    import yaml

    files = [(split, folder / f"{split}.{suffix}") for split in SPLITS]
    there = [{"split": split, "path": path.name} for split, path in files if path.exists() and _filled(path)]
    head = {
        "language": "zh",
        "configs": [{"config_name": "default", "data_files": there}],
        "dataset_info": {"features": _features(COLUMNS)},
    }
    told = yaml.safe_dump(head, sort_keys=False, allow_unicode=True)
    with text_file(folder / "README.md") as file:
        file.write(f"---\n{told}---\n{_BODY}")


def _filled(path: Path) -> bool:
    from pyarrow.parquet import read_metadata

    if path.suffix == ".jsonl":
        return path.stat().st_size > 0
    rows: int = read_metadata(path).num_rows
    return rows > 0


def _features(columns: Mapping[str, Column]) -> list[dict[str, Any]]:
    return [{"name": name, **_feature(column)} for name, column in columns.items()]


def _feature(column: Column) -> dict[str, Any]:
    if isinstance(column, str):
        return {"dtype": column}
    if isinstance(column, list):
        return {"list": _features(column[0])}
    return {"struct": _features(column)}
