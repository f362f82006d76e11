"""Which errors are the machine's, the disk's or the share's, and no fault of the file that met them."""

from __future__ import annotations

import errno
from pathlib import Path

_OUTSIDE = {
    getattr(errno, name)
    for name in (
        "EIO", "ESTALE", "ENOTCONN", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH",
        "ECONNRESET", "ECONNABORTED", "EMFILE", "ENFILE", "ENOSPC", "EDQUOT", "EROFS", "EREMOTEIO", "ENODEV", "ENXIO",
    )
    if hasattr(errno, name)
}  # fmt: skip


def outside(error: BaseException) -> OSError | None:
    """The error of the environment that an error is, or stems from; None where it is the file's own."""
    cause = error if isinstance(error, OSError) else error.__cause__
    return cause if isinstance(cause, OSError) and cause.errno in _OUTSIDE else None


def fault_at(place: Path, error: BaseException) -> str | None:
    """What of the environment kept a file from being read, its folder gone too; None where it is the file's own."""
    reason = outside(error)
    if reason is None and place.parent.exists():
        return None
    what = "the folder it is in is gone" if reason is None else reason.strerror or str(reason)
    return f"{what}; restore the disk or share, then give the same command again"
