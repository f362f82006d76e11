from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest

from pipeline.ingest.sniff import kind


def package(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def ooxml(part: str) -> bytes:
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{part}.main+xml"/></Types>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
    return target.getvalue()


def word() -> bytes:
    target = io.BytesIO()
    docx.Document().save(target)
    return target.getvalue()


NONE, END = 0xFFFFFFFF, 0xFFFFFFFE


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(100)


def entry(name: str, kind: int, right: int, child: int) -> bytes:
    """An entry in the directory of an old Office file; its stream is empty."""
    named = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(named), kind, 1, NONE, right, child)
    return named.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", END, 0)


def embedding(own: str, other: str) -> bytes:
    """An old Office file with a stream of its own, and one of another file that is embedded in it."""
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", ole("")[:8], 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0
    )
    head += struct.pack("<I", 0) + struct.pack("<I", NONE) * 108
    table = struct.pack("<II", NONE - 2, END) + struct.pack("<I", NONE) * 126
    entries = (("Root Entry", 5, NONE, 1), (own, 2, 2, NONE), ("MBD0001", 1, NONE, 3), (other, 2, NONE, NONE))
    return head + table + b"".join(entry(*one) for one in entries)


@pytest.mark.parametrize("other", ["WordDocument", "PowerPoint Document"])
def test_what_is_embedded_in_a_workbook_says_nothing_of_it(other: str) -> None:
    assert kind(embedding("Workbook", other)) == "xls"
    assert kind(embedding("Book", "Chart")) == kind(embedding("WORKBOOK", "Chart")) == "xls"
    assert kind(embedding("Pictures", "Chart")) == "ole"
    assert kind(embedding(other, "Workbook")) == {"WordDocument": "doc"}.get(other, "ppt")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (word(), "docx"),
        (b"\xdb\xa5\x2d\x00" + bytes(60), "doc"),
        (word()[:3000], "docx"),
        (ooxml("wordprocessingml.template"), "docx"),
        (ooxml("spreadsheetml.sheet"), "xlsx"),
        (ooxml("presentationml.presentation"), "pptx"),
        (ooxml("drawingml.chart"), "zip"),
        (package(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        (package(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (package(mimetype="application/epub+zip"), "epub"),
        (package(a="b"), "zip"),
        (package(mimetype="application/vnd.oasis.opendocument.presentation"), "odp"),
        (package(**{"OFD.xml": "x", "Doc_0__Document.xml": "y"}), "ofd"),
        (package(**{"Index__Document.iwa": "x"}), "iwork"),
        (package(**{"uof.xml": "x"}), "uof"),
        (b"CAJ\0" + bytes(99), "caj"),
        (b"HN\0\0" + bytes(99), "caj"),
        (ole("__properties_version1.0"), "msg"),
        (ole("VisioDocument"), "visio"),
        (ole("MatOST"), "works"),
        (b"PK\x03\x04garbage", "zip"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\r\njunk\n%PDF-1.4\n", "pdf"),
        (ole("WordDocument"), "doc"),
        (ole("EncryptedPackage"), "encrypted-ooxml"),
        (ole("Workbook"), "xls"),
        (ole("Contents"), "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "html"),
        (b"  <html lang=zh>", "html"),
        (b"MIME-Version: 1.0\r\n", "mhtml"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
            "mhtml",
        ),
        (
            b"Received: from a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
            "eml",
        ),
        (b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n", "eml"),
        (b"\xff\xfe" + "<html>".encode("utf-16-le"), "html"),
        ("学校,学生\n一小,820\n二小,615\n".encode(), "csv"),
        ("学校，学生\n一小，820\n二小，615\n".encode(), "text"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "wordml"),
        (package(mimetype="application/vnd.oasis.opendocument.text-template"), "odt"),
        (b"\x89PNG\r\n\x1a\n\x00", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        ("教育工作计划".encode(), "text"),
        ("讲一讲 <html> 标签".encode(), "text"),
        (b"Rar!\x1a\x07\x00", "rar"),
    ],
)
def test_kind_is_told_from_the_bytes(data: bytes, expected: str) -> None:
    assert kind(data) == expected
