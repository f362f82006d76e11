"""PDFium's functions under signatures that ctypes converts fast, for what is asked of every character or object."""

from __future__ import annotations

from ctypes import c_void_p, cast
from functools import cache
from typing import Any


@cache
def quick(name: str, result: Any, *arguments: Any) -> Any:
    """A function of pypdfium2.raw that takes and gives pointers as numbers."""
    from pypdfium2 import raw

    known = getattr(raw, name)
    function = type(known)(address(known))
    function.argtypes, function.restype = arguments, result
    return function


def address(pointer: Any) -> int:
    """A pointer as a number."""
    return cast(pointer, c_void_p).value or 0
