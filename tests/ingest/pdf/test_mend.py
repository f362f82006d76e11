from __future__ import annotations

import pytest

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf.mend import mended
from pipeline.ingest.pdf.reader import PdfReader
from schemas.errors import SourceError
from tests.ingest.pdf.build import BODY, File, lines


def sound() -> bytes:
    made = File()
    font = made.font()
    made.page(lines(BODY), {"F1": font})
    made.page(lines("第二页" + BODY), {"F1": font})
    return made.done()


def lost_tree(data: bytes) -> bytes:
    return data[: data.index(b"1 0 obj")] + data[data.index(b"3 0 obj") : data.index(b"xref\n0")]


DAMAGE = {
    "no references": lambda data: data[: data.index(b"xref\n0")],
    "junk before": lambda data: b"\r\nadvertisement " * 200 + data,
    "no root": lambda data: data.replace(b"/Root 1 0 R", b""),
    "cut in a stream": lambda data: data[: int(len(data) * 0.8)],
    "no tree": lost_tree,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_that_is_mended(kind, read) -> None:
    document = read(DAMAGE[kind](sound()))
    assert document.text.startswith(BODY)
    assert next(warning.code for warning in document.warnings) == "file_mended"
    if kind != "cut in a stream":
        assert document.text.endswith("第二页" + BODY)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        lambda data: data.replace(b"startxref\n", b"startxref\n9"),
        lambda data: data + bytes(5000),
        lambda data: data.replace(b"/Length ", b"/Length 9"),
        lambda data: b"<html>login</html>" + data,
    ],
)
def test_what_pdfium_mends_itself(change, read) -> None:
    document = read(change(sound()))
    assert document.text == BODY + "\n第二页" + BODY
    assert document.warnings == ()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nno objects at all",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
        sound()[:300],
    ],
)
def test_what_holds_no_page_is_refused(data) -> None:
    with pytest.raises(SourceError, match="damaged or cut off"):
        PdfReader().read(Source("x.pdf", data, "0"), Limits())


def test_there_is_little_to_try() -> None:
    assert len(list(mended(b"%PDF-1.7"))) == 0
    assert len(list(mended(b"x" * 10 + sound()))) == 3
