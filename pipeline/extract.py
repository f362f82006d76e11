"""The whole job for one file, and what to say where it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.ingest.base import Limits
from schemas.document import Document
from schemas.errors import ConfigurationError, EnvironmentFault, SourceError

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be done; ``code`` is stable, ``message`` says what is wrong and what to do."""

    path: str
    code: str
    message: str


def text(path: Path, limits: Limits | None = None) -> str:
    """The text of a file as all offsets count it. Raises SourceError."""
    return _document(path, limits).text


def lines(path: Path, limits: Limits | None = None) -> list[str]:
    """The records of a file, each as one line of JSON. Raises SourceError."""
    from pipeline.assemble import records
    from schemas.number import dumps

    return [dumps(record) for record in records(_document(path, limits))]


def attempt(job: Callable[[Path], Result], path: Path) -> Result | Failure:
    """The job's result for a file, or why there is none; only what concerns every file is raised."""
    try:
        return job(path)
    except SourceError as error:
        return Failure(shown(path), error.code, str(error))
    except (ConfigurationError, EnvironmentFault):
        raise
    except MemoryError:
        return Failure(
            shown(path), "memory", "needs more memory than it may take; split it, or allow more (--memory)"
        )
    except Exception as error:  # noqa: BLE001 - one file must not end the others
        reason = f"{type(error).__name__}: {error}"
        return Failure(
            shown(path), "internal", f"cannot be processed ({reason}); please report it with the file"
        )


def shown(path: Path) -> str:
    """A path as records and messages give it: proper text, even where the file's name is none."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _document(path: Path, limits: Limits | None) -> Document:
    from pipeline.ingest.reader import load, read

    return read(replace(load(path, limits), path=shown(path)), limits)
