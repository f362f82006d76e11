"""What is said of files that are made to break readers."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from benchmarks.torture import package
from benchmarks.torture.bulk import File, files, run
from benchmarks.torture.loop import Answer, Loop
from benchmarks.torture.report import exceptions, table
from benchmarks.torture.share import share
from benchmarks.torture.verdict import advises, fault_of, judge

TEXT = "全校现有教学班二十四个，在校学生1086人，教职工72人，占地面积9860平方米。"


def file(**changes: Any) -> File:
    told: dict[str, Any] = {
        "name": "a.docx", "path": Path("a.docx"), "member": -1, "size": 9, "kind": "docx", "sha256": "0", "code": None,
        "message": "", "characters": 40, "seconds": 0.1, "memory": None,
    }  # fmt: skip
    return File(**told | changes)


def test_order_width_and_spaces_do_not_matter() -> None:
    assert share("在校学生１０８６人 教职工72人", "教职工 72 人\n在校学生1086人") == 1
    assert share("在校学生1086人", "在校学生1068人") < 0.8


def test_text_that_is_told_twice_is_wanted_twice() -> None:
    assert share("甲乙丙丁 甲乙丙丁", "甲乙丙丁") == 0.5


@pytest.mark.parametrize(
    ("code", "message", "fault"),
    [
        (None, "", ""),
        ("unreadable", "damaged Word file; save or download it again", ""),
        ("unreadable", "cannot be read: KeyError: 'word/document.xml'; open it", "traceback"),
        ("unreadable", "", "traceback"),
        ("internal", "cannot be processed; please report it", "traceback"),
        ("timeout", "took longer than 120 s; split it", "hang"),
    ],
)
def test_faults(code: str | None, message: str, fault: str) -> None:
    assert fault_of(code, message) == fault


def test_a_refusal_says_what_to_do() -> None:
    assert advises("is a PowerPoint presentation; save it as PDF")
    assert not advises("cannot be read")


def test_a_file_said_to_be_empty_where_another_program_finds_text_is_silent() -> None:
    verdict = judge(file(code="empty", message="holds no text; run OCR"), "", {"pdftotext": TEXT})
    assert verdict.silent
    assert verdict.short
    assert not judge(file(), TEXT, {"pdftotext": TEXT}).short
    assert judge(file(), "", {"pdftotext": "目录"}).share is None


def test_what_is_to_be_looked_at_is_told_with_its_words() -> None:
    good, bad = judge(file(), TEXT, {"own": TEXT}), judge(file(), TEXT[:20], {"own": TEXT})
    (told,) = exceptions([good, bad])
    assert told["why"] == ["short"]
    assert told["absent"]
    assert "| docx | 2 | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 2 | 1 | 1 |" in table([good, bad])


def test_what_is_struck_out_or_told_twice_is_no_text_of_a_package() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    story = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>学生1086人</w:t></w:r>'
        "<w:del><w:r><w:t>学生1068人</w:t></w:r></w:del></w:p></w:body></w:document>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", story)
        archive.writestr("word/header1.xml", story.replace("学生", "页眉"))
    assert package.docx(held.getvalue()).split() == ["学生1086人"]


def test_the_running_text_of_a_page() -> None:
    found = package.page(f"<nav><li>{TEXT}</li></nav><p>{TEXT}<a href=x>下一篇</a></p><p>首页</p>".encode())
    assert found == TEXT


def test_the_loop_goes_on_behind_a_file_that_takes_too_long(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with Loop(Path(sys.executable), "shengjun", 30, 0) as loop:
        assert loop.ask(tmp_path / "a.txt").text == TEXT
        assert loop.ask(tmp_path / "none.txt").code == "unreadable"
        loop._limit = 0
        assert loop.ask(tmp_path / "a.txt").code == "hang"
        loop._limit = 30
        assert loop.ask(tmp_path / "a.txt") == Answer(TEXT)


def test_what_came_of_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    assert run(folder, tmp_path / "out", 60, 2048) == 1
    told = {one.path.name: one for one in files(tmp_path / "out")}
    assert (told["a.txt"].kind, told["a.txt"].code, told["a.txt"].characters) == ("text", None, len(TEXT))
    assert told["b.png"].code is not None
