"""Measure how often figures are right by how they were told, and how far confidences keep their word.

    python tests/calibrate.py               the table of the repository's own gold
    python tests/calibrate.py FOLDER…       that of other folders of NAME.txt with NAME.gold.json
    python tests/calibrate.py --pin FOLDER… also write what was measured into pipeline/confidence.json

A figure is right where value, unit, indicator and role agree with the gold figure that it is paired with, as
``tests/score.py`` pairs them. Every confidence in the table is that of a calibration without the figure's own
document, so it tells what to expect of a new one. What is written never rests on the held-back texts: they show
how far it keeps its word on a folder that it has not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.confidence import Calibration, Evidence, evidence_of
from tests.score import HELD_BACK, OWN, ROOT, Item, facets, pairs, sources

DATA = ROOT / "pipeline" / "confidence.json"
BINS = 10
ROUNDS = 10
# How many figures of the wider kind a kind is given, so that a few figures prove little.
TIE_PRIOR = 10
MARK_PRIOR = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A figure that was found: where, by what evidence, and whether it was right."""

    folder: str
    document: str
    evidence: Evidence
    right: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """A confidence, 0..1, and whether the figure was right."""

    sure: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The guesses from ``low`` to ``low`` + 0.1: how many, their mean confidence, their share right."""

    low: float
    count: int
    sure: float
    right: float


def cases(folder: Path) -> Iterator[Case]:
    """Every figure found in a folder's texts."""
    for text, gold in sources(folder):
        wanted = json.loads(gold.read_text(encoding="utf-8"))["figures"]
        found = list(_found(text))
        items = [item for item, _ in found]
        paired = {j: facets(wanted[i], items[j]) for i, j in pairs(wanted, items)}
        for index, (_, evidence) in enumerate(found):
            right = index in paired and paired[index]["indicator"] and paired[index]["role"]
            yield Case(str(folder), str(text), evidence, right)


def _found(text: Path) -> Iterator[tuple[Item, Evidence]]:
    """The figures of a text as the scorer takes them, each with its evidence."""
    from extractors.figure.reader import figures
    from pipeline.ingest.reader import load, read
    from pipeline.split.part import split
    from pipeline.split.profile import profile

    document = read(load(text))
    for part in split(document):
        own = profile(part, document.path)
        for piece in figures(part, own.subject, own.kind):
            quantity = piece.quantity
            place = part.view.source(quantity.start, quantity.end)
            item = {
                "start": place.start,
                "end": place.end,
                "unit": quantity.unit or "other",
                "indicator": piece.link.indicator,
            }
            names = ("value", "value_max", "op")
            item |= {name: getattr(quantity, name) for name in names}
            item |= {name: getattr(piece, name) for name in ("role", "stage", "verdict", "entity")}
            yield item, evidence_of(piece)


def calibrated(seen: Sequence[Case]) -> Calibration:
    """Shares and odds. Each share leans on that of the wider kind: the close tie on the tie, the tie on all
    figures, these on a half by one figure right and one wrong; each mark's odds lean on 1."""
    overall = (sum(case.right for case in seen) + 1) / (len(seen) + 2)
    count = Counter(case.evidence.tie for case in seen)
    wide = {
        tie: _leaning([case.right for case in group], overall)
        for tie, group in _grouped(seen, lambda case: [case.evidence.tie]).items()
    }
    close = {
        tie: _leaning([case.right for case in group], wide[group[0].evidence.tie])
        for tie, group in _grouped(seen, lambda case: [case.evidence.close]).items()
        if len(group) < count[group[0].evidence.tie]  # the same figures must not count twice
    }
    shares = Calibration(overall, wide | close, {})
    return Calibration(overall, shares.ties, _odds(seen, shares))


def _odds(seen: Sequence[Case], shares: Calibration) -> dict[str, float]:
    """The factor of each mark, with those of the other marks applied: a few rounds settle them."""
    odds: dict[str, float] = {}
    groups = _grouped(seen, lambda case: case.evidence.marks)
    for _ in range(ROUNDS):
        for mark, group in groups.items():
            odds.pop(mark, None)
            rest = Calibration(shares.overall, shares.ties, odds)
            expected = _mean(rest.probability(case.evidence) for case in group)
            right = sum(case.right for case in group)
            met = (right + MARK_PRIOR * expected) / (len(group) + MARK_PRIOR)
            odds[mark] = met / (1 - met) / (expected / (1 - expected))
    return odds


def _leaning(right: Sequence[bool], wider: float) -> float:
    return (sum(right) + TIE_PRIOR * wider) / (len(right) + TIE_PRIOR)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _grouped(seen: Iterable[Case], keys: Callable[[Case], Iterable[str]]) -> dict[str, list[Case]]:
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in seen:
        for key in keys(case):
            groups[key].append(case)
    return dict(sorted(groups.items()))


def guessed(those: Iterable[Case], calibration: Calibration) -> list[Guess]:
    """The figures with the confidence that the calibration gives them."""
    return [Guess(round(calibration.probability(case.evidence), 2), case.right) for case in those]


def left_out(seen: Sequence[Case]) -> list[Guess]:
    """Every figure as guessed by a calibration on all documents but its own."""
    documents = _grouped(seen, lambda case: [case.document])
    guesses: list[Guess] = []
    for name, own in documents.items():
        others = calibrated([case for case in seen if case.document != name])
        guesses += guessed(own, others)
    return guesses


def reliability(guesses: Iterable[Guess]) -> list[Bin]:
    """The bins that hold a guess, the least sure first."""
    held: dict[int, list[Guess]] = defaultdict(list)
    for guess in guesses:
        held[min(BINS - 1, int(guess.sure * BINS))].append(guess)
    return [
        Bin(index / BINS, len(group), _mean(one.sure for one in group), _mean(one.right for one in group))
        for index, group in sorted(held.items())
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error, 0..1."""
    count = sum(one.count for one in bins)
    return sum(one.count * abs(one.sure - one.right) for one in bins) / count


def ranking(guesses: Iterable[Guess]) -> float:
    """How often a right figure is surer than a wrong one, 0..1, a tie for half; a half if all or none are right."""
    counts: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for guess in guesses:
        counts[guess.sure][guess.right] += 1
    won, wrong_below = 0.0, 0
    for _, (wrong, right) in sorted(counts.items()):
        won += right * (wrong_below + wrong / 2)
        wrong_below += wrong
    contests = wrong_below * sum(right for _, right in counts.values())
    return won / contests if contests else 0.5


def report(title: str, guesses: Sequence[Guess]) -> str:
    """The reliability table, in Markdown."""
    bins = reliability(guesses)
    rows = [
        f"| {one.low:.1f}–{one.low + 1 / BINS:.1f} | {one.count} | {one.sure:.3f} | {one.right:.3f} |"
        for one in bins
    ]
    summary = (
        f"{title}: expected calibration error {expected_error(bins):.3f}, ranking {ranking(guesses):.3f}"
    )
    head = ["| confidence | figures | mean confidence | share right |", "| --- | --: | --: | --: |"]
    return "\n".join([summary, "", *head, *rows, ""])


def pin(seen: Sequence[Case]) -> None:
    """Write the calibration on these figures, those of the held-back texts left out."""
    seen = [case for case in seen if case.folder not in map(str, HELD_BACK)]
    found = asdict(calibrated(seen))
    for name in ("ties", "odds"):
        found[name] = {key: round(value, 3) for key, value in sorted(found[name].items())}
    found["overall"] = round(found["overall"], 3)
    measured = {"documents": len({case.document for case in seen}), "figures": len(seen)}
    DATA.write_text(json.dumps(measured | found, indent=2) + "\n", encoding="utf-8", newline="\n")


def _strangers(folder: Path, seen: Sequence[Case]) -> str:
    """How many of a folder's figures are right, and how far a calibration on the other folders is from that."""
    own = [case for case in seen if case.folder == str(folder)]
    others = [case for case in seen if case.folder != str(folder)]
    text = f"{folder.name}: {sum(case.right for case in own)} of {len(own)} figures right"
    if not others:
        return text
    error = expected_error(reliability(guessed(own, calibrated(others))))
    return f"{text}; calibrated on the other folders alone, error {error:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=OWN, metavar="FOLDER")
    parser.add_argument("--pin", action="store_true", help=f"write {DATA.relative_to(ROOT).as_posix()}")
    options = parser.parse_args()
    folders = [folder.resolve() for folder in options.folders]
    for folder in folders:
        if not sources(folder):
            parser.error(f"{folder}: holds no NAME.txt with NAME.gold.json; check the path")
    seen = [case for folder in folders for case in cases(folder)]
    if not seen:
        parser.error("no figure was found; check the texts")
    if options.pin:
        pin(seen)
    print(report("Each document left out", left_out(seen)))
    for folder in folders:
        print(_strangers(folder, seen))


if __name__ == "__main__":
    main()
