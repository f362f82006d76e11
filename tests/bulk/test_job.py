"""A job that goes on with what another began."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.bulk import plan
from pipeline.bulk.guard import Guarding
from pipeline.bulk.job import Job, Settings
from pipeline.bulk.listing import Inputs
from pipeline.extract import lines
from pipeline.store.manifest import Manifest


class Silent:
    def planned(self, now, again) -> None: ...
    def failed(self, path: str, message: str) -> None: ...
    def done(self, results) -> None: ...


@pytest.mark.parametrize("begun", [True, False])
def test_shards_go_on_packed_as_they_were_begun(tmp_path: Path, begun: bool) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"全校现有在校学生{number + 200}人。\n", encoding="utf-8")
    inputs = Inputs((folder,))
    with Manifest(out) as manifest, manifest.transaction():
        plan.relist(manifest, inputs, out)
        plan.plan(manifest, compressed=begun)
    settings = Settings(Guarding(1, 60, 0), compress=not begun)
    assert Job(out, settings, Silent()).run(inputs).done == 3
    expected = [line for number in range(3) for line in lines(folder / f"{number}.txt")]
    assert (out / "records.jsonl").read_text(encoding="utf-8").splitlines() == expected
    assert [path.name for path in (out / "shards").iterdir()] == [f"0000001.jsonl{'.zst' if begun else ''}"]
