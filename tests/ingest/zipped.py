"""Documents that are a zip of XML parts, made small."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.reader import read
from schemas.document import Document

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_CALC = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_SLIDES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HARM = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def pack(members: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(Source("文件", data, "0" * 64), limits)


def text(words: str, x: float, y: float, *, size: float = 4.2, more: str = "", step: str = "") -> str:
    """A text object of an OFD page at its baseline."""
    steps = step or f"g {len(words) - 1} {size}"
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} 180 {size}" Size="{size}" Font="3" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: str, template: str = "", head: str = "") -> bytes:
    """An OFD of pages, each the objects on it."""
    used = '<ofd:Template TemplateID="50"/>' if template else ""
    page = f'<?xml version="1.0"?>{{0}}<ofd:Page {_OFD}>{{1}}<ofd:Content><ofd:Layer ID="1">{{2}}</ofd:Layer></ofd:Content></ofd:Page>'
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    common = '<ofd:TemplatePage ID="50" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    return pack(
        {
            "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            **{
                f"Doc_0/Pages/Page_{n}/Content.xml": page.format(head, used, one)
                for n, one in enumerate(pages)
            },
            **({"Doc_0/Tpls/Tpl_0/Content.xml": page.format("", "", template)} if template else {}),
        }
    )


def ods(rows: str, *, head: str = "", style: str = "", name: str = "情况") -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    styles = f'<office:automatic-styles><style:style style:name="t" style:family="table">{style}</style:style></office:automatic-styles>'
    body = f'<table:table table:name="{name}" table:style-name="t">{rows}</table:table>'
    content = f"<office:document-content {_CALC}>{styles}<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?>{head}{content}',
        }
    )


def row(*cells: str, more: str = "") -> str:
    made = (
        one if one.startswith("<") else f"<table:table-cell><text:p>{one}</text:p></table:table-cell>"
        for one in cells
    )
    return f"<table:table-row {more}>{''.join(made)}</table:table-row>"


def shape(words: str, kind: str | None = None, y: int = 0, x: int = 0) -> str:
    """A shape of a slide with paragraphs, a line each."""
    held = "" if kind is None else f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>'
    said = "".join(f"<a:p><a:r><a:t>{one}</a:t></a:r></a:p>" for one in words.split("\n"))
    return f'<p:sp><p:nvSpPr>{held}</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/></a:xfrm></p:spPr><p:txBody>{said}</p:txBody></p:sp>'


def grid(*rows: Sequence[str]) -> str:
    """A table of a slide; cells are texts, or elements as they are."""
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    made = "".join(
        f"<a:tr>{''.join(one if one.startswith('<') else cell.format(one) for one in line)}</a:tr>"
        for line in rows
    )
    return f"<p:graphicFrame><p:xfrm><a:off x='0' y='500'/></p:xfrm><a:graphic><a:tbl>{made}</a:tbl></a:graphic></p:graphicFrame>"


def pptx(
    *slides: str,
    notes: Mapping[int, str] | None = None,
    hidden: int = -1,
    head: str = "",
    order: Sequence[int] = (),
) -> bytes:
    """A presentation of slides, each the shapes on it."""
    told = notes or {}
    kind = "application/vnd.openxmlformats-officedocument.presentationml"

    def relations(*entries: tuple[str, str, str]) -> str:
        items = "".join(
            f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for key, kind, target in entries
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'

    def part(root: str, content: str, more: str = "") -> str:
        return f'<?xml version="1.0"?>{head}<p:{root} {_SLIDES} {more}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:{root}>'

    shown = order or range(len(slides))
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}.presentation.main+xml"/></Types>',
        "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {_SLIDES}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in shown)
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"s{n}", "slide", f"slides/slide{n}.xml") for n in range(len(slides)))
        ),
    }
    for n, content in enumerate(slides):
        members[f"ppt/slides/slide{n}.xml"] = part("sld", content, 'show="0"' if n == hidden else "")
        if n in told:
            members[f"ppt/slides/_rels/slide{n}.xml.rels"] = relations(
                ("n", "notesSlide", f"../notesSlides/n{n}.xml")
            )
            members[f"ppt/notesSlides/n{n}.xml"] = part(
                "notes", shape(told[n], "body") + shape("7", "sldNum")
            )
    return pack(members)
