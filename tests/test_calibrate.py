"""Confidences: they keep their word on the samples, and the calibration measures what it says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.confidence import Calibration, Evidence
from tests import calibrate
from tests.calibrate import (
    DATA,
    Case,
    Guess,
    calibrated,
    cases,
    expected_error,
    guessed,
    left_out,
    pin,
    ranking,
    reliability,
)
from tests.score import GOLD, HELD_BACK

FIRM = Evidence("rule.name", "rule.name firm", ("role actual",))
LOOSE = Evidence("rule.name", "rule.name loose", ("role actual",))


@cache
def _samples() -> list[Case]:
    return list(cases(GOLD["samples"]))


@cache
def _tuned() -> list[Case]:
    """Few figures of the samples alone are wrong, too few to tell a ranking from chance."""
    return [*_samples(), *(case for name in ("voices-1", "voices-2") for case in cases(GOLD[name]))]


def _seen(evidence: Evidence, right: int, wrong: int, document: str = "a") -> list[Case]:
    return [Case("folder", document, evidence, index < right) for index in range(right + wrong)]


def test_documents_left_out_are_told_right() -> None:
    guesses = left_out(_samples())
    assert len(guesses) == len(_samples()) > 350
    assert expected_error(reliability(guesses)) <= 0.08


def test_surer_figures_of_documents_left_out_are_more_often_right() -> None:
    guesses = sorted(left_out(_tuned()), key=lambda guess: guess.sure)
    third = len(guesses) // 3
    low, high = (
        sum(guess.right for guess in part) / len(part) for part in (guesses[:third], guesses[-third:])
    )
    assert high > low + 0.03
    assert ranking(guesses) > 0.6


def test_what_is_pinned_keeps_its_word_on_the_samples() -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    pinned = Calibration(data["overall"], data["ties"], data["odds"])
    error = expected_error(reliability(guessed(_samples(), pinned)))
    assert error <= 0.1, "make calibrate"
    assert all(0 < share < 1 for share in [data["overall"], *data["ties"].values()])
    assert all(odds > 0 for odds in data["odds"].values())


def test_every_guess_right_in_a_bin_is_no_error() -> None:
    guesses = [Guess(0.75, index < 3) for index in range(4)]
    assert expected_error(reliability(guesses)) == 0


def test_the_error_is_the_distance_in_each_bin_by_its_count() -> None:
    guesses = [Guess(0.9, False), Guess(0.1, True), Guess(1.0, True), Guess(1.0, True)]
    bins = reliability(guesses)
    assert [(one.low, one.count) for one in bins] == [(0.1, 1), (0.9, 3)]
    assert expected_error(bins) == pytest.approx((0.9 + 0.9) / 4)


def test_ranking_is_one_where_every_right_figure_is_surer_and_a_half_where_none_is() -> None:
    assert ranking([Guess(0.2, False), Guess(0.6, True), Guess(0.9, True)]) == 1
    assert ranking([Guess(0.2, True), Guess(0.6, False)]) == 0
    assert ranking([Guess(0.5, True), Guess(0.5, False)]) == 0.5


def test_few_figures_lean_on_the_wider_kind() -> None:
    seen = _seen(FIRM, 80, 20) + _seen(LOOSE, 1, 0)
    found = calibrated(seen)
    assert found.share(FIRM) == pytest.approx(0.8, abs=0.01)
    assert found.share(LOOSE) < 0.9
    assert found.share(Evidence("rule.new", "rule.new firm", ())) == pytest.approx(found.overall)


def test_a_tie_seen_in_one_closeness_only_counts_once() -> None:
    seen = _seen(FIRM, 10, 0) + _seen(Evidence("rule.other", "rule.other fair", ()), 0, 10)
    assert calibrated(seen).share(FIRM) == pytest.approx((10 + 10 * 0.5) / 20)


def test_where_every_figure_is_right_none_is_certain() -> None:
    found = calibrated(_seen(FIRM, 500, 0))
    assert 0.99 < found.probability(FIRM) < 1
    assert ranking(guessed(_seen(FIRM, 500, 0), found)) == 0.5


def test_a_doubtful_mark_lowers_and_a_neutral_one_leaves() -> None:
    doubtful = Evidence(FIRM.tie, FIRM.close, ("role target",))
    found = calibrated(_seen(FIRM, 270, 30) + _seen(doubtful, 100, 100))
    assert found.odds["role target"] < 0.5
    assert found.odds["role actual"] > 1
    assert found.probability(doubtful) == pytest.approx(0.5, abs=0.1)
    even = calibrated(_seen(FIRM, 80, 20) + _seen(doubtful, 160, 40))
    assert even.odds["role target"] == pytest.approx(1, abs=0.01)


def test_a_document_does_not_vouch_for_itself() -> None:
    seen = _seen(FIRM, 50, 0, "a") + _seen(FIRM, 0, 50, "b")
    assert all(guess.sure < 0.5 if guess.right else guess.sure > 0.5 for guess in left_out(seen))


def test_what_is_pinned_does_not_rest_on_the_held_back_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "DATA", tmp_path / "confidence.json")
    pin([*_seen(FIRM, 30, 10), *(Case(str(HELD_BACK[0]), "b", FIRM, False) for _ in range(60))])
    pinned = json.loads((tmp_path / "confidence.json").read_text())
    assert (pinned["documents"], pinned["figures"]) == (1, 40)
    assert pinned["overall"] > 0.7


@given(
    share=st.floats(0.01, 0.99),
    odds=st.dictionaries(st.sampled_from("abc"), st.floats(0.1, 10), max_size=3),
)
def test_a_probability_stays_between_nought_and_one(share: float, odds: dict[str, float]) -> None:
    evidence = Evidence("rule.name", "rule.name firm", ("a", "b", "unknown"))
    found = Calibration(0.5, {"rule.name": share}, odds).probability(evidence)
    assert 0 < found < 1
    if not {"a", "b"} & set(odds):
        assert found == pytest.approx(share)
