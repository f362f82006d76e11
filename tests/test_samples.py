"""The sample documents: there are enough of them, and the files made of them hold their texts."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree

from tests.samples.build import KINDS, SAMPLES, SHOWN, build, render
from tests.samples.piece import LABELS, NUMERALS, Piece, pieces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTS = ("figures", "goals", "stages", "problems", "citations", "people")


def _text(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def _gold(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_text_has_its_gold_and_a_format() -> None:
    assert {path.stem for path in SAMPLES.glob("*.txt")} == set(KINDS)
    assert {path.name for path in SAMPLES.glob("*.gold.json")} == {f"{name}.gold.json" for name in KINDS}


def test_the_samples_are_enough_to_measure_with() -> None:
    counts = {key: sum(len(_gold(name)[key]) for name in KINDS) for key in LISTS}
    assert counts["figures"] >= 350
    assert counts["goals"] >= 60
    assert counts["stages"] >= 12
    assert counts["problems"] >= 30
    assert counts["citations"] >= 50
    assert counts["people"] >= 25


def test_labels_become_automatic_numbers_only_where_they_count_on() -> None:
    found = list(pieces("题目\n一、甲\n1.乙\n2.丙\n4.丁\n二、戊\n1.己\n三分之一\n2.5公里"))
    assert [(p.label, p.text, p.restart) for p in found[1:]] == [
        ("一、", "甲", True),
        ("1.", "乙", True),
        ("1.", "丙", False),
        (None, "4.丁", False),
        ("一、", "戊", False),
        ("1.", "己", True),
        (None, "三分之一", False),
        (None, "2.5公里", False),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples")
    build(path)
    return path


def test_the_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    assert all(path.read_bytes() == (folder / path.name).read_bytes() for path in build(tmp_path, SHOWN[:4]))


@pytest.mark.parametrize("name", [name for name in KINDS if KINDS[name] != "txt"])
def test_built_files_hold_the_text(name: str, folder: Path) -> None:
    _holds(folder / f"{name}.{KINDS[name]}", list(pieces(_text(name))))


def test_committed_files_hold_the_texts_of_today() -> None:
    files = {path.stem: path for path in (SAMPLES / "files").iterdir()}
    assert set(files) == set(SHOWN)
    assert sum(path.stat().st_size for path in files.values()) < 1_500_000
    for name, path in files.items():
        if path.suffix == ".txt":
            assert path.read_text(encoding="utf-8") == _text(name)
        else:
            _holds(path, list(pieces(_text(name))))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_render_gives_each_line_as_a_paragraph(kind: Any, tmp_path: Path) -> None:
    text = (
        "关于某事的报告\n\n　　全县共有学校12所，投入3.5万元。\n一、" + "很长的一段话" * 40 + "\n学校\t人数\n"
    )
    render(text, kind, tmp_path / f"a.{kind}")
    lines = [line.strip("　") for line in text.split("\n") if line]
    words = _words(tmp_path / f"a.{kind}")
    assert _bare("".join(words)) == _bare("".join(lines))
    if kind == "docx":
        assert [word.strip("　") for word in words] == lines


def _holds(path: Path, wanted: list[Piece]) -> None:
    """Every piece and cell stands in the file, pieces in order; Word labels stand in its numbering."""
    words = _words(path)
    whole = _bare("".join(words))
    at = 0
    for piece in wanted:
        text = piece.raw_text if path.suffix == ".pdf" else piece.text
        if piece.kind == "table":
            # PDFium reads the lines of neighbouring cells in turn, so a wrapped cell is in pieces.
            length = 4 if path.suffix == ".pdf" else None
            assert all(_bare(cell)[:length] in whole for row in piece.rows for cell in row)
        elif piece.kind in ("note", "box") and path.suffix == ".docx":
            assert words.count(text) == 1 + (piece.kind == "box")
        else:
            found = whole.find(_bare(text), at)
            assert found >= 0, text
            at = found + len(_bare(text))
    if path.suffix == ".docx":
        assert _labels(path) == [p.raw_text[: len(p.raw_text) - len(p.text)] for p in wanted if p.label]


def _words(path: Path) -> list[str]:
    """The paragraphs of a Word file, body first, or the text of a PDF's pages without head and foot."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        lines = [page.split("\n") for page in pages]
        heads = [line[0] for line in lines] if len({line[0] for line in lines}) == 1 < len(lines) else []
        return ["\n".join(x for x in page[len(heads[:1]) :] if not re.match(r"— \d+ —", x)) for page in lines]
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name in archive.namelist():
                root = etree.fromstring(archive.read(name))
                found += [_paragraph(p) for p in root.iter(f"{W}p")]
    return found


def _paragraph(paragraph: Any) -> str:
    return "".join(
        node.text or "" if node.tag == f"{W}t" else "\t"
        for node in paragraph.iter(f"{W}t", f"{W}tab")
        if next(node.iterancestors(f"{W}p")) is paragraph
    )


def _labels(path: Path) -> list[str]:
    """The automatic numbers as Word would print them."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        numbering = etree.fromstring(archive.read("word/numbering.xml"))
    shapes = {
        num.get(f"{W}numId"): list(LABELS.values())[int(num.find(f"{W}abstractNumId").get(f"{W}val"))]
        for num in numbering.iter(f"{W}num")
    }
    counts: dict[str, int] = {}
    labels = []
    for node in body.iter(f"{W}numId"):
        number = node.get(f"{W}val")
        counts[number] = counts.get(number, 0) + 1
        _, style, words = shapes[number]
        plain = str(counts[number]) if style == "decimal" else NUMERALS[counts[number] - 1]
        labels.append(words.replace("%1", plain))
    return labels
