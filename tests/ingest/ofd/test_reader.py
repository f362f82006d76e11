"""OFD documents: lines in the order of the page, with page and box; harm is refused."""

from __future__ import annotations

import pytest

from pipeline.assemble import records
from pipeline.ingest.base import Limits
from pipeline.ingest.sniff import kind
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError
from tests.ingest.zipped import HARM, document, ofd, pack, text


def test_lines_are_read_from_top_to_bottom_whatever_their_order_in_the_file() -> None:
    found = document(
        ofd(
            text("现有教师60人。", 30, 50) + text("学校发展规划", 70, 30, size=7),
            text("新建校舍800平方米。", 30, 40),
        )
    )
    assert found.text == "学校发展规划\n现有教师60人。\n新建校舍800平方米。"
    assert found.pages == 2
    assert [place.page for place in found.places] == [1, 1, 2]
    (title, *_) = found.places
    assert title.bbox == pytest.approx(
        (70 * 72 / 25.4, 23 * 72 / 25.4, (70 + 42) * 72 / 25.4, 30 * 72 / 25.4), abs=0.1
    )


def test_values_come_with_their_page_and_box() -> None:
    (record,) = records(
        document(ofd(text("学校工作总结", 30, 30), text("全校现有在校学生860人，专任教师52人。", 30, 40)))
    )
    figures = {figure.label: figure for figure in record.figures}
    assert {figure.value for figure in figures.values()} == {860, 52}
    assert all(figure.evidence.page == 2 and figure.evidence.bbox for figure in figures.values())


def test_runs_of_one_line_join_and_gaps_part_words_and_cells() -> None:
    joined = text("在校学生", 30, 50) + text("860", 46.8, 50.5, step="g 2 2.1") + text("人", 54, 50)
    assert document(ofd(joined)).text == "在校学生860人"
    rows = "".join(
        text(word, 30 + 40 * column, 50 + 8 * row)
        for row, line in enumerate((("学段", "人数"), ("小学", "312"), ("初中", "205")))
        for column, word in enumerate(line)
    )
    found = document(ofd(rows))
    assert found.text == "学段\t人数\n小学\t312\n初中\t205"
    (table,) = found.tables
    assert (table.rows, table.columns) == (3, 2)


def test_a_matrix_scales_and_moves() -> None:
    scaled = '<ofd:TextObject Boundary="10 20 90 9" Size="1" CTM="4 0 0 4 2 3"><ofd:TextCode X="1" Y="1" DeltaX="1 1">共三人</ofd:TextCode></ofd:TextObject>'
    (place,) = document(ofd(scaled)).places
    assert place.bbox == pytest.approx(tuple(side * 72 / 25.4 for side in (16, 23, 28, 27)), abs=0.1)


def test_templates_stand_under_the_page_and_hidden_objects_do_not() -> None:
    found = document(
        ofd(text("正文", 30, 60) + text("暗", 30, 70, more='Visible="false"'), template=text("页眉", 30, 10))
    )
    assert found.text == "页眉\n正文"


@pytest.mark.parametrize("step", ["", "g", "g x 2", "g 999999999 4", "nan inf 4", "4 " * 9, "-9 -9"])
def test_steps_without_sense(step: str) -> None:
    assert document(ofd(text("现有教师60人", 30, 50, step=step or " "))).text == "现有教师60人"


def test_what_is_no_text_or_no_document() -> None:
    with pytest.raises(EmptySource, match="scan"):
        document(ofd("<ofd:ImageObject/>"))
    assert kind(pack({"OFD.xml": "x"})) == "ofd"
    for data in (
        pack({"OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"}),
        pack({"OFD.xml": "<OFD"}),
        ofd(text("甲", 1, 9))[:-60] + b"PK\x05\x06",
    ):
        with pytest.raises(SourceError) as caught:
            document(data)
        assert "\n" not in str(caught.value)
    with pytest.raises(EncryptedSource):
        document(pack({"OFD.xml": "<OFD/>", "Encryptions.xml": "<a/>"}))


def test_harm_is_refused() -> None:
    with pytest.raises(SourceError, match="entities"):
        document(ofd(text("&f;&b;", 30, 30), head=HARM))
    outside = pack({"OFD.xml": "<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>"})
    with pytest.raises(SourceError, match="damaged"):
        document(outside)
    with pytest.raises(OversizedSource, match="--limit pages"):
        document(ofd(*["" for _ in range(4)]), Limits(pages=3))
    with pytest.raises(OversizedSource, match="--limit characters"):
        document(ofd(text("现有教师60人", 30, 30)), Limits(characters=3))
    with pytest.raises(OversizedSource, match="--limit expanded_bytes"):
        document(ofd(*["<a/>" * 900] * 9), Limits(expanded_bytes=3000))


def test_one_part_for_many_pages_costs_what_it_would_cost_as_many() -> None:
    pages = '<Page BaseLoc="P.xml"/>' * 4000
    data = pack(
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
            "D.xml": f"<D><Pages>{pages}</Pages></D>",
            "P.xml": f"<P>{' ' * 300_000}</P>",
        }
    )
    with pytest.raises(OversizedSource, match="same parts too often"):
        document(data)
