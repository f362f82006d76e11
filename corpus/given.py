"""What a corpus is made of, as it is handed in: the records of each file as lines of JSON, and the file's text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.number import loads

_ANEW = "make it anew with shengjun run"


@dataclass(frozen=True, slots=True)
class Given:
    """A record with the whole text of its file, or ``fault``: what is wrong with it and what to do.

    ``place`` is what messages call it. A record of bytes that were met before has no text and needs none.
    """

    place: str
    record: Mapping[str, Any] | None
    text: str | None = None
    fault: str | None = None

    @property
    def needs_text(self) -> bool:
        """Whether it is a record, and no copy's."""
        return self.record is not None and self.record["source"].get("duplicate_of") is None


@dataclass(frozen=True, slots=True)
class Stock:
    """The records of one file as lines, and the line ``{"text": …}`` that holds its text, or the ``fault`` with it.

    Nothing of it has been parsed, so that whoever has the time can do it; ``place`` is what messages call a line that
    is no record.
    """

    place: str
    lines: list[bytes]
    told: bytes | None = None
    fault: str | None = None

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return sum(map(len, self.lines)) + len(self.told or b"")

    def given(self) -> Iterator[Given]:
        """Each record with the text."""
        records = [parsed(line, self.place) for line in self.lines]
        needed = self.told is not None and any(one.needs_text for one in records)
        text = json.loads(self.told)["text"] if self.told is not None and needed else None
        for one in records:
            yield Given(one.place, one.record, text, one.fault or self.fault)


def parsed(line: bytes, place: str) -> Given:
    """The record of a line, without its text."""
    try:
        record = loads(line)
        source = record["source"]
        path, _ = str(source["path"]), (record["id"] + source["sha256"]).encode()
    except (ValueError, KeyError, TypeError) as error:
        return Given(place, None, fault=f"is no record ({type(error).__name__}); {_ANEW}")
    return Given(path, record)
