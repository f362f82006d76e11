"""Forms that draw forms: PDFium lays out every draw, so what they come to is told before it loads a page."""

from __future__ import annotations

import zlib
from base64 import a85encode
from collections.abc import Callable, Mapping

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf import form
from pipeline.ingest.pdf.form import check
from pipeline.ingest.pdf.reader import PdfReader
from pipeline.ingest.pdf.rough import DEPTH, DRAW, rough
from schemas.errors import OversizedSource
from tests.hostile.craft import page, stream

_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 900 900]"
_SAID = b"BT /F 12 Tf 9 9 Td (Hello) Tj ET "
_WORDS = b"BT /F 12 Tf 72 700 Td (There are 860 pupils in the school.) Tj ET\n"


def drawing(content: bytes, names: str = "", more: str = "", *, packed: bool = False) -> bytes:
    """A form with this content that knows other forms by these names."""
    return stream(content, f"{_FORM}/Resources<</XObject<<{names}>>/Font<</F 5 0 R>>>>{more}", packed=packed)


def tower(first: int, height: int, times: int) -> dict[int, str | bytes]:
    """Forms of which each draws the next so many times; the last says something."""
    made: dict[int, str | bytes] = {
        number: drawing(b"/X Do " * times, f"/X {number + 1} 0 R") for number in range(first, first + height)
    }
    return made | {first + height: drawing(_SAID)}


def file(
    more: Mapping[int, str | bytes], content: bytes = b"/X Do ", resources: str = "/XObject<</X 6 0 R>>"
) -> bytes:
    return page(content + _WORDS, more=more, resources=resources)


def load(data: bytes) -> int:
    """What the heaviest page comes to by the file's structure, which ``rough`` may not fall short of."""
    found = max(form._loads(data, Limits()))
    assert rough(data) >= min(found, Limits().form_bytes + 1)
    return found


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(OversizedSource) as caught:
        PdfReader().read(Source("x.pdf", data, "0"), limits or Limits())
    return str(caught.value)


def test_every_draw_counts_with_all_that_it_draws() -> None:
    said = len(_SAID) + DRAW
    assert load(file(tower(6, 0, 0))) == said
    assert load(file(tower(6, 0, 0), b"/X Do " * 7)) == 7 * said
    assert load(file(tower(6, 2, 3))) == (18 + DRAW) * (1 + 3) + 9 * said
    assert load(file({})) == 0


@pytest.mark.parametrize(
    "content",
    [b"/X Do ", b"/#58 Do ", b"(X) Do ", b"(X)Do\n", b"/X\n%why\n Do ", b"/X Do% ", b"/Y Do /X\r\nDo[", b" " * (2**20 - 3) + b"/X Do "],
)  # fmt: skip
def test_a_draw_is_known_however_it_is_written(content: bytes) -> None:
    assert load(file(tower(6, 0, 0), content)) == len(_SAID) + DRAW


@pytest.mark.parametrize(
    "content", [b"/XDo ", b"/X Done ", b"/Y Do ", b"/X 5 Do ", b"Do ", b"/X BDC EMC Do "]
)
def test_what_is_no_draw_counts_for_nothing(content: bytes) -> None:
    assert load(file(tower(6, 0, 0), content)) == 0


def test_forms_that_draw_themselves_once_go_as_deep_as_pdfium_and_are_read() -> None:
    data = file({6: drawing(_SAID + b"/X Do ", "/X 6 0 R")})
    assert load(data) == DEPTH * (len(_SAID) + 6 + DRAW)
    text = PdfReader().read(Source("x.pdf", data, "0"), Limits()).text
    assert "860" in text
    assert "Hello" in text


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("other", [6, 7])
def test_forms_that_draw_themselves_or_each_other_twice_are_refused(other: int, packed: bool) -> None:
    twice = b"/X Do /X Do "
    data = file(
        {
            6: drawing(twice, f"/X {other} 0 R", packed=packed),
            7: drawing(twice, "/X 6 0 R", packed=packed),
        }
    )
    assert refused(data) == (
        "the forms on a page come to more than 100 MB; split it, or allow more (--limit form_bytes=…)"
    )


def test_a_tower_is_read_up_to_the_limit_and_refused_beyond() -> None:
    data = file(tower(6, 3, 4))
    weight = load(data)
    check(data, Limits(form_bytes=weight))
    assert "860" in PdfReader().read(Source("x.pdf", data, "0"), Limits(form_bytes=weight)).text
    assert "--limit form_bytes" in refused(data, Limits(form_bytes=weight - 1))


@pytest.mark.parametrize("encode", ["hex", "ascii85", "flate in ascii85", "flate in flate"])
def test_forms_are_seen_through_what_they_are_packed_in(encode: str) -> None:
    content = b"/X Do " * 10
    filters, data = {
        "hex": ("ASCIIHexDecode", content.hex().encode() + b">"),
        "ascii85": ("A85", a85encode(content) + b"~>"),
        "flate in ascii85": ("[/ASCII85Decode/FlateDecode]", a85encode(zlib.compress(content)) + b"~>"),
        "flate in flate": ("[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(content))),
    }[encode]
    name = filters if filters.startswith("[") else f"/{filters}"
    more = {6: drawing(data, "/X 7 0 R", f"/Filter{name}"), **tower(7, 8, 10)}
    assert "form_bytes" in refused(file(more))


def test_resources_may_be_inherited_elsewhere_or_lacking() -> None:
    said, ten = len(_SAID) + DRAW, len(b"/X Do " * 10) + DRAW
    elsewhere = stream(b"/X Do " * 10, f"{_FORM}/Resources 8 0 R")
    assert load(file({6: elsewhere, 7: drawing(_SAID), 8: "<</XObject 9 0 R>>", 9: "<</X 7 0 R>>"})) == (
        ten + 10 * said
    )
    # Without resources it has those of who draws it; what its own lack altogether is the page's.
    names = "/XObject<</A 6 0 R/X 7 0 R>>"
    for own in ("", "/Resources<</Font<</F 5 0 R>>>>", "/Resources<<>>"):
        bare = stream(b"/X Do " * 10, _FORM + own)
        assert load(file({6: bare, 7: drawing(_SAID)}, b"/A Do ", names)) == ten + 10 * said
    inner = {6: drawing(b"/B Do", "/B 7 0 R/X 8 0 R"), 7: stream(b"/X Do ", _FORM), 8: drawing(_SAID)}
    assert load(file(inner, b"/A Do ", "/XObject<</A 6 0 R/X 9 0 R>>")) == 11 + 2 * DRAW + said
    bare_page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = "<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</XObject<</X 6 0 R>>>>>>"
    assert load(file({3: bare_page, 6: drawing(_SAID)})) == 0
    assert load(file({2: tree, 3: bare_page, 6: drawing(_SAID)})) == said


def test_signs_of_fonts_and_annotations_draw_forms_too() -> None:
    sign = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]"
        "/Encoding<</Differences[97/a]>>/CharProcs<</a 7 0 R>>/Resources<</XObject<</X 8 0 R>>>>>>"
    )
    written = page(
        b"BT /T 9 Tf 30 30 Td (aaa) Tj ET " + _WORDS, more={6: sign, 7: stream(b"9 0 d0 /X Do"), **tower(8, 9, 10)}
    )  # fmt: skip
    assert "form_bytes" in refused(written.replace(b"/F 5 0 R>>", b"/F 5 0 R/T 6 0 R>>", 1))
    assert "860" in PdfReader().read(Source("x.pdf", written, "0"), Limits()).text
    note = {6: "<</Type/Annot/Subtype/Stamp/Rect[0 0 99 99]/AP<</N 7 0 R>>>>", **tower(7, 9, 10)}
    stamped = file(note).replace(b"/Contents", b"/Annots[6 0 R]/Contents", 1)
    assert "form_bytes" in refused(stamped)


def test_encrypted_files_are_looked_into(sheets: Callable[[], object]) -> None:
    def made(times: int) -> bytes:
        sheet = sheets()
        canvas = sheet.canvas
        canvas._doc.encrypt = StandardEncryption("", ownerPassword="owner", strength=128)
        for level in range(9):
            canvas.beginForm(f"level{level}")
            for _ in range(times if level else 0):
                canvas.doForm(f"level{level - 1}")
            canvas.endForm()
        canvas.doForm("level8")
        sheet.text(60, 80, "全校现有在校学生860人。")
        sheet.page()
        return sheet.done()

    assert "860" in PdfReader().read(Source("x.pdf", made(1), "0"), Limits()).text
    assert "form_bytes" in refused(made(12))


def test_only_files_whose_streams_leave_it_open_are_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "_loads", lambda *_: pytest.fail("the structure was looked at"))
    check(page(), Limits())
    check(file(tower(6, 3, 2)), Limits())
    check(file(tower(6, 0, 0), b"/X Do " * 1000), Limits())
    with pytest.raises(pytest.fail.Exception):
        check(file(tower(6, 9, 10)), Limits())


def test_damaged_structure_is_left_to_others() -> None:
    data = file(tower(6, 9, 10))
    check(data.replace(b"/Pages 2 0 R", b"/Pages 2 0 Q"), Limits())
    assert "form_bytes" in refused(data.replace(b"/X 6 0 R", b"/X 6 0 R/Y 99 0 R/Z (no form)/W 5 0 R", 1))
