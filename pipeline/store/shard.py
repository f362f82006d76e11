"""A shard: the records of some hundred files, each file's lines a stretch of bytes that can be read by itself.

With Zstandard each stretch is a frame of its own, and frames one after another are a ``.zst`` file as any other. A
shard is written as ``NAME.part``; what of it is on the disk is for the manifest to say, and it gets its name when it
is complete. Where a job keeps texts a last line of each stretch is that of the file.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self
from uuid import uuid4

from pipeline.store.folder import SHARDS, settle, settle_folder

_LEVEL = 3
_OPEN = 16
_TEXT = b'{"text":'


@dataclass(frozen=True, slots=True)
class Content:
    """What a shard holds of a file: its records, lines without their ends, and the line ``{"text": …}`` if it is kept."""

    lines: list[bytes]
    told: bytes | None = None


def pack(lines: list[str], *, text: str | None = None, compress: bool) -> bytes:
    """A file's records as they stand in a shard, and its text if one is given."""
    last = [] if text is None else [json.dumps({"text": text}, ensure_ascii=False, separators=(",", ":"))]
    data = "".join(f"{line}\n" for line in (*lines, *last)).encode()
    if not compress:
        return data
    import zstandard

    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(data)


def unpack(data: bytes, *, compressed: bool) -> Content:
    """What was packed. Raises ValueError for damaged bytes."""
    lines = _unpacked(data, compressed).split(b"\n")[:-1]
    told = lines.pop() if lines and lines[-1].startswith(_TEXT) else None
    return Content(lines, told)


def path_of(folder: Path, number: int, *, compressed: bool) -> Path:
    """Where a complete shard stands in the folder of a job."""
    return folder / SHARDS / f"{number:07}.jsonl{'.zst' if compressed else ''}"


def draft_of(path: Path) -> Path:
    """Where a shard stands while it is written."""
    return path.with_name(f"{path.name}.part")


class ShardWriter:
    """Writes a shard from byte ``start`` on; what an interrupted job left behind ``start`` is dropped.

    Where it may be that another writes the same shard (``alone`` false) the draft has a name of its own.
    Raises OSError where the disk does not take it.
    """

    def __init__(self, path: Path, start: int = 0, *, alone: bool = True) -> None:
        self.path = path
        self.length = start
        path.parent.mkdir(parents=True, exist_ok=True)
        common = draft_of(path)
        if start and not common.exists():
            path.replace(common)  # it got its name just before the job was killed
        self._draft = common if alone else path.with_name(f"{path.name}.{uuid4().hex}.part")
        if start and not alone:
            shutil.copyfile(common, self._draft)
        self._file: IO[bytes] = self._draft.open("r+b" if start else "wb")
        self._file.truncate(start)
        self._file.seek(start)

    def add(self, data: bytes) -> int:
        """Add a stretch; returns where it begins."""
        place = self.length
        self._file.write(data)
        self.length += len(data)
        return place

    def sync(self) -> None:
        """Wait until all that was added is on the disk."""
        settle(self._file)

    def finish(self) -> None:
        """Give the shard its name, for good."""
        self.sync()
        self._file.close()
        self._draft.replace(self.path)
        settle_folder(self.path.parent)

    def close(self) -> None:
        """Leave the shard as it is, to be gone on with."""
        self._file.close()


class ShardReader:
    """Reads stretches of the shards of a folder, the last few files kept open. Used as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, IO[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()

    def content(self, number: int, place: int, length: int, *, compressed: bool) -> Content:
        """What is kept of one file. Raises OSError, ValueError for damaged bytes."""
        file = self._file(number, compressed)
        file.seek(place)
        data = file.read(length)
        if len(data) != length:
            raise ValueError(f"ends before byte {place + length}")
        return unpack(data, compressed=compressed)

    def _file(self, number: int, compressed: bool) -> IO[bytes]:
        if number not in self._open:
            if len(self._open) == _OPEN:
                self._open.pop(next(iter(self._open))).close()
            path = path_of(self._folder, number, compressed=compressed)
            # A shard that is being written still bears the name of a draft.
            self._open[number] = (path if path.exists() else draft_of(path)).open("rb")
        return self._open[number]


def _unpacked(data: bytes, compressed: bool) -> bytes:
    if not compressed:
        return data
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
