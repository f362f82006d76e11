"""What the measurement of near-duplicates reports."""

from __future__ import annotations

from benchmarks.duplicates import Truth, report
from benchmarks.generator.archive import Settings
from corpus.duplicate import Finder, Pair
from corpus.duplicate.signature import signature

TRUTH = Truth([0, 1, 0, 0, 4], ["", "", "half", "spun", ""], [0, 1, 0, 0, 4])


def pair(left: int, right: int) -> Pair:
    return Pair(left, right, 1.0, 1.0, 1.0)


def test_a_missed_copy_lowers_recall_and_a_wrong_pair_precision() -> None:
    lines = list(report(TRUTH, [pair(0, 2), pair(1, 2), pair(1, 4)]))
    assert "| half | 1 | 1.0000 | 0.5000 |" in lines
    assert "| spun | 1 | 0.0000 | - |" in lines
    assert "| all | 2 | 0.5000 | 0.3333 |" in lines
    assert "in the cluster of the original: 0.5000; clusters 2, of strangers 1" in lines


def test_two_copies_of_one_text_are_rightly_a_pair() -> None:
    lines = list(report(TRUTH, [pair(0, 2), pair(2, 3)]))
    assert "| all | 2 | 0.5000 | 1.0000 |" in lines
    assert "in the cluster of the original: 1.0000; clusters 3, of strangers 0" in lines


def test_every_copy_of_a_small_archive_is_found() -> None:
    truth = Truth()
    with Finder() as finder:
        for number, text in enumerate(truth.texts(150, Settings(7, {"txt": 1.0}, 0.5, variety=1.0))):
            finder.add(number, signature(text))
        lines = list(report(truth, list(finder.pairs())))
    assert sum(map(bool, truth.how)) > 50
    assert all(
        line.endswith("| 1.0000 | 1.0000 |")
        for line in lines
        if line.startswith("| ") and "recall" not in line and "---" not in line
    )
