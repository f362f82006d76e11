"""Members of a zip file read in one go: most of what zipfile does for a small one is set up a stream."""

from __future__ import annotations

import zlib
from functools import lru_cache
from struct import Struct
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

_HEADER = Struct("<4s2xHH16xHH").unpack_from
_HEADER_BYTES = 30
_SIGNATURE = b"PK\x03\x04"
# Levels of compression, a size told later, a name in UTF-8: what does not change how the content is read.
_HARMLESS = 0x080E
# What shrinks to so little from so much (bytes) is an office's template, which comes with each of its files.
_TEMPLATE = 2**15, range(2**17, 2**20)


def first(data: bytes, most: int) -> tuple[bytes, bytes]:
    """Name and content (no more than ``most`` bytes) of the member that the file begins with; empty where in doubt."""
    if len(data) < _HEADER_BYTES:
        return b"", b""
    signature, flags, method, name, extra = _HEADER(data)
    start = _HEADER_BYTES + name + extra
    if signature != _SIGNATURE or flags & ~_HARMLESS or method != ZIP_DEFLATED:
        return b"", b""
    try:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[start : start + most], most)
    except zlib.error:
        return b"", b""
    return data[_HEADER_BYTES : _HEADER_BYTES + name], content


def whole(data: bytes, member: ZipInfo, most: int) -> bytes | None:
    """A sound member's content; None where anything is unusual, so that zipfile has to tell what."""
    offset = member.header_offset
    if member.file_size > most or not 0 <= offset <= len(data) - _HEADER_BYTES:
        return None
    signature, flags, method, name, extra = _HEADER(data, offset)
    names = data[offset + _HEADER_BYTES : offset + _HEADER_BYTES + name]
    if signature != _SIGNATURE or (flags | member.flag_bits) & ~_HARMLESS or method != member.compress_type:
        return None
    if names != member.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace"):
        return None
    start = offset + _HEADER_BYTES + name + extra
    packed = data[start : start + member.compress_size]
    expand = _expand_template if len(packed) < _TEMPLATE[0] and member.file_size in _TEMPLATE[1] else _expand
    return expand(packed, method, member.file_size, member.CRC)


def _expand(packed: bytes, method: int, size: int, checksum: int) -> bytes | None:
    if method == ZIP_DEFLATED:
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)
        except zlib.error:
            return None
    elif method == ZIP_STORED:
        content = packed
    else:
        return None
    return content if len(content) == size and zlib.crc32(content) == checksum else None


_expand_template = lru_cache(maxsize=8)(_expand)
