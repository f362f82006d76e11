"""Binary workbooks (.xlsb) made of records."""

from __future__ import annotations

import struct

from tests.ingest.zipped import pack

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + content


def words(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def line(number: int, *cells: bytes) -> bytes:
    return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)) + b"".join(cells)


def said(column: int, text: str) -> bytes:
    return record(6, struct.pack("<II", column, 0) + words(text))


def real(column: int, value: float, style: int = 0) -> bytes:
    return record(5, struct.pack("<IId", column, style, value))


def book(*lines: bytes, merges: tuple[tuple[int, int, int, int], ...] = (), styles: bytes = b"") -> bytes:
    """A workbook of one sheet; style 1 shows per cent with one digit, style 2 a word behind."""
    looks = (
        record(615, struct.pack("<I", 2))
        + record(44, struct.pack("<H", 170) + words("0.0%"))
        + record(44, struct.pack("<H", 171) + words('0"人"'))
    )
    looks += (
        record(616)
        + record(617, struct.pack("<I", 3))
        + b"".join(record(47, struct.pack("<HH12x", 0, number)) for number in (0, 170, 171))
        + record(618)
    )
    corner = record(148, struct.pack("<4I", 0, len(lines), 0, 5))
    merged = b"".join(record(176, struct.pack("<4I", *one)) for one in merges)
    sheet = record(129) + corner + record(145) + b"".join(lines) + record(146) + merged + record(130)
    shown = record(156, struct.pack("<II", 0, 1) + words("r1") + words("情况"))
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = '<Relationship Id="{}" Type="' + _OFFICE + '/{}" Target="{}"/>'
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>',
            "_rels/.rels": relations.format(link.format("r0", "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations.format(link.format("r1", "worksheet", "worksheets/sheet1.bin")),
            "xl/workbook.bin": record(131) + record(153, bytes(16)) + record(143) + shown + record(144) + record(157, bytes(26)) + record(132),
            "xl/styles.bin": styles or looks,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )  # fmt: skip


GOOD = book(
    line(0, said(0, "学校"), said(1, "近视率"), said(2, "在校学生")),
    line(1, said(0, "中心小学"), real(1, 0.857, 1), real(2, 312, 2)),
    line(2, said(0, "二小"), real(1, 0.5, 1), record(3, struct.pack("<IIB", 2, 0, 7))),
)


# Without the counts that the library relies on.
GOOD_BUT_UNTOLD = book(styles=record(617) + record(618))
