"""``shengjun audit`` as people and programs meet it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.number import dumps
from tests.pipeline.audit.mark import record

ROOT = Path(__file__).resolve().parents[2]
REPORT = """青石镇中心小学义务教育优质均衡发展自查报告

学校现有在校学生682人，专任教师38人，占地面积13300平方米，生均占地面积29.5平方米。
生均体育运动场馆面积6.2平方米。
"""


def shengjun(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@cache
def _extracted(folder: Path) -> str:
    path = folder / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return shengjun("extract", path).stdout


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The record of the report, as the program extracts it."""
    return _extracted(tmp_path_factory.mktemp("report"))


@pytest.fixture
def records(tmp_path: Path, line: str) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text(line, encoding="utf-8")
    return path


def test_findings_are_lines_true_to_their_schema(records: Path) -> None:
    done = shengjun("audit", records)
    assert (done.returncode, done.stderr) == (0, "")
    found = told(done)
    validator = Draft202012Validator(json.loads(shengjun("schema", "finding").stdout))
    assert [error.message for one in found for error in validator.iter_errors(one)] == []
    (ratio,) = [one for one in found if one["rule"] == "ratio.quotient" and one["status"] == "fail"]
    assert (ratio["claimed"], ratio["suggestion"]) == (29.5, 19.5)
    (level,) = [one for one in found if one["rule"] == "standard.level" and one["status"] == "fail"]
    assert level["criterion"] == "yz.res.tiyu.p"
    figures = {one["id"] for one in json.loads(records.read_text(encoding="utf-8"))["figures"]}
    assert {name for one in found for name in one["figures"]} <= figures


def test_bad_lines_are_named_with_line_and_field_and_the_rest_is_done(records: Path, line: str) -> None:
    broken = json.loads(line) | {"document": {"kind": "novel"}}
    records.write_text(f"{json.dumps(broken)}\n\nnonsense\n{line}", encoding="utf-8")
    done = shengjun("audit", records)
    assert done.returncode == 1
    assert "ratio.quotient" in {one["rule"] for one in told(done)}
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{records}:1: is no record: document.kind: ")
    assert second.startswith(f"{records}:3: is no record: ")


def test_the_folder_of_a_run_will_do(tmp_path: Path, line: str) -> None:
    (tmp_path / "records.jsonl").write_text(line, encoding="utf-8")
    assert shengjun("audit", tmp_path).stdout == shengjun("audit", tmp_path / "records.jsonl").stdout != ""


def test_documents_are_compared_across_inputs(tmp_path: Path) -> None:
    paths = []
    for number in (8, 9):
        one = record(
            f"占地⟦{number}200平方米|area.land⟧。",
            number=number,
            kind="report",
            subject="望川县东林小学",
            date="2023",
        )
        paths.append(tmp_path / f"{number}.jsonl")
        paths[-1].write_text(f"{dumps(one)}\n", encoding="utf-8")
    done = shengjun("audit", *paths)
    assert [one["rule"] for one in told(done)] == ["conflict.documents"] * 2
    assert shengjun("audit", paths[0]).stdout == ""


def test_a_file_under_two_names_is_audited_once(records: Path, line: str) -> None:
    once = shengjun("audit", records).stdout
    again = json.loads(line)
    again["source"] |= {"path": "副本/报告.txt", "duplicate_of": again["source"]["path"]}
    records.write_text(f"{json.dumps(again, ensure_ascii=False)}\n{line}", encoding="utf-8")
    assert shengjun("audit", records).stdout == once != ""


@pytest.mark.parametrize(("severity", "status"), [("error", 0), ("warning", 1), ("notice", 1)])
def test_a_finding_grave_enough_is_status_1(tmp_path: Path, severity: str, status: int) -> None:
    path = tmp_path / "a.jsonl"
    one = record(
        "生均体育运动场馆面积⟦6.2平方米|per_student.sports⟧。",
        kind="self_report",
        level="school",
        subject="青石小学",
    )
    path.write_text(dumps(one), encoding="utf-8")
    done = shengjun("audit", path, "--fail-on", severity)
    assert [one["severity"] for one in told(done)] == ["warning"]
    assert (done.returncode, done.stderr) == (status, "")


def test_passing_findings_are_never_grave(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        dumps(record("教职工⟦50人|staff.total⟧，专任教师⟦45人|staff.full_time_teachers⟧。")), encoding="utf-8"
    )
    done = shengjun("audit", path, "--fail-on", "notice")
    assert [one["status"] for one in told(done)] == ["pass"]
    assert done.returncode == 0


def test_a_standard_is_picked_by_its_id(records: Path) -> None:
    found = told(shengjun("audit", records, "--standard", "lib2018"))
    assert "yz.res.tiyu.p" not in {one["criterion"] for one in found}
    assert "ratio.quotient" in {one["rule"] for one in found}


MINE = """\
version: 1
id: own
title: 青石县义务教育学校自定标准
sources:
  annex: https://example.org/own.html
rows:
  - id: own.sports
    zh: 生均体育运动场馆面积
    indicator: per_student.sports
    scope: {stages: [primary]}
    op: '>='
    value: 9
    unit: m2
    clause: 第三条
    source: [annex]
    confidence: high
    default: true
"""


def test_a_standard_of_ones_own_is_a_file(records: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE, encoding="utf-8")
    done = shengjun("audit", records, "--standard", mine)
    assert (done.returncode, done.stderr) == (0, "")
    criteria = {one["criterion"]: one["expected"] for one in told(done) if one["status"] == "fail"}
    assert criteria.pop("own.sports") == 9
    assert set(criteria) == {None}


def test_a_faulty_standard_is_named_with_its_field(records: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE.replace("value: 9", "value: many"), encoding="utf-8")
    done = shengjun("audit", records, "--standard", mine)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{mine}: row own.sports: value: 'many' is no number; ")
    assert len(done.stderr.splitlines()) == 1
    assert "ratio.quotient" in {one["rule"] for one in told(done)}


@pytest.mark.parametrize(
    "args",
    [
        ["none.jsonl"],
        [],
        ["{records}", "-o", "report.doc"],
        ["{records}", "--fail-on", "disaster"],
        ["{records}", "--standard", "nope"],
        ["{records}", "--confidence", "utter"],
        ["{empty}"],
    ],
)
def test_wrong_usage_is_status_2(args: list[str], records: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = shengjun("audit", *(arg.format(records=records, empty=tmp_path / "empty") for arg in args))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_reports_are_files_and_standard_output_stays_empty(records: Path, tmp_path: Path) -> None:
    lines = shengjun("audit", records).stdout
    for name in ("a.html", "a.xlsx", "a.jsonl"):
        out = tmp_path / name
        done = shengjun("audit", records, "-o", out)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert out.stat().st_size
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == lines
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "13300 ÷ 682 = 19.5" in page
    assert (
        "生均体育运动场馆面积6.2平方米" in page.replace("<mark", "").replace("</mark>", "")
        or "6.2平方米" in page
    )
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert book.testzip() is None
    assert {path.name for path in tmp_path.iterdir()} == {"records.jsonl", "a.html", "a.xlsx", "a.jsonl"}


@pytest.mark.parametrize("name", ["a.html", "a.xlsx", "a.jsonl"])
def test_a_report_is_whole_or_not_there(records: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "none" / name
    done = shengjun("audit", records, "-o", out)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert f"{out}: " in done.stderr
    assert not out.exists()


def test_a_report_that_stands_is_kept_where_the_new_one_fails(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipeline.audit.audit
    from pipeline.cli.audit import audit

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of the program's own")

    monkeypatch.setattr(pipeline.audit.audit, "audit", broken)
    for name in ("a.html", "a.xlsx", "a.jsonl"):
        out = tmp_path / name
        out.write_text("what stood here", encoding="utf-8")
        with pytest.raises(RuntimeError):
            audit([records], out=out)
        assert out.read_text(encoding="utf-8") == "what stood here"
    assert {path.name for path in tmp_path.iterdir()} == {"records.jsonl", "a.html", "a.xlsx", "a.jsonl"}


def test_an_empty_file_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    done = shengjun("audit", tmp_path / "a.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_document_cannot_write_to_the_terminal_through_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"\\u001b[31mred": 1}\n', encoding="utf-8")
    done = shengjun("audit", path)
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
