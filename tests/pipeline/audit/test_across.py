"""What records say of one another."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest

from pipeline.audit import ledger
from pipeline.audit.across import Archive
from pipeline.audit.audit import audit
from pipeline.audit.bench import Choice
from schemas.finding import Finding
from schemas.number import dumps
from schemas.record import Record
from schemas.standards.loader import standards
from tests.pipeline.audit.mark import record

SCHOOL = {"kind": "research", "level": "school", "subject": "望川县东林小学", "date": "2023-09"}


def report(text: str, number: int, **changes: object) -> Record:
    """A report of one school, with a title of its own."""
    return record(text, number=number, title=f"报告{number}", **SCHOOL | changes)


def found(*records: Record) -> list[Finding]:
    """The conflicts in an archive of these records."""
    with Archive() as archive:
        for one in records:
            archive.add(one)
        findings = [finding for one in records for finding in audit(one, Choice(standards()), archive)]
    return [one for one in findings if one.check == "conflict" and one.status == "fail"]


def rules(*records: Record) -> list[str]:
    return [one.rule for one in found(*records)]


def test_two_documents_of_one_school_and_year() -> None:
    one, other = report("占地⟦8200平方米|area.land⟧。", 1), report("占地⟦9200平方米|area.land⟧。", 2)
    first, second = found(one, other)
    assert first.rule == second.rule == "conflict.documents"
    assert (first.record, first.expected, first.elsewhere[0].record) == (one.id, 9200, other.id)
    assert (second.record, second.expected) == (other.id, 8200)
    assert "《报告2》" in first.message


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("占地⟦8200平方米|area.land⟧。", {}),
        ("占地约⟦8300平方米|area.land|approx⟧。", {}),
        ("占地⟦9200平方米|area.land⟧。", {"date": "2021-09"}),
        ("占地⟦9200平方米|area.land⟧。", {"date": None}),
        ("占地⟦9200平方米|area.land|2021年⟧。", {}),
        ("占地⟦9200平方米|area.land⟧。", {"subject": "望川县西林小学"}),
        ("占地⟦9200平方米|area.land⟧。", {"subject": None}),
        ("占地⟦9200平方米|area.land|target⟧。", {}),
        ("占地⟦9200平方米|area.land|primary⟧。", {}),
        ("占地⟦9200平方米|area.land|entity=分校⟧。", {}),
        ("绿化⟦920平方米|area.room⟧。", {}),
        ("新建占地⟦9200平方米|area.land⟧。", {}),
        ("由去年的占地⟦9200平方米|area.land⟧。", {}),
    ],
)
def test_other_schools_years_and_things_say_nothing(text: str, changes: dict[str, object]) -> None:
    one = report("占地⟦8200平方米|area.land⟧，绿化⟦820平方米|area.room⟧。", 1)
    assert rules(one, report(text, 2, **changes)) == []


@pytest.mark.parametrize("name", ["xx小学", "××县第一小学", "全县", "我校", "某某小学", "小学", "*林小学"])
def test_a_name_that_is_none_is_nobodys(name: str) -> None:
    reports = [report(f"占地⟦{n}200平方米|area.land⟧。", n, subject=name) for n in (8, 9)]
    assert rules(*reports) == []


def test_regions_tell_schools_of_one_name_apart() -> None:
    reports = [
        report(f"占地⟦{n}200平方米|area.land⟧。", n, subject="东林小学", region=f"{n}县") for n in (8, 9)
    ]
    assert rules(*reports) == []


@pytest.mark.parametrize("name", ["实验小学", "第一小学", "中心小学", "县第二实验小学", "初级中学"])
def test_a_name_that_every_county_has_needs_its_region(name: str) -> None:
    texts = [f"占地⟦{n}200平方米|area.land⟧。" for n in (8, 9)]
    assert rules(*(report(text, n, subject=name) for n, text in enumerate(texts))) == []
    known = [report(text, n, subject=name, region="望川县") for n, text in enumerate(texts)]
    assert rules(*known) == ["conflict.documents"] * 2


def test_a_third_document_may_bear_one_out() -> None:
    texts = [f"占地⟦{n}200平方米|area.land⟧。" for n in (8, 9, 9, 9)]
    first, *_ = found(*(report(text, n) for n, text in enumerate(texts)))
    assert (first.claimed, first.expected) == (8200, 9200)
    assert len(found(*(report(text, n) for n, text in enumerate(texts)))) == 1


def test_a_thing_of_many_values_is_many_things() -> None:
    many = [report(f"占地⟦{n}00平方米|area.land⟧。", n) for n in range(60, 90)]
    assert rules(*many) == []


def school(numbers: tuple[int, ...], number: int, subject: str) -> Record:
    """Seven telling figures of a school."""
    names = ("students.enrolled", "area.land", "area.building", "area.sports", "books.count", "area.green")
    figures = "，".join(f"数⟦{value}|{name}⟧" for name, value in zip(names, numbers, strict=False))
    return report(f"{figures}。", number, subject=subject)


def test_copied_numbers() -> None:
    numbers = (683, 21437, 7591, 4128, 18346, 2917)
    first, second = found(school(numbers, 1, "望川县东林小学"), school(numbers, 2, "望川县西林小学"))
    assert first.rule == second.rule == "conflict.copied"
    assert "“望川县西林小学”" in first.message
    assert len(first.figures) == 6


def test_a_few_numbers_in_common_are_chance() -> None:
    mine, others = (683, 21437, 7591, 4128, 18346, 2917), (683, 21437, 7591, 4128, 18346, 2918)
    assert rules(school(mine, 1, "望川县东林小学"), school(others, 2, "望川县西林小学")) == []


def test_round_numbers_in_common_are_chance() -> None:
    numbers = (600, 20000, 7500, 4100, 18000, 2900)
    assert rules(school(numbers, 1, "望川县东林小学"), school(numbers, 2, "望川县西林小学")) == []


def test_ones_own_numbers_again_are_no_copy() -> None:
    numbers = (683, 21437, 7591, 4128, 18346, 2917)
    assert rules(school(numbers, 1, "望川县东林小学"), school(numbers, 2, "望川县东林小学")) == []


def test_a_record_the_archive_does_not_know_is_audited_alone() -> None:
    one = report("占地⟦8200平方米|area.land⟧。", 1)
    with Archive() as archive:
        assert audit(one, Choice(standards()), archive) == audit(one, Choice(standards()))


def test_a_record_that_comes_twice_counts_once() -> None:
    numbers = (683, 21437, 7591, 4128, 18346, 2917)
    one, other = school(numbers, 1, "望川县东林小学"), school(numbers, 2, "望川县西林小学")
    assert found(one, other, other) == [*found(one, other), *found(one, other)[1:]]


def test_no_record_can_be_added_once_one_was_asked() -> None:
    one = report("占地⟦8200平方米|area.land⟧。", 1)
    with Archive() as archive:
        archive.add(one)
        audit(one, Choice(standards()), archive)
        with pytest.raises(ValueError, match="add all records before"):
            archive.add(one)


# Records enough to leave a small cache, audited in a process of its own: what SQLite is told of folders it reads once.
LARGE = """
import os, sys
from pathlib import Path
from pipeline.audit import ledger
from pipeline.audit.across import Archive
from pipeline.audit.archive import records

ledger._CACHE_KIB = 64
with Archive() as archive:
    for turn in range(10):
        for one in records([Path(sys.argv[1])]):
            archive.add(one.model_copy(update={"id": f"{turn:063x}{one.id[63:]}"}))
    for one in records([Path(sys.argv[1])]):
        list(archive.drafts(one, None))
    opened = [os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")]
    print(sum(path.startswith(os.environ["TMPDIR"]) for path in opened))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_is_kept_goes_to_the_temporary_folder_and_leaves_nothing(tmp_path: Path) -> None:
    names = ("students.enrolled", "area.land", "area.building", "area.sports", "books.count", "area.green")
    text = "，".join(f"数⟦{number}|{names[number % 6]}⟧" for number in range(1001, 1201))
    lines = [dumps(report(f"{text}。", number, subject=f"{number}号小学")) for number in range(5)]
    path, folder = tmp_path / "records.jsonl", tmp_path / "temporary"
    path.write_text("\n".join(lines), encoding="utf-8")
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LARGE, str(path)],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_TABLES", f"{ledger._TABLES}PRAGMA max_page_count = 20;")
    reports = [report("占地⟦8200平方米|area.land⟧。", number) for number in range(1000)]
    with Archive() as archive, pytest.raises(OSError, match="database or disk is full") as caught:
        deque(map(archive.add, reports), maxlen=0)
    assert caught.value.strerror is not None
    assert "\n" not in caught.value.strerror
    assert "TMPDIR" in caught.value.strerror
