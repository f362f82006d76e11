"""The plain form comes back exactly, and says what is wrong where it does not."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from corpus.format.jsonl import PlainFormat
from corpus.item import Item, WrongItem, dump
from tests.corpus.format.build import items, plain, small, written


@settings(deadline=None, max_examples=40)
@given(items())
def test_items_come_back_exactly(item: Item) -> None:
    with TemporaryDirectory() as folder:
        written(PlainFormat(), Path(folder), [item, plain()])
        assert list(PlainFormat().read(Path(folder) / "train.jsonl")) == [item, plain()]


def test_what_disagrees_with_the_text_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    start = small().labels[-1].start
    wrong = dump(small()).replace(f'"start":{start},', f'"start":{start + 1},', 1)
    path.write_text("\n".join([dump(small()), wrong, "{", "[]", "", dump(plain())]) + "\n", encoding="utf-8")
    refused: list[WrongItem] = []
    assert list(PlainFormat().read(path, refused.append)) == [small(), plain()]
    told = [str(error) for error in refused]
    assert [line.partition(":")[2].split(":")[0] for line in told] == [" line 2", " line 3", " line 4"]
    assert told[0].startswith(f"{path}: line 2: {small().id}: label ")
    assert all("\n" not in line for line in told)
    with pytest.raises(WrongItem, match="line 2"):
        list(PlainFormat().read(path))
    path.write_bytes("数据".encode("gb18030"))
    with pytest.raises(WrongItem, match="no text in UTF-8"):
        list(PlainFormat().read(path))
