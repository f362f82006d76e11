"""Names: by evidence, safe to print, each once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive.name import Names, clean, decoded, wanted


@pytest.mark.parametrize(
    ("raw", "windows", "name"),
    [
        ("学校发展规划.docx".encode("gbk"), True, "学校发展规划.docx"),
        ("学校发展规划.docx".encode("gbk"), False, "学校发展规划.docx"),
        ("学校发展规划.docx".encode(), True, "学校发展规划.docx"),
        ("目录.txt".encode("gbk"), True, "目录.txt"),
        ("目录.txt".encode("gbk"), False, "Ŀ¼.txt"),
        ("一.docx".encode("gbk"), True, "一.docx"),
        ("目录v2.txt".encode("gbk"), True, "目录v2.txt"),
        ("créée.pdf".encode(), True, "créée.pdf"),
        ("Présentation.pdf".encode(), True, "Présentation.pdf"),
        ("㐀𠀀.txt".encode("gb18030"), True, "㐀𠀀.txt"),
        (b"caf\x82", True, "café"),
        (b"plan.txt", True, "plan.txt"),
    ],
)
def test_decoded(raw: bytes, windows: bool, name: str) -> None:
    assert decoded(raw, windows) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/root/计划.txt", "root/计划.txt"),
        ("C:\\资料\\计划.txt", "资料/计划.txt"),
        ("//server/share/计划.txt", "server/share/计划.txt"),
        ("./a//b/./c.txt", "a/b/c.txt"),
        ("a\nb\x1b[31m.txt", "a\\nb\\x1b[31m.txt"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("a\udcff.txt", "a\\udcff.txt"),
        ("计划\u3000一.txt", "计划\u3000一.txt"),
        (unicodedata.normalize("NFD", "がくé.txt"), "がくé.txt"),
        ("\uf90a.txt", "\uf90a.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_clean(name: str, shown: str) -> None:
    assert clean(name) == shown


@settings(max_examples=50)
@given(st.text(max_size=100) | st.integers(1, 2000).map("划".__mul__))
def test_clean_names_are_proper_short_and_stay_inside(name: str) -> None:
    shown = clean(name)
    shown.encode("utf-8")
    assert 0 < len(shown) <= 1024
    assert not shown.startswith("/")
    assert ".." not in shown.split("/")
    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl"} for character in shown)


@pytest.mark.parametrize(
    "name", ["__MACOSX/._a.docx", "a/.DS_Store", "Thumbs.db", "a/desktop.ini", "~$a.docx", ".git/a.txt"]
)
def test_passed_over(name: str) -> None:
    assert not wanted(name)


@pytest.mark.parametrize("name", ["a.docx", "资料/计划~$.docx", "a.b/c", "thumbs/计划.txt"])
def test_wanted(name: str) -> None:
    assert wanted(name)


def test_names_are_made_unique_and_stay_so() -> None:
    names = Names()
    given_names = ["a/b.docx", "a/b.docx", "a/b (#1).docx", "a/b.docx", "README", "README", "x/.y"]
    shown = [names.unique(name, index) for index, name in enumerate(given_names)]
    assert shown[:2] == ["a/b.docx", "a/b (#1).docx"]
    assert len(set(shown)) == len(shown)
    assert shown[5] == "README (#5)"


def test_a_thousand_same_names_cost_no_more_than_others() -> None:
    names = Names()
    assert len({names.unique("计划.docx", index) for index in range(20_000)}) == 20_000
