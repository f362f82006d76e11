"""Precision, recall and F1 of the program against gold annotations.

    python tests/score.py             the scores of the repository's own gold, a column a folder
    python tests/score.py FOLDER…     those of other folders of NAME.txt with NAME.gold.json
    python tests/score.py --errors 9  with how many differ in what, and the first nine of each folder in context
    python tests/score.py --pin       raise the floors of the gate to a hair below the scores; never lowers one

The rules are those of the annotation guide. Figures are paired one to one, the largest overlap first; a value
counts with its unit, every other field only with the value, ``full`` with indicator, role, bound (``op``), stage,
entity and verdict. Goals, stages and problems agree where their spans share half of their union, citations and
people where their names do, parts where both ends lie within forty characters.

The errors of the held-back texts are shown only where their folder is named: what has been looked at no longer tells
what to expect of a text that nobody has seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.json"
HELD_BACK = ROOT / "tests" / "gold" / "audit-3"
TUNED = (
    ROOT / "tests" / "samples",
    ROOT / "tests" / "gold" / "voices-1",
    ROOT / "tests" / "gold" / "voices-2",
    ROOT / "tests" / "gold" / "voices-3",
    ROOT / "tests" / "gold" / "voices-4",
    ROOT / "tests" / "gold" / "audit-1",
    ROOT / "tests" / "gold" / "audit-2",
)
OWN = (*TUNED, HELD_BACK)
GOLD = {folder.name: folder for folder in (*OWN, ROOT.parent / "shared" / "gold" / "dev")}
SPAN_LISTS = ("goals", "stages", "problems")
REST = ("op", "stage", "entity", "verdict")
FACETS = ("value", "indicator", "role", *REST, "full")
MARGIN = 40
# How far below the scores the floors are pinned: a gain elsewhere may cost a figure.
HAIR = Decimal("0.01")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Error:
    """A gold item and what was found for it, one of them None where the other stands alone, and what differs."""

    kind: str
    gold: Item | None
    found: Item | None
    wrong: tuple[str, ...]

    def labels(self) -> list[str]:
        """What this error counts as, as in "indicator: other for a known one"."""
        return [f"{self.kind} {name}{self._turn(name)}" for name in self.wrong]

    def _turn(self, name: str) -> str:
        if self.gold is None or self.found is None or name not in ("indicator", "role"):
            return ""
        wanted, found = self.gold[name], self.found[name] or "other"
        if name == "indicator":
            wanted, found = (word if word == "other" else "known" for word in (wanted, found))
        return f": {found} for {wanted}"


@dataclass
class Score:
    """What was right, found and wanted, by name, and what differs."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    errors: list[Error] = field(default_factory=list)

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
    value: bool = (
        gold["unit"] in ("other", item["unit"])
        and same_number(gold["value"], item["value"])
        and same_number(gold.get("value_max"), item["value_max"])
    )
    right = {name: value and gold.get(name) == item[name] for name in ("role", "stage", "verdict")}
    right["value"] = value
    right["indicator"] = value and gold["indicator"] == (item["indicator"] or "other")
    right["op"] = value and (gold.get("op") or "=") == item["op"]
    right["entity"] = value and same_words(gold.get("entity"), item["entity"])
    return right | {"full": all(right.values())}


def score(gold: Item, records: list[Item]) -> Score:
    """The score of one source's records."""
    result = Score()
    _score_list(result, "parts", gold["parts"], [record["part"] for record in records])
    _score_figures(result, gold["figures"], [item for record in records for item in record["figures"]])
    for name in AGREE:
        if name != "parts":
            _score_list(result, name, gold.get(name, []), [item for one in records for item in one[name]])
    return result


AGREE = {"parts": same_part, **dict.fromkeys(SPAN_LISTS, same_stretch)}
AGREE |= {"citations": same_citation, "people": same_person}


def _score_list(result: Score, name: str, wanted: list[Item], found: list[Item]) -> None:
    paired = list(pairs(wanted, found, AGREE[name]))
    result.add(name, len(paired), len(found), len(wanted))
    result.errors += _unpaired(name, wanted, found, paired)


def _unpaired(
    kind: str, wanted: list[Item], found: list[Item], paired: list[tuple[int, int]]
) -> Iterator[Error]:
    met, told = {i for i, _ in paired}, {j for _, j in paired}
    yield from (Error(kind, item, None, ("missed",)) for i, item in enumerate(wanted) if i not in met)
    yield from (Error(kind, None, item, ("spurious",)) for j, item in enumerate(found) if j not in told)


def _score_figures(result: Score, wanted: list[Item], found: list[Item]) -> None:
    paired = list(pairs(wanted, found))
    checked = [(wanted[i], found[j], facets(wanted[i], found[j])) for i, j in paired]
    for name in FACETS:
        right = sum(facet[name] for _, _, facet in checked)
        result.add(f"figures.{name}", right, len(found), len(wanted))
    blanks = sum(gold["value"] is None and item["value"] is None for gold, item, _ in checked)
    result.add("figures.blank", blanks, *(sum(x["value"] is None for x in side) for side in (found, wanted)))
    for gold, item, facet in checked:
        # Where the value is wrong, nothing else can be right.
        names = ("value",) if not facet["value"] else FACETS[1:-1]
        if wrong := tuple(name for name in names if not facet[name]):
            result.errors.append(Error("figures", gold, item, wrong))
    result.errors += _unpaired("figures", wanted, found, paired)


def sources(folder: Path) -> list[tuple[Path, Path]]:
    """The (text, gold) files of a folder."""
    golds = sorted(folder.glob("*.gold.json"))
    texts = [gold.with_name(gold.name.replace(".gold.json", ".txt")) for gold in golds]
    return [(text, gold) for text, gold in zip(texts, golds, strict=True) if text.exists()]


def measure(folder: Path) -> tuple[Score, list[str]]:
    """The score of all sources of a folder, and its errors in context, in the order of the texts."""
    from pipeline.extract import lines

    total, errors = Score(), []
    for text, gold in sources(folder):
        records = [json.loads(line) for line in lines(text)]
        one = score(json.loads(gold.read_text(encoding="utf-8")), records)
        words = text.read_bytes().decode("utf-8")
        placed = sorted(one.errors, key=lambda error: span(error.gold or error.found or {}))
        errors += [f"{text.name}: {_explained(error, words)}" for error in placed]
        total += one
    return total, errors


def digest(folder: Path) -> str:
    """A fingerprint of texts and gold, so that a change of either is seen as one."""
    whole = hashlib.sha256()
    for pair in sources(folder):
        for path in pair:
            whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


def _explained(error: Error, text: str) -> str:
    start, end = span(error.gold or error.found or {})
    words = text[start:end] if end - start <= 120 else f"{text[start : start + 60]}…{text[end - 40 : end]}"
    context = f"{text[max(0, start - 24) : start]}【{words}】{text[end : end + 14]}"
    head = f"{error.kind} {','.join(error.wrong)} {context!r}"
    if error.kind != "figures":
        return head
    return f"{head}\n    gold  {_brief(error.gold)}\n    found {_brief(error.found)}"


def _brief(item: Item | None) -> Item:
    names = ("value", "value_max", "unit", "op", "indicator", "role", "stage", "entity", "verdict", "rule")
    return {name: item[name] for name in names if item.get(name) not in (None, "=")} if item else {}


def table(scores: dict[Path, Score]) -> str:
    """The scores of every folder side by side, in Markdown: precision, recall, F1 and how many the gold has."""
    names = next(iter(scores.values())).wanted
    rows = [
        ["", *(f"{folder.name}: P R F1 (gold)" for folder in scores)],
        ["---", *("--:" for _ in scores)],
        *([name, *(_rates(one, name) for one in scores.values())] for name in names),
    ]
    first, rest = max(len(row[0]) for row in rows), max(len(cell) for row in rows for cell in row[1:])
    return "\n".join(
        " | ".join([f"| {row[0]:{first}}", *(f"{cell:>{rest}}" for cell in row[1:])]) + " |" for row in rows
    )


def _rates(one: Score, name: str) -> str:
    rates = f"{one.precision(name):.3f} {one.recall(name):.3f} **{one.f1(name):.3f}**"
    return f"{rates} ({one.wanted[name]})"


def classes(errors: Iterable[Error]) -> str:
    """How many errors there are of each class, in Markdown, the largest first."""
    counts = Counter(name for error in errors for name in error.labels())
    rows = [f"| {name} | {count} |" for name, count in counts.most_common()]
    return "\n".join(["| what differs | times |", "| --- | --: |", *rows])


def pin(folder: Path, total: Score) -> None:
    """Raise the floors of one folder to a hair below its scores."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    here = floors.setdefault(folder.name, {"f1": {}})
    here["digest"] = digest(folder)
    for key in total.wanted:
        floor = (Decimal(total.f1(key)) - HAIR).quantize(Decimal("0.001"), ROUND_FLOOR)
        here["f1"][key] = max(float(floor), here["f1"].get(key, 0.0))
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="count what differs, show the first N"
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors of the gate to these scores")
    options = parser.parse_args(arguments)
    folders = [folder.resolve() for folder in options.folders] or list(TUNED if options.errors else OWN)
    for folder in folders:
        if not sources(folder):
            parser.error(f"{folder}: holds no NAME.txt with NAME.gold.json; check the path")
        if options.pin and folder not in GOLD.values():
            parser.error(f"{folder}: the gate does not know this folder; add it to GOLD in tests/score.py")
    measured = {folder: measure(folder) for folder in folders}
    print(table({folder: total for folder, (total, _) in measured.items()}))
    for folder, (total, errors) in measured.items():
        if options.errors:
            print(f"\n{folder.name}\n", *errors[: options.errors], sep="\n")
        if options.pin:
            pin(folder, total)
    if options.errors:
        print(f"\n{classes(error for total, _ in measured.values() for error in total.errors)}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
