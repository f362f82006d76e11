"""Numbers for names, as a dictionary would keep them."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from corpus.register import Register


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 254))))
def test_the_first_number_of_a_name_stays(pairs: list[tuple[str, int]]) -> None:
    register, known = Register(), {}
    for name, number in pairs:
        assert register.put(name, number) == known.get(name)
        known.setdefault(name, number)
    assert {name: register.get(name) for name, _ in pairs} == known
    assert register.get("not among them") is None


def test_very_many_names_take_little_room() -> None:
    tracemalloc.start()
    register = Register()
    for number in range(40_000):
        assert register.put(f"{number}", number % 3) is None
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 40_000 * 30
    assert all(register.get(f"{number}") == number % 3 for number in range(0, 40_000, 97))
    assert register.get("40000") is None
