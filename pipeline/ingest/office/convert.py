"""Documents through LibreOffice: many at a time, for its start takes longer than most of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline.ingest.office.profile import folder
from pipeline.ingest.office.program import program
from schemas.errors import EnvironmentFault, SlowSource, SourceError, UnsupportedSource

# Seconds that a single document may take; several together, to begin with and each.
_ALONE, _START, _EACH = 90.0, 20.0, 2.0
_OUTPUT_BYTES = 2**30
# How LibreOffice says that it set up its profile and wants to be started once more.
_AGAIN = 81
_FILTER = "docx:MS Word 2007 XML"
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>

MISSING = "LibreOffice Writer: apt install libreoffice-writer (Windows, macOS: from libreoffice.org)"
_REFUSED = SourceError("cannot be opened by LibreOffice; open it in Word or WPS and save it as .docx")


class Old(NamedTuple):
    """A document to be converted: its bytes and the suffix that its type goes by, without a dot."""

    data: bytes
    suffix: str


def convert(documents: Sequence[Old], alone: float = _ALONE) -> list[bytes | SourceError]:
    """Each document as .docx, or why there is none; ``alone`` is how many seconds a single one may take.

    One that hangs or crashes LibreOffice has a second chance by itself; those after it go on without it.
    Raises EnvironmentFault where the temporary folder fails.
    """
    office = program()
    if office is None:
        return [UnsupportedSource(f"needs {MISSING}; or save it as .docx") for _ in documents]
    try:
        with tempfile.TemporaryDirectory(dir=folder(), ignore_cleanup_errors=True) as made:
            paths = [Path(made, f"{number}.{one.suffix}") for number, one in enumerate(documents)]
            for path, one in zip(paths, documents, strict=True):
                path.write_bytes(one.data)
            return list(_converted(office, paths, alone))
    except OSError as error:
        raise EnvironmentFault(tempfile.gettempdir(), error.strerror or str(error)) from error


def _converted(office: Path, paths: list[Path], alone: float) -> Iterator[bytes | SourceError]:
    """What becomes of files, in their order."""
    while paths:
        wrong = _run(office, paths, alone)
        found = [_result(path) for path in paths]
        if wrong is None:
            yield from (data or _REFUSED for data in found)
            return
        # They are done in their order: it stood at the one after the last that was done.
        stood = max((index for index, data in enumerate(found) if data), default=-1) + 1
        yield from (data or _REFUSED for data in found[:stood])
        if stood == len(paths):
            return
        if len(paths) > 1:
            wrong = _run(office, [paths[stood]], alone)
        yield _result(paths[stood]) or wrong or _REFUSED
        paths = paths[stood + 1 :]


def _result(path: Path) -> bytes | None:
    """What a document became; what was being written when it stopped counts as nothing."""
    made = _output(path)
    return made.read_bytes() if zipfile.is_zipfile(made) else None


def _output(path: Path) -> Path:
    return path.parent / "out" / f"{path.stem}.docx"


def _run(office: Path, paths: list[Path], alone: float) -> SourceError | None:
    """Convert files as far as they go; what went wrong with the whole of it."""
    home = folder()
    command = [
        str(office), f"-env:UserInstallation={(home / 'profile').as_uri()}", *_OPTIONS,
        "--convert-to", _FILTER, "--outdir", str(_output(paths[0]).parent), *map(str, paths),
    ]  # fmt: skip
    limit = alone if len(paths) == 1 else _START + _EACH * len(paths)
    status: int | None = _AGAIN
    for _ in range(3):
        status = _wait(_start(command, home), limit)
        if status != _AGAIN:
            break
    if status is None:
        return SlowSource(f"took LibreOffice longer than {limit:g} s; save it as .docx")
    if status:
        return SourceError(
            f"ended LibreOffice ({_told(status)}); open it in Word or WPS and save it as .docx"
        )
    return None


def _told(status: int) -> str:
    return (signal.strsignal(-status) or str(-status)) if status < 0 else f"exit status {status}"


def _start(command: list[str], home: Path) -> subprocess.Popen[bytes]:
    environment = {
        name: text for name, text in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    # What a killed one leaves behind goes with the folder; drawing is done in memory.
    environment |= {"TMPDIR": str(home), "TMP": str(home), "TEMP": str(home), "SAL_USE_VCLPLUGIN": "svp"}
    return subprocess.Popen(  # noqa: S603 - fixed words and our own file names
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=environment,
        start_new_session=True,
        # What runs there takes no lock that a thread could hold.
        preexec_fn=_bounded() if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _bounded() -> Callable[[], None]:
    """What a new LibreOffice does first: it ends when this process is killed, and writes no endless file.

    Its memory is bounded like that of the worker that starts it.
    """
    import ctypes
    import resource

    library = ctypes.CDLL(None)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    most = _OUTPUT_BYTES if hard == resource.RLIM_INFINITY else min(hard, _OUTPUT_BYTES)

    def bound() -> None:
        library.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))

    return bound


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Its exit status; None where it had to be ended."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started."""
    if sys.platform == "win32":
        taskkill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
