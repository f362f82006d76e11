"""Documents to make corpora of."""

from __future__ import annotations

import json
from random import Random

from corpus.given import Stock
from corpus.item import Item, Label, Relation
from schemas.number import dumps

_WORDS = [
    "校舍",
    "安全",
    "教师",
    "培训",
    "图书",
    "借阅",
    "食堂",
    "卫生",
    "体育",
    "场馆",
    "设施",
    "维修",
    "学生",
    "家长",
    "课程",
    "社团",
    "活动",
    "宿舍",
    "管理",
    "督导",
    "评估",
    "经费",
    "预算",
]


def prose(seed: object, lines: int = 8) -> str:
    """Lines of words in an order of their own."""
    random = Random(str(seed))
    made = ["，".join("".join(random.choices(_WORDS, k=4)) for _ in range(3)) + "。" for _ in range(lines)]
    return "\n".join(made)


def item(number: int, text: str | None = None, kind: str = "plan", level: str | None = "school") -> Item:
    """A document with a figure, its quantity and its name; a goal that holds the figure."""
    words = text if text is not None else f"生均图书达到{number}册，覆盖全校。\n{prose(number)}"
    if not words.startswith("生均图书达到"):
        return Item(
            f"{number:064x}#1", words, {"kind": kind, "level": level}, (), (), {"path": f"{number}.txt"}
        )
    start, end = 6, words.index("册") + 1
    told = {"value": number, "damage": None}
    labels = (
        Label("g1", "goals", 0, end, words[:end], "goal"),
        Label("n1", "names", 0, 4, words[:4], "books.per_student"),
        Label("q1", "quantities", start, end, words[start:end], "quantity", told, 0.9, "r"),
        Label("f1", "figures", start, end, words[start:end], "books.per_student", told, 0.9, "r"),
    )
    relations = (Relation("names", "n1", "f1"), Relation("holds", "g1", "f1"))
    return Item(
        f"{number:064x}#1",
        words,
        {"kind": kind, "level": level},
        labels,
        relations,
        {"path": f"{number}.txt"},
    ).check()


def record(number: int, text: str, kind: str = "plan", level: str | None = "school") -> dict[str, object]:
    """A record of one document that is the whole file, with what corpora ask of it."""
    name = f"{number:064x}"
    return {
        "id": f"{name}#1",
        "source": {"path": f"{number}.txt", "sha256": name, "media_type": "text/plain", "ocr": False, "duplicate_of": None},
        "part": {"index": 1, "count": 1, "title": None, "start": 0, "end": len(text)},
        "document": {"kind": kind, "level": level}
        | dict.fromkeys(("subject", "region", "issuer", "date", "period")),
        "figures": [], "goals": [], "stages": [], "problems": [], "citations": [], "people": [], "warnings": [],
    }  # fmt: skip


def stock(record: object, text: str | None = None, fault: str | None = None) -> Stock:
    """A record as it is handed in, with its text or what is wrong with that."""
    told = None if text is None else json.dumps({"text": text}, ensure_ascii=False).encode()
    return Stock("records.jsonl:1", [dumps(record).encode()], told, fault)


def given(number: int, text: str | None = None, **more: str) -> Stock:
    """The record with its text."""
    words = text if text is not None else prose(number)
    return stock(record(number, words, **more), words)
