"""What is listed of files and archives, and what is not read again."""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import py7zr
import pytest

from pipeline.bulk import listing as module
from pipeline.bulk.listing import Inputs, listing
from pipeline.store.row import Listed
from schemas.errors import EnvironmentFault
from tests.bulk.material import plan

NOWHERE = Path("/nowhere")


class Listing:
    """Lists a folder again and again, as a job does that is given several times."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: list[Listed] = []
        self.read: list[str] = []
        load, archive = module.load, "pipeline.archive.archive.contents"
        from pipeline.archive.archive import contents

        monkeypatch.setattr(module, "load", lambda path, *rest: self._noted(path) or load(path, *rest))
        monkeypatch.setattr(archive, lambda path, *rest: self._noted(path) or contents(path, *rest))

    def again(self, *paths: Path, include: tuple[str, ...] = ()) -> dict[str, Listed]:
        self.read.clear()
        former = self.rows
        self.rows = list(
            listing(Inputs(paths, include), NOWHERE, lambda file: [row for row in former if row.file == file])
        )
        return {row.path: row for row in self.rows}

    def _noted(self, path: Path) -> None:
        self.read.append(Path(path).name)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> Listing:
    return Listing(monkeypatch)


def archives(folder: Path) -> None:
    folder.mkdir()
    members = {"一/a.txt": plan(1), "b.docx.txt": plan(2), "x!/y.txt": plan(3), "空.txt": ""}
    with zipfile.ZipFile(folder / "z.zip", "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    source = folder / "source"
    for name, text in members.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    with tarfile.open(folder / "t.tar.gz", "w:gz") as tar, py7zr.SevenZipFile(folder / "s.7z", "w") as seven:
        for name in members:
            tar.add(source / name, name)
            seven.write(source / name, name)
            (source / name).unlink()


def test_each_file_is_listed_with_checksum_and_kind(tmp_path: Path, listed: Listing) -> None:
    path = tmp_path / "a.txt"
    path.write_text(plan(1), encoding="utf-8")
    (row,) = listed.again(tmp_path).values()
    assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row.path, row.file, row.member, row.kind, row.code) == (
        str(path),
        os.fsencode(path),
        -1,
        "text",
        None,
    )


def test_a_file_given_twice_is_listed_once(tmp_path: Path, listed: Listing) -> None:
    (tmp_path / "a.txt").write_text(plan(1), encoding="utf-8")
    assert len(listed.again(tmp_path, tmp_path / "a.txt", tmp_path / "*.txt")) == 1


def test_only_what_changed_is_read_again(tmp_path: Path, listed: Listing) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(plan(1), encoding="utf-8")
    first = listed.again(tmp_path)
    assert sorted(listed.read) == ["a.txt", "b.txt", "c.txt"]
    assert listed.again(tmp_path) == first
    assert listed.read == []
    (tmp_path / "a.txt").write_text(plan(2), encoding="utf-8")
    (tmp_path / "b.txt").rename(tmp_path / "d.txt")
    second = listed.again(tmp_path)
    assert sorted(listed.read) == ["a.txt", "d.txt"]
    assert second[str(tmp_path / "a.txt")].sha256 != first[str(tmp_path / "a.txt")].sha256
    assert [Path(path).name for path in second] == ["a.txt", "c.txt", "d.txt"]


def test_the_same_size_at_another_time_is_read_again(tmp_path: Path, listed: Listing) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲乙丙", encoding="utf-8")
    listed.again(tmp_path)
    path.write_text("丙乙甲", encoding="utf-8")
    os.utime(path, ns=(0, 1))
    listed.again(tmp_path)
    assert listed.read == ["a.txt"]


def test_failures_are_looked_at_again(tmp_path: Path, listed: Listing) -> None:
    (tmp_path / "a.txt").touch()
    assert [row.code for row in listed.again(tmp_path).values()] == ["empty"]
    listed.again(tmp_path)
    assert listed.read == ["a.txt"]


def test_members_of_archives_are_files_like_others(tmp_path: Path, listed: Listing) -> None:
    archives(tmp_path / "in")
    rows = listed.again(tmp_path / "in")
    for archive in ("z.zip", "t.tar.gz", "s.7z"):
        inside = {
            path.split("!/", 1)[1]: row
            for path, row in rows.items()
            if path.startswith(str(tmp_path / "in" / archive))
        }
        assert inside.keys() == {"一/a.txt", "b.docx.txt", "x!/y.txt", "空.txt"}
        assert inside["x!/y.txt"].sha256 == hashlib.sha256(plan(3).encode()).hexdigest()
        assert inside["空.txt"].code == "empty"
        assert (inside["一/a.txt"].place is None) == (archive != "z.zip")
    assert listed.again(tmp_path / "in") == rows
    assert listed.read == []


@pytest.mark.skipif(sys.platform == "win32", reason="its paths compare otherwise")
def test_a_path_is_told_as_it_is_given_now(
    tmp_path: Path, listed: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives(tmp_path / "a!")
    (tmp_path / "a!" / "f.txt").write_text(plan(1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    rows = listed.again(Path("a!"))
    absolute = listed.again(tmp_path / "a!")
    assert listed.read == []
    assert list(absolute) == [str(tmp_path / path) for path in rows]


def test_patterns_are_for_files_and_members(tmp_path: Path, listed: Listing) -> None:
    archives(tmp_path / "in")
    (tmp_path / "in" / "c.txt").write_text(plan(1), encoding="utf-8")
    (tmp_path / "in" / "d.md").write_text(plan(1), encoding="utf-8")
    names = [
        path.removeprefix(str(tmp_path / "in")) for path in listed.again(tmp_path / "in", include=("?.txt",))
    ]
    of_archives = [
        f"/{name}!/{member}" for name in ("s.7z", "t.tar.gz", "z.zip") for member in ("一/a.txt", "x!/y.txt")
    ]
    assert sorted(names) == sorted(
        ["/c.txt", *of_archives, *[f"/{name}!/空.txt" for name in ("s.7z", "t.tar.gz", "z.zip")]]
    )
    listed.rows.clear()  # a job with other patterns looks at everything anew
    assert all("x!" in path for path in listed.again(tmp_path / "in", include=("x!/*",)))


def test_a_damaged_archive_is_a_failure_of_its_own(tmp_path: Path, listed: Listing) -> None:
    archives(tmp_path / "in")
    data = (tmp_path / "in" / "z.zip").read_bytes()
    (tmp_path / "in" / "z.zip").write_bytes(data[: len(data) // 2])
    rows = listed.again(tmp_path / "in")
    assert [row.code for path, row in rows.items() if path.endswith("z.zip")] == ["unreadable"]
    assert sum(row.sha256 is not None for row in rows.values()) == 6


def test_a_folder_that_goes_away_is_no_fault_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number:03}.txt").write_text(plan(number), encoding="utf-8")
    rows = listing(Inputs((tmp_path / "in",)), NOWHERE, lambda _: [])
    next(rows)
    (tmp_path / "in").rename(tmp_path / "away")
    with pytest.raises(EnvironmentFault, match="gone"):
        list(rows)
