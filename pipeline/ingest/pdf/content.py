"""Content streams read through in pieces, whatever they expand to: how long they are, and what they draw."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

_PIECE = 2**20
# How far before ``Do`` its operand may begin.
_REACH = 256
_DRAW = re.compile(rb"Do(?![^\0\t\n\f\r ()<>\[\]{}/%])")
_OPERAND = re.compile(
    rb"(?:/([^\0\t\n\f\r ()<>\[\]{}/%]+)(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])+"
    rb"|\(([^()\\]+)\)(?:[\0\t\n\f\r ]|%[^\r\n]*[\r\n])*)"
)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# What is expanded in one go, or slowly, is taken up to so many bytes.
_WHOLE = {"ASCII85Decode": 2**24, "ASCIIHexDecode": 2**24, "LZWDecode": 2**16, "RunLengthDecode": 2**16}
_SHORT = {
    "Fl": "FlateDecode",
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
    "LZW": "LZWDecode",
    "RL": "RunLengthDecode",
}


def drawn(pieces: Iterable[bytes]) -> tuple[int, Counter[str]]:
    """The length of a content, and how often it draws each name of its resources."""
    length, before = 0, b""
    counts: Counter[bytes] = Counter()
    for piece in pieces:
        length += len(piece)
        text = before + piece
        for found in _DRAW.finditer(text):
            at = found.start()
            if found.end() > len(before):
                begin = max(text.rfind(mark, max(0, at - _REACH), at) for mark in (b"/", b"("))
                if begin >= 0 and (operand := _OPERAND.fullmatch(text, begin, at)):
                    counts[operand[1] or operand[2]] += 1
        before = text[-_REACH:]
    names: Counter[str] = Counter()
    for raw, count in counts.items():
        names[_name(raw)] += count
    return length, names


def _name(raw: bytes) -> str:
    """A name as pdfminer has it for a key."""
    plain = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), raw)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return str(plain)


def unpacked(stream: Any) -> Iterator[bytes]:
    """The content of a pdfminer stream without what it is packed in; what is damaged or packed otherwise, as far as it goes."""
    data = stream.rawdata or b""
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    pieces: Iterator[bytes] = iter([data])
    for literal, _ in stream.get_filters():
        name = _SHORT.get(literal.name, literal.name)
        if name == "FlateDecode":
            pieces = inflated(pieces)
        elif name in _WHOLE:
            pieces = _converted(name, pieces)
        else:
            return iter(())
    return pieces


def inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is packed with Flate, as far as it is whole."""
    packed = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not packed.eof:
            try:
                yield packed.decompress(rest, _PIECE)
            except zlib.error:
                return
            rest = packed.unconsumed_tail


def _converted(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    from pdfminer.ascii85 import ascii85decode, asciihexdecode
    from pdfminer.lzw import lzwdecode
    from pdfminer.runlength import rldecode

    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > _WHOLE[name]:
            break
    known = {
        "ASCII85Decode": ascii85decode,
        "ASCIIHexDecode": asciihexdecode,
        "LZWDecode": lzwdecode,
        "RunLengthDecode": rldecode,
    }
    yield known[name](bytes(data[: _WHOLE[name]]))
