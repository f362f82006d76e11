"""Old documents give what the .docx they were made of gives, through LibreOffice and without it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.doc.reader import DocReader
from pipeline.ingest.office.reader import OfficeReader
from pipeline.ingest.reader import ahead, load, read
from pipeline.ingest.sniff import kind
from schemas.document import Document
from schemas.errors import EncryptedSource, SourceError
from tests.ingest.office.conftest import SAMPLES
from tests.ingest.office.odd import ODD

TOGETHER = ("01-school-plan", "05-self-evaluation-form")
NAMES = [*(path.stem for path in SAMPLES), *(f"odd-{name}" for name in ODD)]


def _figures(document: Document) -> list[tuple[object, ...]]:
    from pipeline.assemble import records
    from schemas.number import dumps

    found = [json.loads(dumps(record)) for record in records(document)]
    return [
        tuple(figure[key] for key in ("indicator", "label", "value", "unit", "op", "role", "period"))
        for record in found
        for figure in record["figures"]
    ]


def _unlabelled(document: Document) -> list[str]:
    """The paragraphs without their automatic numbers."""
    return [document.text[block.label_end : block.end].lstrip() for block in document.blocks]


def test_lists_notes_and_revisions_are_as_word_shows_them(documents: Path) -> None:
    texts = {name: read(load(documents / f"odd-{name}.doc")).text for name in ODD}
    assert texts["list"] == "一、目标\n一.1 现有教师35人\n一.2 缺8人\n①细项\n二、措施\n正文\n一、另起"
    assert texts["note"] == "占地面积12000平方米。\n不含运动场。\n尾"
    assert texts["revision"] == "在校学生新数八百人。\n明文"
    assert texts["look"] == "12m²；☑是"
    assert texts["table"].startswith(
        "学生情况表\n学段\t在校学生\n男\t女\n小学\t312\t298\n初中\t205\t\n表后\n外\t内一"
    )


@pytest.fixture(scope="module")
def through_office(documents: Path) -> dict[str, Document]:
    """The .doc files by way of LibreOffice, all in one go."""
    from pipeline.ingest.office.reader import converted

    sources = converted([(load(documents / f"{name}.doc"), "doc") for name in NAMES])
    return {
        name: OfficeReader("doc").read(source, Limits()) for name, source in zip(NAMES, sources, strict=True)
    }


@pytest.mark.parametrize("name", NAMES)
def test_our_own_reader_agrees_with_libreoffice(
    name: str, documents: Path, through_office: dict[str, Document]
) -> None:
    own = read(load(documents / f"{name}.doc"))
    other = through_office[name]
    assert (own.reader, other.reader) == ("doc", "libreoffice+docx")
    assert own.media_type == other.media_type == "application/msword"
    assert own.text == other.text
    assert own.tables == other.tables
    assert own.blocks == other.blocks
    assert _figures(own) == _figures(other)


@pytest.mark.parametrize("name", NAMES)
def test_doc_and_docx_of_the_same_document_give_the_same(name: str, documents: Path) -> None:
    new, old = read(load(documents / f"{name}.docx")), read(load(documents / f"{name}.doc"))
    # LibreOffice writes lists that count together as lists of their own.
    assert _unlabelled(old) == _unlabelled(new)
    assert _figures(old) == _figures(new)
    assert old.sha256 != new.sha256
    assert old.size == (documents / f"{name}.doc").stat().st_size


@pytest.mark.parametrize("form", ["rtf", "odt"])
def test_other_forms_go_through_libreoffice_together(form: str, documents: Path) -> None:
    paths = [documents / f"{name}.{form}" for name in TOGETHER]
    for source, path in zip(ahead([load(path) for path in paths]), paths, strict=True):
        assert isinstance(source.converted, bytes)
        document = read(source)
        assert document.reader == "libreoffice+docx"
        assert (document.path, document.size, document.sha256) == (
            str(path),
            path.stat().st_size,
            source.sha256,
        )
        assert _figures(document) == _figures(read(load(path.with_suffix(".docx"))))


def test_a_single_one_is_converted_when_it_is_read(documents: Path) -> None:
    document = read(load(documents / "odd-table.rtf"))
    assert "312" in document.text
    assert document.media_type == "application/rtf"


@pytest.mark.usefixtures("soffice")
def test_a_date_that_libreoffice_renews_is_warned_of() -> None:
    field = r"{\field{\*\fldinst DATE \\@ yyyy-MM-dd}{\fldrslt 2019-03-01}}"
    texts = [rf"{{\rtf1\ansi on {shown}\par}}".encode() for shown in (field, "2019-03-01")]
    found = [OfficeReader("rtf").read(Source("a.rtf", text, ""), Limits()) for text in texts]
    assert [[warning.code for warning in document.warnings] for document in found] == [["date_renewed"], []]
    assert found[1].text == "on 2019-03-01"


def test_what_our_own_reader_does_not_know_goes_to_libreoffice(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.ingest.doc.binary import Strange

    def strange(*_: object) -> None:
        raise Strange("something new")

    monkeypatch.setattr(DocReader, "_read", strange)
    assert read(load(documents / "odd-list.doc")).reader == "libreoffice+docx"


def test_what_is_read_without_libreoffice_is_not_given_to_it(documents: Path) -> None:
    sources = [load(documents / f"odd-{name}.doc") for name in ("list", "note")]
    assert all(source.converted is None for source in ahead(sources))


@pytest.mark.parametrize("name", ["odd-list.doc", "odd-list.odt"])
def test_damaged_files_are_said_in_one_line(name: str, documents: Path) -> None:
    source = load(documents / name)
    cut = replace(source, data=source.data[:700])
    with pytest.raises(SourceError) as caught:
        read(cut)
    assert "\n" not in str(caught.value)
    assert ";" in str(caught.value)


def test_protected_files_are_said_to_be_so() -> None:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<m:encryption-data/>")
    source = Source("a.odt", made.getvalue(), "")
    assert kind(source.data) == "odt"
    with pytest.raises(EncryptedSource, match="password"):
        read(source)


def test_a_protected_doc_is_said_to_be_so(documents: Path) -> None:
    source = load(documents / "odd-list.doc")
    data = bytearray(source.data)
    header = data.index(b"\xec\xa5")
    data[header + 11] |= 1
    with pytest.raises(EncryptedSource, match="password"):
        read(replace(source, data=bytes(data)))
