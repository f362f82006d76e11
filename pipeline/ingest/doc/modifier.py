"""Property modifiers ("sprm"): how a .doc states what differs from a style."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache

from pipeline.ingest.doc.binary import Strange

# Operand bytes by the three highest bits; 6 states its own length.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615
HUGE = (0x6645, 0x6646)


def modifiers(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier with its operand. What is cut short at the end is left out."""
    at, end = 0, len(grpprl)
    while at + 3 <= end:
        code = int.from_bytes(grpprl[at : at + 2], "little")
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            if code == DEFINE_TABLE:
                size = int.from_bytes(grpprl[at : at + 2], "little") - 1
                at += 2
            else:
                size = grpprl[at]
                at += 1
                if code == _CHANGE_TABS and size == 255:
                    raise Strange("more tab stops than usual")
        if size < 0 or at + size > end:
            return
        yield code, grpprl[at : at + size]
        at += size


@lru_cache(maxsize=4096)
def stated(grpprl: bytes) -> dict[int, bytes]:
    """The modifiers by code; the last of a kind counts. Not to be changed."""
    return dict(modifiers(grpprl))


def one(found: dict[int, bytes], code: int) -> int | None:
    """A modifier's operand as a number; None where it is not stated."""
    operand = found.get(code)
    return None if operand is None else int.from_bytes(operand, "little")


def huge(grpprl: bytes, data: bytes) -> bytes:
    """The modifiers, those that did not fit in their place fetched from the data stream."""
    for code, operand in modifiers(grpprl):
        if code in HUGE:
            (start,) = struct.unpack("<I", operand)
            size = int.from_bytes(data[start : start + 2], "little")
            if start + 2 + size > len(data):
                raise Strange("properties outside the file")
            return data[start + 2 : start + 2 + size]
    return grpprl
