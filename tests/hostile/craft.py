"""Files made to do harm, each as small as it can be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

WORDS = "全校现有在校学生860人。"


def pdf(objects: Mapping[int, str | bytes], trailer: str = "/Root 1 0 R", before: str = "") -> bytes:
    """A PDF of these objects with a table of where they stand; ``before`` goes into the trailer."""
    made, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, content in objects.items():
        places[number] = len(made)
        made += (
            f"{number} 0 obj\n".encode()
            + (content if isinstance(content, bytes) else content.encode())
            + b"\nendobj\n"
        )
    start, last = len(made), max(objects)
    made += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        made += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    return bytes(
        made + f"trailer\n<</Size {last + 1} {trailer} {before}>>\nstartxref\n{start}\n%%EOF".encode()
    )


def stream(content: bytes, more: str = "", *, packed: bool = False) -> bytes:
    """A stream object of a PDF."""
    if packed:
        content, more = zlib.compress(content, 9), f"/Filter/FlateDecode {more}"
    return f"<</Length {len(content)} {more}>>stream\n".encode() + content + b"\nendstream"


_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>{0}>>>>"
_SAID = b"BT /F 12 Tf 72 700 Td (There are 860 pupils in the school.) Tj ET\n"


def page(
    content: bytes = _SAID,
    *,
    more: Mapping[int, str | bytes] | None = None,
    resources: str = "",
    **parts: str,
) -> bytes:
    """A PDF of one page with this content; ``more`` objects; catalog, pages and trailer as told."""
    packed = len(content) > 100_000
    objects: dict[int, str | bytes] = {
        1: parts.get("catalog", "<</Type/Catalog/Pages 2 0 R>>"),
        2: parts.get("pages", "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        3: _PAGE.format(resources),
        4: stream(content, packed=packed),
        5: _FONT,
    }
    return pdf(objects | dict(more or {}), before=parts.get("trailer", ""))


def deep(opening: str, closing: str, depth: int = 200_000) -> str:
    return opening * depth + closing * depth


def hostile_pdfs() -> dict[str, bytes]:
    """By name what is wrong: the words on the page can still be had in most of them."""
    loop = page(trailer="/Prev {0}")
    at = loop.rindex(b"startxref\n") + 10
    return {
        "previous-table-is-itself": loop.replace(b"{0}", loop[at : loop.index(b"\n", at)]),
        "page-is-its-own-parent": page(pages="<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>"),
        "page-tree-loops": page(
            pages="<</Type/Pages/Kids[6 0 R]/Count 1>>",
            more={6: "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"},
        ),
        "page-tree-is-deep": page(
            pages="<</Type/Pages/Kids[6 0 R]/Count 1>>",
            more={n: f"<</Type/Pages/Kids[{n + 1} 0 R]/Count 1/Parent {n - 1} 0 R>>" for n in range(6, 5000)}
            | {5000: "<</Type/Pages/Kids[3 0 R]/Count 1>>"},
        ),
        "count-is-a-lie": page(pages="<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"),
        "kids-without-end": page(pages=f"<</Type/Pages/Kids[{'3 0 R ' * 200_000}]/Count 200000>>"),
        "object-is-deep": page(more={6: deep("[", "]")}, catalog="<</Type/Catalog/Pages 2 0 R/Names 6 0 R>>"),
        "dictionary-is-deep": page(
            more={6: deep("<</A", ">>")}, catalog="<</Type/Catalog/Pages 2 0 R/Names 6 0 R>>"
        ),
        "content-is-deep": page(b"[" * 300_000 + b"]" * 300_000 + _SAID),
        "states-without-end": page(b"q " * 2_000_000 + _SAID),
        "outline-loops": page(
            catalog="<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>",
            more={
                6: "<</Type/Outlines/First 7 0 R/Last 7 0 R>>",
                7: "<</Title(A)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>",
            },
        ),
        "length-is-itself": page(more={4: b"<</Length 4 0 R>>stream\n" + _SAID + b"\nendstream"}),
        "object-streams-loop": page(
            more={
                6: stream(b"7 0 <<>>", "/Type/ObjStm/N 1/First 4/Extends 8 0 R"),
                8: stream(b"9 0 <<>>", "/Type/ObjStm/N 1/First 4/Extends 6 0 R"),
            }
        ),
        "form-draws-itself": page(
            b"/X Do " + _SAID,
            resources="/XObject<</X 6 0 R>>",
            more={
                6: stream(
                    b"/X Do /X Do",
                    "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
                )
            },
        ),
        "forms-draw-each-other": page(
            b"/X Do " + _SAID,
            resources="/XObject<</X 6 0 R>>",
            more={
                n: stream(
                    b"/X Do /X Do",
                    f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {13 - n} 0 R>>>>",
                    packed=True,
                )
                for n in (6, 7)
            },
        ),
        "forms-multiply": page(
            b"/X Do " + _SAID,
            resources="/XObject<</X 6 0 R>>",
            more={
                n: stream(
                    b"/X Do " * 10,
                    f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>",
                )
                for n in range(6, 16)
            }
            | {16: stream(_SAID, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>")},
        ),
        "stream-is-a-bomb": page(b" " * 300_000_000 + _SAID),
        "image-without-measure": page(
            b"q 595 0 0 842 0 0 cm /X Do Q " + _SAID,
            resources="/XObject<</X 6 0 R>>",
            more={
                6: stream(
                    b"\0" * 64,
                    "/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB",
                )
            },
        ),
        "text-without-end": page(_SAID * 400_000),
        "lines-without-end": page(
            b"".join(b"%d 0 m %d 800 l S " % (x % 500, x % 500) for x in range(400_000)) + _SAID
        ),
        "number-without-end": page(b"1" * 5_000_000 + b" 0 0 1 0 0 cm " + _SAID),
        "launches-a-program": page(
            catalog="<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/JavaScript/JS(app.alert(1))>>>>>>"
        ),
    }


_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole_with_table(
    table: tuple[int, ...], name: str = "WordDocument", difat: tuple[int, int] = (0xFFFFFFFE, 0)
) -> bytes:
    """A compound file whose first sector is ``table``, its second the directory with one large stream."""
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        _MAGIC,
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        *difat,
    )
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = title.encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            raw,
            len(raw) + 2,
            kind,
            1,
            0xFFFFFFFF,
            0xFFFFFFFF,
            child,
            b"",
            0,
            0,
            0,
            start,
            size,
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, 2**30) + bytes(256)
    return header + fat + directory + bytes(512) * 20


def hostile_compounds() -> dict[str, bytes]:
    """Compound files (.doc, .xls) whose chains of sectors loop or lead nowhere."""
    end = 0xFFFFFFFE
    made = {}
    for name in ("WordDocument", "Workbook"):
        made |= {
            f"{name}-stream-loops": ole_with_table((0xFFFFFFFD, end, 3, 2), name),
            f"{name}-directory-loops": ole_with_table((0xFFFFFFFD, 1, end), name),
            f"{name}-leads-outside": ole_with_table((0xFFFFFFFD, end, 70_000), name),
            f"{name}-difat-loops": ole_with_table((0xFFFFFFFD, end, end), name, (2, 0x7FFFFFFF)),
        }
    return made


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
DDE = r"DDEAUTO c:\\windows\\system32\\cmd.exe \"/k calc\""


def rtf(inside: str) -> bytes:
    """Rich text with something harmful in a group."""
    return rf"{{\rtf1\ansi before {{{inside}}} after\par}}".encode()


def flat_word(settings: str = "", head: str = "") -> bytes:
    """A Word 2003 XML document."""
    said = "&f;&a11;" if head else WORDS
    return (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>{head}'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:docPr>{settings}</w:docPr><w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()


def odt(link: str = "", canary: Path | None = None, touched: Path | None = None, head: str = "") -> bytes:
    """An OpenDocument text with a picture elsewhere, a section of another file, a link by DDE and a macro on opening."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "drawing", "script", "manifest")
    )
    spaces += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office"'
    harm = ""
    if link and canary and touched:
        harm = (
            f'<text:p><draw:frame draw:name="a"><draw:image xlink:href="{link}.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
            f'<text:section text:name="s"><text:section-source xlink:href="{canary.as_uri()}"/><text:p>x</text:p></text:section>'
            f'<text:section text:name="t"><text:section-source xlink:href="{link}.odt"/><text:p>x</text:p></text:section>'
            f'<text:section text:name="d"><office:dde-source office:dde-application="soffice" office:dde-topic="{canary}" office:dde-item="1" office:automatic-update="true"/><text:p>x</text:p></text:section>'
        )
    script = f"sub Main\n open &quot;{touched}&quot; for output as #1\nend sub"
    said = "&f;&a11;" if head else WORDS
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content {spaces}><office:scripts><office:event-listeners>'
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" '
        'xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/>'
        f"</office:event-listeners></office:scripts><office:body><office:text><text:p>{said}</text:p>{harm}</office:text></office:body></office:document-content>"
    )
    entry = '<manifest:file-entry manifest:full-path="{0}" manifest:media-type="{1}"/>'
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        listed = entry.format("/", "application/vnd.oasis.opendocument.text") + entry.format(
            "content.xml", "text/xml"
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{listed}</manifest:manifest>")
        archive.writestr("content.xml", content)
        archive.writestr(
            "Basic/script-lc.xml",
            f'<library:libraries {library}><library:library library:name="Standard" library:link="false"/></library:libraries>',
        )
        archive.writestr(
            "Basic/Standard/script-lb.xml",
            f'<library:library {library} library:name="Standard"><library:element library:name="Module1"/></library:library>',
        )
        archive.writestr(
            "Basic/Standard/Module1.xml",
            f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{script}</script:module>',
        )
    return target.getvalue()
