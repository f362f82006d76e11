"""Records made of gold annotations, so that the audit can be judged apart from the extraction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schemas.record import Citation, DocumentInfo, Evidence, Figure, PartInfo, Record, Source

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?")


def records(text: str, gold: dict[str, Any]) -> Iterator[Record]:
    """One record for each annotated part, with its figures and citations only."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    parts = gold["parts"]
    for index, part in enumerate(parts, start=1):
        inside = [one for one in gold["figures"] if part["start"] <= one["start"] < part["end"]]
        inside.sort(key=lambda one: one["start"])
        yield Record(
            id=f"{digest}#{index}",
            source=Source(
                path=gold["source"],
                sha256=digest,
                bytes=len(text.encode()),
                media_type="text/plain",
                pages=None,
                reader="gold",
                ocr=False,
            ),
            part=PartInfo(
                index=index, count=len(parts), title=part["title"], start=part["start"], end=part["end"]
            ),
            document=DocumentInfo(kind=part["kind"], level=part["level"], subject=part["subject"]),
            outline=(),
            figures=tuple(_figure(text, sentences, n, one) for n, one in enumerate(inside, start=1)),
            goals=(),
            stages=(),
            problems=(),
            citations=tuple(
                Citation(
                    evidence=_evidence(text, sentences, one["start"], one["end"]),
                    title=one["title"],
                    number=one["number"],
                )
                for one in gold["citations"]
                if part["start"] <= one["start"] < part["end"]
            ),
            people=(),
            warnings=(),
        )


def _figure(text: str, sentences: list[tuple[int, int]], number: int, one: dict[str, Any]) -> Figure:
    evidence = _evidence(text, sentences, one["start"], one["end"])
    names = {key: one[key] for key in ("op", "approx", "role", "stage", "qualifier", "entity", "period")}
    indicator = None if one["indicator"] == "other" else one["indicator"]
    return Figure(
        id=f"f{number}",
        indicator=indicator,
        label=one["qualifier"] or _label(text, evidence.quote_start or 0, one["start"]),
        value=None if one["value"] is None else Decimal(str(one["value"])),
        value_max=None if one["value_max"] is None else Decimal(str(one["value_max"])),
        unit=one["unit"],
        verdict=one["verdict"],
        damage=one["damage"],
        confidence=1,
        rule="gold",
        evidence=evidence,
        **names,
    )


def _evidence(text: str, sentences: list[tuple[int, int]], start: int, end: int) -> Evidence:
    first, last = next(((a, b) for a, b in sentences if a <= start < b), (start, end))
    return Evidence(start=start, end=end, quote=text[first : max(last, end)], quote_start=first)


def _label(text: str, start: int, at: int) -> str:
    """The words just before the value, as far as its clause goes."""
    return re.split(r"[，,、：:（(\d]", text[start:at])[-1].strip() or text[start:at][-8:]
