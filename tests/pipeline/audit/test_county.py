"""Schools of a county side by side: the weighted coefficient, and who is last."""

from __future__ import annotations

from decimal import Decimal

from pipeline.audit.across import Archive
from pipeline.audit.audit import audit
from pipeline.audit.bench import Choice
from schemas.finding import Finding
from schemas.record import Record
from schemas.standards.loader import standards
from tests.pipeline.audit.mark import record

# The published example: pupils and amounts of five schools, X̄ = 6.3344, S = 3.2639, CV = 0.5153.
PUPILS = (45, 37, 89, 76, 55)
AMOUNTS = (279, 137, 935, 160, 402)
NAMES = ("东林小学", "西林小学", "南林小学", "北林小学", "中林小学")


def county(pupils: tuple[int, ...] = PUPILS, amounts: tuple[int, ...] = AMOUNTS) -> Record:
    """A county's report that names its schools."""
    return record(
        "".join(
            f"{name}在校学生⟦{many}人|students.enrolled|primary|entity={name}⟧，"
            f"运动场⟦{amount}平方米|area.sports|primary|entity={name}⟧。"
            for name, many, amount in zip(NAMES, pupils, amounts, strict=False)
        ),
        kind="report",
        level="county",
        subject="望川县",
    )


def coefficients(*records: Record) -> list[Finding]:
    """The coefficients that an archive of these records gives."""
    with Archive() as archive:
        for one in records:
            archive.add(one)
        found = [finding for one in records for finding in audit(one, Choice(standards()), archive)]
    return [one for one in found if one.check == "coefficient"]


def test_the_published_example() -> None:
    (found,) = coefficients(county())
    assert found.expected == Decimal("0.5153")
    assert (found.status, found.severity, found.criterion) == ("fail", "warning", "yz.res.cv.p")
    assert found.computation == "3.26 ÷ 6.33 = 0.5153"
    assert (found.low, found.high) == (0, Decimal("0.5"))
    assert len(found.figures) == 10


def test_the_school_that_holds_the_county_back_is_named_with_what_it_lacks() -> None:
    (found,) = coefficients(county())
    assert "北林小学" in found.message
    # 76 pupils at 2.105 instead of 6.334 lack 76 × 6.3344 - 160.
    assert "321.42" in found.message


def test_schools_alike_pass() -> None:
    (found,) = coefficients(county((100, 200, 300), (800, 1600, 2400)))
    assert (found.status, found.expected) == ("pass", 0)


def test_two_schools_are_no_county() -> None:
    assert coefficients(county((100, 200), (800, 100))) == []


def test_a_school_that_has_none_counts_and_none_at_all_is_nothing_to_compare() -> None:
    (found,) = coefficients(county((100, 100, 100), (0, 900, 900)))
    assert found.expected is not None
    assert found.expected > Decimal("0.7")
    assert coefficients(county((100, 100, 100), (0, 0, 0))) == []


def test_schools_without_pupils_are_left_out() -> None:
    assert coefficients(county((0, 100, 100), (500, 900, 900))) == []


def test_what_falls_to_each_tells_as_much() -> None:
    text = "".join(
        f"{name}在校学生⟦{many}人|students.enrolled|primary|entity={name}⟧，"
        f"生均运动场⟦{each}平方米|per_student.sports|primary|entity={name}⟧。"
        for name, many, each in zip(NAMES, (90, 10, 10), (1, 3, 3), strict=False)
    )
    (found,) = coefficients(record(text, kind="report", level="county", subject="望川县"))
    wanted = Decimal("0.5657")  # X̄ = 150 / 110, S² = (90 · 0.3636² + 20 · 1.6364²) / 110
    assert found.expected == wanted


def test_one_school_that_reports_again_and_again_is_no_county() -> None:
    text = "在校学生⟦{}人|students.enrolled|primary⟧，运动场⟦{}平方米|area.sports|primary⟧。"
    own = [
        record(
            text.format(*row), number=n, kind="report", level="school", subject="东林小学", region="望川县"
        )
        for n, row in enumerate(zip(PUPILS, AMOUNTS, strict=True))
    ]
    assert coefficients(*own) == []


def test_schools_that_report_one_by_one_are_compared_in_the_first() -> None:
    own = [
        record(
            f"在校学生⟦{many}人|students.enrolled|primary⟧，运动场⟦{amount}平方米|area.sports|primary⟧。",
            number=number,
            kind="self_report",
            level="school",
            subject=name,
            region="望川县",
        )
        for number, (name, many, amount) in enumerate(zip(NAMES, PUPILS, AMOUNTS, strict=True), start=1)
    ]
    (found,) = coefficients(*own)
    assert (found.record, found.expected) == (own[0].id, Decimal("0.5153"))
    assert {one.record for one in found.elsewhere} == {one.id for one in own[1:]}
    figures = {one.id: {figure.id for figure in one.figures} for one in own}
    assert all(one.figure in figures[one.record] for one in found.elsewhere)
    assert set(found.figures) <= figures[own[0].id]
