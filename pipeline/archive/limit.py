"""What reading an archive may cost, and what its damage looks like to people."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pipeline.ingest.base import Limits, beyond
from pipeline.ingest.limit import size
from schemas.errors import OversizedSource, SourceError

PIECE = 2**20
"""Bytes that are expanded at a time."""


def oversized(limits: Limits) -> OversizedSource:
    """What is said of a member beyond the limit."""
    return beyond(f"is larger than {size(limits.file_bytes)} when expanded", "file_bytes")


def gather(pieces: Iterable[bytes], limits: Limits) -> bytes:
    """The pieces joined; stops with OversizedSource as soon as they go beyond ``limits.file_bytes``."""
    held = io.BytesIO()
    for piece in pieces:
        if held.tell() + len(piece) > limits.file_bytes:
            raise oversized(limits)
        held.write(piece)
    return held.getvalue()


@contextmanager
def damage(what: str) -> Iterator[None]:
    """Whatever a library raises on damaged data becomes a SourceError that begins with ``what``.

    Errors of the disk (OSError with a number) and of memory pass: they are not the archive's.
    """
    try:
        yield
    except (SourceError, MemoryError):
        raise
    except OSError as error:
        # Libraries raise OSError without a number for bad data; a number that no file can seek to gives EINVAL.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _fault(what, error) from error
    except Exception as error:  # libraries raise anything on damaged data
        raise _fault(what, error) from error


def _fault(what: str, error: Exception) -> SourceError:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    printable = reason.encode("utf-8", "backslashreplace").decode("utf-8")
    return SourceError(f"{what} ({printable}); copy or download the archive again")
