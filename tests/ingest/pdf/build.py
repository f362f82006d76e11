"""PDF files put together by hand, object by object, for what no library writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pdfminer.cmapdb import CMapDB

BODY = (
    "全县义务教育学校按照国家规定开齐开足课程，教师每周集中学习一次，学生体质健康监测结果逐年向好，"
    "各校图书和实验仪器按需更新，校舍安全检查每学期进行，家长委员会参与学校管理，社会满意度有所提高，"
    "镇中心小学与村小结对发展，教研员定期到校听课指导，课后服务全面覆盖，寄宿生的生活条件得到改善。"
)
Encode = Callable[[str], bytes]


class File:
    """Objects numbered as they come; pages gather below one tree. ``catalog`` takes further entries."""

    def __init__(self) -> None:
        # The catalog and the page tree are written last, under the first two numbers.
        self.objects: list[bytes] = [b"", b""]
        self.pages: list[int] = []
        self.catalog = b""
        self.trailer = b""

    def add(self, body: bytes) -> int:
        """The number of a new object."""
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        """The number of a new stream."""
        return self.add(b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data))

    def font(self, encoding: str = "UniGB-UCS2-H", ordering: str = "GB1", unicode: bytes = b"") -> int:
        """A Song typeface that is named, not embedded; ``unicode`` is its map to Unicode, if any."""
        descriptor = self.add(
            b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -141 1000 859]/Ascent 859"
            b"/Descent -141/CapHeight 700/ItalicAngle 0/StemV 80>>"
        )
        child = self.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/FontDescriptor %d 0 R/DW 1000"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 2>>/W[1 95 500 814 939 500]>>"
            % (descriptor, ordering.encode())
        )
        extra = b"/ToUnicode %d 0 R" % self.stream(unicode) if unicode else b""
        return self.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/%s/DescendantFonts[%d 0 R]%s>>"
            % (encoding.encode(), child, extra)
        )

    def page(
        self,
        content: bytes,
        fonts: Mapping[str, int],
        *,
        box: tuple[int, int] = (595, 842),
        entries: bytes = b"",
        resources: bytes = b"",
    ) -> None:
        """A page; ``entries`` go into its dictionary, ``resources`` beside the fonts."""
        named = b"".join(b"/%s %d 0 R" % (name.encode(), number) for name, number in fonts.items())
        stream = self.stream(content)
        self.pages.append(
            self.add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<<%s>>%s>>%s>>"
                % (*box, stream, named, resources, entries)
            )
        )

    def done(self) -> bytes:
        """The file's bytes, with a table of references."""
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % self.catalog
        self.objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self.pages))
        data = b"%PDF-1.7\n"
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(data))
            data += b"%d 0 obj%s\nendobj\n" % (number, body)
        rows = b"".join(b"%010d 00000 n \n" % place for place in places)
        head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        tail = b"trailer<</Root 1 0 R/Size %d%s>>" % (len(places) + 1, self.trailer)
        return data + head + rows + tail + b"\nstartxref\n%d\n%%%%EOF" % len(data)


def ucs(text: str) -> bytes:
    """Codes of UniGB-UCS2-H."""
    return text.encode("utf-16-be")


def cids(text: str) -> bytes:
    """Glyph numbers of Adobe-GB1."""
    table = CMapDB.get_cmap("UniGB-UCS2-H").code2cid
    return b"".join(table[code[0]][code[1]].to_bytes(2, "big") for code in map(ucs, text))


def show(text: str, encode: Encode = ucs) -> bytes:
    """The operator that shows a text."""
    return b"<%s>Tj" % encode(text).hex().encode()


def lines(
    text: str,
    x: float = 60,
    top: float = 80,
    *,
    columns: int = 38,
    size: float = 12,
    font: str = "F1",
    encode: Encode = ucs,
    height: float = 842,
) -> bytes:
    """A text set in lines of ``columns`` characters, y counted from the top of the page."""
    cut = [text[start : start + columns] for start in range(0, len(text), columns)]
    shown = b" T* ".join(show(line, encode) for line in cut)
    return b"BT /%s %g Tf %g TL %g %g Td %s ET\n" % (
        font.encode(),
        size,
        1.5 * size,
        x,
        height - top - size,
        shown,
    )


def at(x: float, top: float, text: str, size: float = 12, font: str = "F1", height: float = 842) -> bytes:
    """One line of text in its place."""
    return lines(text, x, top, columns=max(1, len(text)), size=size, font=font, height=height)


def unicode_map(pairs: Mapping[bytes, str]) -> bytes:
    """A ToUnicode CMap."""
    rows = [f"<{code.hex()}> <{text.encode('utf-16-be').hex()}>" for code, text in pairs.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + body + "endcmap end end"
    ).encode()
