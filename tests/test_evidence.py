"""Every value and quote is true of the text it is said to stand in, whatever the file was."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline import extract
from schemas.record import Record
from tests.samples import page, word
from tests.samples.build import SAMPLES, render
from tests.samples.piece import pieces
from tests.score import GOLD, sources

TEXTS = [text for folder in GOLD.values() for text, _ in sources(folder)]
FILES = [*TEXTS, *sorted((SAMPLES / "files").iterdir())]
SCHEMA = Draft202012Validator(Record.model_json_schema(mode="serialization"))
# Known to differ, and why.
_CUT = "a full line that ends in ； is taken for the end of its paragraph"
_SPACED = "the rows of a table that only spaces lay out run together on a page"
UNEQUAL = {
    ("compilation-p", "pdf"): _CUT,
    ("compilation-r", "pdf"): _CUT,
    ("county-studies", "pdf"): _SPACED,
    ("inspection-8", "pdf"): _SPACED,
    ("township-plans", "pdf"): _SPACED,
}
LISTS = ("figures", "goals", "stages", "problems", "citations", "people")
NUMERAL = re.compile(r"[\d０-９一二两三四五六七八九十百千万亿半零〇几数双倍全%％ivxⅠ-Ⅻ]", re.IGNORECASE)


@cache
def read(path: Path) -> tuple[str, list[dict[str, Any]]]:
    return extract.text(path), [json.loads(line) for line in extract.lines(path)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def name(path: object) -> str:
    return path.name if isinstance(path, Path) else str(path)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_records_are_valid_by_the_schema(path: Path) -> None:
    _, records = read(path)
    assert records
    for record in records:
        SCHEMA.validate(record)
    assert [record["id"].split("#")[1] for record in records] == [str(n) for n in range(1, len(records) + 1)]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_quote_and_span_is_true_of_the_text(path: Path) -> None:
    text, records = read(path)
    whole = squeezed(text)
    for record in records:
        for item in [item for kind in LISTS for item in record[kind]]:
            place = item["evidence"]
            words = text[place["start"] : place["end"]]
            assert record["part"]["start"] <= place["start"] < place["end"] <= record["part"]["end"]
            assert words == words.strip(), words
            assert squeezed(place["quote"]) in whole
            assert squeezed(words) in squeezed(place["quote"])
        for figure in record["figures"]:
            words = text[figure["evidence"]["start"] : figure["evidence"]["end"]]
            assert figure["value"] is None or NUMERAL.search(words), words
            assert figure["damage"] or figure["value"] is not None, "a value that is missing says why"


@pytest.mark.parametrize("path", FILES, ids=name)
def test_ids_are_unique_and_lead_somewhere(path: Path) -> None:
    for record in read(path)[1]:
        ids = [figure["id"] for figure in record["figures"]]
        assert len(ids) == len(set(ids))
        assert {known for goal in record["goals"] for known in goal["figures"]} <= set(ids)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_the_same_text_gives_the_same_figures_as_another_file(
    path: Path, kind: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if (path.stem, kind) in UNEQUAL:
        request.applymarker(pytest.mark.xfail(reason=UNEQUAL[path.stem, kind]))
    other = tmp_path / f"{path.stem}.{kind}"
    text = path.read_bytes().decode()
    if "\t" in text:
        # Rows set with tabs are a table: written as bare paragraphs they would no longer say which column is whose.
        (word if kind == "docx" else page).write(list(pieces(text)), other)
    else:
        render(text, kind, other)
    assert figures(other) == figures(path)


def figures(path: Path) -> list[tuple[object, ...]]:
    fields = ("value", "value_max", "unit", "indicator", "role")
    return [
        tuple(figure[field] for field in fields) for record in read(path)[1] for figure in record["figures"]
    ]
