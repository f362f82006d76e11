"""Presentations: slides in the order in which they are shown, with tables and notes."""

from __future__ import annotations

import pytest

from pipeline.assemble import records
from pipeline.ingest.base import Limits
from schemas.errors import EmptySource, OversizedSource, SourceError
from tests.ingest.zipped import HARM, document, grid, pack, pptx, shape


def test_slides_titles_bodies_and_notes_in_order() -> None:
    found = document(
        pptx(
            shape("第二页", "title"),
            shape("2024年", "dt")
            + shape("下", "body", 900)
            + shape("上一\n上二", None, 100)
            + shape("学校发展规划", "ctrTitle", 800),
            notes={0: "讲稿：教师60人。"},
            order=(1, 0),
        )
    )
    assert found.text == "学校发展规划\n上一\n上二\n下\n第二页\n讲稿：教师60人。"
    assert [block.kind for block in found.blocks][:2] == ["heading", "textbox"]
    assert found.pages == 2
    assert [(place.page, found.text[place.start : place.end][:3]) for place in found.places] == [
        (1, "学校发"),
        (2, "第二页"),
    ]


def test_tables_are_tables_and_values_know_their_slide() -> None:
    across = '<a:tc gridSpan="2"><a:txBody><a:p><a:r><a:t>在校学生</a:t></a:r></a:p></a:txBody></a:tc>'
    table = grid(("学校", across, '<a:tc hMerge="1"/>'), ("中心小学", "312", "298"), ("二小", "205", "190"))
    found = document(pptx(shape("学校情况", "title"), shape("在校学生情况表", None, 10) + table))
    (one,) = found.tables
    assert found.text[one.start : one.end] == "学校\t在校学生\n中心小学\t312\t298\n二小\t205\t190"
    assert one.cells[1].column_span == 2
    (record,) = records(found)
    assert {figure.evidence.page for figure in record.figures} == {2}


def test_hidden_slides_are_read_and_told() -> None:
    found = document(pptx(shape("甲"), shape("乙"), hidden=1))
    assert found.text == "甲\n乙"
    assert [warning.code for warning in found.warnings] == ["slide_hidden"]


def test_what_is_wrong_is_said_in_one_line() -> None:
    with pytest.raises(EmptySource):
        document(pptx("<p:pic/>"))
    with pytest.raises(SourceError, match="entities"):
        document(pptx(shape("&f;"), head=HARM))
    with pytest.raises(SourceError, match="damaged"):
        document(pptx(shape("甲"))[:-200] + b"PK\x05\x06" + bytes(18))
    with pytest.raises(OversizedSource, match="--limit characters"):
        document(pptx(shape("现有教师60人")), Limits(characters=3))
    types = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
    with pytest.raises(SourceError, match="damaged"):
        document(pack({"[Content_Types].xml": types}))


def test_links_out_of_the_file_and_loops_lead_nowhere() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="n" Type="x/notesSlide" TargetMode="External" Target="http://127.0.0.1:9/n.xml"/>'
        '<Relationship Id="m" Type="x/notesSlide" Target="../../../../etc/passwd"/>'
        '<Relationship Id="o" Type="x/notesSlide" Target="slide0.xml"/></Relationships>'
    )
    import io
    import zipfile

    data = io.BytesIO(pptx(shape("甲")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("ppt/slides/_rels/slide0.xml.rels", relations)
    assert document(data.getvalue()).text == "甲\n甲"
