"""Letters (.eml): their text and their attachments, as the members of an archive."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from email.header import decode_header
from email.message import Message
from functools import partial
from pathlib import Path

from pipeline.archive.limit import damage, oversized
from pipeline.archive.member import Member, Register, attempt, refused
from pipeline.archive.name import decoded
from pipeline.ingest.base import Limits
from pipeline.ingest.sniff import kind
from schemas.errors import SourceError

HEADERS = 16 * 1024
"""Bytes at the beginning of a file that tell whether it is a letter."""
_BODY = {"text/html": "正文.html", "text/plain": "正文.txt"}
_LETTER = "附带邮件.eml"
_MOST_PARTS = 2000
_RAW_NAME = re.compile(r'name="?([^";\r\n]+)')


def starts(head: bytes) -> bool:
    """Whether a file that begins so is a letter."""
    return kind(head) == "eml"


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The letter's text, then what is attached to it."""
    for member, _ in _members(path, limits):
        yield member


def contents(
    path: Path, wanted: Callable[[Member], bool], limits: Limits
) -> Iterator[tuple[Member, bytes | SourceError]]:
    """The members that are wanted, with their bytes or why there are none."""
    for member, part in _members(path, limits):
        if wanted(member):
            yield member, attempt(partial(_read, part, limits))


def _members(path: Path, limits: Limits) -> Iterator[tuple[Member, Message]]:
    if path.stat().st_size > limits.file_bytes:
        raise oversized(limits)
    register = Register(limits)
    with damage("is a damaged letter"):
        # The old policy reads headers as they stand; the new one's parser takes long over odd ones.
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)
        parts = list(_parts(letter))
    for index, (name, part) in enumerate(parts):
        size = len(part.as_bytes()) if part.is_multipart() else len(str(part.get_payload()))
        member = register.member(index, name, size, None)
        if member:
            yield member, part


def _parts(letter: Message) -> Iterator[tuple[str, Message]]:
    """The parts that are meant for reading with their names; of one text in two forms that with its tables."""
    stack, body = [letter], dict[str, Message]()
    attached: list[tuple[str, Message]] = []
    for _ in range(_MOST_PARTS):
        if not stack:
            break
        part = stack.pop()
        type_, name = part.get_content_type(), _name(part)
        inner = part.get_payload()
        if type_ == "message/rfc822":
            attached.append((name or _LETTER, part))
        elif part.is_multipart() and isinstance(inner, list):
            stack += [one for one in reversed(inner) if isinstance(one, Message)]
        elif name is None and type_ in _BODY:
            body.setdefault(type_, part)
        elif name is not None and not (part.get_content_maintype() == "image" and part.get("Content-ID")):
            attached.append((name, part))  # a picture that only adorns the text is no document
    chosen = next((type_ for type_ in _BODY if type_ in body), None)
    if chosen:
        yield _BODY[chosen], body[chosen]
    yield from attached


def _name(part: Message) -> str | None:
    given = part.get_filename()
    if given is None:
        return None
    if "\ufffd" in given:  # bytes of an encoding that nothing names
        stated = "".join(value for key, value in part.raw_items() if key.lower().startswith("content-"))
        found = _RAW_NAME.search(stated)
        given = found[1] if found else given
    pieces = []
    for piece, charset in decode_header(given):
        raw = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        try:
            pieces.append(raw.decode(charset or "utf-8"))
        except (UnicodeDecodeError, LookupError):
            pieces.append(decoded(raw, windows=True))
    return "".join(pieces)


def _read(part: Message, limits: Limits) -> bytes:
    with damage("is damaged in the letter"):
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            data = b"".join(one.as_bytes() for one in inner if isinstance(one, Message))
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
    if (refusal := refused(len(data), limits)) is not None:
        raise refusal
    return (
        _as_stated(data, part.get_content_charset())
        if part.get_content_type() in _BODY and _name(part) is None
        else data
    )


def _as_stated(data: bytes, charset: str | None) -> bytes:
    """Text in UTF-8 with a mark, where it is what the letter says it is: nobody else could tell any more."""
    try:
        return data.decode(charset or "utf-8").encode("utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        return data
