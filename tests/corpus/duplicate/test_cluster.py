"""Clusters are what pairs tie together."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicate import Pair, clusters, giants

EDGES = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda edge: edge[0] < edge[1]), max_size=40
)


def pairs(edges: list[tuple[int, int]]) -> list[Pair]:
    return [Pair(left, right, 1.0, 1.0, 1.0) for left, right in edges]


def test_a_document_alone_is_its_own_cluster() -> None:
    assert list(clusters(3, [])) == [0, 1, 2]
    assert list(clusters(0, [])) == []


def test_clusters_go_over_others_and_are_named_by_the_first() -> None:
    assert list(clusters(6, pairs([(4, 5), (1, 4), (2, 3)]))) == [0, 1, 2, 2, 1, 1]


@given(EDGES, st.randoms())
def test_clusters_are_the_connected_components_in_whatever_order(
    edges: list[tuple[int, int]], rng: Random
) -> None:
    reach = {number: {number} for number in range(30)}
    for left, right in edges:
        union = reach[left] | reach[right]
        for number in union:
            reach[number] = union
    expected = [min(reach[number]) for number in range(30)]
    assert list(clusters(30, pairs(edges))) == expected
    rng.shuffle(edges)
    assert list(clusters(30, pairs(edges))) == expected


def test_a_long_chain_is_one_cluster() -> None:
    assert set(clusters(50_000, pairs([(number, number + 1) for number in reversed(range(49_999))]))) == {0}


def test_giants_are_told() -> None:
    found = clusters(
        300, pairs([(7, number) for number in range(8, 20)] + [*combinations([1, 2, 3, 4, 5], 2)])
    )
    assert giants(found) == [(7, 13), (1, 5)]
    assert giants(found, 0.02) == [(7, 13)]
    assert giants(clusters(10, [])) == []


def test_pairs_close_by_either_measure() -> None:
    assert Pair(0, 1, 0.5, 0.7, 0.0).close
    assert Pair(0, 1, 0.1, 0.3, 0.25).close
    assert not Pair(0, 1, 0.49, 0.99, 0.24).close
