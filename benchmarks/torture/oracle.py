"""What other programs find in a file: poppler, LibreOffice, antiword, and the plainest reading of packages and pages.

Each text is kept in a folder under the checksum of the file: other programs are asked once.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.torture import package
from benchmarks.torture.bulk import File
from benchmarks.torture.office import Job, convert

_SECONDS = 60.0
# By kind, or else by suffix: what LibreOffice is told the file is, and what it is to become.
_OFFICE = {
    "doc": ("doc", "docx"),
    "docx": ("docx", "docx"),
    "rtf": ("rtf", "docx"),
    "odt": ("odt", "docx"),
    "wordml": ("xml", "docx"),
    "xls": ("xls", "xlsx"),
    "xlsb": ("xlsb", "xlsx"),
}
_SUFFIXES = {".doc": "doc", ".wps": "doc", ".rtf": "rtf", ".odt": "odt", ".docx": "docx", ".xls": "xls"}
_PROGRAMS = {
    "pdf": ("pdftotext", ["pdftotext", "-q", "-enc", "UTF-8"], ["-"]),
    "doc": ("antiword", ["antiword", "-m", "UTF-8.txt", "-w", "0"], []),
}
_BYTES = ("ÐÏ\x11", "ÐÏ", "PK\x03", "%PDF")
_MOST = 30_000_000


class Oracles:
    """Texts of files as other programs give them, kept in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def prepare(self, files: Sequence[File]) -> None:
        """Give LibreOffice what it is to read, in batches, and keep what it makes of them."""
        wanted = {file.sha256: file for file in files if self._office(file)}
        jobs = [
            Job(file.sha256, file.path, *_OFFICE[self._office(file)])
            for file in wanted.values()
            if not self._place(file, "LibreOffice").exists()
        ]
        for job, made in convert(jobs):
            self._keep(wanted[job.name], "LibreOffice", _words(job.target, made))

    def texts(self, file: File) -> Iterator[tuple[str, str]]:
        """The name of each program that finds anything in the file, with what it finds."""
        names = {"own": file.kind in package.BY_KIND, "LibreOffice": bool(self._office(file))}
        names |= {program: kind == file.kind for kind, (program, *_) in _PROGRAMS.items()}
        for name in (name for name, asked in names.items() if asked):
            place = self._place(file, name)
            if not place.exists():
                self._keep(file, name, _own(file) if name == "own" else _said(file))
            text = place.read_text(encoding="utf-8")
            if text:
                yield name, text

    def _office(self, file: File) -> str:
        return file.kind if file.kind in _OFFICE else _SUFFIXES.get(file.path.suffix.lower(), "")

    def _place(self, file: File, name: str) -> Path:
        return self._folder / f"{file.sha256}.{name}"

    def _keep(self, file: File, name: str, text: str) -> None:
        kept = text[:_MOST].encode("utf-8", "replace").replace(b"\r", b"\n")
        self._place(file, name).write_bytes(kept)


def _own(file: File) -> str:
    """Empty where the file is too much damaged for plain reading."""
    try:
        return package.BY_KIND[file.kind](file.path.read_bytes())
    except Exception:  # noqa: BLE001 - an oracle that fails says nothing
        return ""


def _words(kind: str, made: bytes) -> str:
    try:
        text = package.BY_KIND[kind](made) if made else ""
    except Exception:  # noqa: BLE001 - an oracle that fails says nothing
        return ""
    # A file that LibreOffice knows for nothing better it opens as plain text.
    return "" if text.startswith(_BYTES) else text


def _said(file: File) -> str:
    _, command, after = _PROGRAMS[file.kind]
    try:
        done = subprocess.run(
            [*command, str(file.path), *after],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace").replace("[pic]", "")  # what antiword says of a picture
