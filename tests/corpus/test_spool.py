"""Items on the disk."""

from __future__ import annotations

from pathlib import Path

from corpus.spool import Spool
from tests.corpus.material import item


def test_items_come_back_in_order_and_by_number(tmp_path: Path) -> None:
    given = [item(number) for number in range(20)]
    with Spool(tmp_path / "items") as spool:
        assert [spool.add(one) for one in given] == list(range(20))
        assert list(spool) == given
        assert [spool.item(number) for number in (7, 0, 19)] == [given[7], given[0], given[19]]
        assert [spool.id(number) for number in (19, 3)] == [given[19].id, given[3].id]
        assert len(spool) == 20


def test_an_empty_spool(tmp_path: Path) -> None:
    with Spool(tmp_path / "items") as spool:
        assert list(spool) == []
