"""Tar archives, plain or compressed, read in one pass."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from pipeline.archive.limit import PIECE, damage, gather
from pipeline.archive.member import Member, Register, attempt, refused
from pipeline.archive.name import decoded
from pipeline.ingest.base import Limits
from schemas.errors import OversizedSource, SourceError

_GZIP, _BZIP2, _XZ, _ZSTD = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
_LONGEST_READ = 2**24
_AGAIN = "; copy or download it again"


def starts(head: bytes) -> bool:
    """Whether these first 512 bytes are the header of a tar's first member."""
    try:
        return bool(tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape").name)
    except (tarfile.TarError, ValueError):
        return False


def compressed(head: bytes) -> bool:
    """Whether these first bytes are those of a compression that tars come in."""
    return head.startswith((_GZIP, _BZIP2, _XZ, _ZSTD))


def starts_within(file: BinaryIO, head: bytes) -> bool:
    """Whether a compressed file has a tar inside; what cannot be expanded has none."""
    try:
        with damage("cannot be expanded"), _expanded(file, head) as inner:
            return starts(inner.read(tarfile.BLOCKSIZE))
    except SourceError:
        return False


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The members in their order; SourceError where the archive is damaged, after those before."""
    with ExitStack() as stack:
        blocks = _open(path, stack)
        for member, _, _ in _members(blocks, limits):
            yield member


def contents(
    path: Path, wanted: Callable[[Member], bool], limits: Limits
) -> Iterator[tuple[Member, bytes | SourceError]]:
    """The members that are wanted, with their bytes or why there are none."""
    with ExitStack() as stack:
        blocks = _open(path, stack)
        for member, archive, info in _members(blocks, limits):
            if not wanted(member):
                continue
            result = attempt(partial(_read, archive, info, limits))
            yield member, result
            if isinstance(result, SourceError) and not isinstance(result, OversizedSource):
                raise SourceError(f"is damaged or incomplete: what follows {member.name} is missing{_AGAIN}")


def content(path: Path, place: int, limits: Limits) -> bytes:
    """The bytes of the member of a plain tar whose header stands at ``place``."""
    with path.open("rb") as file, damage("is not in the archive any more or is damaged there"):
        archive = _archive(_Blocks(file, place))
        info = archive.next()
        if info is None or not info.isreg():
            raise SourceError("is not in the archive any more; it has changed: run again")
        return _read(archive, info, limits)


class _Blocks:
    """What tarfile reads from: only ever forward, no header without measure; remembers the last it read."""

    def __init__(self, file: IO[bytes], place: int = 0, plain: bool = True) -> None:
        self._file = file
        self._place = place
        self.plain = plain
        self._length = file.seek(0, io.SEEK_END) if plain else 0
        if plain:
            file.seek(place)
        self.last = b""

    def tell(self) -> int:
        return self._place

    def read(self, size: int) -> bytes:
        if size > _LONGEST_READ:
            raise tarfile.ReadError("a header is too large")
        data = self._file.read(size)
        self._place += len(data)
        self.last = data
        return data

    def seek(self, place: int) -> None:
        if place < self._place or (self.plain and place > self._length):
            raise tarfile.ReadError("unexpected end of data")
        if self.plain:
            self._place = self._file.seek(place)
        while self._place < place:
            if not self.read(min(place - self._place, PIECE)):
                raise tarfile.ReadError("unexpected end of data")

    def drain(self) -> None:
        """Read what follows the end mark, so that the compression's checksum is checked."""
        while not self.plain and self.read(PIECE):
            pass


def _open(path: Path, stack: ExitStack) -> _Blocks:
    file = stack.enter_context(path.open("rb"))
    head = file.read(tarfile.BLOCKSIZE)
    if not compressed(head):
        return _Blocks(file)
    with damage("cannot be expanded"):
        return _Blocks(stack.enter_context(_expanded(file, head)), plain=False)


def _expanded(file: BinaryIO, head: bytes) -> AbstractContextManager[IO[bytes]]:
    """The compressed file's inner bytes, from its beginning."""
    file.seek(0)
    if head.startswith(_GZIP):
        import gzip

        return cast(AbstractContextManager[IO[bytes]], gzip.GzipFile(fileobj=file))
    if head.startswith(_BZIP2):
        import bz2

        return bz2.BZ2File(file)
    if head.startswith(_XZ):
        import lzma

        return lzma.LZMAFile(file)
    import zstandard

    reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False)
    return nullcontext(cast(IO[bytes], reader))


class _Tar(tarfile.TarFile):
    members: list[tarfile.TarInfo]
    """All members met, by which tarfile follows links; cleared as we go, for flat memory."""


def _archive(blocks: _Blocks) -> _Tar:
    return _Tar(fileobj=cast(IO[bytes], blocks), encoding="utf-8", errors="surrogateescape")


def _members(blocks: _Blocks, limits: Limits) -> Iterator[tuple[Member, _Tar, tarfile.TarInfo]]:
    register = Register(limits)
    with damage("cannot be read as a tar archive"):
        archive = _archive(blocks)
    index = 0
    while info := _next(archive, index):
        archive.members.clear()
        if info.isreg():
            place = info.offset if blocks.plain else None
            member = register.member(index, _name(info), info.size, refused(info.size, limits), place)
            if member:
                yield member, archive, info
        index += 1
    if blocks.last.count(0) != tarfile.BLOCKSIZE:
        # tarfile takes a bad header, and the end of the file, for the end of the archive.
        raise SourceError(
            f"is damaged or incomplete: what follows its first {index} entries is missing{_AGAIN}"
        )
    with damage("is damaged: its members may not be whole"):
        blocks.drain()


def _next(archive: tarfile.TarFile, index: int) -> tarfile.TarInfo | None:
    with damage(f"is damaged or incomplete: what follows its first {index} entries is missing"):
        return archive.next()


def _name(info: tarfile.TarInfo) -> str:
    if info.name.isascii():
        return info.name
    return decoded(info.name.encode("utf-8", "surrogateescape"))


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> bytes:
    """A member's bytes; SourceError where there are none."""
    if refusal := refused(info.size, limits):
        raise refusal
    # Regular files always have a file to read from.
    with damage("is damaged in the archive"), cast(IO[bytes], archive.extractfile(info)) as file:
        return gather(iter(partial(file.read, PIECE), b""), limits)
