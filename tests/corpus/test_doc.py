"""Records as spaCy Docs, with spaCy itself."""

from __future__ import annotations

from decimal import Decimal

from spacy.tokens import DocBin
from spacy.vocab import Vocab

from corpus.doc import doc
from schemas.record import DocumentInfo, Evidence, Figure, Goal, PartInfo, Person, Record, Source

TEXT = "网站导航\n\n一、目标\n到2028年，生均 图书达到30.5册，增加xx台。\n组长：周明"
START = 6


def evidence(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start=start, end=start + len(words), quote=words)


def figure(name: str, words: str, indicator: str | None, value: Decimal | None) -> Figure:
    return Figure(
        id=name,
        indicator=indicator,
        label="图书",
        value=value,
        unit="volume",
        role="target",
        confidence=0.9,
        rule="test",
        evidence=evidence(words),
    )


def record() -> Record:
    sha = "0" * 64
    goal = Goal(
        evidence=evidence("生均 图书达到30.5册"),
        deadline="2028年",
        quantified=True,
        figures=("f1",),
        owner=None,
    )
    return Record(
        id=f"{sha}#1",
        source=Source(
            path="a.txt", sha256=sha, bytes=1, media_type="text/plain", pages=None, reader="text", ocr=False
        ),
        part=PartInfo(index=1, count=1, title=None, start=START, end=len(TEXT)),
        document=DocumentInfo(kind="plan"),
        outline=(),
        figures=(
            figure("f1", "30.5册", "books.per_student", Decimal("30.5")),
            figure("f2", "xx台", None, None),
        ),
        goals=(goal, goal.model_copy(update={"deadline": "三年内"})),
        stages=(),
        problems=(),
        citations=(),
        people=(Person(evidence=evidence("周明"), role="组长", name="周明"),),
        warnings=(),
    )


def test_spans_cover_exactly_what_the_evidence_says() -> None:
    made = doc(record(), TEXT)
    assert made.text == TEXT[START:]
    assert [(span.text, span.label_) for span in made.spans["figures"]] == [
        ("30.5册", "books.per_student"),
        ("xx台", "other"),
    ]
    assert [span.text for span in made.spans["people"]] == ["周明"]
    assert list(made.spans) == ["figures", "goals", "stages", "problems", "citations", "people"]


def test_pieces_of_the_same_place_keep_their_own_attributes() -> None:
    made = doc(record(), TEXT)
    assert [span._.piece["deadline"] for span in made.spans["goals"]] == ["2028年", "三年内"]
    assert [span._.piece["value"] for span in made.spans["figures"]] == [30.5, None]
    assert made._.record["document"]["kind"] == "plan"


def test_a_doc_survives_being_stored() -> None:
    stored = DocBin(store_user_data=True, docs=[doc(record(), TEXT)]).to_bytes()
    (made,) = DocBin().from_bytes(stored).get_docs(Vocab())
    assert [span._.piece["value"] for span in made.spans["figures"]] == [30.5, None]
    assert made._.record["id"].endswith("#1")
