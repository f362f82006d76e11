"""The truth about a generated file, as one row of JSON Lines."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from benchmarks.generator.piece import Fact, Secret, Work, sentences


def row(work: Work, path: str, cluster: int, copy: dict[str, Any] | None) -> str:
    """What a file says.

    ``parts`` its documents; ``figures`` in text order with the number of their part from 1, ``text`` the quoted
    words and ``sentence`` those around them (a table row with tabs); ``personal`` names and numbers of people,
    with the ``shape`` of the passage they stand in, null outside those of people.yaml; ``damage`` how often what was done to it; ``cluster`` the same number for a document and all its copies;
    ``copy`` null, or the path it was made ``of`` and ``how``.
    """
    figures, personal = [], []
    for number, part in enumerate(work.parts, start=1):
        for block in part.blocks:
            for sentence, piece in sentences(block):
                if isinstance(piece, Fact):
                    figures.append(_figure(number, sentence, piece))
                elif isinstance(piece, Secret):
                    personal.append(_personal(number, piece))
    told = {
        "path": path,
        "type": path.rpartition(".")[2],
        "characters": sum(len(block.label) + len(block.text) for block in work.blocks()),
        "cluster": cluster,
        "copy": copy,
        "parts": [
            {"title": part.title, "kind": part.kind, "level": part.level, "subject": part.subject}
            for part in work.parts
        ],
        "figures": figures,
        "personal": personal,
        "damage": work.damage,
    }
    return json.dumps(told, ensure_ascii=False)


def _personal(part: int, secret: Secret) -> dict[str, Any]:
    return {
        "part": part,
        "kind": secret.kind,
        "text": secret.text,
        "role": secret.role or None,
        "shape": secret.shape or None,
    }


def _figure(part: int, sentence: str, fact: Fact) -> dict[str, Any]:
    return {
        "part": part,
        "indicator": fact.indicator,
        "value": _number(fact.value),
        "value_max": _number(fact.value_max),
        "unit": fact.unit,
        "op": fact.op,
        "role": fact.role,
        "damage": fact.damage,
        "text": fact.text,
        "sentence": sentence.strip(),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
