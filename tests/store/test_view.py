"""The views give each file's records under its own path."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import lines
from pipeline.store import view
from pipeline.store.manifest import Manifest
from pipeline.store.row import Finished, Listed, Stretch
from pipeline.store.shard import ShardWriter, pack, path_of
from pipeline.store.view import _told
from schemas.errors import EnvironmentFault
from tests.bulk.material import plan

NAMES = ('a"b\\c.txt', "a\u2028\x7f\tb.txt", "甲乙\U00020000.txt", "\\udcff.txt", 'a:{}"path":"x".txt')


def job(folder: Path, paths: list[str], *, compressed: bool = True) -> list[bytes]:
    """A job's folder in which all paths have the same bytes; returns the records of the first."""
    source = folder / "source.txt"
    source.write_text(plan(1), encoding="utf-8")
    record = lines(source)
    data = pack(record, compress=compressed)
    writer = ShardWriter(path_of(folder, 1, compressed=compressed))
    writer.add(data)
    writer.finish()
    with Manifest(folder) as manifest:
        with manifest.transaction():
            rows = [Listed(path, os.fsencode(path), -1, 1, 1, None, "1", "text") for path in paths]
            manifest.relist(
                [*rows, Listed("空.txt", b"1", -1, 0, 0, code="empty", message='is "empty"')], {"text": "v"}
            )
            manifest.plan([(one, 1) for one in manifest.wanting()], compressed=compressed)
        (one,) = manifest.waiting(1)
        result = Finished(
            one.sha256, one.version, one.name, None, None, 1, 1, None, 1, 0.0, None, 0, len(data), 0.0
        )
        manifest.settle(1, [result], len(data), whole=True)
    return [line.encode() for line in record]


@pytest.mark.parametrize("compressed", [True, False])
def test_each_copy_has_its_own_path_and_tells_of_the_first(tmp_path: Path, compressed: bool) -> None:
    (record,) = job(tmp_path, list(NAMES), compressed=compressed)
    told = [json.loads(line) for line in view.records(tmp_path)]
    assert [one["source"]["path"] for one in told] == list(NAMES)
    assert [one["source"]["duplicate_of"] for one in told] == [None, *[NAMES[0]] * (len(NAMES) - 1)]
    for one in told:
        one["source"] |= {"path": str(tmp_path / "source.txt"), "duplicate_of": None}
        assert one == json.loads(record)


def test_under_its_own_path_a_record_is_what_extract_gives(tmp_path: Path) -> None:
    records = job(tmp_path, [str(tmp_path / "source.txt")])
    assert list(view.records(tmp_path)) == records
    view.write(tmp_path)
    assert (tmp_path / "records.jsonl").read_bytes() == b"".join(line + b"\n" for line in records)
    failure = {"path": "空.txt", "code": "empty", "message": 'is "empty"'}
    assert (tmp_path / "failures.jsonl").read_text(encoding="utf-8") == json.dumps(
        failure, ensure_ascii=False
    ) + "\n"


@settings(max_examples=200, deadline=None)
@given(*[st.text(st.characters(exclude_categories=["Cs"]))] * 3)
def test_any_path_can_take_the_place_of_any_other(old: str, path: str, first: str) -> None:
    def record(path: str, first: str | None) -> dict[str, object]:
        return {
            "id": "1#1",
            "source": {"path": path, "duplicate_of": first},
            "text": '"source":{"path":"x"} "duplicate_of":null',
        }

    line = json.dumps(record(old, None), ensure_ascii=False, separators=(",", ":")).encode()
    assert json.loads(_told(line, Stretch(path, first, 1, False, 0, 0))) == record(path, first)
    assert json.loads(_told(line, Stretch(path, None, 1, False, 0, 0))) == record(path, None)


@pytest.mark.parametrize("harm", ["flipped", "cut", "gone"])
def test_damage_is_told_with_what_to_do_and_leaves_the_views(tmp_path: Path, harm: str) -> None:
    job(tmp_path, ["a.txt"])
    view.write(tmp_path)
    before = (tmp_path / "records.jsonl").read_bytes()
    path = path_of(tmp_path, 1, compressed=True)
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if harm == "cut" else data[:50] + b"\0\1\2" + data[53:])
    with pytest.raises(EnvironmentFault, match=r"0000001.jsonl.zst: is damaged or gone \(.*\); remove it"):
        view.write(tmp_path)
    assert (tmp_path / "records.jsonl").read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_is_a_jobs_when_it_has_a_manifest(tmp_path: Path) -> None:
    assert not view.holds(tmp_path)
    job(tmp_path, ["a.txt"])
    assert view.holds(tmp_path)
