"""One file that fails, for whatever reason, is data; what concerns every file is raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import Failure, attempt, shown
from schemas.errors import ConfigurationError, EncryptedSource


def _raiser(error: BaseException):
    def job(path: Path) -> str:
        raise error

    return job


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (EncryptedSource("is locked; unlock it"), "encrypted", "is locked; unlock it"),
        (MemoryError(), "memory", "needs more memory than it may take; split it, or allow more (--memory)"),
        (
            ValueError("odd"),
            "internal",
            "cannot be processed (ValueError: odd); please report it with the file",
        ),
        (
            RecursionError("deep"),
            "internal",
            "cannot be processed (RecursionError: deep); please report it with the file",
        ),
    ],
)
def test_a_failing_file_is_a_failure(error: Exception, code: str, message: str) -> None:
    assert attempt(_raiser(error), Path("甲.docx")) == Failure("甲.docx", code, message)


@pytest.mark.parametrize("error", [ConfigurationError("wrong"), KeyboardInterrupt()])
def test_what_concerns_every_file_is_raised(error: BaseException) -> None:
    with pytest.raises(type(error)):
        attempt(_raiser(error), Path("甲.docx"))


def test_a_result_comes_through() -> None:
    assert attempt(lambda path: path.name, Path("a/甲.docx")) == "甲.docx"


def test_a_path_is_always_proper_text() -> None:
    assert shown(Path("方案\udcff.txt")) == "方案\\udcff.txt"
