"""Which program this is, as far as it concerns what comes of a file: its code, its data, its libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
# Behind a ``-`` what stands in a folder but has no say in records.
_COMMON = (
    "schemas -schemas/standards",
    "extractors",
    "pipeline/split",
    "pipeline/ingest -pipeline/ingest/docx -pipeline/ingest/doc -pipeline/ingest/office -pipeline/ingest/html"
    " -pipeline/ingest/pdf -pipeline/ingest/workbook -pipeline/ingest/ofd -pipeline/ingest/slides",
    "pipeline/assemble.py",
    "pipeline/confidence.py",
    "pipeline/confidence.json",
    "pipeline/evidence.py",
    "pipeline/extract.py",
    "pipeline/line.py",
)
_OFFICE = (("pipeline/ingest/docx", "pipeline/ingest/office"), ("lxml",))
_READERS = {
    "docx": (("pipeline/ingest/docx",), ("lxml", "python-docx")),
    "doc": (("pipeline/ingest/docx", "pipeline/ingest/doc", "pipeline/ingest/office"), ("lxml", "olefile")),
    "rtf": _OFFICE,
    "odt": _OFFICE,
    "wordml": _OFFICE,
    "html": (("pipeline/ingest/html",), ("lxml",)),
    "mhtml": (("pipeline/ingest/html",), ("lxml",)),
    "xlsx": (("pipeline/ingest/workbook",), ("python-calamine", "lxml")),
    "xls": (("pipeline/ingest/workbook",), ("python-calamine", "olefile")),
    "xlsb": (("pipeline/ingest/workbook",), ("python-calamine", "lxml")),
    "ods": (("pipeline/ingest/workbook",), ("lxml",)),
    "pptx": (("pipeline/ingest/slides", "pipeline/ingest/workbook"), ("lxml",)),
    "ofd": (("pipeline/ingest/ofd", "pipeline/ingest/workbook"), ("lxml",)),
    "csv": (("pipeline/ingest/workbook",), ()),
    "pdf": (("pipeline/ingest/pdf",), ("pypdfium2", "pdfplumber", "pdfminer.six")),
}
_LIBRARIES = ("ahocorasick_rs", "jieba", "pydantic", "regex")
_SUFFIXES = (".py", ".yaml", ".json", ".txt")


class Versions(dict[str, str]):
    """The program's version for each kind of file; a change of the Word reader leaves that of PDFs as it was."""

    def __missing__(self, kind: str) -> str:
        folders, libraries = _READERS.get(kind, ((), ()))
        pieces = [_common(), *_files(folders), *_versions(libraries)]
        if "pipeline/ingest/office" in folders:
            from pipeline.ingest.office.program import release

            pieces.append(release().encode())
        self[kind] = _digest(pieces)
        return self[kind]


@cache
def _common() -> bytes:
    return _digest([*_files(_COMMON), *_versions(_LIBRARIES)]).encode()


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.hexdigest()[:16]


def _files(places: Iterable[str]) -> Iterator[bytes]:
    for place in places:
        inside, *outside = (_ROOT / part.strip() for part in place.replace(" -", "\n").splitlines())
        found = [inside] if inside.is_file() else inside.rglob("*")
        for path in sorted(path for path in found if path.suffix in _SUFFIXES):
            if not any(path.is_relative_to(folder) for folder in outside):
                yield path.relative_to(_ROOT).as_posix().encode()
                yield path.read_bytes()


def _versions(libraries: Iterable[str]) -> Iterator[bytes]:
    for library in libraries:
        try:
            yield f"{library} {version(library)}".encode()
        except PackageNotFoundError:
            yield library.encode()
