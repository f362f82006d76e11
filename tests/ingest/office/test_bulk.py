"""Old documents in the bulk job: together through LibreOffice, each with an outcome of its own."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from pipeline.bulk.task import Outcome, Task
from pipeline.bulk.version import Versions
from pipeline.bulk.worker import ENVIRONMENT, work
from pipeline.ingest.base import Limits
from pipeline.ingest.office import convert, program
from schemas.errors import EnvironmentFault


def _task(path: Path) -> Task:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return Task(str(path), os.fsencode(path), -1, None, digest, "v", path.name, len(data), False)


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each start of LibreOffice was given."""
    given: list[int] = []
    run = convert._run

    def counted(office: Path, paths: list[Path], alone: float) -> object:
        given.append(len(paths))
        return run(office, paths, alone)

    monkeypatch.setattr(convert, "_run", counted)
    return given


@pytest.mark.usefixtures("soffice")
def test_files_of_one_task_go_through_libreoffice_at_once(
    documents: Path, tmp_path: Path, starts: list[int]
) -> None:
    damaged = tmp_path / "damaged.doc"
    damaged.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"))
    plain = tmp_path / "plain.txt"
    plain.write_text("现有在校学生300人。", encoding="utf-8")
    names = ("01-school-plan.rtf", "odd-list.odt", "odd-list.doc")
    tasks = [*map(_task, (documents / name for name in names)), _task(damaged), _task(plain)]
    outcomes = work(tasks, Limits())
    assert [outcome.code for outcome in outcomes] == [None, None, None, "unreadable", None]
    assert outcomes[0].figures > 10
    assert all(outcome.seconds > 0 for outcome in outcomes)
    # The .doc is read without it.
    assert starts == [3]


def test_a_temporary_folder_that_fails_is_no_fault_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(convert, "program", lambda: Path("soffice"))
    monkeypatch.setattr(convert, "folder", full)
    paths = [tmp_path / "a.rtf", tmp_path / "b.rtf"]
    for path in paths:
        path.write_text(f"{{\\rtf1 {path.name}}}", encoding="ascii")
    outcomes: list[Outcome] = work(list(map(_task, paths)), Limits())
    assert [outcome.code for outcome in outcomes] == [ENVIRONMENT, ENVIRONMENT]
    assert "No space left" in str(outcomes[0].message)
    with pytest.raises(EnvironmentFault):
        convert.convert([convert.Old(b"x", "rtf")])


def test_another_libreoffice_does_anew_what_goes_through_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Versions()
    known = {kind: before[kind] for kind in ("doc", "rtf", "odt", "wordml", "docx", "pdf", "text")}
    monkeypatch.setattr(program, "release", lambda: "another")
    after = Versions()
    changed = {kind for kind, version in known.items() if after[kind] != version}
    assert changed == {"doc", "rtf", "odt", "wordml"}
