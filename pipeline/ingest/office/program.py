"""Where LibreOffice is on this machine, and which one it is."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_WINDOWS = (r"LibreOffice\program\soffice.exe", r"LibreOffice 5\program\soffice.exe")
_OTHERS = {
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/usr/local/bin/soffice",
        "/snap/bin/libreoffice",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
# Debian packs the part that reads documents by itself.
_WRITER = "libswlo.so"
_RELEASES = ("versionrc", "version.ini", "../Resources/versionrc")


@cache
def program() -> Path | None:
    """The program to start, or None where there is no LibreOffice, or one that reads no documents."""
    for path in _places():
        if not path.is_file():
            continue
        real = path.resolve()
        direct = real.with_name("soffice.bin")
        if sys.platform != "linux" or not direct.is_file():
            return path
        if real.with_name(_WRITER).is_file():
            # The program itself: what starts it would stand between us and it when it must be ended.
            return direct
    return None


def release() -> str:
    """Which LibreOffice it is, told without starting it; empty where there is none."""
    found = program()
    if found is None:
        return ""
    for name in _RELEASES:
        path = found.resolve().parent / name
        if path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
    return f"{found} {found.stat().st_size}"


def _places() -> list[Path]:
    if sys.platform == "win32":
        on_path = [shutil.which("soffice")]
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
        others = [str(Path(root, name)) for root in roots if root for name in _WINDOWS]
    else:
        on_path = [shutil.which(name) for name in _NAMES]
        opt = sorted(map(str, Path("/opt").glob("libreoffice*/program/soffice")), reverse=True)
        others = [*_OTHERS.get(sys.platform, ()), *opt]
    return [Path(name) for name in (*on_path, *others) if name]
