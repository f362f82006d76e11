"""Damaged files given back what PDFium needs to open them: a beginning, a trailer, a tree of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = b"%PDF-"
_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+obj\b")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_PARENT = re.compile(rb"/Parent\s+\d+\s+\d+\s+R")
_ROOT = re.compile(rb"/Root\s+\d+\s+\d+\s+R")
_LONGEST = 4000
_PAPER = b"/MediaBox[0 0 595 842]"


def mended(data: bytes) -> Iterator[bytes]:
    """What the file may have been, the likeliest first; none where nothing can be done."""
    start = data.find(_HEAD)
    if start > 0:
        data = data[start:]
        yield data
    heads = dict(_heads(data))
    if data.rfind(b"stream") > data.rfind(b"endstream") + 3:
        data += b"\nendstream\nendobj\n"
    catalogs = [number for number, head in heads.items() if _CATALOG.search(head)]
    if catalogs:
        yield data + _trailer(catalogs[-1], max(heads))
    pages = [number for number, head in heads.items() if _PAGE.search(head)]
    if pages:
        yield _with_tree(data, pages, max(heads), heads)


def _heads(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number of each object and how it begins, up to its stream; a later one of a number goes before."""
    for found in _OBJECT.finditer(data):
        head = data[found.end() : found.end() + _LONGEST]
        ends = [end for end in (head.find(b"endobj"), head.find(b"stream")) if end >= 0]
        yield int(found[1]), head[: min(ends, default=len(head))]


def _trailer(root: int, last: int) -> bytes:
    return b"\ntrailer<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF" % (root, last + 1)


def _with_tree(data: bytes, pages: list[int], last: int, heads: dict[int, bytes]) -> bytes:
    """The file with a new catalog and tree that hold its pages; their old tree may be what is lost."""
    catalog, tree = last + 1, last + 2
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    added = b"\n%d 0 obj<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (catalog, tree)
    added += b"%d 0 obj<</Type/Pages/Kids[%s]/Count %d%s>>\nendobj\n" % (tree, kids, len(pages), _PAPER)
    for number in pages:
        head = _PARENT.sub(b"/Parent %d 0 R" % tree, heads[number])
        added += b"%d 0 obj%s\nendobj\n" % (number, head)
    return _ROOT.sub(b"", data) + added + _trailer(catalog, tree)
