"""JSON arrays element by element, and files that appear whole."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.format import file
from corpus.format.file import elements, text_file

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=50)
@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1]), st.integers(1, 20))
def test_elements_are_those_of_the_array(values: list[Any], indent: int | None, chunk: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "_CHUNK", chunk)
        path = Path(folder) / "a.json"
        path.write_text(json.dumps(values, indent=indent), encoding="utf-8")
        assert list(elements(path)) == values


def test_memory_is_bound_by_one_element(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "_CHUNK", 100)
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"n": n} for n in range(1000)]), encoding="utf-8")
    with path.open(encoding="utf-8") as opened:
        array = file._Array(opened)
        assert max(len(array.held) for _ in array) < 400


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with pytest.raises(TypeError), text_file(path) as out:
        out.writelines(["half", None])  # type: ignore[list-item]
    assert list((tmp_path / "new").iterdir()) == []
    with text_file(path) as out:
        out.write("一\n")
        assert not path.exists()
    assert path.read_bytes() == "一\n".encode()
