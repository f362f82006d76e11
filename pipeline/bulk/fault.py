"""Which errors are the machine's, the disk's or the share's, and no fault of the file that met them."""

from __future__ import annotations

import errno

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
