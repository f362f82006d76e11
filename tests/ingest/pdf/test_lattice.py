from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.ingest.pdf.lattice import Lattice, merge, tables
from schemas.document import BBox

SNAP = 3.0
PLACE = st.one_of(st.integers(0, 12).map(lambda step: step * 20.0), st.floats(0, 240, width=32))


@st.composite
def rules(draw: st.DrawFn, level: bool) -> list[BBox]:
    result = []
    for at, first, last in draw(st.lists(st.tuples(PLACE, PLACE, PLACE), max_size=14)):
        low, high = min(first, last), max(first, last)
        result.append((low, at, high, at) if level else (at, low, at, high))
    return result


def edge(rule: BBox, orientation: str) -> dict[str, object]:
    x0, top, x1, bottom = rule
    box = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top}
    return {"object_type": "line", "orientation": orientation, **box}


def boxes(edges: list[dict[str, Any]], orientation: str) -> list[BBox]:
    return [(e["x0"], e["top"], e["x1"], e["bottom"]) for e in edges if e["orientation"] == orientation]


@given(rules(level=True), rules(level=False))
def test_finds_the_tables_that_pdfplumber_finds(across: list[BBox], down: list[BBox]) -> None:
    edges = [edge(rule, "h") for rule in across] + [edge(rule, "v") for rule in down]
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    level, upright = merge(across, 1, SNAP), merge(down, 0, SNAP)
    assert (level, upright) == (boxes(merged, "h"), boxes(merged, "v"))

    points = edges_to_intersections(merged, SNAP, SNAP)
    lattice = Lattice(level, upright, SNAP)
    assert len(lattice) == len(points)

    cells = intersections_to_cells(points)
    assert lattice.cells() == cells
    assert tables(lattice.cells()) == cells_to_tables(cells)


def test_a_table_of_two_by_two_has_four_cells_and_a_single_box_is_none() -> None:
    grid = [(0.0, y, 40.0, y) for y in (0.0, 10.0, 20.0)], [(x, 0.0, x, 20.0) for x in (0.0, 20.0, 40.0)]
    assert [len(table) for table in tables(Lattice(*grid, SNAP).cells())] == [4]
    box = [(0.0, 0.0, 40.0, 0.0), (0.0, 9.0, 40.0, 9.0)], [(0.0, 0.0, 0.0, 9.0), (40.0, 0.0, 40.0, 9.0)]
    assert Lattice(*box, SNAP).cells() == [(0.0, 0.0, 40.0, 9.0)]
    assert tables(Lattice(*box, SNAP).cells()) == []
