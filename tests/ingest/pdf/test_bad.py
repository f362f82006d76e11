from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.pdf import PdfReader
from schemas.errors import EmptySource, EncryptedSource, OversizedSource, SourceError


@pytest.fixture
def simple(sheets, filler) -> Callable[..., bytes]:
    def make(pages: int = 2, password: str | None = None) -> bytes:
        page = sheets()
        if password is not None:
            page.canvas._doc.encrypt = StandardEncryption(password, ownerPassword="owner", canPrint=0)
        for count in range(pages):
            page.prose(60, 80, f"第{count + 1}页" + filler, 39)
            page.page()
        return page.done()

    return make


def refused(data: bytes, kind: type[SourceError], limits: Limits | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        PdfReader().read(Source("x.pdf", data, "0"), limits or Limits())
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_no_pdf() -> None:
    refused(b"", EmptySource)
    refused(b"PK\x03\x04 something else", SourceError)
    refused(b"%PDF-1.7\n", SourceError)


def test_a_truncated_file(simple) -> None:
    data = simple()
    refused(data[:200], SourceError)


def test_a_lost_reference_table_is_rebuilt(simple, read) -> None:
    data = simple()
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n7", data)
    assert read(broken).text.startswith("第1页全县")
    assert read(data[: data.index(b"\nxref")] + data[data.index(b"\ntrailer") :]).pages == 2


def test_passwords(simple, read) -> None:
    assert "password" in refused(simple(1, "secret"), EncryptedSource)
    assert read(simple(1, "")).text.startswith("第1页全县")


def test_limits(simple) -> None:
    assert "3 pages" in refused(simple(3), OversizedSource, Limits(pages=2))
    refused(simple(), OversizedSource, Limits(characters=50))
    refused(simple(), OversizedSource, Limits(file_bytes=50))


def test_no_pages() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    with pytest.raises(SourceError):
        PdfReader().read(Source("x.pdf", data, "0"), Limits())


def test_a_page_that_fails_leaves_the_others(monkeypatch, simple, read) -> None:
    from pipeline.ingest.pdf import reader

    true = reader.survey

    def survey(page, number, *rest):
        if number == 1:
            raise RuntimeError("broken")
        return true(page, number, *rest)

    monkeypatch.setattr(reader, "survey", survey)
    document = read(simple())
    assert document.text.startswith("第2页全县")
    assert [(warning.code, warning.message[:3]) for warning in document.warnings] == [
        ("page_failed", "第1页")
    ]


@pytest.mark.parametrize(
    "box", [b"0 0 1e30 1e30", b"0 0 0 0", b"-99999999 -99999999 99999999 99999999", b"5 5"]
)
def test_odd_page_boxes(box, simple) -> None:
    data = re.sub(rb"/MediaBox \[[^\]]*\]", b"/MediaBox [ " + box + b" ]", simple(1))
    try:
        text = PdfReader().read(Source("x.pdf", data, "0"), Limits()).text
    except SourceError:
        return
    assert "全县义务教育" in text


def test_huge_coordinates(sheets, filler, read) -> None:
    page = sheets()
    page.prose(60, 80, filler, 39)
    page.canvas.drawString(1e9, 1e9, "99")
    page.rule(-1e9, 50, 1e9, 50)
    page.rule(50, -1e9, 50, 1e9)
    assert read(page.done()).text == filler


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1_000_000), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_read_or_refused(simple, start, noise) -> None:
    data = simple(1)
    start %= len(data)
    damaged = data[:start] + noise + data[start + len(noise) :]
    with suppress(SourceError):
        PdfReader().read(Source("x.pdf", damaged, "0"), Limits())
