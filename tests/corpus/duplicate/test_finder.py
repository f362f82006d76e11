"""Copies of every kind are pairs, strangers are not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generator.genre import Plan, document
from benchmarks.generator.perturbation import SIMPLE, compiled, spliced
from benchmarks.generator.piece import Part, Work
from corpus.duplicate import Finder, Pair, clusters
from corpus.duplicate.signature import signature

ROOT = Path(__file__).resolve().parents[3]
PLAN = Plan("self_report", False, 1500, 60, False, "form", "world")


@cache
def work(number: int, world: str = "", characters: int = 1500) -> Work:
    plan = replace(PLAN, form=f"form {number}", world=world or f"world {number}", characters=characters)
    return Work([document(plan, variety=1.0)])


def text(made: Work) -> str:
    return "\n".join(block.label + block.text for block in made.blocks())


def pairs(texts: list[str]) -> list[Pair]:
    with Finder() as finder:
        for number, one in enumerate(texts):
            finder.add(number, signature(one))
        return list(finder.pairs())


def copied(how: str) -> str:
    rng = Random(how)
    if how == "renamed":
        return text(work(0, "another world"))
    if how == "spliced":
        return text(spliced(work(0), work(90)))
    if how == "compiled":
        return text(Work(compiled_parts(rng)))
    if how == "wrapped":
        return re.sub("(.{23})", "\\1\n", text(work(0)).replace("\n", ""))
    return text(SIMPLE[how](work(0), rng))


def compiled_parts(rng: Random) -> list[Part]:
    return [one.parts[0] for one in compiled(work(0), [work(91), work(92), work(93)], rng.randrange(4))]


@pytest.mark.parametrize("how", [*SIMPLE, "renamed", "wrapped", "spliced", "compiled"])
def test_a_copy_of_every_kind_is_the_only_pair(how: str) -> None:
    strangers = [text(work(number)) for number in range(1, 20)]
    found = pairs([text(work(0)), *strangers, copied(how)])
    assert [(pair.left, pair.right) for pair in found] == [(0, 20)]


def test_strangers_are_none() -> None:
    assert pairs([text(work(number)) for number in range(60)]) == []


def test_measures_of_a_half() -> None:
    one = text(work(0, characters=4000))
    [found] = pairs([one, one[: len(one) // 2]])
    assert (found.left, found.right) == (0, 1)
    assert found.containment > 0.97
    assert found.passages > 0.97
    assert 0.4 < found.jaccard < 0.6


def test_the_same_text_is_a_pair_and_nothing_is_none() -> None:
    one = text(work(0))
    assert pairs([one, "", "2024年", one, ""]) == [Pair(0, 3, 1.0, 1.0, 1.0)]


NAMES = st.sampled_from(["青石镇", "柳树乡", "大河镇", "板桥", "红旗", "文昌"])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40), st.integers(12, 60), st.integers(0, 99), NAMES)
def test_a_document_wrapped_renumbered_and_renamed_is_its_own_duplicate(
    number: int, width: int, more: int, name: str
) -> None:
    one = text(work(number))
    other = re.sub("[0-9]+", lambda found: str(int(found[0]) + more), one).replace("我校", f"{name}学校")
    assert len(pairs([one, re.sub(f"(.{{{width}}})", "\\1\n", other)])) == 1


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(14)))
def test_the_order_of_feeding_changes_no_cluster(order: list[int]) -> None:
    ways = ["half", "renamed", "spliced", "compiled"]
    texts = [text(work(number)) for number in range(1, 6)]
    texts += [text(work(2, "elsewhere")), text(SIMPLE["noisy"](work(3), Random(1)))]
    texts += [copied(how) for how in ways] + [text(work(0)), text(work(91)), "第一章"]
    first = clusters(14, pairs([texts[number] for number in order]))
    groups: dict[int, set[int]] = {}
    for number, cluster in zip(order, first, strict=True):
        groups.setdefault(cluster, set()).add(number)
    assert sorted(map(sorted, groups.values())) == [
        [0],
        [1, 5],
        [2, 6],
        [3],
        [4],
        [7, 8, 9, 10, 11, 12],
        [13],
    ]


@cache
def template() -> list[str]:
    """Three hundred schools' copies of a text, and as many strangers; all carry a paragraph that everybody quotes."""
    motto = "。".join(text(work(95)).splitlines()[2:4])
    schools = [text(work(94, f"school {number}")) + motto for number in range(300)]
    strangers = [text(work(1000 + number, characters=600)) + motto for number in range(300)]
    mixed = [one for pair in zip(strangers, schools, strict=True) for one in pair]
    return [*mixed, text(SIMPLE["half"](work(94, "a preview"), Random(1)))]


def test_a_template_of_hundreds_is_one_cluster_and_ties_no_strangers() -> None:
    found = pairs(template())
    first = clusters(601, found)
    assert set(first[1:600:2]) == {1}
    assert first[600] == 1
    assert list(first[0:600:2]) == list(range(0, 600, 2))
    assert len(found) < 6 * 300


def test_another_process_finds_the_same() -> None:
    code = (
        "from corpus.duplicate import Finder\n"
        "from corpus.duplicate.signature import signature\n"
        "import sys, json\n"
        "with Finder() as finder:\n"
        "    for number, text in enumerate(json.load(sys.stdin)): finder.add(number, signature(text))\n"
        "    print(*finder.pairs(), sep='\\n')"
    )
    texts = [text(work(number)) for number in range(8)] + [
        copied(how) for how in (*SIMPLE, "renamed", "compiled")
    ]
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            input=json.dumps(texts),
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert told == {"\n".join(map(str, pairs(texts))) + "\n"}


def test_numbers_count_from_nought() -> None:
    with Finder() as finder:
        finder.add(0, signature("学校"))
        with pytest.raises(ValueError, match="document 2 where 1 was to come"):
            finder.add(2, signature("学校"))


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with Finder(tmp_path) as finder:
        finder.add(0, signature(text(work(0))))
        assert list(tmp_path.iterdir())
        next(finder.pairs(), None)
    assert list(tmp_path.iterdir()) == []
