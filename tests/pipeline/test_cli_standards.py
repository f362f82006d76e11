"""``shengjun standards`` as people and programs meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.standards.loader import standards

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples" / "standards"


def shengjun(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "standards", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def test_the_list_names_every_standard() -> None:
    done = shengjun()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("\t")[0] for line in done.stdout.splitlines()[1:]] == list(standards())


def test_rows_show_scope_threshold_clause_and_confidence() -> None:
    lines = [line.split("\t") for line in shengjun("b109", "gongyong").stdout.splitlines()]
    rows = {line[0]: line[1:] for line in lines}
    assert len({len(line) for line in lines}) == 1
    assert rows["b109.land.寄宿制小学.12"][1:] == [
        "完全小学 农村 12班 寄宿",
        "≥39.4平方米",
        "用地表",
        "中",
        "否",
        "",
    ]
    assert rows["b109.land.完全小学.18"][1] == "完全小学 农村 13–18班 非寄宿"
    assert rows["gy16.small"][1:3] == ["农村 ≤99人", "≥100人"]
    assert rows["gy22.p"][-1] == "2021—2022"
    assert rows["gy23.board"][2] == "规则"


def test_json_holds_everything_with_numbers_as_numbers() -> None:
    (one,) = json.loads(shengjun("yz2017", "--json").stdout)
    rows = {row["id"]: row for row in one["criteria"]}
    assert rows["yz.res.edu.p"]["value"] == 4.2
    assert rows["yz.res.edu.p"]["source"]
    assert rows["yz.gov.04.p"]["value"] == 2000
    assert rows["yz.res.rule.school"]["data"]["floor_ratio_of_rest"] == 0.85
    assert len(json.loads(shengjun("--json").stdout)) == len(standards())


def test_check_is_silent_where_all_is_well_and_fails_otherwise(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(shengjun("--template").stdout, encoding="utf-8")
    good = shengjun("--check", mine, SAMPLES / "qingshi.yaml")
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    bad = shengjun("--check", mine, SAMPLES / "faulty.yaml", tmp_path / "none.yaml")
    assert bad.returncode == 1
    assert str(mine) not in bad.stderr
    assert bad.stderr.count("faulty.yaml: ") == 7
    assert "none.yaml: the file: no such file or directory; check the path" in bad.stderr


def test_an_unknown_id_is_wrong_usage() -> None:
    done = shengjun("nope")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("shengjun: no standard 'nope'; there are anhui, ")


@pytest.mark.parametrize("name", ["b102", "yz2017"])
def test_every_standard_can_be_listed(name: str) -> None:
    assert len(shengjun(name).stdout.splitlines()) == len(standards()[name].criteria) + 1
