"""Pieces of a sample as a Word file: heading styles, automatic numbers, real tables, footnotes, a text box."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.samples.piece import LABELS, Piece, spans

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from docx.text.paragraph import Paragraph

DATE = datetime(2024, 9, 1, tzinfo=UTC)
ZIP_DATE = (2024, 9, 1, 0, 0, 0)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for number, (kind, mark) in enumerate(
        [("separator", "separator"), ("continuationSeparator", "continuationSeparator")], start=-1
    )
)
BOX_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" ' + nsdecls("w", "wp", "a")
)


def write(pieces: list[Piece], path: Path) -> None:
    """Write the pieces; the same pieces give the same bytes."""
    document = Document()
    document.core_properties.author = "shengjun"
    document.core_properties.created = document.core_properties.modified = DATE
    fonts: Any = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "SimSun")
    numbering = _Numbering(document)
    notes: list[str] = []
    last: Paragraph | None = None
    for piece in pieces:
        if piece.kind == "table":
            _table(document, piece)
            last = None
        elif piece.kind == "note" and last is not None:
            notes.append(piece.text)
            _reference(last, len(notes))
        elif piece.kind == "box":
            document.add_paragraph()._p.append(parse_xml(_box(piece.text)))
        else:
            last = _paragraph(document, piece, numbering)
    if notes:
        _footnotes(document, notes)
    _save(document, path)


def _paragraph(document: DocumentObject, piece: Piece, numbering: _Numbering) -> Paragraph:
    paragraph: Paragraph
    if piece.kind == "title":
        paragraph = document.add_heading(piece.text, level=0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif piece.kind == "heading":
        paragraph = document.add_heading(piece.text, level=piece.level)
    else:
        paragraph = document.add_paragraph(piece.text)
    if piece.label:
        numbering.apply(paragraph, piece.label, piece.restart)
    return paragraph


class _Numbering:
    """Automatic numbers: one abstract definition a label shape, one instance a count that begins at 1."""

    def __init__(self, document: DocumentObject) -> None:
        self._root: Any = document.part.numbering_part.element
        self._root.clear()
        self._instances: dict[str, int] = {}
        self._next = 1
        for index, (_, style, words) in enumerate(LABELS.values()):
            self._root.append(
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{index}">'
                    f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                    f'<w:numFmt w:val="{style}"/><w:suff w:val="nothing"/><w:lvlText w:val="{words}"/>'
                    "</w:lvl></w:abstractNum>"
                )
            )

    def apply(self, paragraph: Paragraph, label: str, restart: bool) -> None:
        if restart or label not in self._instances:
            self._instances[label] = self._next
            self._root.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{self._next}">'
                    f'<w:abstractNumId w:val="{list(LABELS).index(label)}"/><w:lvlOverride w:ilvl="0">'
                    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
                )
            )
            self._next += 1
        properties: Any = paragraph._p.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = 0
        number.get_or_add_numId().val = self._instances[label]


def _table(document: DocumentObject, piece: Piece) -> None:
    """A grid in which the table's name is a first row across all columns."""
    head = 1 if piece.text else 0
    width = max(len(row) for row in piece.rows)
    table = document.add_table(rows=len(piece.rows) + head, cols=width, style="Table Grid")
    hidden = set()
    if head:
        table.cell(0, 0).merge(table.cell(0, width - 1)).text = piece.text
    for top, left, bottom, right in spans(piece.rows):
        table.cell(top + head, left).merge(table.cell(bottom + head, right))
        hidden |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        hidden.remove((top, left))
    for row, cells in enumerate(piece.rows):
        for column, words in enumerate(cells):
            if (row, column) not in hidden:
                table.cell(row + head, column).text = words


def _reference(paragraph: Paragraph, number: int) -> None:
    run = f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    paragraph._p.append(parse_xml(f'{run}<w:footnoteReference w:id="{number}"/></w:r>'))


def _footnotes(document: DocumentObject, notes: list[str]) -> None:
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p></w:footnote>'
        for number, words in enumerate(notes, start=1)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{SEPARATORS}{body}</w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _box(words: str) -> str:
    """A text box as Word writes it: the drawing, and the same words again for older programs."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:r {BOX_NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="5000000" cy="500000"/><wp:docPr id="1" name="box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="500000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        '</mc:Choice><mc:Fallback><w:pict><v:shape style="width:394pt;height:39pt"><v:textbox>'
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _save(document: DocumentObject, path: Path) -> None:
    """Save with fixed dates in the archive too, which python-docx fills with the time of day."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = 0
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
