"""Filters for Chinese: each lets real documents through and stops what it is there for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.entry import item as entered
from corpus.item import Item
from corpus.quality import quality
from pipeline.extract import lines, text
from schemas.errors import ConfigurationError
from schemas.number import loads
from tests.corpus.material import item, prose

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
DEFAULT = quality()
GOOD = prose(1, 20)
FLAT = GOOD.replace("。\n", "，")
STOPPED = {
    "length": "关于放假的通知",
    "template_index": GOOD,
    "han_share": "The school has prepared its annual work plan and report for the county. " * 4 + "学校计划",
    "broken_characters": GOOD.replace("，", "\ue004"),
    "rare_han": "".join(
        sign for sign in prose(2).encode().decode("gb18030", "replace") if "一" <= sign <= "鿿"
    ),
    "lone_han": " ".join(prose(3)),
    "short_lines": "\n".join(f"{GOOD[at : at + 7]}" for at in range(200)),
    "list_lines": "\n".join(f"{number}. 关于{FLAT[number : number + 9]}" for number in range(1, 60)),
    "empty_fields": "\n".join(f"学校的{name}情况：" for name in GOOD.replace("。\n", "，").split("，")),
    "blanks": "".join(f"学校有在校学生______人，教师____人，图书XXXX册{word}。" for word in "甲乙丙丁戊己"),
    "repeated_lines": f"{GOOD}\n{GOOD}",
    "repeated_runs": "".join(f"{GOOD[:90].replace(chr(10), '')}{number}" for number in range(9)),
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_real_documents_pass(path: Path) -> None:
    for line in lines(path):
        assert DEFAULT.reason(entered(loads(line), text(path))) is None


@pytest.mark.parametrize("name", sorted(DEFAULT.bounds))
def test_each_filter_stops_what_it_is_there_for(name: str) -> None:
    kind = "template_index" if name == "template_index" else "plan"
    one = item(1, STOPPED[name], kind)
    reason = DEFAULT.reason(one)
    assert reason is not None
    assert (reason.name, reason.threshold) == (name, next(iter(DEFAULT.bounds[name].values())))
    assert reason.measure == round(DEFAULT.measures(one)[name], 4)


def test_bounds_can_be_changed_and_filters_switched_off(tmp_path: Path) -> None:
    path = tmp_path / "bounds.yaml"
    path.write_text("length: {least: 5, most: 6}\nhan_share: null\nshort_lines: null\n", encoding="utf-8")
    changed = quality(path)
    assert "han_share" not in changed.bounds
    assert changed.bounds["rare_han"] == DEFAULT.bounds["rare_han"]
    assert changed.reason(item(1, "全校师生")).threshold == 5
    assert changed.reason(item(1, "全校师 生员")) is None
    assert changed.reason(item(1, "全校师生员工们")).threshold == 6
    assert changed.reason(item(1, "ABCDE")) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lenght: {least: 1}", "lenght is no filter; there are length, "),
        ("length: {lest: 1}", "length: give least and most"),
        ("length: {least: many}", "length: give least and most"),
        ("length: {least: true}", "length: give least and most"),
        ("length: 5", "length: give least and most"),
        ("- length", "is no list of filters"),
        ("a: [", "cannot be read as YAML"),
    ],
)
def test_a_wrong_file_of_bounds_is_told_in_a_line(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "bounds.yaml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said) as caught:
        quality(path)
    assert "\n" not in str(caught.value)


def test_a_file_of_bounds_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.yaml: cannot be read"):
        quality(tmp_path / "none.yaml")


@given(st.text())
def test_any_text_can_be_measured(words: str) -> None:
    for name, measure in DEFAULT.measures(item(1, words)).items():
        assert 0 <= measure <= (len(words) if name == "length" else 1)


@pytest.mark.parametrize(
    "words",
    ["一" * 200_000, "一 " * 100_000, "_" * 200_000, "1、" * 100_000, "：" * 200_000, "学：____" * 40_000],
)
def test_long_lines_take_linear_time(words: str) -> None:
    start = time.process_time()
    DEFAULT.measures(Item("1", words, {}, ()))
    assert time.process_time() - start < 3
