"""7z archives: solid blocks expanded once, piece by piece, as their members are asked for."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.archive.limit import PIECE, damage, gather
from pipeline.archive.member import Member, Register, attempt, refused
from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, SourceError, UnsupportedSource

if TYPE_CHECKING:
    from py7zr import SevenZipFile
    from py7zr.archiveinfo import Folder

MAGIC = b"7z\xbc\xaf\x27\x1c"
_HEAD = 32
# What is given to a decompressor at a time. Some py7zr decompressors expand all of it at once: zstd up to 32,768-fold.
_BITE = 2**12
_MOST = 2**22
_PROTECTED = "is protected by a password; unpack the archive and give the files in it"
_DAMAGED = "is damaged in the archive"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a member lies: bytes from ``start`` of what its block expands to; no block for an empty member."""

    block: _Block | None
    start: int
    size: int
    crc: int | None


class _Block:
    """What one solid block expands to, read forward only."""

    def __init__(self, file: BinaryIO, folder: Folder, place: int, packed: int) -> None:
        from py7zr.compressor import SupportedMethods

        self._file = file
        self._folder = folder
        self._place = place
        self._packed = packed
        self._total = folder.get_unpack_size()
        self.encrypted = SupportedMethods.needs_password(folder.coders)

    def pieces(self) -> Iterator[bytes]:
        """All that the block expands to; few megabytes at a time."""
        from py7zr.compressor import SevenZipDecompressor

        engine = SevenZipDecompressor(
            self._folder.coders, self._packed, self._folder.unpacksizes, None, blocksize=_BITE
        )
        place, given = self._place, 0
        while given < self._total:
            self._file.seek(place)
            piece = engine.decompress(self._file, min(_MOST, self._total - given))
            if not piece and self._file.tell() == place:
                raise EOFError("its data end too early")
            place, given = self._file.tell(), given + len(piece)
            yield piece


class _Stream:
    """The blocks of an archive as their members are read in order; what is not asked for is not expanded."""

    def __init__(self) -> None:
        self._block: _Block | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._rest = memoryview(b"")
        self._at = 0

    def read(self, place: _Place) -> Iterator[bytes]:
        """A member's bytes, in pieces."""
        if place.block is None:
            return
        if place.block is not self._block:
            self._block, self._pieces = place.block, place.block.pieces()
            self._rest, self._at = memoryview(b""), 0
        for _ in self._take(place.start - self._at):
            pass
        yield from self._take(place.size)

    def _take(self, size: int) -> Iterator[bytes]:
        while size > 0:
            if not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    raise EOFError("its data end too early")
                self._rest = memoryview(piece)
            part = self._rest[: min(size, PIECE)]
            self._rest = self._rest[len(part) :]
            self._at += len(part)
            size -= len(part)
            yield bytes(part)


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The members in their order; SourceError where the archive's directory, which stands at its end, is damaged."""
    with path.open("rb") as file:
        for member, _ in _members(file, limits):
            yield member


def contents(
    path: Path, wanted: Callable[[Member], bool], limits: Limits
) -> Iterator[tuple[Member, bytes | SourceError]]:
    """The members that are wanted, with their bytes or why there are none."""
    with path.open("rb") as file:
        stream = _Stream()
        for member, place in _members(file, limits):
            if wanted(member):
                yield member, attempt(partial(_read, stream, place, limits))


def _members(file: BinaryIO, limits: Limits) -> Iterator[tuple[Member, _Place]]:
    archive = _open(file)
    register = Register(limits)
    for index, (name, place) in enumerate(_listed(archive, file)):
        if place is None:
            continue
        member = register.member(index, name, place.size, _refusal(place, limits))
        if member:
            yield member, place


def _open(file: BinaryIO) -> SevenZipFile:
    from py7zr import PasswordRequired, SevenZipFile

    head = file.read(_HEAD)
    offset, size = int.from_bytes(head[12:20], "little"), int.from_bytes(head[20:28], "little")
    if len(head) < _HEAD or _HEAD + offset + size > file.seek(0, 2):
        raise SourceError("is incomplete or the first of several volumes; copy it again or join the volumes")
    file.seek(0)
    with damage("has a damaged directory, so its members cannot be found"):
        try:
            return SevenZipFile(file)
        except PasswordRequired:
            raise EncryptedSource(_PROTECTED) from None


def _listed(archive: SevenZipFile, file: BinaryIO) -> Iterator[tuple[str, _Place | None]]:
    """All entries with where they lie; None for what is no regular file."""
    with damage("has a damaged directory, so its members cannot be found"):
        blocks = dict(_blocks(archive, file))
        kept = iter(archive.header.files_info.emptyfiles if archive.files else ())
    start, current = 0, None
    for item in archive.files:
        if item.emptystream:
            # An entry without data is a folder, unless the archive says that it is a file.
            file_kept = next(kept, False) and not item.is_directory
            yield item.filename, _Place(None, 0, 0, None) if file_kept else None
            continue
        if item.folder is not current:
            current, start = item.folder, 0
        place = _Place(blocks[id(item.folder)], start, item.uncompressed, item.crc32)
        start += item.uncompressed
        yield item.filename, place if item.is_file else None


def _blocks(archive: SevenZipFile, file: BinaryIO) -> Iterator[tuple[int, _Block]]:
    """The archive's blocks by the identity of what py7zr knows of them."""
    streams = archive.header.main_streams
    if streams is None:
        return
    sizes = streams.packinfo.packsizes
    place, stream = archive.afterheader + streams.packinfo.packpos, 0
    for folder in streams.unpackinfo.folders:
        width = len(folder.packed_indices)
        packed = sum(sizes[stream : stream + width])
        yield id(folder), _Block(file, folder, place, packed)
        place, stream = place + packed, stream + width


def _refusal(place: _Place, limits: Limits) -> SourceError | None:
    encrypted = place.block is not None and place.block.encrypted
    return refused(place.size, limits, EncryptedSource(_PROTECTED) if encrypted else None)


def _read(stream: _Stream, place: _Place, limits: Limits) -> bytes:
    """A member's bytes, checked; SourceError where there are none."""
    from py7zr import UnsupportedCompressionMethodError

    if refusal := _refusal(place, limits):
        raise refusal
    with damage(_DAMAGED):
        try:
            data = gather(stream.read(place), limits)
        except UnsupportedCompressionMethodError:
            way = "is compressed in a way that is not read"
            raise UnsupportedSource(f"{way}; unpack the archive and give the files in it") from None
    if place.crc is not None and zlib.crc32(data) != place.crc:
        raise SourceError(f"{_DAMAGED} (wrong checksum); copy or download the archive again")
    return data
