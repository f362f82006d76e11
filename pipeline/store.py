"""Where a bulk job's results go: two JSON Lines files that appear whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import IO, Self

RECORDS = "records.jsonl"
FAILURES = "failures.jsonl"


class Store:
    """``records.jsonl`` and ``failures.jsonl`` of a folder, written under other names and renamed at the end.

    Used as a context: leaving it by an exception keeps what the folder held before. Raises OSError where the
    folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, IO[str]] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (RECORDS, FAILURES):
            self._files[name] = self._draft(name).open("w", encoding="utf-8", newline="\n")
        return self

    def record(self, line: str) -> None:
        """Add a record, given as one line of JSON."""
        self._files[RECORDS].write(f"{line}\n")

    def failure(self, path: str, code: str, message: str) -> None:
        """Add a file that could not be done, and why."""
        row = {"path": path, "code": code, "message": message}
        self._files[FAILURES].write(f"{json.dumps(row, ensure_ascii=False)}\n")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
        for name in self._files:
            if kind is None:
                self._draft(name).replace(self.folder / name)
            else:
                self._draft(name).unlink(missing_ok=True)

    def _draft(self, name: str) -> Path:
        return self.folder / f"{name}.part"
