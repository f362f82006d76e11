"""What becomes a fault of the archive, and what stays a fault of the disk."""

from __future__ import annotations

import errno

import pytest

from pipeline.archive.limit import damage, gather
from pipeline.ingest.base import Limits
from schemas.errors import EncryptedSource, OversizedSource, SourceError


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EIO, "x"), OSError(errno.ESTALE, "x"), TimeoutError(errno.ETIMEDOUT, "x"), MemoryError()],
)
def test_disk_and_memory_pass(error: Exception) -> None:
    with pytest.raises(type(error)), damage("is damaged"):
        raise error


@pytest.mark.parametrize(
    "error", [OSError("Invalid data"), OSError(errno.EINVAL, "x"), KeyError("a\nb"), EOFError()]
)
def test_bad_data_is_a_source_error_in_one_line(error: Exception) -> None:
    with (
        pytest.raises(SourceError, match=r"^is damaged \(.+\); copy or download the archive again$"),
        damage("is damaged"),
    ):
        raise error


def test_a_source_error_keeps_its_kind() -> None:
    with pytest.raises(EncryptedSource, match=r"^as it is$"), damage("is damaged"):
        raise EncryptedSource("as it is")


def test_gather_stops_at_the_limit() -> None:
    assert gather([b"ab", b"c"], Limits(file_bytes=3)) == b"abc"
    with pytest.raises(OversizedSource):
        gather(iter(lambda: b"x", None), Limits(file_bytes=3))
