"""The command line as people and programs meet it: data on standard output, one line for each failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHENGJUN = [sys.executable, "-m", "pipeline.cli"]
PLAN = """青石镇中心小学校园安全工作计划

一、基本情况
学校占地面积13340平方米，现有在校学生860人，专任教师54人。

二、工作目标
到2028年，生均图书达到32.5册，新增计算机xx台。
"""


def shengjun(*args: object, text: bool = True, **options: object) -> subprocess.CompletedProcess:
    return subprocess.run([*SHENGJUN, *map(str, args)], cwd=ROOT, capture_output=True, text=text, **options)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "安全计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_extract_prints_a_record_a_line(plan: Path) -> None:
    done = shengjun("extract", plan, plan)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == second
    assert first["source"]["path"] == str(plan)
    found = {(figure["indicator"], figure["value"], figure["unit"]) for figure in first["figures"]}
    assert ("area.land", 13340, "m2") in found
    assert ("students.enrolled", 860, "person") in found
    (blank,) = [figure for figure in first["figures"] if figure["value"] is None]
    assert (blank["damage"], PLAN[blank["evidence"]["start"] : blank["evidence"]["end"]]) == (
        "placeholder",
        "xx台",
    )


def test_one_bad_file_is_named_and_the_others_are_done(plan: Path, tmp_path: Path) -> None:
    empty, missing = tmp_path / "空.docx", tmp_path / "没有.pdf"
    empty.touch()
    done = shengjun("extract", missing, plan, empty)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    complaints = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in complaints] == [str(missing), str(empty)]
    assert all(";" in line for line in complaints), "each says what is wrong; what to do"


@pytest.mark.parametrize(
    "args",
    [[], ["extract"], ["nonsense"], ["text", "--colour"], ["schema", "page"], ["run", "/nowhere/at/all"]],
)
def test_wrong_usage_is_status_2(args: list[str]) -> None:
    done = shengjun(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Usage:" in done.stderr


@pytest.mark.parametrize("content", ["一\r\n二\n\n三", "末尾没有换行", "表格\t单元\n"])
def test_text_is_the_file_itself(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content.encode())
    assert shengjun("text", path, text=False).stdout == content.encode()


def test_text_of_a_missing_file_is_status_1(tmp_path: Path) -> None:
    done = shengjun("text", tmp_path / "no.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no.txt: " in done.stderr


def test_file_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    done = shengjun("extract", f"{tmp_path}/\x1b[31m红\n二.txt")
    assert "\x1b" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert "\\x1b[31m红\\n二.txt" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_text(PLAN, encoding="utf-8")
    done = subprocess.run([*SHENGJUN, "extract", path], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["source"]["path"].endswith("/\\udcff.txt")


def test_run_writes_records_by_path_and_failures_beside_them(plan: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "in" / "out"
    for name in ("b/一.txt", "a/二.txt", ".hidden.txt", "a/~$二.docx", "out/old.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PLAN, encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7\nbroken")
    done = shengjun("run", folder, "-o", out)
    assert (done.returncode, done.stdout) == (1, "")
    records = [json.loads(line) for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["source"]["path"] for record in records] == [
        str(folder / "a/二.txt"),
        str(folder / "b/一.txt"),
    ]
    (failure,) = [
        json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert failure["path"] == str(folder / "c.pdf")
    assert {path.name for path in out.iterdir()} >= {"old.txt", "records.jsonl", "failures.jsonl"}


def test_run_says_in_one_line_where_it_cannot_write(plan: Path, tmp_path: Path) -> None:
    done = shengjun("run", tmp_path, "-o", plan)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_show_is_for_people(plan: Path, tmp_path: Path) -> None:
    done = shengjun("show", plan)
    assert done.returncode == 0
    for words in ("文档", "指标", "数值", "原文", "13340平方米", "xx台"):
        assert words in done.stdout
    shengjun("run", tmp_path, "-o", tmp_path / "out")
    assert shengjun("show", tmp_path / "out", "--figures", "1").stdout.count("13340平方米") >= 1
    wrong = shengjun("show", tmp_path / "out" / "nothing.jsonl")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (1, 1)


def test_show_escapes_what_a_text_would_do_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("全校现有\x1b[2J在校学生860人。\n", encoding="utf-8")
    assert "\x1b" not in shengjun("show", path).stdout


def test_schema_and_indicators_are_data(plan: Path) -> None:
    assert json.loads(shengjun("schema").stdout)["title"] == "Record"
    assert json.loads(shengjun("schema", "finding").stdout)["title"] == "Finding"
    rows = json.loads(shengjun("indicators", "--json").stdout)
    listed = shengjun("indicators").stdout.splitlines()
    assert listed[0].split("\t")[:3] == ["编号", "名称", "单位"]
    assert [line.split("\t")[0] for line in listed[1:]] == [row["id"] for row in rows]


def test_version() -> None:
    assert shengjun("--version").stdout.startswith("shengjun ")


def test_a_closed_pipe_ends_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*SHENGJUN, "schema"], cwd=ROOT, stdout=closed, stderr=subprocess.PIPE)
    assert done.stderr == b""
    assert done.returncode == 141
