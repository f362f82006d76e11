"""Records read back from JSON Lines, and where a line is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no record: ``place`` is its file and line number, ``message`` the field and what is wrong."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Records as lines of JSON that can be read again and again; ``name`` is what messages call them."""

    name: str
    read: Callable[[], Iterable[bytes]]


def file(path: Path) -> Lines:
    """The lines of a file; reading them raises OSError where it cannot be read."""
    return Lines(str(path), partial(_lines, path))


def records(sources: Iterable[Lines]) -> Iterator[Record | Fault]:
    """The records of the sources in their order, each read when it is asked for; empty lines are passed over."""
    for source in sources:
        for number, line in enumerate(source.read(), start=1):
            if line.strip():
                yield parsed(line, f"{source.name}:{number}")


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as lines:
        yield from lines


def parsed(line: bytes, place: str) -> Record | Fault:
    """The record that a line of JSON holds, or what is wrong with it."""
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        what = f"{field}: {first['msg']}" if field else first["msg"]
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        return Fault(place, f"is no record: {what}{more}; make it anew with shengjun extract or run")
