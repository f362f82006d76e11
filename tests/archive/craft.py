"""Archives made by hand, as the tools that write them for real do."""

from __future__ import annotations

import bz2
import io
import struct
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.archive.archive import contents
from pipeline.archive.member import Member
from pipeline.ingest.base import Limits
from schemas.errors import SourceError

WINDOWS, UNIX = 0, 3
Item = TypeVar("Item")


@dataclass
class Entry:
    """One member of a zip: what its header says, rightly or not."""

    name: bytes
    data: bytes = b""
    flags: int = 0
    method: int = 0
    extra: bytes = b""
    system: int = WINDOWS
    mode: int = 0
    size: int | None = None
    crc: int | None = None
    offset: int | None = None

    def packed(self) -> bytes:
        if self.method == 8:
            engine = zlib.compressobj(9, zlib.DEFLATED, -15)
            return engine.compress(self.data) + engine.flush()
        return bz2.compress(self.data) if self.method == 12 else self.data


def zipped(entries: Iterable[Entry], before: bytes = b"") -> bytes:
    """A zip; offsets count from its own beginning, as where something was put before it later."""
    body, directory = io.BytesIO(), io.BytesIO()
    count = 0
    for entry in entries:
        packed = entry.packed()
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        size = len(entry.data) if entry.size is None else entry.size
        offset = body.tell() if entry.offset is None else entry.offset
        sizes = (crc, len(packed), size, len(entry.name))
        body.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, entry.flags, entry.method, 0, 0, *sizes, 0))
        body.write(entry.name + packed)
        fixed = (b"PK\x01\x02", 20, entry.system, 20, 0, entry.flags, entry.method, 0, 0)
        rest = (len(entry.extra), 0, 0, 0, entry.mode << 16, offset)
        directory.write(struct.pack("<4s4B4H3L5H2L", *fixed, *sizes, *rest) + entry.name + entry.extra)
        count += 1
    names = directory.getvalue()
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count % 2**16, count % 2**16, len(names), body.tell(), 0
    )
    return before + body.getvalue() + names + end


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form, encoding=encoding) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def put(folder: Path, data: bytes, name: str = "archive.bin") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def every(path: Path, limits: Limits | None = None) -> list[tuple[Member, bytes | SourceError]]:
    return list(contents(path, lambda member: True, limits or Limits()))


def read(path: Path, limits: Limits | None = None) -> dict[str, bytes | SourceError]:
    return {member.name: result for member, result in every(path, limits)}


def drained(stream: Iterable[Item]) -> tuple[list[Item], str]:
    """All that comes out, and what stopped it, if anything."""
    seen: list[Item] = []
    try:
        seen.extend(stream)
    except SourceError as error:
        return seen, str(error)
    return seen, ""
