"""Items on the disk."""

from __future__ import annotations

from pathlib import Path

from corpus.item import dump
from corpus.spool import Spool, packed
from tests.corpus.material import item


def test_items_come_back_with_their_cluster(tmp_path: Path) -> None:
    given = [item(number) for number in range(20)]
    with Spool(tmp_path / "items") as spool:
        assert [spool.add(packed(one)) for one in given] == list(range(20))
        assert len(spool) == 20
        for number in (7, 0, 19, *range(20)):
            expected = dump(given[number].noted(cluster='a"#1'))
            assert spool.line(number, 'a"#1') == expected
            assert spool.id(number) == given[number].id
