"""A change of the program does again what it concerns, and no more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.bulk import plan, version
from pipeline.bulk.listing import Inputs
from pipeline.bulk.version import Versions
from pipeline.store.manifest import Manifest
from pipeline.store.row import Finished
from pipeline.store.shard import ShardWriter, path_of
from schemas.errors import EnvironmentFault
from tests.bulk import material

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("docx", "pdf", "text")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the program that may be changed."""
    place = tmp_path / "program"
    for name in ("pipeline", "schemas", "extractors"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "_ROOT", place)
    version._common.cache_clear()
    yield place
    version._common.cache_clear()


def versions() -> dict[str, str]:
    version._common.cache_clear()
    return {kind: Versions()[kind] for kind in KINDS}


@pytest.mark.parametrize(
    ("changed", "concerned"),
    [
        ("pipeline/ingest/docx/reader.py", {"docx"}),
        ("pipeline/ingest/pdf/reader.py", {"pdf"}),
        ("pipeline/ingest/text.py", set(KINDS)),
        ("schemas/taxonomy/indicators.yaml", set(KINDS)),
        ("pipeline/confidence.json", set(KINDS)),
        ("extractors/figure/new.py", set(KINDS)),
        ("pipeline/cli/main.py", set()),
        ("pipeline/audit/check.py", set()),
        ("schemas/taxonomy/__pycache__/loader.pyc", set()),
    ],
)
def test_a_change_concerns_the_files_that_it_may_change(
    program: Path, changed: str, concerned: set[str]
) -> None:
    before = versions()
    path = program / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    after = versions()
    assert {kind for kind in KINDS if before[kind] != after[kind]} == concerned


def test_the_same_program_has_the_same_version_wherever_it_is(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions()
    shutil.copytree(program, tmp_path / "elsewhere")
    monkeypatch.setattr(version, "_ROOT", tmp_path / "elsewhere")
    assert versions() == before


def done(folder: Path, inputs: Inputs) -> plan.Again:
    """Plan a job, and take all of it as done."""
    with Manifest(folder) as manifest:
        with manifest.transaction():
            again = plan.relist(manifest, inputs, folder)
            plan.plan(manifest, compressed=False)
        for order in list(plan.orders(manifest, folder)):
            writer = ShardWriter(path_of(folder, order.shard.number, compressed=False))
            results = [
                Finished(
                    one.sha256,
                    one.version,
                    one.name,
                    None,
                    None,
                    1,
                    1,
                    None,
                    1,
                    0.0,
                    None,
                    writer.add(b"x\n"),
                    2,
                    0.0,
                )
                for one in order.tasks
            ]
            writer.finish()
            manifest.settle(order.shard.number, results, writer.length, whole=True)
        return again


def test_a_job_does_again_what_a_change_concerns_and_says_so(program: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    material.archive(folder, 24, 1)
    out.mkdir()
    inputs = Inputs((folder,))
    count = len({path.read_bytes() for path in folder.rglob("*") if path.suffix in (".docx", ".pdf", ".txt")})
    assert count > 10
    assert done(out, inputs) == plan.Again(0, 0)
    assert done(out, inputs) == plan.Again(0, 0)
    (program / "pipeline/ingest/docx/reader.py").write_text("# changed\n", encoding="utf-8")
    version._common.cache_clear()
    words = done(out, inputs).changed
    with Manifest(out) as manifest:
        of_kind = dict(manifest.select("SELECT kind, count(DISTINCT sha256) FROM listing GROUP BY kind"))
    assert words == of_kind["docx"] > 0
    (program / "schemas/taxonomy/indicators.yaml").write_text("# changed\n", encoding="utf-8")
    version._common.cache_clear()
    assert done(out, inputs).changed == sum(of_kind.values())


def test_lost_shards_are_done_again_and_said_so(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    material.plans(folder, 5)
    out.mkdir()
    done(out, Inputs((folder,)))
    path = path_of(out, 1, compressed=False)
    path.write_bytes(path.read_bytes()[:-1])
    assert done(out, Inputs((folder,))) == plan.Again(0, 5)
    path_of(out, 1, compressed=False).unlink()
    assert done(out, Inputs((folder,))) == plan.Again(0, 5)


def test_a_share_that_is_away_does_not_empty_the_jobs_folder(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    material.plans(folder, 5)
    out.mkdir()
    done(out, Inputs((folder,)))
    folder.rename(tmp_path / "away")
    folder.mkdir()  # where it was mounted
    with pytest.raises(EnvironmentFault, match="holds no file any more"):
        done(out, Inputs((folder,)))
    folder.rmdir()
    (tmp_path / "away").rename(folder)
    assert done(out, Inputs((folder,))) == plan.Again(0, 0)
