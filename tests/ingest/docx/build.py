"""Minimal Word packages from XML snippets, and a short way to read them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.docx.reader import DocxReader
from schemas.document import Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{WORD}.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": OFFICE,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
}


def xml(root: str, content: str, strict: bool = False) -> bytes:
    """A part with all namespaces that the tests use."""
    spaces = {**_SPACES, **_STRICT} if strict else _SPACES
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:{root} {declared}>{content}</w:{root}>".encode()


def relations(entries: Mapping[str, str], office: str = OFFICE) -> bytes:
    """A relationships part: kind to target."""
    items = "".join(
        f'<Relationship Id="r{index}" Type="{office}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(entries.items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{items}</Relationships>'.encode()


def types(entries: Mapping[str, str]) -> bytes:
    items = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in entries.items())
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}">{items}</Types>'.encode()


def pack(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return buffer.getvalue()


def build(
    body: str,
    *,
    strict: bool = False,
    folder: str = "word",
    main: str = "document.xml",
    kind: str = MAIN,
    **side: str,
) -> bytes:
    """A package; ``side`` gives the contents of styles, numbering, footnotes, endnotes."""
    office = STRICT_OFFICE if strict else OFFICE
    path = f"{folder}/{main}"
    members = {
        "[Content_Types].xml": types({path: kind}),
        "_rels/.rels": relations({"officeDocument": path}, office),
        f"{folder}/_rels/{main}.rels": relations({name: f"{name}.xml" for name in side}, office),
        path: xml("document", f"<w:body>{body}</w:body>", strict),
    }
    members |= {f"{folder}/{name}.xml": xml(name, content, strict) for name, content in side.items()}
    return pack(members)


def load(data: bytes, limits: Limits | None = None) -> Document:
    source = Source("t.docx", data, hashlib.sha256(data).hexdigest())
    return DocxReader().read(source, limits or Limits())


def read(body: str, **side: str) -> Document:
    return load(build(body, **side))


def text(body: str, **side: str) -> str:
    return read(body, **side).text


def r(content: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{content}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; what is no XML becomes one."""
    made = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{made}</w:p>"


def numbered(content: str, list_id: int = 1, depth: int = 0) -> str:
    return p(content, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def tc(*content: str, properties: str = "") -> str:
    made = "".join(item if item.startswith("<") else p(item) for item in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{made or '<w:p/>'}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str | Sequence[str]) -> str:
    return f"<w:tbl>{''.join(row if isinstance(row, str) else tr(*row) for row in rows)}</w:tbl>"


def level(depth: int, form: str, pattern: str, extra: str = "", start: int | None = 1) -> str:
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{depth}">{begin}<w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{pattern}"/></w:lvl>'


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, target: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{target}"/>{overrides}</w:num>'


def style(name: str, content: str = "", kind: str = "paragraph", title: str = "", extra: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}" {extra}><w:name w:val="{title or name}"/>{content}</w:style>'


def field(instruction: str, result: str | None) -> str:
    """The runs of a complex field; ``result`` is runs, None for a field without."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
