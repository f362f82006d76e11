"""Inputs that once showed a fault show none any more, and those that mutations begin with never did."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from schemas.errors import SourceError
from tests.fuzz.target import SEEDS, TARGETS, Fault, Target, run

FOUND = sorted(path for path in SEEDS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_once_failed_does_not(path: Path) -> None:
    run(TARGETS[path.parent.name], path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_samples_and_some_mutations_of_them_show_no_fault(name: str) -> None:
    target, random = TARGETS[name], Random(7)
    data = next(target.seeds())
    run(target, data)
    for _ in range(5):
        run(target, target.mutate(data, random))


def test_what_does_not_hold_is_told() -> None:
    def wrong(_: bytes) -> None:
        raise SourceError("two\nlines")

    with pytest.raises(Fault, match="no line"):
        run(Target(wrong, lambda data, _: data, lambda: iter(())), b"")


def test_every_mutation_is_another_input_and_the_same_for_the_same_chance() -> None:
    for name, target in TARGETS.items():
        data = next(target.seeds())
        made = [target.mutate(data, Random(seed)) for seed in range(20)]
        assert made == [target.mutate(data, Random(seed)) for seed in range(20)], name
        assert len(set(made)) > 10, name
