"""The audit as a whole: sound on any record, the same for the same record, silent where all agrees."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.audit.across import Archive
from pipeline.audit.audit import audit
from pipeline.audit.bench import Choice
from schemas.finding import Finding
from schemas.number import dumps
from schemas.record import (
    Damage,
    Evidence,
    Figure,
    Kind,
    Level,
    Op,
    Record,
    Role,
    SchoolStage,
    TablePlace,
    Verdict,
)
from schemas.standards.loader import standards
from schemas.taxonomy.loader import taxonomy
from schemas.unit import Unit
from tests.pipeline.audit.mark import bare, record

ROOT = Path(__file__).resolve().parents[3]
INDICATORS = sorted(taxonomy().indicators)
WORDS = st.text(
    st.sampled_from(
        "共其中分别由男女生每班一二年级教师学校占比例达到以上合计应配实有缺增长至，、。（）0123456789万人%. \t|<&"
    ),
    max_size=30,
)
VALUES = st.one_of(
    st.none(),
    st.integers(0, 3000).map(Decimal),
    st.decimals(-1000, 10**7, places=3),
    st.sampled_from([Decimal(one) for one in ("-0", "0.0", "1E+30", "1E-30", "9" * 60, "1E+400", "-5")]),
)


@cache
def choice() -> Choice:
    return Choice(standards())


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    before, words, after = draw(WORDS), draw(WORDS), draw(WORDS)
    at = draw(st.integers(0, 300))
    place = st.builds(
        TablePlace,
        table=st.integers(0, 1),
        row=st.integers(0, 4),
        column=st.integers(0, 2),
        row_header=st.sampled_from([None, "合计", "小计", "东林小学"]),
    )
    return Evidence(
        start=at + len(before),
        end=at + len(before + words),
        quote=draw(st.sampled_from([before + words + after, "同一句话，共有123人，其中45人，"])),
        quote_start=draw(st.sampled_from([at, at, at, None])),
        table=draw(st.one_of(st.none(), st.none(), place)),
    )


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.none(), values)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    indicator = draw(st.one_of(st.none(), st.sampled_from(INDICATORS), st.just("students.enrolled")))
    own = taxonomy()[indicator].unit if indicator else "other"
    period = draw(maybe(st.sampled_from(["2021年", "2023年", "近三年"])))
    year = period[:4] if period and period != "近三年" else None
    return Figure.model_validate(
        {
            "id": "f0",
            "indicator": indicator,
            "label": draw(st.one_of(WORDS, st.just("生均图书" * 500))),
            "value": draw(VALUES),
            "value_max": draw(st.one_of(st.none(), st.none(), st.none(), VALUES)),
            "unit": draw(st.sampled_from([own, own, own, *get_args(Unit)])),
            "op": draw(st.sampled_from(["=", "=", "=", *get_args(Op)])),
            "approx": draw(st.booleans()),
            "role": draw(st.sampled_from(["actual", "actual", "actual", *get_args(Role)])),
            "stage": draw(maybe(st.sampled_from(get_args(SchoolStage)))),
            "qualifier": draw(maybe(WORDS)),
            "entity": draw(
                maybe(st.sampled_from(["东林小学", "西林小学", "南林小学", "东林小学、西林小学"]))
            ),
            "period": period,
            "period_start": f"{year}-01-01" if year else None,
            "period_end": f"{year}-12-31" if year else None,
            "verdict": draw(maybe(st.sampled_from(get_args(Verdict)))),
            "damage": draw(maybe(st.sampled_from(get_args(Damage)))),
            "confidence": draw(st.floats(0, 1)),
            "rule": "any",
            "evidence": draw(evidences()),
        }
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    found = draw(st.lists(figures(), max_size=14))
    document = {
        "kind": draw(st.sampled_from(get_args(Kind))),
        "level": draw(st.one_of(st.none(), st.sampled_from(get_args(Level)))),
        "subject": draw(st.sampled_from([None, "青石镇中心小学", "xx县", "望川县九年一贯制学校"])),
        "region": draw(st.sampled_from([None, "望川县", "河南省"])),
        "date": draw(st.sampled_from([None, "2011", "2023-05", "2023-05-06"])),
    }
    numbered = [one.model_copy(update={"id": f"f{n}"}) for n, one in enumerate(found)]
    return bare(numbered, 1000, number=draw(st.integers(1, 3)), document=document)


def sound(one: Record, found: tuple[Finding, ...]) -> None:
    """What holds of any findings of any record."""
    known = {figure.id: figure for figure in one.figures}
    assert [finding.id for finding in found] == [f"n{n}" for n in range(1, len(found) + 1)]
    for finding in found:
        assert finding.record == one.id
        assert finding.figures
        assert set(finding.figures) <= set(known)
        assert len(set(finding.figures)) == len(finding.figures)
        assert finding.claimed == known[finding.figures[0]].value
        assert finding.low is None or finding.high is None or finding.low <= finding.high
        assert finding.message.endswith("。")
        assert "\n" not in finding.message
        assert Finding.model_validate_json(dumps(finding)) == finding


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_any_records_can_be_audited(held: list[Record]) -> None:
    with Archive() as archive:
        for one in held:
            archive.add(one)
        for one in held:
            found = audit(one, choice(), archive)
            sound(one, found)
            assert audit(one, choice(), archive) == found


def moved(one: Record, by: int) -> Record:
    """The record as it would be further on in its file."""
    shifted = []
    for figure in one.figures:
        evidence, start = figure.evidence, figure.evidence.quote_start
        places = {"start": evidence.start + by, "end": evidence.end + by}
        places |= {"quote_start": None if start is None else start + by}
        shifted.append(figure.model_copy(update={"evidence": evidence.model_copy(update=places)}))
    return one.model_copy(update={"figures": tuple(shifted)})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records(), st.integers(1, 10**6))
def test_where_a_text_stands_in_its_file_does_not_matter(one: Record, by: int) -> None:
    assert audit(moved(one, by), choice()) == audit(one, choice())


COUNTS = st.integers(1, 4000)


@settings(max_examples=100, deadline=None)
@given(COUNTS, st.integers(1, 60), st.integers(0, 60_000), COUNTS, st.integers(0, 2), st.integers(0, 500))
def test_numbers_that_agree_by_construction_do_not_fail(
    primary: int, teachers: int, land: int, junior: int, places: int, girls: int
) -> None:
    pupils = primary + junior
    each = round(Decimal(land) / pupils, places)
    ratio = round(Decimal(pupils) / teachers, 1)
    share = round(Decimal(primary) * 100 / pupils, places)
    one = record(
        f"在校学生共⟦{pupils}人|students.enrolled⟧，小学⟦{primary}人|students.enrolled|primary⟧，"
        f"初中⟦{junior}人|students.enrolled|junior⟧。专任教师⟦{teachers}人|staff.full_time_teachers⟧，"
        f"师生比⟦1:{ratio}|ratio.pupil_teacher⟧。占地⟦{land}平方米|area.land⟧，生均占地⟦{each}平方米|per_student.land⟧。"
        f"全部在校学生⟦{pupils}人|students.enrolled⟧，其中男生⟦{pupils + girls}人|students.capacity⟧。"
        f"全校在校生⟦{pupils}人|students.enrolled⟧，小学生⟦{primary}人|students.enrolled|primary⟧，"
        f"占全校在校生的⟦{share}%|-|unit=percent⟧。",
        kind="research",
    )
    assert [
        f for f in audit(one, choice()) if f.status == "fail" and f.check in ("ratio", "sum", "share")
    ] == []


SAMPLE = (
    "在校学生共⟦682人|students.enrolled⟧，女生⟦300人|students.enrolled⟧，男生⟦380人|students.enrolled⟧。"
    "占地⟦13300平方米|area.land⟧，生均占地⟦29.5平方米|per_student.land⟧，达标率⟦130%|rate.pass⟧。"
)


def test_findings_stand_in_the_order_of_the_judged_figures() -> None:
    one = record(SAMPLE, kind="research")
    found = audit(one, choice())
    starts = {figure.id: figure.evidence.start for figure in one.figures}
    places = [starts[finding.figures[0]] for finding in found]
    assert places == sorted(places)
    assert {finding.rule for finding in found if finding.status == "fail"} == {
        "sum.parts",
        "ratio.quotient",
        "plausibility.range",
    }


def test_findings_do_not_hang_on_the_order_of_hashes() -> None:
    code = (
        "from tests.pipeline.audit.test_audit import SAMPLE, audit, choice, dumps, record\n"
        "one = record(SAMPLE * 3, kind='self_report', level='school', subject='青石镇中心小学')\n"
        "print(*map(dumps, audit(one, choice())), sep='\\n')"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            cwd=ROOT,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert b"sum.parts" in runs.pop()


@pytest.mark.parametrize(
    "piece",
    [
        "在校学生⟦{n}人|students.enrolled⟧。占地⟦{n}平方米|area.land⟧，生均占地⟦9平方米|per_student.land⟧。",
        "投入⟦{n}元|finance.investment⟧、",
        "其中学生⟦{n}人|students.enrolled⟧，",
        "占全校学生的⟦{n}%|-|unit=percent⟧，",
        "一级教师⟦{n}人|staff.by_title|qualifier=第{n}级⟧，",
        "现有校舍⟦{n}平方米|area.building⟧，达标⟦{n}平方米|area.building|met⟧，标准⟦9平方米|area.building|standard⟧，",
    ],
)
def test_long_lists_take_no_time_out_of_proportion(piece: str) -> None:
    def taken(count: int) -> float:
        one = record("".join(piece.format(n=1000 + n) for n in range(count)), kind="report", level="school")
        start = time.process_time()
        audit(one, choice())
        return time.process_time() - start

    taken(20)
    assert taken(600) < 4  # a minute where it is quadratic
