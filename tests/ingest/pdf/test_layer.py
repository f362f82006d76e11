"""What a reader of the page sees or does not see: fields, notes, layers that are off, hidden text, cut-off margins."""

from __future__ import annotations

import zlib

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.layer import off
from pipeline.ingest.pdf.reader import PdfReader
from schemas.errors import UnsupportedSource
from tests.ingest.pdf.build import BODY, File, at, lines, show, ucs

NOTE = "补充材料一份"


def annotated(kind: bytes, flags: int = 4, *, shown: bool = True, box: bytes = b"132 700 232 720") -> bytes:
    """A page with one annotation that says NOTE, with or without an appearance of its own."""
    made = File()
    font = made.font()
    look = made.stream(
        b"BT /F1 12 Tf 2 4 Td %s ET" % show(NOTE),
        b"/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 %d 0 R>>>>" % font,
    )
    words = b"<feff%s>" % ucs(NOTE).hex().encode()
    note = made.add(
        b"<</Type/Annot/Subtype/%s/Contents %s/Rect[%s]/F %d/FT/Tx/T(a)/V %s/DA(/F1 12 Tf 0 g)%s>>"
        % (kind, words, box, flags, words, b"/AP<</N %d 0 R>>" % look if shown else b"")
    )
    if kind == b"Widget":
        made.catalog = (
            b"/AcroForm<</Fields[%d 0 R]/DR<</Font<</F1 %d 0 R>>>>/DA(/F1 12 Tf 0 g)/NeedAppearances true>>"
            % (note, font)
        )
    content = at(60, 127, "附上：") + at(240, 127, "，请查收") + lines(BODY, 60, 200)
    made.page(content, {"F1": font}, entries=b"/Annots[%d 0 R]" % note)
    return made.done()


@pytest.mark.parametrize("shown", [True, False])
def test_the_value_of_a_field_stands_in_its_place(shown, read) -> None:
    text = read(annotated(b"Widget", shown=shown)).text.replace(" ", "")
    assert text.startswith(f"附上：{NOTE}，请查收\n")


def test_a_note_typed_onto_the_page_is_read(read) -> None:
    assert NOTE in read(annotated(b"FreeText")).text


@pytest.mark.parametrize(("kind", "flags"), [(b"FreeText", 2), (b"Text", 4), (b"Link", 4), (b"Widget", 2)])
def test_hidden_and_pinned_notes_are_not(kind, flags, read) -> None:
    assert NOTE not in read(annotated(kind, flags)).text


def test_highlights_beside_a_field_draw_no_table(read) -> None:
    made = File()
    font = made.font()
    strokes = made.stream(
        b"0 0 200 40 re 0 20 m 200 20 l 100 0 m 100 40 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 200 40]"
    )
    marks = [
        made.add(b"<</Type/Annot/Subtype/%s/Rect[50 690 250 730]/F 4/AP<</N %d 0 R>>>>" % (kind, strokes))
        for kind in (b"Highlight", b"Square")
    ]
    made.page(
        at(60, 120, "第一") + at(160, 120, "第二") + at(60, 140, "第三") + lines(BODY, 60, 200),
        {"F1": font},
        entries=b"/Annots[%d 0 R %d 0 R]" % tuple(marks),
    )
    assert read(made.done()).tables == ()


def test_text_in_a_form_object(read) -> None:
    made = File()
    form = made.stream(
        lines(BODY),
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>" % made.font(),
    )
    made.page(b"/X Do", {}, resources=b"/XObject<</X %d 0 R>>" % form)
    assert read(made.done()).text == BODY


def layered(setting: bytes) -> bytes:
    """Two layers, each marked around a text; ``setting`` has places for their numbers."""
    made = File()
    font = made.font()
    layers = [made.add(b"<</Type/OCG/Name<feff%s>>>" % ucs(name).hex().encode()) for name in ("底稿", "正文")]
    made.catalog = b"/OCProperties<</OCGs[%d 0 R %d 0 R]/D<<%s>>>>" % (
        *layers,
        setting.replace(b"DRAFT", b"%d 0 R" % layers[0]).replace(b"BODY", b"%d 0 R" % layers[1]),
    )
    content = b"/OC /M1 BDC %sEMC /OC /M0 BDC %sEMC " % (
        lines("正文" + BODY),
        lines("底稿" + BODY, 60, 300),
    )
    made.page(content, {"F1": font}, resources=b"/Properties<</M0 %d 0 R/M1 %d 0 R>>" % tuple(layers))
    return made.done()


@pytest.mark.parametrize("setting", [b"/OFF[DRAFT]", b"/BaseState/OFF/ON[BODY]"])
def test_a_layer_that_is_off_is_not_read(setting, read) -> None:
    data = layered(setting)
    assert off(data) == {b"\xfe\xff" + ucs("底稿")}
    assert read(data).text == "正文" + BODY


@pytest.mark.parametrize("setting", [b"", b"/OFF[]/Order[DRAFT BODY]", b"/OFF[99 0 R]"])
def test_layers_that_are_on_are(setting, read) -> None:
    assert read(layered(setting)).text == "正文" + BODY + "\n底稿" + BODY


def test_layers_are_looked_for_in_packed_objects_too() -> None:
    packed = zlib.compress(b"1 0 <</OCProperties<<>>>>")
    data = b"%%PDF-1.5\n7 0 obj<</Type/ObjStm/N 1/First 4/Length %d>>stream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    assert off(data) == frozenset()
    assert off(b"%PDF-1.5 /Type/ObjStm>>stream\nno zlib") == frozenset()


def scanned(mode: int, *, picture: bool = True) -> bytes:
    made = File()
    image = made.stream(
        b"\x80",
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
    )
    back = b"q 595 0 0 842 0 0 cm /I Do Q " if picture else b""
    made.page(
        back + b"%d Tr " % mode + lines(BODY), {"F1": made.font()}, resources=b"/XObject<</I %d 0 R>>" % image
    )
    return made.done()


def test_the_text_layer_of_a_scan_is_kept_and_marked(read) -> None:
    document = read(scanned(3))
    assert document.text == BODY
    assert document.ocr
    assert [warning.code for warning in document.warnings] == ["page_text_invisible"]


def test_text_over_a_picture_is_text(read) -> None:
    document = read(scanned(0))
    assert (document.text, document.ocr, document.warnings) == (BODY, False, ())


def test_invisible_text_without_a_picture_is_marked_too(read) -> None:
    document = read(scanned(3, picture=False))
    assert not document.ocr
    assert [warning.code for warning in document.warnings] == ["page_text_invisible"]


def test_text_outside_the_crop_box_is_cut_off(read) -> None:
    made = File()
    content = lines(BODY, 60, 100) + at(60, 20, "裁掉的话语不算") + at(-200, 300, "纸外")
    made.page(content, {"F1": made.font()}, entries=b"/CropBox[30 30 570 800]")
    assert read(made.done()).text == BODY


def attached(extra: bytes = b"", count: int = 1) -> bytes:
    made = File()
    names = b""
    for number in range(count):
        stream = made.stream(b"hello", b"/Type/EmbeddedFile")
        name = ucs(f"附表{number + 1}.xlsx").hex().encode()
        names += b"(%d) %d 0 R " % (
            number,
            made.add(b"<</Type/Filespec/F(a.xlsx)/UF<feff%s>/EF<</F %d 0 R>>>>" % (name, stream)),
        )
    made.catalog = (b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names if count else b"") + extra
    made.page(lines(BODY), {"F1": made.font()})
    return made.done()


@pytest.mark.parametrize("extra", [b"", b"/Collection<</Type/Collection>>"])
def test_attachments_are_named(extra, read) -> None:
    document = read(attached(extra, 2))
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("attachments_skipped", "文件内附有2个附件（附表1.xlsx、附表2.xlsx），未读取；请取出后另行处理")
    ]


def test_a_file_without_attachments_has_no_warning(read) -> None:
    assert read(attached(count=0)).warnings == ()
    assert "附表5.xlsx等）" in read(attached(count=7)).warnings[0].message


def xfa(words: str, fields: bytes = b"") -> bytes:
    made = File()
    packet = made.stream(
        b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"/></xdp:xdp>'
    )
    made.catalog = b"/AcroForm<</Fields[%s]/XFA %d 0 R>>/NeedsRendering true" % (fields, packet)
    made.page(lines(words), {"F1": made.font()})
    return made.done()


def test_the_shell_of_a_dynamic_form_is_refused() -> None:
    data = xfa("Please wait... If this message is not eventually replaced by the proper contents")
    with pytest.raises(UnsupportedSource, match="XFA form; open it in Adobe Reader and print it"):
        PdfReader().read(Source("x.pdf", data, "0"), Limits())


def test_a_form_with_pages_of_its_own_is_read(read) -> None:
    assert read(xfa(BODY)).text == BODY
