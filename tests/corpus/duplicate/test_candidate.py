"""Documents that share passages, found by sorting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.duplicate import candidate
from corpus.duplicate.candidate import Candidates


def found(folder: Path, documents: list[list[int]]) -> dict[tuple[int, int], float]:
    candidates = Candidates(folder)
    for passages in documents:
        candidates.add(np.array(sorted(passages), np.uint64))
    pairs = [*candidates.pairs()]
    assert pairs == sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    assert all(left < right for left, right, _ in pairs)
    return {(left, right): share for left, right, share in pairs}


def test_a_share_is_that_of_the_one_with_fewer(tmp_path: Path) -> None:
    assert found(tmp_path, [[1, 2, 3, 4, 5, 6], [], [2, 4, 300, 500]]) == {(0, 2): 0.5}


def test_one_passage_is_no_evidence(tmp_path: Path) -> None:
    assert found(tmp_path, [[1, 2], [1, 2], [1, 3]]).keys() == {(0, 1)}


def test_nothing_fed_gives_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, []) == {}
    assert found(tmp_path, [[], [], []]) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_everybody_has_weighs_little(tmp_path: Path) -> None:
    """A hundred strangers with the same ten passages and ten of their own; one pair of copies with these too."""
    everybody = list(range(10))
    documents = [everybody + [1000 * number + more for more in range(10)] for number in range(1, 101)]
    pairs = found(tmp_path, [*documents, documents[50]])
    assert pairs[50, 100] > 0.85
    assert max(share for pair, share in pairs.items() if pair != (50, 100)) < 0.25


def test_a_few_words_that_everybody_writes_are_no_evidence(tmp_path: Path) -> None:
    pairs = found(tmp_path, [[1, 2, 3]] * 100)
    assert pairs[0, 99] == 0.0


@pytest.mark.parametrize("copies", [9, 10, 11, 500])
def test_copies_all_meet_however_many(tmp_path: Path, copies: int) -> None:
    """The work for them grows as their number does, not as its square."""
    pairs = found(tmp_path, [[*range(30)]] * copies)
    assert len(pairs) <= 4 * copies
    assert {right for left, right in pairs if left == 0} == set(range(1, copies))
    assert {pairs[0, right] for right in range(1, copies)} == {1.0}


def test_rows_that_go_to_disk_are_those_that_stayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    documents = [list(set(rng.integers(0, 400, 30).tolist())) for _ in range(200)]
    kept = found(tmp_path, documents)
    monkeypatch.setattr(candidate, "_BUFFER", 50)
    assert found(tmp_path, documents) == kept
    assert len(kept) > 100
