"""What redaction finds of the people in a generated archive, and what it takes that is none.

    python -m benchmarks.redaction 1000
    python -m benchmarks.redaction 1000 --seed 7 --mix docx=1 --half held
    python -m benchmarks.redaction 1000 --misses 20 --wrong 20        what was missed, what was taken wrongly

The way is the build's: files to records to items, redacted part by part. A person's name or number counts as found
where every character of it goes; what goes and touches nothing of the truth is wrong. Passages of people.yaml have two
halves: rules were written looking at `seen`, and are scored on `held`; a document belongs to the half its passages are
of, those without to `seen`. `--bare` leaves out the names that the records know.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.generator.__main__ import _mix
from benchmarks.generator.archive import Settings, files

# What the generator tells apart, by the kind that redaction gives it.
KINDS = {
    "name": "name", "surname": "surname", "mobile": "phone", "phone": "phone", "id_card": "id", "id_labelled": "id",
    "bank_card": "bank_card", "account": "bank_card", "email": "email", "messenger": "messenger", "address": "address",
}  # fmt: skip
_TITLE = "(?=老师|校长|主任|园长|局长)"


@dataclass
class Tally:
    """Counts by (half, kind): what was ``wanted`` and ``found``, what was ``taken`` and of that ``right``."""

    wanted: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    characters: int = 0
    documents: int = 0


def measure(count: int, settings: Settings, bare: bool = False) -> Tally:
    """Generate, extract, redact and compare so many files."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for file in files(count, settings):
            path = Path(folder) / f"one.{file.path.rpartition('.')[2]}"
            path.write_bytes(file.content)
            _compare(tally, path, json.loads(file.truth), bare)
    return tally


def _compare(tally: Tally, path: Path, truth: dict[str, Any], bare: bool) -> None:
    from corpus.entry import item
    from corpus.redact.find import find
    from pipeline.extract import lines, text
    from schemas.number import loads

    whole = text(path)
    records = [loads(line) for line in lines(path)]
    taken: list[tuple[int, int, str]] = []
    for record in records:
        one = item(record, whole)
        people = [] if bare else one.layer("people")
        begun = time.process_time()
        found = find(one.text, people)
        tally.seconds += time.process_time() - begun
        tally.characters += len(one.text)
        tally.documents += 1
        first = record["part"]["start"]
        taken += [(first + one.start, first + one.end, one.kind) for one in found]
    half = next((str(one["shape"]).partition(".")[0] for one in truth["personal"] if one["shape"]), "seen")
    score(tally, whole, truth["personal"], taken, half)


def score(
    tally: Tally, text: str, secrets: list[dict[str, Any]], taken: list[tuple[int, int, str]], half: str
) -> None:
    gone = {place for start, end, _ in taken for place in range(start, end)}
    held: set[int] = set()
    for secret, places in _placed(text, secrets):
        key = (half, secret["kind"])
        tally.wanted[key] += 1
        held.update(places)
        if places and gone.issuperset(places):
            tally.found[key] += 1
        else:
            around = text[max(0, places[0] - 20) : places[-1] + 20] if places else "(not in the text)"
            tally.misses.append(f"{half} {secret['kind']} {secret['text']!r} {secret['role']}: {around!r}")
    for start, end, kind in taken:
        tally.taken[half, kind] += 1
        if held.isdisjoint(range(start, end)):
            tally.wrong.append(f"{half} {kind} {text[start:end]!r}: {text[max(0, start - 15) : end + 15]!r}")
        else:
            tally.right[half, kind] += 1


def _placed(text: str, secrets: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Each secret with the places of its characters, in the text's order; spaces and line breaks do not count."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    packed = "".join([text[place] for place in places])
    at = 0
    for secret in secrets:
        words = "".join(secret["text"].split())
        pattern = re.compile(re.escape(words) + (_TITLE if secret["kind"] == "surname" else ""))
        stands = pattern.search(packed, at)
        if stands:
            at = stands.end()
        yield secret, places[stands.start() : stands.end()] if stands else []


def report(tally: Tally) -> Iterator[str]:
    """The figures as lines of a table."""
    yield "| half | kind | wanted | recall | taken as | precision |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for half, kind in sorted(tally.wanted):
        ours = KINDS[kind]
        recall = tally.found[half, kind] / tally.wanted[half, kind]
        precision = tally.right[half, ours] / max(1, tally.taken[half, ours])
        yield f"| {half} | {kind} | {tally.wanted[half, kind]} | {recall:.4f} | {ours} | {precision:.4f} |"
    for half in sorted({half for half, _ in tally.taken}):
        taken = sum(number for (one, _), number in tally.taken.items() if one == half)
        right = sum(number for (one, _), number in tally.right.items() if one == half)
        yield f"| {half} | all | | | {taken} taken | {right / max(1, taken):.4f} |"
    others = Counter({key: number for key, number in tally.taken.items() if key[1] not in KINDS.values()})
    yield f"\nOther kinds: {dict(others)}"
    speed = 3e6 * tally.seconds / max(1, tally.characters)
    yield f"{tally.documents} documents; {speed:.2f} ms for 3,000 characters"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.redaction",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("count", type=int, nargs="?", default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", type=_mix, default={"txt": 1.0})
    parser.add_argument("--bare", action="store_true", help="without the names that the records know")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--half", default="", help="show misses and wrong ones of this half alone")
    options = parser.parse_args()
    tally = measure(options.count, Settings(options.seed, options.mix, duplicates=0), options.bare)
    print("\n".join(report(tally)))
    for name in ("misses", "wrong"):
        shown = [line for line in getattr(tally, name) if line.startswith(options.half)]
        print("\n".join(shown[: getattr(options, name)]))


if __name__ == "__main__":
    main()
