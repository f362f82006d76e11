"""Zip archives, read along their directory.

Not with zipfile: it holds the whole directory (660 MB for a million members), loses the bytes of names, gives up on an
archive for one bad name, and expands bzip2 and LZMA without limit.
"""

from __future__ import annotations

import bz2
import lzma
import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.archive.limit import PIECE, damage, gather
from pipeline.archive.member import Member, Register, attempt, refused
from pipeline.archive.name import decoded
from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, SourceError, UnsupportedSource

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_POINTER_64 = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_COMMENT = 2**16
_STORED, _DEFLATED, _BZIP2, _LZMA = 0, 8, 12, 14
_ENCRYPTED, _LZMA_MARKED, _UTF8 = 0x1, 0x2, 0x800
_UNIX, _MACOS = 3, 19
_LZMA_MEMORY = 2**29
_DIRECTORY_BUFFER = 2**18
_DAMAGED = "is damaged in the archive"
# What a document that is a zip inside has at its top: Office and XPS, OpenDocument and EPUB, OFD, iWork, Java.
_PACKAGES = (b"[Content_Types].xml", b"mimetype", b"OFD.xml", b"Index/Document.iwa", b"META-INF/MANIFEST.MF")
_PARTS = 50_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the directory: where it stands there, and what it says of its member."""

    place: int
    after: int
    name: bytes
    extra: bytes
    system: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int
    overlaps: bool = False


class _Engine(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def package(file: BinaryIO) -> bool:
    """Whether the zip is a document (.docx, .odt, .ofd …), by the names at its top."""
    try:
        entries = _entries(file)
        return any(entry.name in _PACKAGES for entry, _ in zip(entries, range(_PARTS), strict=False))
    except SourceError:
        file.seek(0)
        start = file.read(PIECE)
        return any(name in start for name in _PACKAGES)


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The members in the order of the directory; SourceError where it is damaged, after those before."""
    with path.open("rb", _DIRECTORY_BUFFER) as file:
        for member, _ in _members(file, limits):
            yield member


def contents(
    path: Path, wanted: Callable[[Member], bool], limits: Limits
) -> Iterator[tuple[Member, bytes | SourceError]]:
    """The members that are wanted, with their bytes or why there are none."""
    with path.open("rb", _DIRECTORY_BUFFER) as directory, path.open("rb") as file:
        shift = _directory(file)[2]
        for member, entry in _members(directory, limits):
            if wanted(member):
                yield member, attempt(partial(_read, file, entry, shift, limits))


def content(path: Path, place: int, limits: Limits) -> bytes:
    """The bytes of the member whose entry in the directory stands at ``place``."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        shift = _shift(path, state.st_size, state.st_mtime_ns)
        file.seek(place)
        entry = _entry(file, place)
        if entry is None:
            raise SourceError("is not in the archive any more; it has changed: run again")
        return _read(file, entry, shift, limits)


def _members(file: BinaryIO, limits: Limits) -> Iterator[tuple[Member, _Entry]]:
    register = Register(limits)
    for index, entry in enumerate(_entries(file)):
        name = _name(entry)
        if name.endswith(("/", "\\")) or stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
            continue
        member = register.member(index, name, entry.size, _refusal(entry, limits), entry.place)
        if member:
            yield member, entry


@lru_cache(maxsize=8)
def _shift(path: Path, size: int, changed: int) -> int:  # noqa: ARG001 - they belong to the key
    """What is added to an archive's offsets, remembered as long as the file has this size and time."""
    with path.open("rb") as file:
        return _directory(file)[2]


def _directory(file: BinaryIO) -> tuple[int, int, int]:
    """Where the directory begins and ends, and what must be added to offsets (something may stand before the zip)."""
    length = file.seek(0, 2)
    first = max(0, length - _END.size - _COMMENT)
    file.seek(first)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise SourceError(
            "is incomplete: the zip's directory at its end is missing; copy or download it again"
        )
    _, disk, _, _, _, size, offset, _ = _END.unpack_from(tail, at)
    end = first + at
    if wide := _wide(file, end):
        end, disk, size, offset = wide
    if disk:
        raise SourceError("is one part of a split zip; join the parts (zip -s 0) and give the whole")
    for start in (end - size, offset):
        if 0 <= start <= end and (not size or _at(file, start, 4) == b"PK\x01\x02"):
            return start, start + size, start - offset
    raise SourceError("has a damaged directory, so its members cannot be found; copy or download it again")


def _wide(file: BinaryIO, end: int) -> tuple[int, int, int, int] | None:
    """Where the Zip64 end record stands, with its disk, size and offset of the directory; None if there is none."""
    pointer = _at(file, end - _POINTER_64.size, _POINTER_64.size) if end >= _POINTER_64.size else b""
    if not pointer.startswith(b"PK\x06\x07"):
        return None
    _, _, told, _ = _POINTER_64.unpack(pointer)
    for place in (end - _POINTER_64.size - _END_64.size, told):
        record = _at(file, place, _END_64.size) if 0 <= place < end else b""
        if record.startswith(b"PK\x06\x06") and len(record) == _END_64.size:
            _, _, _, _, disk, _, _, _, size, offset = _END_64.unpack(record)
            return place, disk, size, offset
    return None


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _entries(file: BinaryIO) -> Iterator[_Entry]:
    """The entries of the directory, one after another; ``file`` is read by nobody else meanwhile."""
    place, end, _ = _directory(file)
    file.seek(place)
    count, from_, to = 0, 0, 0
    while place < end:
        entry = _entry(file, place)
        if entry is None:
            raise SourceError(
                f"has a damaged directory: what follows its first {count} entries is missing; copy it again"
            )
        # Bombs let many members share the same bytes. Writers put members one after another.
        last = entry.offset + _LOCAL.size + len(entry.name) + entry.packed
        overlaps = entry.packed > 0 and entry.offset < to and last > from_
        from_, to = entry.offset, last
        yield replace(entry, overlaps=True) if overlaps else entry
        count, place = count + 1, entry.after


def _entry(file: BinaryIO, place: int) -> _Entry | None:
    """The entry at ``place``, where the file stands already; None where there is none."""
    head = file.read(_ENTRY.size)
    if len(head) < _ENTRY.size or not head.startswith(b"PK\x01\x02"):
        return None
    fields = _ENTRY.unpack(head)
    system, flags, method = fields[2], fields[5], fields[6]
    crc, packed, size, named, more, noted = fields[9:15]
    attributes, offset = fields[17:]
    rest = file.read(named + more + noted)
    if len(rest) < named + more + noted:
        return None
    extra = rest[named : named + more]
    if 0xFFFFFFFF in (size, packed, offset):
        size, packed, offset = _widened(extra, size, packed, offset)
    mode = attributes >> 16 if system in (_UNIX, _MACOS) else 0
    after = place + _ENTRY.size + len(rest)
    return _Entry(place, after, rest[:named], extra, system, flags, method, crc, packed, size, mode, offset)


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of an entry's extra data by their number, as far as they are whole."""
    at = 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from("<HH", extra, at)
        yield number, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _widened(extra: bytes, *values: int) -> Iterator[int]:
    """Size, packed size and offset, those that do not fit in 32 bits taken from the Zip64 field."""
    wide = next((data for number, data in _fields(extra) if number == 0x0001), b"")
    numbers = (number for (number,) in struct.iter_unpack("<Q", wide[: len(wide) // 8 * 8]))
    return (next(numbers, value) if value == 0xFFFFFFFF else value for value in values)


def _name(entry: _Entry) -> str:
    """The name as it is meant: by the entry's flag, by the Unicode path field that goes with it, or by evidence."""
    if entry.name.isascii():
        return entry.name.decode("ascii")
    if entry.flags & _UTF8:
        return decoded(entry.name)
    for number, data in _fields(entry.extra):
        if number == 0x7075 and data[1:5] == zlib.crc32(entry.name).to_bytes(4, "little"):
            return decoded(data[5:])
    return decoded(entry.name, windows=entry.system not in (_UNIX, _MACOS))


def _refusal(entry: _Entry, limits: Limits) -> SourceError | None:
    """Why a member is not read."""
    if entry.flags & _ENCRYPTED:
        return EncryptedSource("is protected by a password; unpack the archive and give the files in it")
    if entry.overlaps:
        return SourceError("shares its bytes with another member, as zip bombs do; make the archive anew")
    if entry.method not in (_STORED, _DEFLATED, _BZIP2, _LZMA):
        method = f"is compressed in a way that is not read (zip method {entry.method})"
        return UnsupportedSource(f"{method}; unpack the archive and give the files in it")
    return refused(entry.size, limits)


def _read(file: BinaryIO, entry: _Entry, shift: int, limits: Limits) -> bytes:
    """A member's bytes, checked; SourceError where there are none."""
    if refusal := _refusal(entry, limits):
        raise refusal
    with damage(_DAMAGED):
        _to_data(file, entry, shift)
        data = gather(_expanded(file, entry), limits)
    if zlib.crc32(data) != entry.crc:
        raise SourceError(f"{_DAMAGED} (wrong checksum); copy or download the archive again")
    return data


def _to_data(file: BinaryIO, entry: _Entry, shift: int) -> None:
    """Put the file to where a member's data begins."""
    length = os.fstat(file.fileno()).st_size
    # The archiver of macOS writes places modulo 4 GB.
    for place in (entry.offset + shift, *range(entry.offset, length, 2**32)):
        head = _at(file, place, _LOCAL.size) if 0 <= place < length else b""
        if head.startswith(b"PK\x03\x04") and len(head) == _LOCAL.size:
            *_, named, more = _LOCAL.unpack(head)
            file.seek(named + more, 1)
            return
    raise SourceError(f"{_DAMAGED} (it is not where the directory says); copy or download the archive again")


def _packed(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The bytes of a member as they are stored; EOFError where the file ends before."""
    while size > 0:
        piece = file.read(min(size, PIECE))
        if not piece:
            raise EOFError("the archive ends within it")
        size -= len(piece)
        yield piece


def _expanded(file: BinaryIO, entry: _Entry) -> Iterator[bytes]:
    """The bytes of a member, no more than PIECE at a time however well they are compressed."""
    packed = _packed(file, entry.packed)
    if entry.method == _STORED:
        return packed
    if entry.method == _DEFLATED:
        return _inflated(packed)
    if entry.method == _BZIP2:
        return _run(bz2.BZ2Decompressor(), packed)
    # Version (2 bytes), length of the properties (2), properties (5); an .lzma file has a size after them.
    head = file.read(9)
    size = b"\xff" * 8 if entry.flags & _LZMA_MARKED else entry.size.to_bytes(8, "little")
    engine = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_LZMA_MEMORY)
    engine.decompress(head[4:] + size)
    return _run(engine, _packed(file, entry.packed - len(head)))


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        data = engine.decompress(piece, PIECE)
        yield data
        while not engine.eof and (engine.unconsumed_tail or len(data) == PIECE):
            data = engine.decompress(engine.unconsumed_tail, PIECE)
            yield data
    if not engine.eof:
        raise EOFError("its data end too early")


def _run(engine: _Engine, packed: Iterator[bytes]) -> Iterator[bytes]:
    while not engine.eof:
        data = next(packed, b"") if engine.needs_input else b""
        if engine.needs_input and not data:
            raise EOFError("its data end too early")
        yield engine.decompress(data, PIECE)
