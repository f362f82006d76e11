"""``shengjun corpus build`` as a user meets it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ("--format", "jsonl", "--no-card", "--workers", "1")
SAMPLES = ROOT / "tests" / "samples" / "audit" / "files"


def shengjun(*args: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *args]
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some documents and a copy of one, jobs on them with and without their texts, and a corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "in").mkdir()
    for path in SAMPLES.glob("*.txt"):
        (folder / "in" / path.name).write_bytes(path.read_bytes())
    (folder / "in" / "zz.txt").write_bytes(next(iter(sorted(SAMPLES.glob("*.txt")))).read_bytes())
    assert (
        shengjun("run", folder / "in", "-o", folder / "out", "--keep-text", "--workers", "1").returncode == 0
    )
    assert shengjun("run", folder / "in", "-o", folder / "bare", "--workers", "1").returncode == 0
    return folder


def test_a_corpus_is_the_same_however_its_texts_are_had(top: Path) -> None:
    done = shengjun("corpus", "build", top / "out", "-o", top / "one", *PLAIN)
    assert (done.returncode, done.stdout) == (0, "")
    lines = done.stderr.splitlines()
    assert lines[0].endswith(f": {top / 'one'}")
    assert "  copy                     1" in lines
    for workers, source in (("1", top / "bare"), ("2", top / "bare" / "records.jsonl")):
        target = top / f"by {workers}"
        assert shengjun("corpus", "build", source, "-o", target, *PLAIN[:-1], workers).returncode == 0
        before, after = files(top / "one"), files(target)
        told = [json.loads(one.pop("corpus.json")) for one in (before, after)]
        assert before == after
        commands = [one.pop("command") for one in told]
        assert told[0] == told[1]
        assert shlex.split(commands[1])[:4] == ["shengjun", "corpus", "build", str(source)]


def test_the_command_that_is_told_makes_the_same_corpus_again(top: Path) -> None:
    (top / "bounds.yaml").write_text("length: {least: 200}", encoding="utf-8")
    options = ["--kind", "plan", "--kind", "summary", "--min-confidence", "0.5", "--damage", "drop-labels"]
    options += [
        "--min-figures",
        "2",
        "--seed",
        "7",
        "--split",
        "2/1/1",
        "--config",
        "bounds.yaml",
        "--strict",
        "--format",
        "conll",
        "--no-card",
    ]
    first = shengjun("corpus", "build", "out", "-o", "first", *options, cwd=top)
    assert first.returncode == 0
    command = json.loads((top / "first" / "corpus.json").read_text(encoding="utf-8"))["command"]
    words = shlex.split(command)[1:]
    words[words.index("DIR")] = "again"
    assert shengjun(*words, cwd=top).returncode == 0
    assert files(top / "first") == files(top / "again")


def test_what_cannot_be_had_is_named_and_the_rest_is_done(top: Path, tmp_path: Path) -> None:
    lines = (top / "bare" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    gone = json.loads(lines[0])
    gone["id"] = f"{'0' * 64}#1"
    gone["source"] |= {"path": "gone.txt", "sha256": "0" * 64}
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text("\n".join([*lines, json.dumps(gone), "{}"]), encoding="utf-8")
    done = shengjun("corpus", "build", mixed, "-o", tmp_path / "c", "--no-redact", *PLAIN)
    assert done.returncode == 1
    assert done.stderr.startswith("gone.txt: is gone or was changed since its records were made; ")
    assert f"\n{mixed}:{len(lines) + 2}: is no record (KeyError); " in done.stderr
    dropped = (tmp_path / "c" / "dropped.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["reason"] for line in dropped] == ["copy", "text", "record"]


def test_a_folder_of_somebody_else_is_left_alone(top: Path, tmp_path: Path) -> None:
    target = tmp_path / "c"
    assert shengjun("corpus", "build", top / "out", "-o", target, *PLAIN).returncode == 0
    before = files(target)
    assert shengjun("corpus", "build", top / "out", "-o", target, *PLAIN).returncode == 0
    assert files(target) == before
    (target / "notes.txt").touch()
    done = shengjun("corpus", "build", top / "out", "-o", target, *PLAIN)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "was not made by shengjun" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["c"]
    done = shengjun("corpus", "build", top / "out", "-o", tmp_path / "no" / "c")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--kind", "plans"], "plans is none; there are plan, self_report"),
        (["--level", "school", "--level", "state"], "state is none; there are school"),
        (["--split", "80/20"], "give three parts"),
        (["--split", "0/0/0"], "give three parts"),
        (["--split", "1/-1/1"], "give three parts"),
        (["--split", "nan/1/1"], "give three parts"),
        (["--config", "none.yaml"], "none.yaml: cannot be read as YAML"),
        (["--damage", "all"], "drop-labels"),
    ],
)
def test_wrong_usage_is_told(top: Path, tmp_path: Path, options: list[str], said: str) -> None:
    done = shengjun("corpus", "build", top / "out", "-o", tmp_path / "c", *options)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []
