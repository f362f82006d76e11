"""A number below 255 for each of very many names, in some twenty bytes a name."""

from __future__ import annotations

import hashlib
from array import array

_FIRST = 1 << 10


def digest(name: str) -> int:
    """64 bits of a name, never 0: of ten million, two share theirs with a probability of 3 in a million."""
    return (
        int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        or 1
    )


class Register:
    """Numbers by name; names are known by their digest alone."""

    def __init__(self) -> None:
        self._keys = array("Q", bytes(8 * _FIRST))
        self._values = bytearray(_FIRST)
        self._count = 0

    def put(self, name: str, value: int = 0) -> int | None:
        """Note a number for a name, unless there is one: then that is returned and stays."""
        key = digest(name)
        at = self._place(key)
        if self._keys[at]:
            return self._values[at]
        self._keys[at], self._values[at] = key, value
        self._count += 1
        if self._count * 3 > len(self._keys) * 2:
            self._grow()
        return None

    def get(self, name: str) -> int | None:
        """The number of a name, None where there is none."""
        at = self._place(digest(name))
        return self._values[at] if self._keys[at] else None

    def _place(self, key: int) -> int:
        """Where the key stands, or the free place where it belongs."""
        mask = len(self._keys) - 1
        at = key & mask
        while self._keys[at] not in (0, key):
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._keys, self._values = array("Q", bytes(16 * len(keys))), bytearray(2 * len(keys))
        for key, value in zip(keys, values, strict=True):
            if key:
                at = self._place(key)
                self._keys[at], self._values[at] = key, value
