"""Parts for the extractors: what the splitter makes of a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.text import TextReader
from pipeline.split.part import split
from schemas.part import Part


@pytest.fixture
def part_of() -> Callable[[str], Part]:
    """The only part of a text."""

    def make(text: str) -> Part:
        [part] = split(TextReader().read(Source("case.txt", text.encode(), "0"), Limits()))
        return part

    return make
