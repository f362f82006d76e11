"""The audit's findings against the relations that a careful reader checked by hand.

    python tests/judge.py             the repository's own texts, a table a folder
    python tests/judge.py FOLDER…     other folders of NAME.txt, NAME.gold.json and audit.gold.json
    python tests/judge.py --misses    also what was missed, spoilt or cried without need
    python tests/judge.py --pin       raise the floors of the gate to a hair below the scores; never lowers one

Each folder is audited twice: on the records that the program extracts, and on records made of the gold figures, so
that what the audit misses can be told from what the extraction does. A relation of ``audit.gold.json`` names its
figures by their spans, the judged one first:

- one that fails is caught where a failing finding touches the judged figure, or any of them where that one is blank;
- one that passes is spoilt where a failing finding of the same check touches its first two figures;
- a failing finding that touches no failing relation is an alarm for nothing;
- a suggestion is right where one of the findings that catch the relation gives the value within one per cent.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.adapt import records as records_of_gold
from tests.score import HAIR, ROOT, sources

if TYPE_CHECKING:
    from schemas.finding import Finding
    from schemas.record import Record

GOLD = "audit.gold.json"
FLOORS = ROOT / "tests" / "judged.json"
OWN = tuple(ROOT / "tests" / "gold" / f"audit-{number}" for number in (1, 2, 3))
DEV = ROOT.parent / "shared" / "gold" / "dev"
JUDGED = {folder.name: folder for folder in (*OWN, DEV)}
CLOSE = 0.01

Relation = dict[str, Any]
# The source and the two ends of a figure in it.
Spot = tuple[str, int, int]
# The records of a text, whose gold is given as well.
Reader = Callable[[Path, dict[str, Any]], "list[Record]"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A failing finding with where its figures stand."""

    finding: Finding
    spots: tuple[Spot, ...]

    def touches(self, source: str, span: Sequence[int]) -> bool:
        """Whether a figure of the finding shares a character with the span."""
        return any(name == source and start < span[1] and span[0] < end for name, start, end in self.spots)


@dataclass
class Verdict:
    """How many relations and alarms there were, how many of them came out right, and the rest in words."""

    failing: int = 0
    caught: int = 0
    passing: int = 0
    spoilt: int = 0
    alarms: int = 0
    needless: int = 0
    suggestions: int = 0
    suggested: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.caught / self.failing if self.failing else 1.0

    @property
    def precision(self) -> float:
        return (self.alarms - self.needless) / self.alarms if self.alarms else float(not self.failing)

    @property
    def advice(self) -> float:
        """The share of the likely true values that the audit told as well."""
        return self.suggested / self.suggestions if self.suggestions else 1.0

    def rates(self) -> dict[str, float]:
        """What the gate holds above its floors."""
        return {"recall": self.recall, "precision": self.precision, "suggestions": self.advice}


def judge(relations: list[Relation], alarms: list[Alarm]) -> Verdict:
    """The verdict on the alarms of the texts that the relations are of."""
    result = Verdict(alarms=len(alarms))
    used: set[int] = set()
    for relation in relations:
        if relation["status"] == "fail":
            used.update(_failing(result, relation, alarms))
        elif relation["status"] == "pass":
            _passing(result, relation, alarms)
    needless = [alarm for index, alarm in enumerate(alarms) if index not in used]
    result.needless = len(needless)
    result.misses += [f"needless\t{alarm.spots[0][0]}\t{_told(alarm)}" for alarm in needless]
    return result


def _failing(result: Verdict, relation: Relation, alarms: list[Alarm]) -> list[int]:
    """Count a failing relation; the indices of the alarms that catch it."""
    telling = relation["figures"] if relation["claimed"] is None else relation["figures"][:1]
    hits = [
        index
        for index, alarm in enumerate(alarms)
        if any(alarm.touches(relation["source"], span) for span in telling)
    ]
    result.failing += 1
    result.caught += bool(hits)
    wanted = relation.get("suggestion")
    right = any(_same(alarms[index].finding.suggestion, wanted) for index in hits)
    result.suggestions += wanted is not None
    result.suggested += wanted is not None and right
    if not hits:
        result.misses.append(f"missed\t{_named(relation)}")
    elif wanted is not None and not right:
        result.misses.append(f"no value\t{_named(relation)}\t{wanted}")
    return hits


def _passing(result: Verdict, relation: Relation, alarms: list[Alarm]) -> None:
    result.passing += 1
    both = relation["figures"][:2]
    wrong = [
        alarm
        for alarm in alarms
        if len(both) > 1
        and alarm.finding.check == relation["check"]
        and all(alarm.touches(relation["source"], span) for span in both)
    ]
    if wrong:
        result.spoilt += 1
        result.misses.append(f"spoilt\t{_named(relation)}\t{_told(wrong[0])}")


def _same(found: Decimal | None, wanted: Any) -> bool:
    if found is None or wanted is None:
        return False
    return abs(float(found) - float(wanted)) <= CLOSE * max(1e-9, abs(float(wanted)))


def _named(relation: Relation) -> str:
    return f"{relation['source']}\t{relation['check']}\t{relation['claimed']}\t{relation['why']}"


def _told(alarm: Alarm) -> str:
    return f"{alarm.finding.rule}\t{alarm.finding.claimed}\t{alarm.finding.message}"


def extracted(text: Path, _: dict[str, Any]) -> list[Record]:
    """The records that the program extracts."""
    from pipeline.extract import lines
    from schemas.record import Record

    return [Record.model_validate_json(line) for line in lines(text)]


def annotated(text: Path, gold: dict[str, Any]) -> list[Record]:
    """Records of the gold figures."""
    return list(records_of_gold(text.read_bytes().decode("utf-8"), gold))


INPUTS: dict[str, Reader] = {"extracted": extracted, "gold figures": annotated}


def alarms(folder: Path, reader: Reader) -> Iterator[Alarm]:
    """The failing findings of a folder's texts, all audited together as one archive."""
    from pipeline.audit.across import Archive
    from pipeline.audit.audit import audit
    from pipeline.audit.bench import Choice
    from schemas.standards.loader import standards

    choice = Choice(standards())
    held = [
        (text.name, record)
        for text, gold in sources(folder)
        for record in reader(text, json.loads(gold.read_text(encoding="utf-8")))
    ]
    with Archive() as archive:
        for _, record in held:
            archive.add(record)
        for name, record in held:
            spots = {one.id: (name, one.evidence.start, one.evidence.end) for one in record.figures}
            for finding in audit(record, choice, archive):
                if finding.status == "fail" and finding.figures:
                    yield Alarm(finding, tuple(spots[figure] for figure in finding.figures))


def verdicts(folder: Path) -> dict[str, Verdict]:
    """The verdicts on a folder by the kind of input."""
    relations = json.loads((folder / GOLD).read_text(encoding="utf-8"))
    return {name: judge(relations, list(alarms(folder, reader))) for name, reader in INPUTS.items()}


def digest(folder: Path) -> str:
    """A fingerprint of texts, gold and relations, so that a change of any is seen as one."""
    paths = [*(path for pair in sources(folder) for path in pair), folder / GOLD]
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


def table(folder: Path, found: dict[str, Verdict]) -> str:
    """The verdicts side by side, in Markdown."""
    rows = [
        [folder.name, *found],
        ["---", *("--:" for _ in found)],
        ["failing relations caught", *(f"{v.caught}/{v.failing} {v.recall:.3f}" for v in found.values())],
        [
            "alarms with a cause",
            *(f"{v.alarms - v.needless}/{v.alarms} {v.precision:.3f}" for v in found.values()),
        ],
        ["passing relations spoilt", *(f"{v.spoilt}/{v.passing}" for v in found.values())],
        ["suggestions right", *(f"{v.suggested}/{v.suggestions} {v.advice:.3f}" for v in found.values())],
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        f"| {row[0]:{widths[0]}} | "
        + " | ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        + " |"
        for row in rows
    )


def pin(folder: Path, found: dict[str, Verdict]) -> None:
    """Raise the floors of one folder to a hair below its rates."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    here = floors.setdefault(folder.name, {})
    here["digest"] = digest(folder)
    for name, verdict in found.items():
        pinned = here.setdefault(name, {})
        for key, rate in verdict.rates().items():
            floor = (Decimal(str(rate)) - HAIR).quantize(Decimal("0.001"), ROUND_FLOOR)
            pinned[key] = max(float(floor), pinned.get(key, 0.0))
        pinned["spoilt"] = min(verdict.spoilt, pinned.get("spoilt", verdict.spoilt))
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--misses", action="store_true", help="show what was missed, spoilt or cried needlessly"
    )
    parser.add_argument("--pin", action="store_true", help="raise the floors of the gate to these scores")
    options = parser.parse_args(arguments)
    folders = [folder.resolve() for folder in options.folders] or list(OWN)
    for folder in folders:
        if not sources(folder) or not (folder / GOLD).is_file():
            parser.error(f"{folder}: holds no NAME.txt with NAME.gold.json and {GOLD}; check the path")
        if options.pin and folder not in JUDGED.values():
            parser.error(f"{folder}: the gate does not know this folder; add it to JUDGED in tests/judge.py")
    for folder in folders:
        found = verdicts(folder)
        print(table(folder, found), end="\n\n")
        for name, verdict in found.items() if options.misses else ():
            print(*(f"{name}\t{miss}" for miss in verdict.misses), sep="\n", end="\n\n")
        if options.pin:
            pin(folder, found)


if __name__ == "__main__":
    main()
