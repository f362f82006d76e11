"""LibreOffice as a program that hangs, crashes, is missing, or is killed with the process that started it."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.ingest.office import convert as module
from pipeline.ingest.office import profile
from pipeline.ingest.office.convert import Old, convert
from schemas.errors import SlowSource, SourceError, UnsupportedSource

ROOT = Path(__file__).resolve().parent.parent.parent.parent
# Does with a document what its first word says, as LibreOffice would.
FAKE = """#!{python}
import os, pathlib, signal, subprocess, sys, time, zipfile
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir(exist_ok=True)
for path in map(pathlib.Path, sys.argv[sys.argv.index("--outdir") + 2:]):
    word = path.read_text().split()[0]
    made = out / (path.stem + ".docx")
    if word == "hang":
        made.write_bytes(b"PK half")
        child = subprocess.Popen(["sleep", "60"])
        pathlib.Path({folder!r}, "child").write_text(str(child.pid))
        time.sleep(60)
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word != "bad":
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("word", path.read_text())
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the program")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "soffice"
    path.write_text(FAKE.format(python=sys.executable, folder=str(tmp_path)), encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(module, "program", lambda: path)
    monkeypatch.setattr(module, "_START", 1.5)
    monkeypatch.setattr(module, "_EACH", 0.0)
    return path


def _all(*words: str) -> list[str]:
    made = convert([Old(word.encode(), "rtf") for word in words], alone=1.0)
    return ["made" if isinstance(one, bytes) else type(one).__name__ for one in made]


@posix
def test_one_that_hangs_or_crashes_or_is_refused_takes_no_other_with_it(fake: Path) -> None:
    assert _all("a", "bad", "b") == ["made", "SourceError", "made"]
    assert _all("a", "crash", "b", "bad", "c") == ["made", "SourceError", "made", "SourceError", "made"]
    assert _all("a", "hang", "b", "c") == ["made", "SlowSource", "made", "made"]
    assert _all("crash", "crash") == ["SourceError", "SourceError"]


@posix
def test_what_is_ended_is_ended_with_all_it_started(fake: Path) -> None:
    (found,) = convert([Old(b"hang", "rtf")], alone=1.0)
    assert isinstance(found, SlowSource)
    assert found.code == "timeout"
    assert _gone(int((fake.parent / "child").read_text()))
    assert not list(profile.folder().glob("tmp*"))


def test_a_missing_program_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "program", lambda: None)
    (found,) = convert([Old(b"{\\rtf1 x}", "rtf")])
    assert isinstance(found, UnsupportedSource)
    assert "apt install libreoffice-writer" in str(found)


@pytest.mark.usefixtures("soffice")
def test_one_damaged_among_ten(documents: Path) -> None:
    given = [Old(path.read_bytes(), "rtf") for path in sorted(documents.glob("odd-*.rtf")) * 5][:9]
    # A Word file's signature, and nothing behind it.
    given.insert(4, Old(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc"))
    made = convert(given)
    assert [isinstance(one, bytes) for one in made] == [number != 4 for number in range(10)]
    assert isinstance(made[4], SourceError)
    assert ";" in str(made[4])


@pytest.mark.usefixtures("soffice")
def test_the_real_program_is_ended_in_time(documents: Path) -> None:
    start = time.monotonic()
    (found,) = convert([Old((documents / "odd-list.rtf").read_bytes(), "rtf")], alone=0.05)
    assert isinstance(found, SlowSource)
    assert time.monotonic() - start < 5


@pytest.mark.usefixtures("soffice")
def test_nothing_is_fetched_and_no_other_file_is_taken_in(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link = f"http://127.0.0.1:{server.server_port}"
        rtf = (
            r"{\rtf1\ansi before {\field{\*\fldinst INCLUDEPICTURE "
            + f'"{link}/a.png"'
            + r" \\d}{\fldrslt }}"
            r"{\field{\*\fldinst INCLUDETEXT " + f'"{secret.as_posix()}"' + r" }{\fldrslt kept}}"
            r"{\*\template " + f"{link}/b.dot" + r"} after\par}"
        )
        flat = (
            '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
            '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><w:body><w:p><w:r><w:t>before</w:t></w:r><w:r><w:pict>'
            f'<v:shape style="width:9pt;height:9pt"><v:imagedata src="{link}/c.png"/></v:shape></w:pict></w:r></w:p>'
            "</w:body></w:wordDocument>"
        )
        made = convert([Old(rtf.encode(), "rtf"), Old(flat.encode(), "xml")])
        server.shutdown()
    assert asked == []
    assert all(isinstance(one, bytes) for one in made)
    assert all(b"SECRET" not in text for text in map(_words, made))


def _words(made: object) -> bytes:
    import io
    import zipfile

    assert isinstance(made, bytes)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


_CONVERTS = """
import sys
from pathlib import Path
from pipeline.ingest.office.convert import Old, convert
from pipeline.ingest.office.profile import folder
made = convert([Old(Path(name).read_bytes(), "rtf") for name in sys.argv[1:]])
print(folder(), sum(isinstance(one, bytes) for one in made), flush=True)
"""


def _python(code: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.usefixtures("soffice")
def test_processes_side_by_side_have_folders_of_their_own_which_go_with_them(documents: Path) -> None:
    names = [str(path) for path in sorted(documents.glob("*.rtf"))[:3]]
    running = [_python(_CONVERTS, *names) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].split() for process in running]
    assert [count for _, count in said] == ["3", "3"]
    assert said[0][0] != said[1][0]
    assert not any(Path(folder).exists() or Path(f"{folder}.lock").exists() for folder, _ in said)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a program outlives what started it")
def test_a_killed_process_takes_its_program_along_and_its_folder_goes_with_the_next_sweep(fake: Path) -> None:
    code = (
        "from pathlib import Path; from pipeline.ingest.office import convert, profile\n"
        f"convert.program = lambda: Path({str(fake)!r})\n"
        "print(profile.folder(), flush=True)\n"
        "convert.convert([convert.Old(b'hang', 'rtf')], 60)"
    )
    with _python(code) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        _until((fake.parent / "child").exists)
        (office,) = (int(pid) for pid in _children(process.pid))
        process.send_signal(signal.SIGKILL)
        os.kill(int((fake.parent / "child").read_text()), signal.SIGKILL)
    _until(lambda: _gone(office))
    assert folder.exists()
    profile.sweep()
    assert not folder.exists()


def test_a_folder_in_use_is_not_swept_away() -> None:
    folder = profile.folder()
    profile.sweep()
    assert (folder / "profile" / "user" / "registrymodifications.xcu").exists()


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _gone(pid: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True


def _until(true: object, seconds: float = 20) -> None:
    assert callable(true)
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        time.sleep(0.05)
