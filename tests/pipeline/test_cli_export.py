"""``shengjun export`` and ``shengjun query`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples" / "audit" / "files"


def shengjun(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bulk job over two documents, a copy of one, and a file that is none."""
    folder = tmp_path_factory.mktemp("job")
    for name in ("02-luwan-junior.txt", "03-shiqiao-summary.txt"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    (folder / "副本.txt").write_bytes((SAMPLES / "02-luwan-junior.txt").read_bytes())
    (folder / "empty.txt").touch()
    assert shengjun("run", folder, "-o", folder / "out").returncode == 1
    return folder / "out"


def test_every_form_is_written_where_it_belongs(out: Path) -> None:
    for form, name in (
        ("parquet", "tables"),
        ("duckdb", "tables.duckdb"),
        ("xlsx", "tables.xlsx"),
        ("csv", "csv"),
    ):
        done = shengjun("export", out, "--to", form, "--no-findings")
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith("3 documents, ")
        assert done.stderr.endswith(f": {out / name}\n")
        assert (out / name).exists()
    with (out / "csv" / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["code"] for row in csv.DictReader(file)] == ["empty"]


def test_the_findings_are_the_audits(out: Path) -> None:
    audited = [json.loads(line) for line in shengjun("audit", out).stdout.splitlines()]
    asked = shengjun("query", out, "--json", "SELECT document_id, finding_id, message FROM findings")
    assert [json.loads(line) for line in asked.stdout.splitlines()] == [
        {"document_id": one["record"], "finding_id": one["id"], "message": one["message"]} for one in audited
    ]
    assert audited


def test_a_copy_is_listed_and_counts_once(out: Path) -> None:
    sql = "SELECT parse_filename(path), parse_filename(duplicate_of), figures FROM documents ORDER BY path"
    listed = [line.split("\t") for line in shengjun("query", out, sql).stdout.splitlines()[1:]]
    counted = shengjun("query", out, "SELECT count(*), count(DISTINCT path) FROM figures").stdout.split()
    assert [row[:2] for row in listed] == [
        ["02-luwan-junior.txt", ""],
        ["03-shiqiao-summary.txt", ""],
        ["副本.txt", "02-luwan-junior.txt"],
    ]
    assert [str(sum(int(row[2] or 0) for row in listed)), "2"] == counted[-2:]


def test_answers_come_as_asked_for(out: Path) -> None:
    sql = "SELECT '=1' AS a, 0.1::DOUBLE + 0.2 AS b, NULL AS c, ['f1', 'f2'] AS d, DATE '2024-09-01' AS e, 12::DOUBLE AS f, 'x\ty' AS g"
    head, row = shengjun("query", out, sql).stdout.splitlines()
    assert head.split("\t") == ["a", "b", "c", "d", "e", "f", "g"]
    assert row.split("\t") == ["=1", "0.3", "", "f1 f2", "2024-09-01", "12", "x y"]
    assert list(csv.reader(io.StringIO(shengjun("query", out, "--csv", sql).stdout))) == [
        ["a", "b", "c", "d", "e", "f", "g"],
        ["'=1", "0.3", "", "f1 f2", "2024-09-01", "12", "x\ty"],
    ]
    assert json.loads(shengjun("query", out, "--json", sql).stdout) == {
        "a": "=1",
        "b": 0.3,
        "c": None,
        "d": ["f1", "f2"],
        "e": "2024-09-01",
        "f": 12,
        "g": "x\ty",
    }


def test_tables_are_made_anew_only_when_records_changed(out: Path) -> None:
    count = "SELECT count(*) FROM documents"
    assert shengjun("query", out, count).stdout == "count_star()\n3\n"
    about = out / "tables" / "about.json"
    before = about.stat().st_mtime_ns
    shengjun("query", out, count)
    assert about.stat().st_mtime_ns == before
    copy, aside = out.parent / "副本.txt", out.parent / ".副本.txt"
    copy.rename(aside)
    try:
        shengjun("run", out.parent, "-o", out)
        assert shengjun("query", out, count).stdout == "count_star()\n2\n"
    finally:
        aside.rename(copy)
        shengjun("run", out.parent, "-o", out)


def test_a_wrong_question_is_one_line(out: Path) -> None:
    for sql, told in (
        ("SELEC", "syntax error"),
        ("FROM figure", "there is no table figure"),
        ("DROP TABLE figures", "give one SELECT"),
    ):
        done = shengjun("query", out, sql)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith("shengjun: SQL: ")
        assert told in done.stderr


def test_a_damaged_record_is_named_once_and_the_others_are_done(out: Path, tmp_path: Path) -> None:
    lines = (out / "records.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "records.jsonl").write_bytes(lines[0] + b'{"id": \xff}\n' + lines[1])
    done = shengjun("export", tmp_path, "--to", "csv", "-o", tmp_path / "csv")
    named, told = done.stderr.splitlines()
    assert done.returncode == 1
    assert named.startswith(f"{tmp_path / 'records.jsonl'}:2: is no record")
    assert told.startswith("2 documents, ")


def test_what_cannot_be_is_said_on_one_line(out: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("mine", encoding="utf-8")
    for args, told in (
        ((tmp_path, "--to", "csv"), "holds no records.jsonl"),
        ((out, "--to", "xlsx", "-o", tmp_path / "mine.xlsx"), "was not made by shengjun"),
        ((out, "--to", "csv", "-o", out), "was not made by shengjun"),
        ((out, "--to", "csv", "-o", tmp_path / "missing" / "csv"), "there is no folder"),
    ):
        done = shengjun("export", *args)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert told in done.stderr
    assert (tmp_path / "mine.xlsx").read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_in_a_terminal_the_answer_is_a_table(out: Path) -> None:
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "pipeline.cli", "query", out, "SELECT i AS 数 FROM range(300) t(i)"]
    done = subprocess.Popen(command, cwd=ROOT, stdout=slave, stderr=subprocess.PIPE)
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 65_536):
            shown += piece
    except OSError:  # how Linux says that the other side is closed
        pass
    _, told = done.communicate()
    os.close(master)
    assert "数" in shown.decode()
    assert "\n 199 " in shown.decode().replace("  ", " ")
    assert "first 200 rows" in told.decode()
