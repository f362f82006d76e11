"""The engines of recognition; where one is missing its tests are skipped by name, and fail in continuous integration."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.ingest.ocr import desk, find, reader
from pipeline.ingest.ocr.base import Engine

Choose = Callable[..., tuple[Engine, ...]]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Lets pages be read by the engines named, in that order."""

    def chosen(*names: str) -> tuple[Engine, ...]:
        there = {engine.name: engine for engine in find.engines()}
        for name in names:
            if name not in there:
                missing = f"needs {name}: {find.INSTALL}"
                if os.environ.get("SHENGJUN_CI"):
                    pytest.fail(missing)
                pytest.skip(missing)
        found = tuple(there[name] for name in names)
        monkeypatch.setattr(desk, "engines", lambda: found)
        monkeypatch.setattr(reader, "engines", lambda: found)
        return found

    return chosen


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without any engine: no program on the path, no package."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(find, "find_spec", lambda name: None)
    find.forget()
    yield
    find.forget()
