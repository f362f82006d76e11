"""All text of Office packages and pages, got in the plainest way there is: what any reader ought to find."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html

_NAMESPACE = re.compile(r"\{.*\}")
_STORIES = re.compile(r"word/(?:document|footnotes|endnotes)\w*\.xml$")
_SHEETS = re.compile(r"xl/(?:worksheets|chartsheets)/[^/]*\.xml$")
_DRAWINGS = re.compile(r"xl/drawings/[^/]*\.xml$")
_SLIDES = re.compile(r"ppt/slides/[^/]*\.xml$")
# Text that is not the document's: another form of the same, or what was deleted.
_OUT = ("Fallback", "del", "moveFrom", "rPh")
_UNSEEN = (
    "script", "style", "head", "title", "noscript", "template", "select", "textarea", "button", "nav", "header",
    "footer", "aside", "iframe", "svg",
)  # fmt: skip
# Menus, dates and teasers are shorter than so many characters.
_RUNNING, _LEAST = ("p", "li", "td", "th", "h1", "h2", "h3", "blockquote", "pre"), 40


def docx(data: bytes) -> str:
    """Body and notes; headers and comments are no part of a document's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if _STORIES.search(name)]
        return "\n".join(_runs(archive.read(name), "t", "p") for name in parts)


def xlsx(data: bytes) -> str:
    """The words in cells, each as often as a cell shows it, and those of drawings; no numbers, which have formats."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        shared = _shared(archive, names)
        cells = [
            text for name in names if _SHEETS.search(name) for text in _cells(archive.read(name), shared)
        ]
        return "\n".join(
            cells + [_runs(archive.read(name), "t", "p") for name in names if _DRAWINGS.search(name)]
        )


def pptx(data: bytes) -> str:
    """The words on slides."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            _runs(archive.read(name), "t", "p") for name in archive.namelist() if _SLIDES.search(name)
        )


def opened(data: bytes) -> str:
    """The paragraphs of an OpenDocument file, neither remarks nor what was struck out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = _parsed(archive.read("content.xml"))
    for one in list(root.iter("{*}annotation", "{*}tracked-changes")):
        del one[:]
    return "\n".join("".join(map(str, one.itertext())) for one in root.iter("{*}p", "{*}h"))


def page(data: bytes) -> str:
    """The running text of a web page: paragraphs, items and cells that are no mere words, without their links."""
    parser = html.HTMLParser(encoding="utf-8" if _is_utf8(data) else None)
    root: Any = html.document_fromstring(data, parser)
    for one in list(root.iter(*_UNSEEN)):
        one.drop_tree()
    told = ("".join(map(str, _own(one))) for one in root.iter(*_RUNNING))
    return "\n".join(text for text in told if len(text.strip()) >= _LEAST)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _own(element: etree._Element) -> Iterator[str]:
    """The text of an element, neither that of links nor that of others of its kind inside it."""
    yield element.text or ""
    for child in element:
        if child.tag not in ("a", *_RUNNING):
            yield from _own(child)
        yield child.tail or ""


def letter(data: bytes) -> str:
    """The text of a letter or of a page saved whole, attachments left out."""
    body = email.message_from_bytes(data, policy=email.policy.default).get_body(("plain", "html"))
    content = body.get_content() if body is not None else ""
    marked = body is not None and body.get_content_subtype() == "html"
    return page(content.encode("utf-8", "replace")) if marked and content.strip() else str(content)


def plain(data: bytes) -> str:
    """Text in the encoding that it is proper in; none where there is no such."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
        (b"", "gb18030"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return ""


BY_KIND: dict[str, Callable[[bytes], str]] = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "ods": opened,
    "odt": opened,
    "html": page,
    "mhtml": letter,
    "eml": letter,
    "text": plain,
    "csv": plain,
}


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _name(element: etree._Element) -> str:
    return _NAMESPACE.sub("", element.tag) if isinstance(element.tag, str) else ""


def _runs(data: bytes, text: str, paragraph: str) -> str:
    """The text of elements named ``text``, those of a paragraph in one line."""
    return "".join(_walk(_parsed(data), text, paragraph))


def _walk(element: etree._Element, text: str, paragraph: str) -> Iterator[str]:
    stack: list[etree._Element | str] = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
            continue
        name = _name(one)
        if name in _OUT:
            continue
        if name == text:
            yield one.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        if name == paragraph:
            stack.append("\n")
        stack.extend(reversed(one))


def _shared(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    found = next((name for name in names if name.lower() == "xl/sharedstrings.xml"), None)
    if found is None:
        return []
    root = _parsed(archive.read(found))
    return ["".join(_walk(one, "t", "p")) for one in root if _name(one) == "si"]


def _cells(data: bytes, shared: list[str]) -> Iterator[str]:
    for cell in _parsed(data).iter("{*}c"):
        kind, value = cell.get("t"), cell.find("{*}v")
        if kind == "inlineStr":
            yield "".join(_walk(cell, "t", "p"))
        elif value is not None and value.text and kind in ("s", "str"):
            yield _at(shared, value.text) if kind == "s" else value.text


def _at(shared: list[str], number: str) -> str:
    return shared[int(number)] if number.strip().isdigit() and int(number) < len(shared) else ""
