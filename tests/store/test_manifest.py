"""The manifest keeps its word through any sequence of what a job does to it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pipeline.store.manifest import FORM, Manifest, own_name
from pipeline.store.row import Finished, Listed, Waiting
from pipeline.store.state import state
from schemas.errors import ConfigurationError


def listed(path: str, sha256: str | None, kind: str = "text") -> Listed:
    if sha256 is None:
        return Listed(path, path.encode(), -1, 0, 1, code="empty", message="is empty")
    return Listed(path, path.encode(), -1, len(path), 1, None, sha256, kind)


def finished(one: Waiting, place: int, code: str | None) -> Finished:
    return Finished(
        one.sha256, one.version, one.name, code, code, 1, 2, None, 3, 0.1, None, place, 0 if code else 10, 1.0
    )


def contents(manifest: Manifest) -> list[list[tuple[object, ...]]]:
    return [
        sorted(manifest.select(f"SELECT * FROM {table}"), key=repr)
        for table in ("listing", "content", "shard", "meta")
    ]


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    with Manifest(tmp_path) as one:
        with one.transaction():
            one.relist(
                [
                    listed("a.txt", "1"),
                    listed("b/a.txt", "1"),
                    listed("c.pdf", "2", "pdf"),
                    listed("d", None),
                ],
                {"text": "v1", "pdf": "v1"},
            )
            one.plan([(waiting, 1) for waiting in one.wanting()], compressed=True)
        yield one


def test_copies_are_worked_on_once_and_counted_each(manifest: Manifest) -> None:
    assert [(one.sha256, one.path) for one in manifest.waiting(1)] == [("1", "a.txt"), ("2", "c.pdf")]
    assert list(manifest.names("1")) == ["a.txt", "b/a.txt"]
    now = state(manifest)
    assert (now.files, now.copies, now.done, now.left, now.failures) == (4, 1, 0, 3, {"empty": 1})
    manifest.settle(1, [finished(one, 0, None) for one in manifest.waiting(1)], 20, whole=True)
    now = state(manifest)
    assert (now.done, now.left, now.failed, now.records, now.figures) == (3, 0, 1, 3, 6)


def test_a_change_of_one_reader_concerns_its_files_alone(manifest: Manifest) -> None:
    manifest.settle(1, [finished(one, 0, None) for one in manifest.waiting(1)], 20, whole=True)
    rows = [listed("a.txt", "1"), listed("c.pdf", "2", "pdf")]
    for versions, changed in (
        ({"text": "v1", "pdf": "v1"}, 0),
        ({"text": "v1", "pdf": "v2"}, 1),
        ({"text": "v2", "pdf": "v2"}, 2),
    ):
        with manifest.transaction():
            manifest.relist(rows, versions)
        assert (manifest.changed(), len(list(manifest.wanting()))) == (changed, changed)


def test_another_name_first_is_other_work_and_what_is_outdated_goes(manifest: Manifest) -> None:
    manifest.settle(1, [finished(one, 0, None) for one in manifest.waiting(1)], 20, whole=True)
    with manifest.transaction():
        manifest.relist([listed("z.txt", "1")], {"text": "v1"})
        assert [one.name for one in manifest.wanting()] == ["z.txt"]
        manifest.plan([(one, 2) for one in manifest.wanting()], compressed=True)
        assert [shard.number for shard in manifest.outdated()] == [1]
    assert state(manifest).left == 1


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_in_the_middle_leaves_all_as_it_was(manifest: Manifest, error: BaseException) -> None:
    before = contents(manifest)

    def rows() -> Iterator[Listed]:
        yield listed("x.txt", "9")
        raise error

    with pytest.raises(type(error)), manifest.transaction():  # noqa: PT012 - what was done before it counts too
        manifest.note(include="*")
        manifest.relist(rows(), {"text": "v1"})
    with manifest.transaction(keep=False):
        manifest.relist([listed("x.txt", "9")], {"text": "v1"})
        manifest.reopen(None)
        manifest.forget(1)
    assert contents(manifest) == before


def test_what_is_written_is_there_for_the_next_one(manifest: Manifest, tmp_path: Path) -> None:
    manifest.note(begun="1.5")
    with Manifest(tmp_path) as other:
        assert contents(other) == contents(manifest)
        assert (other.noted("begun"), other.noted("nothing")) == ("1.5", None)
        assert [row.path for row in other.former(b"a.txt")] == ["a.txt"]


@pytest.mark.parametrize("form", [FORM + 1, 99])
def test_forms_of_other_versions_are_refused(tmp_path: Path, form: int) -> None:
    base = sqlite3.connect(tmp_path / "manifest.sqlite")
    base.execute(f"PRAGMA user_version = {form}")
    base.close()
    with pytest.raises(ConfigurationError, match="no manifest of this version"):
        Manifest(tmp_path)


def test_what_is_no_manifest_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "manifest.sqlite"
    path.write_bytes(b"a letter\n" * 1000)
    with pytest.raises(ConfigurationError, match="no manifest"):
        Manifest(tmp_path)
    assert path.read_bytes() == b"a letter\n" * 1000


def test_looking_makes_nothing(tmp_path: Path) -> None:
    with Manifest(tmp_path, create=False) as one:
        assert state(one).files == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/b.txt", "b.txt"), ("z.zip!/甲/乙.docx", "乙.docx"), ("C:\\a\\b.txt", "b.txt"), ("x", "x")],
)
def test_a_name_is_without_its_folders(path: str, name: str) -> None:
    assert own_name(path) == name


class Life(RuleBasedStateMachine):
    """Anything a job does, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.manifest = Manifest(Path(self.place.name))
        self.paths: list[str] = []

    def teardown(self) -> None:
        self.manifest.__exit__()
        self.place.cleanup()

    @rule(
        files=st.dictionaries(
            st.sampled_from([f"{c}.txt" for c in "abcdef"]), st.sampled_from([None, *"123"]), max_size=6
        ),
        version=st.sampled_from(["v1", "v2"]),
        fails=st.booleans(),
    )
    def relist(self, files: dict[str, str | None], version: str, fails: bool) -> None:
        rows = [listed(path, sha256) for path, sha256 in sorted(files.items())]
        with self.manifest.transaction(keep=not fails):
            self.manifest.relist(rows, {"text": version})
        if not fails:
            self.paths = sorted(files)

    @rule(size=st.integers(1, 3))
    def plan(self, size: int) -> None:
        with self.manifest.transaction():
            last = self.manifest.last_shard()
            wanting = list(self.manifest.wanting())
            self.manifest.plan(
                ((one, last + 1 + index // size) for index, one in enumerate(wanting)), compressed=False
            )
            assert not list(self.manifest.wanting())

    @rule(
        codes=st.lists(st.sampled_from([None, "crash", "timeout"]), min_size=1, max_size=4),
        part=st.booleans(),
    )
    def settle(self, codes: list[str | None], part: bool) -> None:
        for shard in self.manifest.shards():
            waiting = self.manifest.waiting(shard.number)
            length, results = shard.length, []
            for index, one in enumerate(waiting[:1] if part else waiting):
                results.append(finished(one, length, codes[index % len(codes)]))
                length += results[-1].length
            self.manifest.settle(shard.number, results, length, whole=len(results) == len(waiting))

    @precondition(lambda self: self.manifest.last_shard())
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        self.manifest.forget(data.draw(st.integers(1, self.manifest.last_shard())))

    @rule(codes=st.sampled_from([None, ["crash"], ["timeout", "nothing"], []]))
    def reopen(self, codes: list[str] | None) -> None:
        before = state(self.manifest).failures
        self.manifest.reopen(codes)
        gone = {"crash", "timeout"} if codes is None else set(codes)
        assert state(self.manifest).failures == {code: n for code, n in before.items() if code not in gone}

    @rule()
    def outdated(self) -> None:
        before = replace(state(self.manifest), rate=None)
        with self.manifest.transaction():
            self.manifest.outdated()
        assert replace(state(self.manifest), rate=None) == before

    @invariant()
    def every_file_is_counted_once(self) -> None:
        now = state(self.manifest)
        assert now.files == len(self.paths) == now.done + now.failed + now.left
        assert [
            path for (path,) in self.manifest.select("SELECT path FROM known ORDER BY position")
        ] == self.paths

    @invariant()
    def content_stands_in_shards_that_there_are(self) -> None:
        rows = self.manifest.select(
            "SELECT status, place + content.length, shard.length, whole, number FROM content LEFT JOIN shard ON number = shard"
        )
        for status, end, length, whole, number in rows:
            assert number is not None
            assert status != "done" or end <= length
            assert status in ("done", "failed") or not whole or status == "pending"

    @invariant()
    def what_is_left_is_wanting_or_waiting(self) -> None:
        waiting = [one for shard in self.manifest.shards() for one in self.manifest.waiting(shard.number)]
        with self.manifest.transaction(keep=False):
            wanting = list(self.manifest.wanting())
        keys = {(one.sha256, one.version, one.name) for one in (*waiting, *wanting)}
        assert len(keys) == len(waiting) + len(wanting)
        left = set(
            self.manifest.select(
                "SELECT sha256, version, name FROM known WHERE sha256 IS NOT NULL AND (status IS NULL OR status = 'pending')"
            )
        )
        assert keys == left


Life.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
test_any_sequence_keeps_the_invariants = Life.TestCase
