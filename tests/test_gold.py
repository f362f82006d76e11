"""The gold annotations of the repository: true of their texts, and true to the guide."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from schemas import record
from schemas.taxonomy.loader import taxonomy
from tests.score import OWN, ROOT, sources

LISTS = ("figures", "goals", "stages", "problems", "citations", "people")
# Units that a text may give instead of the indicator's own: 0.15 for 15%; 米 for 平方米 is its slip, kept as written.
OTHER_UNITS = {"rate.quality_gap": {"coefficient"}, "area.green": {"m"}}
# The words multiply: 公里 is two 里, "方公里" the second thousand of a square kilometre, its star or 平 before it.
SCALE = {
    "万": 10**4,
    "亿": 10**8,
    "亩": Decimal(2000) / 3,
    "公顷": 10**4,
    "里": 500,
    "公里": 2,
    "方公里": 1000,
    "千": 1000,
}
SCALE |= {"‰": Decimal("0.1")}
HOURS = {("分钟", "hour"): Decimal(1) / 60, ("小时", "minute"): Decimal(60), ("课时", "minute"): Decimal(60)}
MEMBERS = {
    "op": record.Op,
    "role": record.Role,
    "stage": record.SchoolStage,
    "verdict": record.Verdict,
    "damage": record.Damage,
}
NAMES = [text.relative_to(ROOT).with_suffix("").as_posix() for folder in OWN for text, _ in sources(folder)]


def _text(name: str) -> str:
    return (ROOT / f"{name}.txt").read_bytes().decode("utf-8")


def _gold(name: str) -> dict[str, Any]:
    return json.loads((ROOT / f"{name}.gold.json").read_text(encoding="utf-8"))


def test_every_text_has_its_gold() -> None:
    folders = {folder: {path.stem for path in folder.glob("*.txt")} for folder in OWN}
    assert folders == {folder: {text.stem for text, _ in sources(folder)} for folder in OWN}
    assert all(folders.values())
    assert sum(path.stat().st_size for path in (ROOT / "tests" / "gold").rglob("*")) < 3_000_000


@pytest.mark.parametrize("name", NAMES)
def test_gold_spans_are_true(name: str) -> None:
    text, gold = _text(name), _gold(name)
    assert gold["source"] == Path(f"{name}.txt").name
    for part in gold["parts"]:
        assert text[part["start"] : part["end"]].strip() == text[part["start"] : part["end"]]
        assert text.startswith(part["title"], part["start"])
    for before, after in pairwise(gold["parts"]):
        assert before["end"] <= after["start"]
    for key in LISTS:
        for item in gold[key]:
            words = text[item["start"] : item["end"]]
            assert words == words.strip() != ""
            assert item.get("text", words) == words
            assert any(part["start"] <= item["start"] < item["end"] <= part["end"] for part in gold["parts"])
        assert len({(item["start"], item["end"]) for item in gold[key]}) == len(gold[key])
    for before, after in pairwise(gold["figures"]):
        assert before["end"] <= after["start"]


@pytest.mark.parametrize("name", NAMES)
def test_gold_figures_keep_to_the_taxonomy(name: str) -> None:
    known = {indicator.id: indicator for indicator in taxonomy()}
    for figure in _gold(name)["figures"]:
        for key, members in MEMBERS.items():
            assert figure[key] in (*get_args(members), *((None,) if key not in ("op", "role") else ()))
        assert figure["unit"] in get_args(record.Unit)
        if figure["indicator"] == "other":
            assert figure["qualifier"]
        else:
            units = {known[figure["indicator"]].unit} | OTHER_UNITS.get(figure["indicator"], set())
            assert figure["unit"] in units, figure
        assert (figure["value_max"] is not None) == (figure["op"] == "range")
        assert figure["value"] is not None or figure["damage"]


@pytest.mark.parametrize("name", NAMES)
def test_gold_values_are_the_numbers_that_stand_there(name: str) -> None:
    for figure in _gold(name)["figures"]:
        text = re.sub(r"[,，\s]", "", unicodedata.normalize("NFKC", figure["text"]))
        number = re.match(r"\d+(?:\.\d+)?(?!.*\d)", text)
        if not number or figure["damage"] in ("garbled", "lost", "placeholder") or figure["unit"] == "ratio":
            continue
        value = Decimal(number[0])
        for word, factor in SCALE.items():
            value *= factor if word in text else 1
        for (word, unit), factor in HOURS.items():
            value *= factor if word in text and figure["unit"] == unit else 1
        found = Decimal(str(figure["value"]))
        assert abs(found - value) <= value / 10**8 or (text == number[0] and found == value * 10**4), figure


@pytest.mark.parametrize("name", NAMES)
def test_gold_goals_citations_and_people_agree_with_their_words(name: str) -> None:
    text, gold = _text(name), _gold(name)
    for goal in gold["goals"]:
        held = [f for f in gold["figures"] if goal["start"] <= f["start"] and f["end"] <= goal["end"]]
        assert goal["quantified"] == bool(held)
    for citation in gold["citations"]:
        assert text[citation["start"] : citation["end"]] == f"《{citation['title']}》"
        assert (
            citation["number"] is None or citation["number"] in text[citation["end"] : citation["end"] + 30]
        )
    for person in gold["people"]:
        assert person["name"] is None or person["name"] in re.sub(
            r"\s", "", text[person["start"] : person["end"]]
        )
    for stage in gold["stages"]:
        words = text[stage["start"] : stage["end"]]
        assert stage["name"] in words
        assert stage["period"] is None or stage["period"] in words
