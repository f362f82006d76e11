"""Columns of tables against their totals."""

from __future__ import annotations

import pytest

from pipeline.audit.audit import audit
from pipeline.audit.choice import Choice
from schemas.record import Record, TablePlace
from schemas.standards.loader import standards
from tests.pipeline.audit.mark import bare, record

Rows = list[tuple[str, str]]


def table(rows: Rows, *, name: str = "students.enrolled", skip: int = -1) -> Record:
    """A table of one column, a school a row; the row ``skip`` gives no figure."""
    figures = record("\n".join(f"{header}|⟦{value}|{name}⟧" for header, value in rows)).figures
    placed = []
    for row, (figure, (header, _)) in enumerate(zip(figures, rows, strict=True), start=1):
        place = TablePlace(table=0, row=row, column=1, row_header=header, column_header="学生数")
        evidence = figure.evidence.model_copy(update={"table": place})
        if row != skip:
            placed.append(figure.model_copy(update={"evidence": evidence}))
    return bare(placed, 1000, document={"kind": "research"})


def told(one: Record) -> list[tuple[str, str, str | None]]:
    """Status, claimed value and suggestion of the sums."""
    return [
        (
            found.status,
            str(found.claimed),
            None if found.suggestion is None else str(found.suggestion.normalize()),
        )
        for found in audit(one, Choice(standards()))
        if found.check == "sum"
    ]


SCHOOLS: Rows = [("东林小学", "321"), ("西林小学", "212"), ("南林小学", "136")]


def test_a_column_that_adds_up() -> None:
    assert told(table([*SCHOOLS, ("合计", "669")])) == [("pass", "669", None)]


def test_a_column_that_does_not() -> None:
    assert told(table([*SCHOOLS, ("合计", "679")])) == [("fail", "679", "669")]


def test_subtotals_are_not_counted_twice() -> None:
    rows = [
        *SCHOOLS[:2],
        ("小计", "533"),
        ("南林小学", "136"),
        ("北林小学", "64"),
        ("小计", "200"),
        ("合计", "733"),
    ]
    assert [status for status, *_ in told(table(rows))] == ["pass"] * 3
    wrong = [*rows[:-1], ("合计", "743")]
    assert [status for status, *_ in told(table(wrong))] == ["pass", "pass", "fail"]


@pytest.mark.parametrize("skip", [1, 2, 3])
def test_a_row_that_is_wanting_leaves_a_total_unjudged(skip: int) -> None:
    found = told(table([*SCHOOLS, ("合计", "679")], skip=skip))
    # Nobody knows of a row above the first that was read.
    assert found == [] or skip == 1


def test_means_and_totals_without_a_name_are_not_added_up() -> None:
    assert told(table([*SCHOOLS, ("合计", "679")], name="per_student.books")) == []
    assert told(table([*SCHOOLS, ("北林小学", "679")])) == []
