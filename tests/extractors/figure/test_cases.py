"""Runs the linking rules' own corpus: every case must give exactly its figures, every negative none."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.figure.piece import FigurePiece
from extractors.figure.reader import figures
from schemas.part import Part
from tests.build import part

CORPUS = Path(__file__).resolve().parents[3] / "extractors" / "figure" / "cases.yaml"
SOMETIMES = ("qualifier", "period")


@cache
def corpus() -> dict[str, Any]:
    return dict(yaml.safe_load(CORPUS.read_text(encoding="utf-8")))


def cases(section: str) -> list[Any]:
    """The cases of a section, named by group and number; those with ``known`` are expected to fail."""
    found = []
    for group, rows in corpus()[section].items():
        for number, row in enumerate(rows, start=1):
            case = {"text": row} if isinstance(row, str) else row
            marks = [pytest.mark.xfail(reason=case["known"])] if "known" in case else []
            found.append(pytest.param(case, id=f"{group}-{number}", marks=marks))
    return found


def read(case: dict[str, Any]) -> tuple[Part, list[FigurePiece]]:
    whole = part(case["text"])
    return whole, figures(whole, case.get("subject"), case.get("kind", "report"))


def facts(text: str, whole: Part, piece: FigurePiece) -> dict[str, object]:
    """All that the corpus can say of a figure."""
    quantity, link = piece.quantity, piece.link
    return {
        "span": whole.view.source(quantity.start, quantity.end).of(text),
        "value": quantity.value,
        "unit": quantity.unit,
        "indicator": link.indicator,
        "role": piece.role,
        "max": quantity.value_max,
        "op": quantity.op,
        "approx": quantity.approx,
        "stage": piece.stage,
        "entity": piece.entity,
        "verdict": piece.verdict,
        "damage": quantity.damage,
        "qualifier": link.qualifier,
        "period": piece.period.of(whole.view.text) if piece.period else None,
    }


def wanted(row: list[Any]) -> dict[str, object]:
    first = dict(zip(("span", "value", "unit", "indicator", "role"), row, strict=False))
    plain = {"max": None, "op": "=", "approx": False}
    plain |= dict.fromkeys(("stage", "entity", "verdict", "damage"))
    told = first | plain | (row[5] if len(row) > 5 else {})
    for name in ("value", "max"):
        told[name] = None if told[name] is None else Decimal(str(told[name]))
    return told


@pytest.mark.parametrize("case", cases("read"))
def test_reads(case: dict[str, Any]) -> None:
    whole, found = read(case)
    want = [wanted(row) for row in case["want"]]
    got = [facts(case["text"], whole, piece) for piece in found]
    told = [
        {
            name: value
            for name, value in one.items()
            if name not in SOMETIMES or name in want[min(i, len(want) - 1)]
        }
        for i, one in enumerate(got)
    ]
    assert told == want


@pytest.mark.parametrize("case", cases("none"))
def test_gives_nothing(case: dict[str, Any]) -> None:
    whole, found = read(case)
    assert [facts(case["text"], whole, piece) for piece in found] == []


def test_the_corpus_is_large_enough_and_says_no_text_twice() -> None:
    texts = [case.values[0]["text"] for section in ("read", "none") for case in cases(section)]
    assert len(texts) == len(set(texts))
    assert len(cases("read")) >= 120
    assert len(cases("none")) >= 40
