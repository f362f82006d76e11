"""Cases made by hand for the reports, and texts that mean harm."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.audit.case import Case
from schemas.finding import Finding
from schemas.record import DocumentInfo, Evidence, Figure, PartInfo, Record, RecordWarning, Source
from schemas.standards.standard import Criterion, Scope, Standard

STANDARD = Standard(
    id="b",
    title="试行标准",
    number="试〔2020〕1号",
    issuer="某省教育厅",
    region="某省",
    valid_from="2020",
    valid_to=None,
    status=None,
    note=None,
    criteria=(
        Criterion(
            id="b1",
            zh="生均校舍面积",
            indicator="per_student.building",
            qualifier=None,
            scope=Scope(stages=("primary",)),
            op=">=",
            value=Decimal(6),
            unit="m2",
            tolerance=Decimal(0),
            clause="第三条",
            source=("https://x.invalid/1", "https://x.invalid/2"),
            confidence="medium",
            formula=None,
            note=None,
            valid_from=None,
            valid_to="2030",
            default=False,
            kind="threshold",
        ),
    ),
)
CITED = "试〔2020〕1号 第三条：生均校舍面积（小学） ≥ 6平方米（出处可信度：中）"
CITATIONS = {"b1": CITED}

SCRIPT = "<script>document.title='坏'</script>"
BROKEN = "</script></title></style>--><img src=x onerror=\"document.title='坏'\">"
QUOTES = "\"' onmouseover='document.title=1' `${1}` {{ 7*7 }} {% raw %}"
TURNED = "\u202e面反字文\u202c\u200f"
LONG = "一" * 200 + "x" * 300
CONTROL = "甲\x00\x07\x1b乙\ufffe\ud800丙"
HOSTILE = (SCRIPT, BROKEN, QUOTES, TURNED, CONTROL, LONG)
FORMULAS = (
    "=1+1",
    "+SUM(A1)",
    "-2+3",
    "@NOW()",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    '=HYPERLINK("http://x.invalid")',
    " =1",
)

TEXT = (
    "青石小学自查报告\n"
    + "这是与数据无关的一段话，说明办学理念。" * 10
    + "\n学校现有学生682人，校舍面积3800平方米，生均校舍面积57平方米，已达标。\n"
    + "下面仍是与数据无关的一段话。" * 30
    + "夹着一个词叫蓝喉蜂虎。"
    + "下面仍是与数据无关的一段话。" * 30
    + "\n图书xx册，生均图书30册。\n"
)


def figure(text: str, words: str, value: str | None, name: str, **more: Any) -> Figure:
    """A figure at the only place where ``words`` stand in ``text``, its id the words."""
    assert text.count(words) == 1
    start = text.index(words)
    fields: dict[str, Any] = {
        "id": words,
        "indicator": name,
        "label": name,
        "value": None if value is None else Decimal(value),
        "unit": "person",
        "role": "actual",
        "confidence": 0.9,
        "rule": "figure.test",
        "evidence": Evidence(
            start=start,
            end=start + len(words),
            quote=next(line for line in text.split("\n") if words in line),
        ),
    }
    return Figure(**fields | more)


def record(
    text: str, *figures: Figure, digit: str = "a", title: str = "青石小学自查报告", **more: Any
) -> Record:
    """A record of a whole text; ``digit`` makes its id unlike others."""
    fields: dict[str, Any] = {
        "id": f"{digit * 64}#1",
        "source": Source(
            path=f"/docs/{digit}.txt",
            sha256=digit * 64,
            bytes=1,
            media_type="text/plain",
            pages=None,
            reader="text",
            ocr=False,
        ),
        "part": PartInfo(index=1, count=1, title=title, start=0, end=len(text)),
        "document": DocumentInfo(kind="self_report", level="school", subject="青石小学"),
        "figures": figures,
    }
    empty = ("outline", "goals", "stages", "problems", "citations", "people", "warnings")
    return Record(**dict.fromkeys(empty, ()) | fields | more)


def finding(name: str, *figures: str, **more: Any) -> Finding:
    """A failing ratio over the figures of these ids, unless told otherwise."""
    fields: dict[str, Any] = {
        "id": name,
        "record": f"{'a' * 64}#1",
        "check": "ratio",
        "rule": "ratio.test",
        "status": "fail",
        "figures": figures,
        **dict.fromkeys(("claimed", "expected", "low", "high", "suggestion")),
        "message": f"{name} 与文中其他数据不符。",
        "severity": "error",
    }
    return Finding(**fields | more)


def school(digit: str = "a", text: str | None = TEXT) -> Case:
    """A document with one finding of each outcome, a restored value and a blank."""
    figures = (
        figure(TEXT, "682人", "682", "students.enrolled", stage="primary"),
        figure(TEXT, "3800平方米", "3800", "area.building", unit="m2"),
        figure(TEXT, "57平方米", "57", "per_student.building", unit="m2"),
        figure(TEXT, "xx册", None, "books.count", unit="volume", damage="placeholder"),
        figure(TEXT, "30册", "30", "per_student.books", unit="volume", damage="unit"),
    )
    findings = (
        finding(
            "f1",
            "57平方米",
            "3800平方米",
            "682人",
            claimed=Decimal(57),
            expected=Decimal("5.57"),
            low=Decimal("5.565"),
            high=Decimal("5.575"),
            suggestion=Decimal("5.57"),
            computation="3800 ÷ 682 = 5.57",
        ),
        finding("f2", "57平方米", check="verdict", severity="warning", criterion="b1"),
        finding("f3", "682人", check="plausibility", severity="notice"),
        finding("f4", "3800平方米", check="sum", status="cannot_check"),
        finding("f5", "30册", check="standard", status="pass", criterion="b2", message="核对一致。"),
        finding("f6", "xx册", "30册", "682人", status="cannot_check", suggestion=Decimal(20460)),
        finding("f7", check="coefficient", status="pass", severity="notice"),
    )
    return Case(record(TEXT, *figures, digit=digit), findings, text)


def hostile(digit: str = "b") -> Case:
    """A document whose every text means harm."""
    bad = "".join(HOSTILE)
    text = f"{bad}\n现有[{BROKEN}5{TURNED}]人。\n{bad}"
    words = f"[{BROKEN}5{TURNED}]"
    one = figure(
        text, words, "5", "x", id=QUOTES, label=SCRIPT, qualifier=QUOTES, entity=BROKEN, period=TURNED
    )
    warning = RecordWarning(code="x", message=bad)
    findings = tuple(
        finding(
            f"{index}{bad}", QUOTES, message=bad, computation=bad, criterion=bad, check=check, status=status
        )
        for index, (check, status) in enumerate(
            (("ratio", "fail"), ("conflict", "pass"), ("sum", "cannot_check"))
        )
    )
    made = record(text, one, digit=digit, title=bad, warnings=(warning,))
    document = made.document.model_copy(update={"region": bad, "subject": bad, "period": bad})
    source = made.source.model_copy(update={"path": bad})
    return Case(made.model_copy(update={"document": document, "source": source}), findings, text)
