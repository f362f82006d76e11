"""The way there and back as people go it: build, review, correct, import, agree, make gold, train."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "tests" / "samples").glob("0*.txt"))
Result = list[dict[str, Any]]


def corpus(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", "corpus", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    command = [sys.executable, "-m", "pipeline.cli", "extract", *map(str, SAMPLES)]
    records = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (folder / "records.jsonl").write_text(records)
    done = corpus(
        "build",
        folder / "records.jsonl",
        "-o",
        folder / "corpus",
        "--format",
        "jsonl",
        "--no-card",
        "--workers",
        1,
    )
    assert done.returncode == 0, done.stderr
    return folder / "corpus"


def export(place: Path, name: str, edit: Callable[[Result], Result]) -> Path:
    """What Label Studio exports after somebody took every prediction over and edited it."""
    tasks = json.loads((place / "tasks.json").read_text())
    for task in tasks:
        result = edit(task.pop("predictions")[0]["result"])
        task["annotations"] = [
            {"id": 1, "completed_by": {"id": 1, "email": name}, "updated_at": "2026-11-22", "result": result}
        ]
    path = place.parent / f"{name}.json"
    path.write_text(json.dumps(tasks))
    return path


@pytest.fixture(scope="module")
def corrections(built: Path) -> Path:
    place = built.parent / "shown"
    done = corpus("review", built, "-o", place, "--count", 3, "--by", "uncertain")
    assert done.returncode == 0, done.stderr
    dropped: list[str] = []

    def dropping(result: Result) -> Result:
        first = next(one["id"] for one in result if one.get("from_name") == "figures")
        dropped.append(first)
        return [one for one in result if first not in (one.get("id"), one.get("from_id"), one.get("to_id"))]

    exports = [export(place, "li", list), export(place, "wang", dropping)]
    layer = built.parent / "corrections.jsonl"
    done = corpus("import", *exports, "--corpus", built, "-o", layer)
    assert done.returncode == 0, done.stderr
    assert len(dropped) == 3
    assert done.stderr.startswith("6 new corrections with 3 changed labels")
    return layer


def test_the_corpus_stays_as_it_was(built: Path, corrections: Path) -> None:
    rows = [json.loads(line) for line in corrections.read_text().splitlines()]
    assert {row["author"] for row in rows} == {"li", "wang"}
    assert [len(row["changes"]) for row in rows if row["author"] == "li"] == [0, 0, 0]
    held = {
        json.loads(line)["id"]: json.loads(line)
        for split in ("train", "dev", "test")
        for line in (built / f"{split}.jsonl").read_text().splitlines()
    }
    for row in rows:
        for change in row["changes"]:
            assert change["was"] in {label["id"] for label in held[row["item"]]["labels"]}


def test_taking_the_same_in_again_changes_nothing(built: Path, corrections: Path) -> None:
    before = corrections.read_bytes()
    done = corpus("import", corrections.parent / "li.json", "--corpus", built, "-o", corrections)
    assert (done.returncode, corrections.read_bytes()) == (0, before)
    assert done.stderr.startswith("0 new corrections")


def test_what_was_reviewed_is_passed_over(built: Path, corrections: Path, tmp_path: Path) -> None:
    done = corpus("review", built, "-o", tmp_path / "next", "--count", 99, "--corrections", corrections)
    assert done.returncode == 0, done.stderr
    again = set(json.loads((tmp_path / "next" / "review.json").read_text())["items"])
    known = {json.loads(line)["item"] for line in corrections.read_text().splitlines()}
    assert again
    assert not again & known


def test_agreement_is_told(built: Path, corrections: Path) -> None:
    done = corpus("agreement", built, "--corrections", corrections, "--json")
    told = json.loads(done.stdout)
    layers = {row["layer"]: row for row in told["layers"]}
    assert told["documents"] == 3
    assert told["annotators"] == ["li", "wang"]
    assert layers["figures"]["one"] == 3
    assert 0.9 < layers["figures"]["f1"] < 1
    assert layers["goals"]["f1"] == 1
    assert "annotators: li, wang" in corpus("agreement", built, "--corrections", corrections).stdout


def test_gold_stands_in_its_text(built: Path, corrections: Path, tmp_path: Path) -> None:
    done = corpus("gold", built, "--corrections", corrections, "-o", tmp_path / "gold")
    assert done.returncode == 0, done.stderr
    paths = sorted((tmp_path / "gold").glob("*.gold.json"))
    assert len(paths) == 3
    for path in paths:
        told = json.loads(path.read_text())
        text = (path.parent / told["source"]).read_text()
        assert told["figures"]
        assert all(text[one["start"] : one["end"]] == one["text"] for one in told["figures"])


def test_an_export_of_another_corpus_is_refused_by_document(
    built: Path, corrections: Path, tmp_path: Path
) -> None:
    tasks = json.loads((corrections.parent / "li.json").read_text())
    tasks[0]["data"]["item"] = "f" * 64 + "#1"
    (tmp_path / "odd.json").write_text(json.dumps(tasks))
    done = corpus("import", tmp_path / "odd.json", "--corpus", built, "-o", tmp_path / "layer.jsonl")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith(f"{'f' * 64}#1: is not in the corpus")
    assert len((tmp_path / "layer.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "{", "is no JSON array"),
        ("a.csv", "x", "is neither .json of Label Studio"),
        ("a.jsonl", "{}\n", "line 1"),
    ],
)
def test_what_is_no_export_is_told_in_one_line(
    built: Path, tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    done = corpus("import", tmp_path / name, "--corpus", built, "-o", tmp_path / "layer.jsonl")
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_what_nobody_annotated_is_told(built: Path, corrections: Path, tmp_path: Path) -> None:
    place = corrections.parent / "shown" / "tasks.json"
    done = corpus("import", place, "--corpus", built, "-o", tmp_path / "layer.jsonl")
    assert done.returncode == 2
    assert "holds nothing that anybody submitted" in done.stderr
    assert not (tmp_path / "layer.jsonl").exists()


def test_a_folder_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    done = corpus("review", tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no corpus" in done.stderr


def test_a_model_is_scored_beside_the_rules(built: Path, tmp_path: Path) -> None:
    gold, teach = tmp_path / "gold", tmp_path / "teach"
    for folder, name in ((gold, "04-bulletin"), (teach, "08-work-report")):
        folder.mkdir()
        for suffix in (".txt", ".gold.json"):
            (folder / f"{name}{suffix}").write_bytes(
                (ROOT / "tests" / "samples" / f"{name}{suffix}").read_bytes()
            )
    done = corpus("train", built, "-o", tmp_path / "model", "--epochs", 3, "--teach", teach, "--gold", gold)
    assert done.returncode == 0, done.stderr
    assert "can only repeat the rules" not in done.stderr
    scores = json.loads((tmp_path / "model" / "scores.json").read_text())
    assert scores["gold"]["rules"]["f1"] > 0.8
    assert set(scores["gold"]) == {"rules", "model", "filled"}
    rows = [json.loads(line) for line in (tmp_path / "model" / "differences.jsonl").read_text().splitlines()]
    assert [len(row["differences"]) for row in rows] == sorted(
        (len(row["differences"]) for row in rows), reverse=True
    )
    done = corpus(
        "review",
        built,
        "-o",
        tmp_path / "next",
        "--list",
        tmp_path / "model" / "differences.jsonl",
        "--count",
        1,
    )
    assert json.loads((tmp_path / "next" / "review.json").read_text())["items"] == [rows[0]["item"]]


def test_a_model_is_not_scored_on_what_it_learns_from(built: Path, tmp_path: Path) -> None:
    folder = ROOT / "tests" / "gold" / "voices-3"
    done = corpus("train", built, "-o", tmp_path / "model", "--teach", folder, "--gold", folder)
    assert done.returncode == 2
    assert "score on another" in done.stderr
    assert not (tmp_path / "model").exists()


def test_people_teach_a_model_by_their_corrections(built: Path, corrections: Path, tmp_path: Path) -> None:
    options = ("train", built, "-o", tmp_path / "model", "--epochs", 1, "--documents", 2)
    done = corpus(*options)
    assert done.returncode == 0, done.stderr
    assert "can only repeat the rules" in done.stderr
    done = corpus(*options, "--corrections", corrections)
    assert done.returncode == 0, done.stderr
    assert "can only repeat the rules" not in done.stderr


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that takes every count of people for pupils."""
    from corpus.item import Item, Label
    from corpus.model.learner import Settings, train

    words = "共30人"
    label = Label("f1", "figures", 1, 4, "30人", "students.enrolled")
    place = tmp_path_factory.mktemp("model") / "model"
    train((), [Item(str(number), words, {}, (label,)) for number in range(5)], Settings(2)).to_disk(place)
    return place


def test_a_model_names_in_records_what_the_rules_left(built: Path, model: Path, tmp_path: Path) -> None:
    source, out = built.parent / "records.jsonl", tmp_path / "filled.jsonl"
    done = corpus("fill", source, "--model", model, "-o", out, "--workers", 1)
    assert (done.returncode, done.stdout) == (0, "")
    named = 0
    pairs = zip(source.read_text().splitlines(), out.read_text().splitlines(), strict=True)
    for before, after in (map(json.loads, pair) for pair in pairs):
        for old, new in zip(before["figures"], after["figures"], strict=True):
            if old["indicator"] in (None, "other") and old["unit"] == "person":
                named += 1
                assert (new["indicator"], new["rule"]) == ("students.enrolled", "model.link")
                assert 0.7 <= new["confidence"] <= 1
            told = {key for key in new if new[key] != old[key]}
            assert told <= ({"indicator", "rule", "confidence"} if new["rule"] == "model.link" else set())
        assert {**after, "figures": []} == {**before, "figures": []}
    assert named
    assert f"{named} figures named in" in done.stderr


def test_records_whose_text_is_gone_stay_as_they_were(model: Path, tmp_path: Path) -> None:
    plan, records = tmp_path / "plan.txt", tmp_path / "records.jsonl"
    plan.write_text("学校有学生86人，志愿者12人。", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "extract", str(plan)]
    records.write_bytes(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    plan.write_text("别的文字", encoding="utf-8")
    done = corpus("fill", records, "--model", model, "-o", tmp_path / "filled.jsonl", "--workers", 1)
    assert done.returncode == 1
    assert "was changed" in done.stderr
    assert (tmp_path / "filled.jsonl").read_text() == records.read_text()


def test_a_folder_that_is_no_model_is_told(built: Path, tmp_path: Path) -> None:
    done = corpus("fill", built.parent / "records.jsonl", "--model", tmp_path, "-o", tmp_path / "a.jsonl")
    assert done.returncode == 2
    assert "is no model" in done.stderr
    assert not (tmp_path / "a.jsonl").exists()


def test_doccano_is_shown_the_layers_asked_for(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "shown"
    done = corpus("review", built, "-o", place, "--format", "doccano", "--layer", "goals", "--count", 3)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (place / "tasks.jsonl").read_text().splitlines()]
    assert {one["label"].split(":")[0] for row in rows for one in row["entities"]} == {"goals"}
    assert all(row["relations"] == [] for row in rows)
    assert json.loads((place / "review.json").read_text())["layers"] == ["goals"]
