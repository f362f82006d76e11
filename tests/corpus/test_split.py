"""Clusters to splits: together, by share, even over strata, and staying where they are."""

from __future__ import annotations

from array import array
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.split import Shares, divide, stratum
from tests.corpus.material import item

EIGHTY = Shares(80, 10, 10)


def numbers(values: list[int], code: str = "Q") -> array[int]:
    return array(code, values)


def parted(count: int, seed: int = 1, shares: Shares = EIGHTY, strata: int = 1) -> list[int]:
    random = Random(5)
    keys = numbers([random.getrandbits(64) for _ in range(count)])
    groups = numbers([random.randrange(strata) for _ in range(count)], "I")
    return list(divide(numbers(list(range(count)), "q"), keys, groups, shares, seed))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[int], list[int], list[int]]:
    heads: list[int] = []
    for number in range(draw(st.integers(1, 60))):
        heads.append(draw(st.sampled_from(sorted({number, *heads}))))
    keys = draw(st.lists(st.integers(1, 2**64 - 1), min_size=len(heads), max_size=len(heads), unique=True))
    strata = draw(st.lists(st.integers(0, 4), min_size=len(heads), max_size=len(heads)))
    return heads, keys, strata


SHARES = st.builds(Shares, *[st.integers(0, 100)] * 2, st.integers(1, 100))


@settings(deadline=None)  # the first one imports numpy
@given(corpora(), SHARES, st.integers(-5, 2**70))
def test_no_cluster_is_torn_and_nothing_goes_where_nothing_is_to_go(
    corpus: tuple[list[int], list[int], list[int]], shares: Shares, seed: int
) -> None:
    heads, keys, strata = corpus
    found = divide(numbers(heads, "q"), numbers(keys), numbers(strata, "I"), shares, seed)
    assert len(found) == len(heads)
    assert all(found[number] == found[head] for number, head in enumerate(heads))
    wanted = {at for at, share in enumerate(shares.of_one()) if share}
    assert set(found) <= wanted
    if len(set(heads)) >= len(heads) == len(keys) and len(heads) >= 3:
        assert set(found) == wanted


@pytest.mark.parametrize(("count", "strata"), [(1000, 1), (1000, 7), (200, 20)])
def test_shares_are_kept_in_each_stratum(count: int, strata: int) -> None:
    random = Random(5)
    keys = numbers([random.getrandbits(64) for _ in range(count)])
    groups = numbers([random.randrange(strata) for _ in range(count)], "I")
    found = divide(numbers(list(range(count)), "q"), keys, groups, Shares(), 1)
    for group in set(groups):
        here = Counter(split for split, other in zip(found, groups, strict=True) if other == group)
        for at, share in enumerate(Shares().of_one()):
            assert abs(here[at] - share * here.total()) <= 2


def test_another_seed_divides_otherwise_and_the_same_one_does_not() -> None:
    assert parted(300) == parted(300)
    assert parted(300) != parted(300, seed=2)
    assert Counter(parted(300, shares=Shares(0, 1, 1))).keys() == {1, 2}


def test_adding_documents_moves_few_others() -> None:
    random = Random(8)
    keys = [random.getrandbits(64) for _ in range(2000)]
    strata = [random.randrange(10) for _ in range(2000)]

    def of(count: int) -> bytes:
        heads = numbers(list(range(count)), "q")
        return divide(heads, numbers(keys[:count]), numbers(strata[:count], "I"), Shares(), 1)

    before, after = of(1800), of(2000)
    moved = sum(one != other for one, other in zip(before, after, strict=False))
    assert moved < 1800 * 0.05


def test_the_order_of_documents_is_nothing_to_it() -> None:
    random = Random(9)
    keys = [random.getrandbits(64) for _ in range(500)]
    strata = [key % 5 for key in keys]
    heads = numbers(list(range(500)), "q")
    there = divide(heads, numbers(keys), numbers(strata, "I"), Shares(), 1)
    back = divide(heads, numbers(keys[::-1]), numbers(strata[::-1], "I"), Shares(), 1)
    assert there == back[::-1]


def test_a_large_cluster_goes_to_the_largest_split() -> None:
    for seed in range(20):
        heads = numbers([0] * 30 + list(range(30, 100)), "q")
        found = divide(heads, numbers(list(range(1, 101))), numbers([0] * 100, "I"), Shares(), seed)
        assert found[0] == 0
        assert 8 <= found.count(1) <= 12
        assert 8 <= found.count(2) <= 12


def test_few_documents_fill_every_split() -> None:
    for seed in range(20):
        assert set(parted(3, seed, strata=3)) == {0, 1, 2}
    assert divide(numbers([], "q"), numbers([]), numbers([], "I"), Shares(), 1) == b""


def test_strata_are_kind_and_level() -> None:
    assert stratum(item(1)) == stratum(item(2))
    assert (
        len(
            {
                stratum(item(1, kind=kind, level=level))
                for kind in ("plan", "report")
                for level in ("school", None)
            }
        )
        == 4
    )
