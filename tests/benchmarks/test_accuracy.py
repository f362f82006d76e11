"""The score of a bulk run: what agrees, what is missed, what is too much."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy import Errors, paired, score

TRUTH = {
    "path": "00000/0000000-a.txt",
    "type": "txt",
    "copy": None,
    "parts": [{}],
    "figures": [
        {"value": 24, "indicator": "classes.count", "role": "actual", "text": "24个"},
        {"value": 1086, "indicator": "students.enrolled", "role": "actual", "text": "1086人"},
        {"value": None, "indicator": "area.land", "role": "actual", "text": "xx平方米"},
    ],
}
UNITS = {"classes.count": "count", "students.enrolled": "person", "area.land": "m2"}
SENTENCE = "现有教学班24个，在校学生1086人，占地xx平方米。"


def truth(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(TRUTH))
    for figure in told["figures"]:
        figure |= {
            "sentence": SENTENCE,
            "value_max": None,
            "unit": UNITS[figure["indicator"]],
            "damage": None,
        }
    return told | changes


def record(figures: list[dict[str, Any]], path: str = "/x/00000/0000000-a.txt") -> dict[str, Any]:
    found = [{**figure, "evidence": {"quote": figure["sentence"]}} for figure in figures]
    return {"source": {"path": path, "sha256": "s"}, "figures": found}


def measured(
    tmp_path: Path, truths: list[dict[str, Any]], records: list[dict[str, Any]], errors: Any = None
) -> Any:
    for name, rows in (("truth", truths), ("records", records)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return score(tmp_path / "truth.jsonl", tmp_path / "records.jsonl", errors)


def test_what_is_as_told_scores_one(tmp_path: Path) -> None:
    scores, _ = measured(tmp_path, [truth()], [record(truth()["figures"])])
    assert {
        facet: scores["txt"].rates(facet) for facet in ("value", "indicator", "role", "blanks")
    } == dict.fromkeys(("value", "indicator", "role", "blanks"), (1.0, 1.0, 1.0))


def test_wrong_missed_and_too_much_are_counted_apart(tmp_path: Path) -> None:
    found = truth()["figures"]
    found[0]["indicator"] = None
    found[1]["value"] = 1087
    extra = [*found, {**found[0], "value": 5}]
    errors = Errors()
    scores, _ = measured(tmp_path, [truth()], [record(extra)], errors)
    assert scores["txt"].rates("value")[:2] == pytest.approx((2 / 4, 2 / 3))
    assert scores["txt"].rates("indicator")[:2] == pytest.approx((1 / 4, 1 / 3))
    assert scores["txt"].rates("blanks")[:2] == (1.0, 1.0)
    assert errors.count == {
        "indicator classes.count read as other": 1,
        "missed students.enrolled": 1,
        "too much students.enrolled": 1,
        "too much other": 1,
    }


def test_a_file_without_record_is_told(tmp_path: Path) -> None:
    scores, _ = measured(tmp_path, [truth()], [])
    assert scores["txt"].missing == 1
    assert scores["txt"].rates("value")[1] == 0


def test_the_same_value_in_another_sentence_is_no_pair() -> None:
    wanted = truth()["figures"][:1]
    found = record([{**wanted[0], "sentence": "全县新建幼儿园，共24个。"}])["figures"]
    assert list(paired(wanted, found)) == []


def test_a_sentence_that_a_mark_cuts_is_the_same_sentence() -> None:
    wanted = truth()["figures"]
    cut = SENTENCE.replace("在校", "在\n3、校")
    found = record([{**figure, "sentence": cut} for figure in wanted])["figures"]
    assert dict(paired(wanted, found)) == {0: 0, 1: 1, 2: 2}


def test_duplicates_are_told_by_digest(tmp_path: Path) -> None:
    copies = [
        truth(path=f"00000/{number}.txt", copy={"of": "00000/0000000-a.txt", "how": how})
        for number, how in enumerate(["exact", "renamed", "exact"])
    ]
    records = [record(truth()["figures"])]
    records += [record([], f"/x/00000/{number}.txt") for number in range(3)]
    records[3]["source"]["sha256"] = "other"
    _, pairs = measured(tmp_path, [truth(), *copies], records)
    assert (pairs.wanted["value"], pairs.found["value"], pairs.right["value"]) == (2, 2, 1)
