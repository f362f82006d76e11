"""Precision, recall and F1 of the program against gold annotations.

    python tests/score.py             scores of tests/samples and, where they are there, of the development texts
    python tests/score.py --errors 9  with the first nine figures that differ, in context
    python tests/score.py --pin       raise the floors of the gate to the scores (rounded down; never lowers one)

The rules are those of the annotation guide. Figures are paired one to one, the largest overlap first; a value
counts with its unit, an indicator or a role only with the value, ``full`` with bound, stage, entity and verdict.
Goals, stages and problems agree where their spans share half of their union, citations and people where their
names do, parts where both ends lie within forty characters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.json"
GOLD = {"samples": ROOT / "tests" / "samples", "dev": ROOT.parent / "shared" / "gold" / "dev"}
SPAN_LISTS = ("goals", "stages", "problems")
FACETS = ("value", "indicator", "role", "full")
MARGIN = 40

Item = dict[str, Any]


@dataclass
class Score:
    """What was right, found and wanted, by name; ``errors`` are (gold, found, facets that differ)."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[Item | None, Item | None, list[str]]] = field(default_factory=list)

    def add(self, name: str, right: int, found: int, wanted: int) -> None:
        self.right[name] += right
        self.found[name] += found
        self.wanted[name] += wanted

    def __iadd__(self, other: Score) -> Score:
        for name in other.wanted:
            self.add(name, other.right[name], other.found[name], other.wanted[name])
        self.errors += other.errors
        return self

    def precision(self, name: str) -> float:
        return _ratio(self.right[name], self.found[name], self.wanted[name])

    def recall(self, name: str) -> float:
        return _ratio(self.right[name], self.wanted[name], 0)

    def f1(self, name: str) -> float:
        precision, recall = self.precision(name), self.recall(name)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _ratio(right: int, of: int, where_none: int) -> float:
    if of:
        return right / of
    return 0.0 if where_none else 1.0


def span(item: Item) -> tuple[int, int]:
    place = item.get("evidence") or item
    return place["start"], place["end"]


def shared(one: Item, other: Item) -> int:
    (a, b), (c, d) = span(one), span(other)
    return max(0, min(b, d) - max(a, c))


def pairs(
    gold: list[Item], found: list[Item], agree: Callable[[Item, Item], bool] = lambda one, other: True
) -> Iterator[tuple[int, int]]:
    """One-to-one pairs of indices among overlapping items that agree, the largest overlap first."""
    candidates = sorted(
        (-shared(wanted, item), i, j)
        for i, wanted in enumerate(gold)
        for j, item in enumerate(found)
        if shared(wanted, item) and agree(wanted, item)
    )
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, i, j in candidates:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            yield i, j


def same_number(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    one, other = Decimal(str(one)), Decimal(str(other))
    return abs(one - other) <= max(Decimal("1e-9"), abs(other) / 1_000_000)


def same_words(one: str | None, other: str | None) -> bool:
    """Whether both are empty, or one holds the other."""
    one, other = ((words or "").replace(" ", "") for words in (one, other))
    return one == other or bool(one and other and (one in other or other in one))


def same_stretch(gold: Item, item: Item) -> bool:
    common = shared(gold, item)
    (a, b), (c, d) = span(gold), span(item)
    return common * 2 >= (b - a) + (d - c) - common


def same_citation(gold: Item, item: Item) -> bool:
    return same_words(gold["title"], item["title"])


def same_person(gold: Item, item: Item) -> bool:
    return same_words(gold["role"], item["role"]) and same_words(gold["name"], item["name"])


def same_part(gold: Item, item: Item) -> bool:
    (a, b), (c, d) = span(gold), span(item)
    return abs(a - c) <= MARGIN and abs(b - d) <= MARGIN


def facets(gold: Item, item: Item) -> dict[str, bool]:
    """Which facets of a paired figure are right."""
    value = (
        gold["unit"] in ("other", item["unit"])
        and same_number(gold["value"], item["value"])
        and same_number(gold.get("value_max"), item["value_max"])
    )
    indicator = value and gold["indicator"] == (item["indicator"] or "other")
    role = value and gold["role"] == item["role"]
    rest = all(gold.get(name) == item[name] for name in ("stage", "verdict"))
    rest = rest and (gold.get("op") or "=") == item["op"] and same_words(gold.get("entity"), item["entity"])
    return {"value": value, "indicator": indicator, "role": role, "full": indicator and role and rest}


def score(gold: Item, records: list[Item]) -> Score:
    """The score of one source's records."""
    result = Score()
    parts = [record["part"] for record in records]
    result.add("parts", len(list(pairs(gold["parts"], parts, same_part))), len(parts), len(gold["parts"]))
    _score_figures(result, gold["figures"], [item for record in records for item in record["figures"]])
    for name, agree in (*((name, same_stretch) for name in SPAN_LISTS), *_NAMED):
        wanted = gold.get(name, [])
        found = [item for record in records for item in record[name]]
        result.add(name, len(list(pairs(wanted, found, agree))), len(found), len(wanted))
    return result


_NAMED = (("citations", same_citation), ("people", same_person))


def _score_figures(result: Score, wanted: list[Item], found: list[Item]) -> None:
    paired = list(pairs(wanted, found))
    checked = [(wanted[i], found[j], facets(wanted[i], found[j])) for i, j in paired]
    for name in FACETS:
        right = sum(facet[name] for _, _, facet in checked)
        result.add(f"figures.{name}", right, len(found), len(wanted))
    blanks = sum(gold["value"] is None and item["value"] is None for gold, item, _ in checked)
    result.add("figures.blank", blanks, *(sum(x["value"] is None for x in side) for side in (found, wanted)))
    wrong = [(gold, item, [k for k, ok in facet.items() if not ok]) for gold, item, facet in checked]
    result.errors += [error for error in wrong if error[2]]
    result.errors += [
        (gold, None, ["missed"]) for i, gold in enumerate(wanted) if i not in {i for i, _ in paired}
    ]
    result.errors += [
        (None, item, ["spurious"]) for j, item in enumerate(found) if j not in {j for _, j in paired}
    ]


def sources(folder: Path) -> list[tuple[Path, Path]]:
    """The (text, gold) files of a folder."""
    golds = sorted(folder.glob("*.gold.json"))
    texts = [gold.with_name(gold.name.replace(".gold.json", ".txt")) for gold in golds]
    return [(text, gold) for text, gold in zip(texts, golds, strict=True) if text.exists()]


def measure(folder: Path) -> tuple[Score, list[str]]:
    """The score of all sources of a folder, and its errors in context."""
    from pipeline.extract import lines

    total, errors = Score(), []
    for text, gold in sources(folder):
        records = [json.loads(line) for line in lines(text)]
        one = score(json.loads(gold.read_text(encoding="utf-8")), records)
        words = text.read_bytes().decode("utf-8")
        errors += [f"{text.name}: {_explained(error, words)}" for error in one.errors]
        total += one
    return total, errors


def digest(folder: Path) -> str:
    """A fingerprint of texts and gold, so that a change of either is seen as one."""
    whole = hashlib.sha256()
    for pair in sources(folder):
        for path in pair:
            whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


def _explained(error: tuple[Item | None, Item | None, list[str]], text: str) -> str:
    gold, item, wrong = error
    start, end = span(gold or item or {})
    context = f"{text[max(0, start - 24) : start]}【{text[start:end]}】{text[end : end + 14]}"
    return f"{','.join(wrong)} {context!r}\n    gold  {_brief(gold)}\n    found {_brief(item)}"


def _brief(item: Item | None) -> Item:
    names = ("value", "value_max", "unit", "op", "indicator", "role", "stage", "entity", "verdict", "rule")
    return {name: item[name] for name in names if item.get(name) not in (None, "=")} if item else {}


def _table(total: Score) -> str:
    rows = [f"{'':18}{'P':>7}{'R':>7}{'F1':>7}   right/found/gold"]
    for name in total.wanted:
        rates = f"{total.precision(name):7.3f}{total.recall(name):7.3f}{total.f1(name):7.3f}"
        counts = f"{total.right[name]}/{total.found[name]}/{total.wanted[name]}"
        rows.append(f"{name:18}{rates}   {counts}")
    return "\n".join(rows)


def pin(name: str, total: Score) -> None:
    """Raise the floors of one set of texts to its scores."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    here = floors[name]
    here["digest"] = digest(GOLD[name])
    for key in total.wanted:
        reached = Decimal(total.f1(key)).quantize(Decimal("0.001"), ROUND_FLOOR)
        here["f1"][key] = max(float(reached), here["f1"].get(key, 0.0))
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print the first N figures that differ"
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors of the gate to these scores")
    options = parser.parse_args()
    for name, folder in GOLD.items():
        if not sources(folder):
            continue
        total, errors = measure(folder)
        print(f"{name}: {len(sources(folder))} texts\n{_table(total)}\n")
        print("".join(f"{error}\n" for error in errors[: options.errors]), end="")
        if options.pin:
            pin(name, total)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
