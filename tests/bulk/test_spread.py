"""Work spread over processes: the order of the things, and what is told where a process dies."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from pipeline.bulk import spread
from schemas.errors import EnvironmentFault


def place(number: int) -> tuple[int, int]:
    """A thing with the process that it was done in."""
    return number, os.getpid()


def deadly(number: int) -> int:
    if number == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def wrong(number: int) -> int:
    if number == 20:
        raise ValueError("no such thing")
    return number


def test_results_come_in_order_from_several_processes() -> None:
    with spread.processes(2) as each:
        results = list(each(place, range(60)))
    assert [number for number, _ in results] == list(range(60))
    elsewhere = {process for _, process in results} - {os.getpid()}
    assert 1 <= len(elsewhere) <= 2
    assert {process for _, process in results[:8]} == {os.getpid()}


def test_few_things_and_a_single_worker_begin_no_process() -> None:
    with spread.processes(2) as each:
        assert {process for _, process in each(place, range(8))} == {os.getpid()}
    with spread.processes(1) as each:
        assert {process for _, process in each(place, range(60))} == {os.getpid()}


def test_things_are_pulled_as_they_are_needed() -> None:
    pulled = []

    def things() -> Iterator[int]:
        for number in range(1000):
            pulled.append(number)
            yield number

    with spread.processes(2) as each:
        results = each(place, things())
        for _ in range(20):
            next(results)
        assert len(pulled) < 40


def test_what_goes_wrong_in_a_process_goes_wrong_here() -> None:
    with spread.processes(2) as each, pytest.raises(ValueError, match="no such thing"):
        list(each(wrong, range(60)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_process_that_dies_is_told_of() -> None:
    with spread.processes(2) as each, pytest.raises(EnvironmentFault, match="ended from outside"):
        list(each(deadly, range(60)))
