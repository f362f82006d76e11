"""``shengjun run --keep-text``: texts beside the records, and out of the way of all who read records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.bulk.guard import Guarding
from pipeline.bulk.job import Job, Settings
from pipeline.bulk.listing import Inputs
from pipeline.extract import text
from pipeline.store import view
from schemas.errors import ConfigurationError
from tests.bulk.material import plans

GUARDING = Guarding(1, 60, 0)


class Silent:
    def planned(self, now, again) -> None: ...
    def failed(self, path: str, message: str) -> None: ...
    def done(self, results) -> None: ...


def run(folder: Path, out: Path, *, texts: bool, compress: bool = True) -> None:
    settings = Settings(GUARDING, compress=compress, texts=texts)
    Job(out, settings, Silent()).run(Inputs((folder,)))


@pytest.mark.parametrize("compress", [True, False])
def test_texts_stand_beside_the_records(tmp_path: Path, compress: bool) -> None:
    folder = tmp_path / "in"
    paths = plans(folder, 2)
    (folder / "z 副本.txt").write_bytes(paths[0].read_bytes())
    run(folder, tmp_path / "with", texts=True, compress=compress)
    run(folder, tmp_path / "without", texts=False, compress=compress)
    names = ("records.jsonl", "failures.jsonl")
    with_texts, without = (
        [(tmp_path / out / name).read_bytes() for name in names] for out in ("with", "without")
    )
    assert with_texts == without
    assert [json.loads(content.told or b"")["text"] for content in view.contents(tmp_path / "with")] == [
        text(paths[0]),
        text(paths[1]),
        text(paths[0]),
    ]
    assert [content.told for content in view.contents(tmp_path / "without")] == [None] * 3


def test_a_job_goes_on_keeping_texts(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    plans(folder, 1)
    run(folder, out, texts=True)
    plans(folder, 2)
    run(folder, out, texts=False)
    assert all(content.told for content in view.contents(out))


def test_a_job_begun_without_texts_gets_none(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    plans(folder, 1)
    run(folder, out, texts=False)
    with pytest.raises(ConfigurationError, match=r"out: was begun without texts; give another folder"):
        run(folder, out, texts=True)
    run(folder, out, texts=False)
