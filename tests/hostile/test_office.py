"""What goes through LibreOffice fetches nothing, runs nothing and takes in no other file."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest.office.convert import Old, convert
from pipeline.ingest.office.profile import folder
from schemas.errors import SourceError
from tests.hostile.craft import DDE, ENTITIES, flat_word, odt, rtf


@pytest.fixture
def watcher() -> Iterator[socket.socket]:
    """A socket that nobody must connect to."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(0)
        yield made


def _silent(watcher: socket.socket) -> bool:
    try:
        watcher.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.usefixtures("soffice")
def test_nothing_is_fetched_or_run_and_no_canary_comes_out(watcher: socket.socket, tmp_path: Path) -> None:
    canary, touched = tmp_path / "canary.txt", tmp_path / "touched"
    canary.write_text("CANARY", encoding="utf-8")
    link = f"http://127.0.0.1:{watcher.getsockname()[1]}/a"
    hostile = [
        Old(odt(link, canary, touched), "odt"),
        Old(rtf(rf"\field{{\*\fldinst INCLUDEPICTURE \"{link}.png\" \\d}}{{\fldrslt x}}"), "rtf"),
        Old(rtf(rf"\field{{\*\fldinst INCLUDETEXT \"{canary.as_posix()}\"}}{{\fldrslt x}}"), "rtf"),
        Old(rtf(rf"\field{{\*\fldinst {DDE}}}{{\fldrslt x}}"), "rtf"),
        Old(rtf(rf"\*\template {link}.dotm"), "rtf"),
        Old(flat_word(f'<w:attachedTemplate w:val="{link}.dot"/>'), "xml"),
    ]
    made = convert(hostile)
    assert _silent(watcher)
    assert not touched.exists()
    assert [index for index, one in enumerate(made) if isinstance(one, SourceError)] == []
    for one in made:
        assert isinstance(one, bytes)
        assert b"CANARY" not in _unpacked(one)


@pytest.mark.usefixtures("soffice")
@pytest.mark.parametrize("data", [Old(odt(head=ENTITIES), "odt"), Old(flat_word(head=ENTITIES), "xml")])
def test_entities_take_in_no_file_and_no_memory(data: Old) -> None:
    (made,) = convert([data])
    assert isinstance(made, SourceError) or b"root:" not in _unpacked(made)


def test_the_profile_says_so() -> None:
    settings = (folder() / "profile/user/registrymodifications.xcu").read_text(encoding="utf-8")
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("Link", "0"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings


def _unpacked(made: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
