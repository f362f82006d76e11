"""Attributes as entries give them are those that formats have a place for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.entry import item
from corpus.format.attribute import ATTRIBUTES, exact, fits, inexact, spelt, words
from schemas.number import dumps, loads
from schemas.record import (
    Citation,
    DocumentInfo,
    Evidence,
    Figure,
    Goal,
    PartInfo,
    Person,
    Record,
    Source,
    Stage,
)

TEXT = "到2028年生均图书达30.5册。组长：周明"


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("number", Decimal("0.1"), True),
        ("number", 3, True),
        ("number", True, False),
        ("number", "3", False),
        ("boolean", False, True),
        ("boolean", 0, False),
        ("text", "", True),
        ("choice", 1, False),
        ("choice", None, True),
    ],
)
def test_values_fit_their_types(kind: str, value: object, told: bool) -> None:
    assert fits(kind, value) is told  # type: ignore[arg-type]


def test_numbers_are_spelt_with_every_digit() -> None:
    assert exact(Decimal("1.2300E+3")) == "1230"
    assert exact(-(10**20)) == "-100000000000000000000"
    assert spelt("figures", {"value": 96, "approx": True, "odd": 96, "in": {"a": [Decimal("0.10")]}}) == {
        "value": "96", "approx": True, "odd": 96, "in": {"a": ["0.1"]},
    }  # fmt: skip
    assert inexact([2**63, 2**63 - 1, -(2**63)]) == ["9223372036854775808", 2**63 - 1, -(2**63)]


def test_every_choice_has_its_words() -> None:
    for kinds in ATTRIBUTES.values():
        assert all(words()[name] for name, kind in kinds.items() if kind == "choice")


def test_layers_part_from_attributes_by_the_first_line() -> None:
    assert not any("_" in layer for layer in ATTRIBUTES)


def record() -> Record:
    start = TEXT.index("30.5册")
    evidence = Evidence(start=start, end=start + 5, quote="")
    return Record(
        id=f"{'0' * 64}#1",
        source=Source(
            path="a.txt",
            sha256="0" * 64,
            bytes=1,
            media_type="text/plain",
            pages=None,
            reader="text",
            ocr=False,
        ),
        part=PartInfo(index=1, count=1, title=None, start=0, end=len(TEXT)),
        document=DocumentInfo(kind="plan"),
        outline=(),
        figures=(
            Figure(
                id="f1",
                indicator="books.per_student",
                label="图书",
                value=Decimal("30.5"),
                unit="volume",
                role="target",
                confidence=0.9,
                rule="test",
                evidence=evidence,
            ),
        ),
        goals=(Goal(evidence=evidence, deadline="2028年", quantified=True, figures=("f1",), owner=None),),
        stages=(Stage(evidence=evidence, name="一", period=None, start_date=None, end_date=None),),
        problems=(),
        citations=(Citation(evidence=evidence, title="法", number="1"),),
        people=(Person(evidence=evidence, role="组长", name="周明"),),
        warnings=(),
    )


def test_what_entries_know_of_a_label_has_its_place() -> None:
    for label in item(loads(dumps(record())), TEXT).labels:
        kinds = ATTRIBUTES[label.layer]
        assert set(label.attributes) == set(kinds)
        assert all(fits(kinds[name], value) for name, value in label.attributes.items())
