"""How what was read is laid out: tables whose rows no rule parts, with a stamp over them."""

from __future__ import annotations

import re

import pytest

from pipeline.ingest.ocr.base import Sign, Stretch
from pipeline.ingest.ocr.reading import Reading
from pipeline.ingest.ocr.scan import Paper, laid
from pipeline.ingest.pdf.frame import Frame
from pipeline.ingest.pdf.sheet import Sheet
from pipeline.ingest.pdf.table import Grid

SIZE = 1240, 1754
NAMES = ("城关小学", "南街小学", "北街小学", "东关小学", "西关小学", "实验小学", "河湾小学", "柳林小学")
SHARES = ("100.4", "99.2", "98.7", "101.7", "102.3", "99.9", "98.6", "102.5")


def line(text: str, left: float, middle: float, em: float = 28.0) -> Stretch:
    signs = []
    x = left
    for character in text:
        width = em if character > "\u2e80" else em / 2
        signs.append(Sign(character, (x, middle - 0.6 * em, x + width, middle + 0.6 * em), 0.99))
        x += width
    return Stretch(tuple(signs), (left, middle - 0.6 * em, x, middle + 0.6 * em))


def sheet(reading: Reading) -> Sheet:
    frame = Frame(0, 0, 0, SIZE[0] * 0.36, SIZE[1] * 0.36)
    return laid(reading, Paper(frame, frame, 0, 0.36), 1)


def half_ruled(*stamp: Stretch, right: float = 1000) -> Grid:
    """A head and one row of rules beneath it, in which names and shares stand line by line."""
    stretches = [line("学校名称", 300, 220), line("比上年（上年为一百）", 650, 220), *stamp]
    for number, (name, share) in enumerate(zip(NAMES, SHARES, strict=True)):
        stretches += [line(name, 300, 280 + number * 36), line(share, 730, 280 + number * 36)]
    reading = Reading("rapidocr", 0, 0.0, *SIZE, stretches)
    reading.across = [(200, y, right, y + 3) for y in (190, 250, 560)]
    reading.down = [(600, 190, 603, 560)]
    (grid,) = sheet(reading).grids
    return grid


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {(slot.row, slot.column): slot.text for slot in grid.slots}


def test_rows_that_no_rule_parts() -> None:
    found = texts(half_ruled())
    assert [(found[row, 0], found[row, 1]) for row in range(1, 9)] == list(zip(NAMES, SHARES, strict=True))


@pytest.mark.parametrize("shift", [0, 10, 17])
def test_a_stamp_over_amounts_leaves_them_in_their_rows(shift: int) -> None:
    """The stamp's words are larger than the amounts and lie between two rows."""
    stamp = line("云溪", 640, 424 + shift, 38), line("育局", 802, 424 + shift, 38)
    found = texts(half_ruled(*stamp))
    assert len(found) == 2 * 9
    assert [found[row, 0] for row in range(1, 9)] == list(NAMES)
    assert [row for row in range(1, 9) if SHARES[row - 1] not in found[row, 1]] == []
    assert sum(found[row, 1] == share for row, share in enumerate(SHARES, 1)) == 7


@pytest.mark.parametrize("right", [870, 1000])
def test_amounts_that_no_row_parts_do_not_run_together(right: int) -> None:
    """So many words of a stamp leave no column of amounts, but each number is still one by itself."""
    stamp = [line("云溪县教育", 640, 424 + step * 36, 38) for step in range(-2, 3)]
    found = texts(half_ruled(*stamp, right=right))
    assert [number for number in re.findall(r"[\d.]+", found[1, 1]) if number not in SHARES] == []
    assert [share for share in SHARES if share not in found[1, 1]] == []


@pytest.mark.parametrize("stamped", [False, True])
def test_a_table_without_any_rules(stamped: bool) -> None:
    """Blanks alone make it; words of a stamp between its columns leave lines, each number by itself."""
    stretches = [line("学校名称", 300, 220), line("学生", 560, 220), line("比上年", 730, 220)]
    for number, (name, share) in enumerate(zip(NAMES, SHARES, strict=True)):
        middle = 280 + number * 44
        stretches += [
            line(name, 300, middle),
            line(str(1200 + number), 560, middle),
            line(share, 730, middle),
        ]
    if stamped:
        stretches.append(line("云溪县教育局", 600, 420, 38))
    found = sheet(Reading("rapidocr", 0, 0.0, *SIZE, stretches))
    assert [len(grid.slots) for grid in found.grids] == ([] if stamped else [27])
    numbers = re.findall(r"[\d.]+", found.text())
    assert sorted(numbers) == sorted([*SHARES, *(str(1200 + number) for number in range(8))])
