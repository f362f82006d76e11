"""What is to be taken out, what stands in its place, and a stretch that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name", "surname", "phone", "id", "bank_card", "messenger", "email", "address", "plate", "school",
]  # fmt: skip
# Brackets of document numbers around a word: 〔2022〕 holds a year, never one of these.
PLACEHOLDERS: dict[Kind, str] = {
    "name": "〔姓名〕",
    "surname": "〔姓名〕",
    "phone": "〔电话〕",
    "id": "〔身份证号〕",
    "bank_card": "〔银行卡号〕",
    "messenger": "〔社交账号〕",
    "email": "〔邮箱〕",
    "address": "〔地址〕",
    "plate": "〔车牌号〕",
    "school": "〔学校〕",
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to redact.

    ``pseudonyms`` is the secret that invented names and numbers are drawn with, None for placeholders; ``schools``
    takes names of schools out too; ``surnames`` those that stand alone before a title (王校长); ``keep_path`` leaves
    the file's path in ``meta``, redacted like the text. Raises ValueError for an empty secret.
    """

    pseudonyms: str | None = None
    schools: bool = False
    surnames: bool = True
    keep_path: bool = False

    def __post_init__(self) -> None:
        if self.pseudonyms == "":
            raise ValueError("the secret for pseudonyms is empty: give some words that nobody else knows")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A stretch of a text that tells of a person: ``text`` is what stands at ``start``..``end``."""

    start: int
    end: int
    kind: Kind
    text: str
