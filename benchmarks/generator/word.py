"""A work as a Word file, with all that Word and WPS put between the words.

The XML is written by hand: python-docx takes fifty times as long.
"""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from xml.sax.saxutils import escape

from benchmarks.generator.data import data, draw
from benchmarks.generator.piece import Block, Work, words

_DATE = (2024, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RUN = re.compile(r"[0-9A-Za-z.,%:-]+|[^0-9A-Za-z.,%:-]{1,24}")
_EDITED = re.compile(r"[0-9A-Za-z.,%:-]+|[^0-9A-Za-z.,%:-]{1,10}")
_FONT = {"title": ("方正小标宋简体", 44), "heading": ("黑体", 32), "body": ("仿宋_GB2312", 32)}
_NUMBERS = {1: ("chineseCounting", "%1、"), 2: ("chineseCounting", "（%1）"), 3: ("decimal", "%1.")}
_TYPES = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    "header1": "header",
    "footer1": "footer",
}


def write(work: Work, rng: Random) -> bytes:
    """The file's bytes; the same work and seed give the same."""
    body = _Body(rng, rng.random() < data("archive")["docx"]["automatic_numbers"])
    document = body.document(work)
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            {
                "footer" if name == "footer1" else "header" if name == "header1" else name: f"{name}.xml"
                for name in _TYPES
                if name != "document"
            }
        ),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(body.lists),
        "word/settings.xml": f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/></w:settings>',
        "word/fontTable.xml": f'{_HEAD}<w:fonts xmlns:w="{_W}"/>',
        "word/header1.xml": _margin("hdr", escape(work.parts[0].subject)),
        "word/footer1.xml": _margin("ftr", "—"),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in members.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 0
            package.writestr(entry, xml.encode(), zipfile.ZIP_DEFLATED, 6)
    return target.getvalue()


class _Body:
    """The document's body; ``lists`` counts the lists that begin at one again."""

    def __init__(self, rng: Random, automatic: bool) -> None:
        self.rng, self.automatic = rng, automatic
        self.broken = draw(rng, data("archive")["docx"]["runs"])
        self.lists = 0
        self._list = dict.fromkeys((1, 2, 3), 0)
        self._session = f"{rng.randrange(16**8):08X}"

    def document(self, work: Work) -> str:
        blocks = "".join(
            [
                self._table(block) if block.kind == "table" else self._paragraph(block)
                for block in work.blocks()
            ]
        )
        return (
            f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{blocks}<w:sectPr>'
            '<w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
            'w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="312"/>'
            "</w:sectPr></w:body></w:document>"
        )

    def _paragraph(self, block: Block) -> str:
        kind = block.kind if block.kind in _FONT else "body"
        number = self._number(block)
        label = "" if number else block.label
        style = {"title": "a3", "heading": str(block.level)}.get(block.kind, "a")
        shape = {"title": '<w:jc w:val="center"/>', "sign": '<w:jc w:val="right"/>'}.get(
            block.kind, '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
        )
        return (
            f'<w:p w:rsidR="{self._session}" w:rsidRDefault="{self._session}"><w:pPr><w:pStyle w:val="{style}"/>'
            f'{number}<w:spacing w:line="560" w:lineRule="exact"/>{shape}</w:pPr>'
            f"{self._runs(label + block.text, *_FONT[kind])}</w:p>"
        )

    def _number(self, block: Block) -> str:
        """The automatic number that shows the block's label, where the document has such."""
        if not (self.automatic and block.label):
            return ""
        if block.label in ("一、", "（一）", "1."):
            self.lists += 1
            self._list[block.level] = self.lists
        return f'<w:numPr><w:ilvl w:val="{block.level - 1}"/><w:numId w:val="{self._list[block.level]}"/></w:numPr>'

    def _runs(self, text: str, font: str, size: int) -> str:
        """The text in as many runs as this file is broken into; numbers and Latin words in a font of their own."""
        if self.broken == "whole":
            return self._run(text, font, size) if text else ""
        edited = self.broken == "edited"
        pieces = (_EDITED if edited else _RUN).findall(text)
        runs = [self._run(piece, font, size, edited) for piece in pieces]
        if edited and len(runs) > 3:
            runs.insert(self.rng.randrange(1, 3), '<w:proofErr w:type="spellStart"/>')
            runs.append('<w:proofErr w:type="spellEnd"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>')
            runs.append('<w:bookmarkEnd w:id="0"/>')
        return "".join(runs)

    def _run(self, text: str, font: str, size: int, edited: bool = False) -> str:
        if text[0] < "\x80":
            fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        else:
            fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:hint="eastAsia"/>'
        mark = f' w:rsidRPr="{self._session}"' if edited else ""
        rest = '<w:color w:val="000000"/><w:kern w:val="0"/>' if edited else ""
        language = '<w:lang w:val="zh-CN" w:bidi="ar"/>' if edited else ""
        return (
            f'<w:r{mark}><w:rPr>{fonts}{rest}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language}</w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        )

    def _table(self, block: Block) -> str:
        width = 8800 // len(block.rows[0])
        grid = "".join([f'<w:gridCol w:w="{width}"/>' for _ in block.rows[0]])
        rows = []
        for row in block.rows:
            cells = [
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
                f'<w:jc w:val="center"/></w:pPr>{self._runs(words(cell), "宋体", 21)}</w:p></w:tc>'
                for cell in row
            ]
            rows.append(f'<w:tr w:rsidR="{self._session}">{"".join(cells)}</w:tr>')
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="a4"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )


def _margin(name: str, text: str) -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if name == "ftr"
        else ""
    )
    return f'{_HEAD}<w:{name} xmlns:w="{_W}"><w:p><w:r><w:t>{text}</w:t></w:r>{field}</w:p></w:{name}>'


def _numbering(lists: int) -> str:
    levels = "".join(
        [
            f'<w:lvl w:ilvl="{level - 1}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text.replace("%1", f"%{level}")}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (shape, text) in _NUMBERS.items()
        ]
    )
    starts = "".join(
        [
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(3)
        ]
    )
    instances = "".join(
        [
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{starts}</w:num>'
            for number in range(1, lists + 1)
        ]
    )
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>{instances}</w:numbering>'
    )


def _relationships(targets: dict[str, str]) -> str:
    rows = "".join(
        [
            f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{target}"/>'
            for name, target in targets.items()
        ]
    )
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}'
        "</Relationships>"
    )


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = "".join(
        [
            f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>'
            for name, kind in _TYPES.items()
        ]
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _style(kind: str, ident: str, name: str, rest: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{ident}"><w:name w:val="{name}"/>{rest}</w:style>'


_BORDERS = "".join(
    [
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
)
# Word names all the styles it knows in every file.
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:count="376">'
    + "".join(
        [
            f'<w:lsdException w:name="List Style {number}" w:semiHidden="1" w:uiPriority="99"/>'
            for number in range(376)
        ]
    )
    + "</w:latentStyles>"
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" '
    'w:eastAsia="宋体" w:hAnsi="Calibri"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
    f"{_LATENT}"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + "".join(
        [
            _style(
                "paragraph",
                str(level),
                f"heading {level}",
                f'<w:basedOn w:val="a"/><w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
                "<w:rPr><w:b/></w:rPr>",
            )
            for level in (1, 2, 3)
        ]
    )
    + _style("paragraph", "a3", "Title", '<w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr>')
    + _style("table", "a4", "Table Grid", f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>")
    + "</w:styles>"
)
