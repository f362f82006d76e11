"""What of a text counts when it is compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicate.signature import bound, signature
from corpus.duplicate.store import Store

TEXT = "学校现有教学班18个，学生612人。要健全责任体系，把任务分解到岗、落实到人；每学期召开家长会2次。"
HAN = st.characters(min_codepoint=0x4E10, max_codepoint=0x9FA0, exclude_characters="万亿两八六十千百某四九")
WORDS = st.text(HAN, min_size=30, max_size=400)


def told(text: str) -> tuple[list[int], list[int]]:
    found = signature(text)
    return found.shingles.tolist(), found.passages.tolist()


@pytest.mark.parametrize(
    "same",
    [
        TEXT.replace("18", "27").replace("612", "1 034"),
        TEXT.replace("18", "十八").replace("2次", "两次"),
        TEXT.replace("18", "xx").replace("612", "XXX").replace("2次", "Ｘ次"),
        TEXT.replace("612", "____").replace("2次", "＊次"),
        TEXT.replace("任务", "任\n　　务").replace("家长", "家\r\n长"),
        TEXT.replace("，", ",").replace("；", ""),
        "一、" + TEXT,
        "（二）" + TEXT,
        "①" + TEXT + "\ufeff\ud800😀",
    ],
)
def test_numbers_lines_and_signs_do_not_count(same: str) -> None:
    assert told(same) == told(TEXT)


@pytest.mark.parametrize(
    "other", [TEXT.replace("家长", "教师"), TEXT[5:], TEXT + TEXT[::-1], TEXT.replace("班", "A班")]
)
def test_letters_count(other: str) -> None:
    assert told(other)[0] != told(TEXT)[0]


def test_wide_and_capital_letters_are_letters() -> None:
    assert told("QQ群ＡＢＣ" + TEXT) == told("qq群abc" + TEXT)


@given(
    WORDS,
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from("0１ \n\t。，、（）三十xX＿—\u200b")), max_size=20
    ),
)
def test_what_is_left_out_may_stand_anywhere(words: str, signs: list[tuple[int, str]]) -> None:
    text = words
    for place, sign in signs:
        text = text[:place] + sign + text[place:]
    assert told(text) == told(words)


def test_the_numbers_never_change() -> None:
    """Written down here: another machine, process or version must give the same."""
    assert told(TEXT)[0][:3] == [187725130, 190895343, 328137934]
    assert told(TEXT * 2)[1] == [
        995719201037748844,
        1071211219537050426,
        1135035894371902986,
        1442381768616106019,
    ]


@pytest.mark.parametrize("text", ["", "2024", "学校", "一二三四五六七八九十", "\ud800", "……——"])
def test_what_is_too_short_has_nothing_to_compare(text: str) -> None:
    assert told(text) == ([], [])


@given(WORDS)
def test_samples_are_distinct_and_ascending(words: str) -> None:
    for sample in told(words * 2):
        assert sample == sorted(set(sample))


def test_a_sample_is_complete_up_to_its_bound() -> None:
    rng = np.random.default_rng(5)
    text = "".join(map(chr, rng.integers(0x5000, 0x9000, 4000)))
    whole, part, few = (signature(text[:length]).shingles for length in (4000, 700, 200))
    assert len(few) == 196
    assert len(part) == 256
    assert 850 < len(whole) < 1150
    assert bound(few) > bound(part) > bound(whole)
    for sample in (part, few):
        top = min(bound(sample), bound(whole))
        assert set(sample[sample <= top].tolist()) <= set(whole.tolist())


def test_shingles_come_back_from_the_disk(tmp_path: Path) -> None:
    samples = [signature(text).shingles for text in (TEXT, "", TEXT * 40, "学校")]
    with Store(tmp_path / "shingles") as store:
        for sample in samples:
            store.append(sample)
        assert len(store) == 4
        for number in (2, 0, 1, 3, 2):
            assert store.read(number).tolist() == samples[number].tolist()
