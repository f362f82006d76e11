"""Texts beside records: as they were kept, or read from the files once more."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.given import Given, Stock
from pipeline.bulk import text
from pipeline.bulk.guard import Guarding
from pipeline.bulk.job import Job, Settings
from pipeline.bulk.listing import Inputs
from pipeline.extract import lines
from pipeline.extract import text as text_of
from pipeline.store import view
from schemas.errors import EnvironmentFault
from tests.bulk.material import plan, plans
from tests.bulk.test_keep_text import Silent

GUARDING = Guarding(1, 60, 0)
SEVERAL = Path(__file__).resolve().parents[1] / "samples" / "10-compilation.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans, a copy, a file of several documents, a zip and a compressed tar; and jobs on them."""
    top = tmp_path_factory.mktemp("texts")
    place = top / "in"
    paths = plans(place, 2)
    (place / "a 副本.txt").write_bytes(paths[0].read_bytes())
    (place / "b.txt").write_bytes(SEVERAL.read_bytes())
    with zipfile.ZipFile(place / "c.zip", "w") as packed:
        packed.writestr("一/1.txt", plan(50))
        packed.writestr("2.txt", plan(51))
    for number in (60, 61, 62):
        (top / f"{number}.txt").write_text(plan(number), encoding="utf-8")
    with tarfile.open(place / "d.tar.gz", "w:gz") as tar:
        for number in (60, 61, 62):
            tar.add(top / f"{number}.txt", f"{number}.txt")
    for name, texts in (("kept", True), ("bare", False)):
        Job(top / name, Settings(GUARDING, texts=texts), Silent()).run(Inputs((place,)))
    return top


def given(stocks: Iterable[Stock]) -> list[Given]:
    return [one for stock in stocks for one in stock.given()]


def told(given: list[Given]) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.place, one.record["id"], one.text, one.fault) for one in given]


def reread(folder: Path) -> list[Given]:
    return given(text.read(view.records(folder / "bare"), "records", text.listed(folder / "bare"), GUARDING))


def by_name(records: list[bytes]) -> list[Given]:
    return given(text.read(records, "records.jsonl", text.named(records), GUARDING))


def test_a_text_is_the_same_however_it_is_had(folder: Path) -> None:
    kept = told(given(text.kept(folder / "kept")))
    assert text.keeps(folder / "kept")
    assert not text.keeps(folder / "bare")
    assert told(reread(folder)) == kept
    records = list(view.records(folder / "bare"))
    assert told(by_name(records)) == kept
    texts = {place.rpartition("/")[2]: words for place, _, words, _ in kept}
    assert texts["b.txt"] == text_of(SEVERAL)
    assert sum(place.endswith("b.txt") for place, *_ in kept) == len(lines(SEVERAL)) > 1
    assert {texts[f"{number}.txt"] for number in (60, 61, 62)} == {plan(60), plan(61), plan(62)}
    assert texts["1.txt"] == plan(50)
    without = [place for place, _, words, _ in kept if words is None]
    assert len(without) == 1


def test_records_in_any_order_have_their_texts(folder: Path) -> None:
    records = list(view.records(folder / "bare"))[::-1]
    assert sorted(told(by_name(records))) == sorted(told(given(text.kept(folder / "kept"))))


def test_a_text_that_cannot_be_had_is_told(folder: Path, tmp_path: Path) -> None:
    paths = plans(tmp_path, 3)
    records = [line.encode() for path in paths for line in lines(path)]
    paths[1].write_text(plan(9), encoding="utf-8")
    paths[2].unlink()
    found = by_name([*records, b"", b"{}", b"no JSON", b'{"id":1,"source":{"path":2,"sha256":[]}}'])
    assert [one.fault is None for one in found] == [True] + [False] * 5
    assert [one.place for one in found[:3]] == list(map(str, paths))
    assert (
        found[1].fault
        == found[2].fault
        == ("is gone or was changed since its records were made; make them anew with shengjun run")
    )
    assert [one.place for one in found[3:]] == [f"records.jsonl:{number}" for number in (5, 6, 7)]
    assert found[3].fault == "is no record (KeyError); make it anew with shengjun run"


def test_a_member_that_is_gone_is_told(folder: Path, tmp_path: Path) -> None:
    records = [line for line in view.records(folder / "bare") if b"c.zip" in line or b"d.tar" in line]
    moved = [line.replace(b"!/61.txt", b"!/99.txt").replace(b"/c.zip!", b"/gone.zip!") for line in records]
    assert [one.fault is None for one in by_name(moved)] == [False, False, True, False, True]


def test_records_that_change_while_they_are_read(folder: Path) -> None:
    records = list(view.records(folder / "bare"))
    with pytest.raises(EnvironmentFault, match="was changed while it was read"):
        given(text.read(records, "records.jsonl", text.named(records[1:]), GUARDING))
