"""What a page's forms come to: PDFium lays out every draw of one anew, and those within it, without measure."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from pipeline.ingest.base import Limits, beyond
from pipeline.ingest.limit import size
from pipeline.ingest.pdf.content import drawn, unpacked
from pipeline.ingest.pdf.rough import DEPTH, DRAW, rough

_NONE: dict[str, Any] = {}

Key = tuple[int, int, int]


def check(data: bytes, limits: Limits) -> None:
    """Refuse a PDF before PDFium loads a page whose forms come to more than the limit. Raises OversizedSource."""
    # pdfminer may take longer to open a file than PDFium to read it.
    if rough(data) > limits.form_bytes and any(load > limits.form_bytes for load in _loads(data, limits)):
        raise beyond(f"the forms on a page come to more than {size(limits.form_bytes)}", "form_bytes")


def _loads(data: bytes, limits: Limits) -> Iterator[int]:
    """What the forms of each page come to. Pages that cannot be told are passed over: others read them otherwise."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    contents: dict[int, tuple[int, Counter[str]]] = {}
    # pdfminer raises what it likes on a damaged file.
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        return
    for number, (page, resources) in enumerate(_pages(document.catalog.get("Pages"))):
        if number > limits.pages:
            return
        try:
            yield _Load(limits.form_bytes + 1, contents).of(page, resources)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S112
            continue


def _pages(root: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """The pages below a node of the tree, each with the resources that it has or inherits."""
    waiting: list[tuple[Any, Any]] = [(root, None)]
    seen = set()
    while waiting:
        reference, inherited = waiting.pop()
        number = getattr(reference, "objid", None)
        if number in seen:
            continue
        if number is not None:
            seen.add(number)
        node = _dictionary(reference)
        resources = node.get("Resources", inherited)
        kids = _resolved(node.get("Kids"))
        if isinstance(kids, list):
            waiting += [(kid, resources) for kid in reversed(kids)]
        else:
            yield node, resources


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where the names of a content are looked up."""

    forms: dict[str, Any]
    fonts: dict[str, Any]

    def within(self, resources: Any, page: _Scope) -> _Scope:
        """That of a form with these resources; what they lack altogether, PDFium takes from the page's."""
        if resources is None:
            return self
        own = _dictionary(resources)
        return _Scope(
            _dictionary(own["XObject"]) if "XObject" in own else page.forms,
            _dictionary(own["Font"]) if "Font" in own else page.fonts,
        )


class _Load:
    """The forms of one page, each with those that it draws."""

    def __init__(self, most: int, contents: dict[int, tuple[int, Counter[str]]]) -> None:
        self._most = most
        self._contents = contents
        self._page = _Scope(_NONE, _NONE)
        # All that was found so far, what it takes by itself, and how often it draws which others.
        self._found: dict[Key, tuple[Any, _Scope]] = {}
        self._own: dict[Key, int] = {}
        self._inner: dict[Key, Counter[Key]] = {}
        self._roots: Counter[Key] = Counter()
        self._fonts: set[int] = set()

    def of(self, page: dict[str, Any], resources: Any) -> int:
        """The bytes that all draws come to, ``most`` where they are more."""
        self._page = self._page.within(resources or _NONE, self._page)
        for stream in _streams(page.get("Contents")):
            self._roots += self._drawn(self._content(stream)[1], self._page)
        for annotation in _several(page.get("Annots")):
            for stream in _streams(_dictionary(_dictionary(annotation).get("AP")).get("N")):
                self._roots[self._reached(stream, self._page)] += 1
        self._follow()
        if len(self._found) * DRAW >= self._most:
            return self._most
        loads = self._loads()
        return min(self._most, sum(count * loads[key] for key, count in self._roots.items()))

    def _follow(self) -> None:
        waiting = list(self._found)
        while waiting and len(self._found) * DRAW < self._most:
            for key in waiting:
                stream, scope = self._found[key]
                length, names = self._content(stream)
                self._own[key] = length + DRAW
                self._inner[key] = self._drawn(names, scope)
            waiting = list(islice(self._found, len(self._own), None))

    def _loads(self) -> dict[Key, int]:
        loads = self._own
        for _ in range(DEPTH - 1):
            deeper = {
                key: min(self._most, own + sum(count * loads[one] for one, count in self._inner[key].items()))
                for key, own in self._own.items()
            }
            if deeper == loads:
                break
            loads = deeper
        return loads

    def _drawn(self, names: Counter[str], scope: _Scope) -> Counter[Key]:
        """The forms that a content draws; the signs of its fonts that are drawn themselves are met on the way."""
        self._signs(scope)
        result: Counter[Key] = Counter()
        for name, count in names.items():
            stream = _resolved(scope.forms.get(name))
            if _subtype(stream) == "Form" and _is_stream(stream):
                result[self._reached(stream, scope)] += count
        return result

    def _signs(self, scope: _Scope) -> None:
        """PDFium lays out the sign of a Type 3 font once, however often it is written."""
        if id(scope.fonts) in self._fonts:
            return
        self._fonts.add(id(scope.fonts))
        for reference in scope.fonts.values():
            font = _dictionary(reference)
            if _subtype(font) == "Type3":
                inner = self._page.within(font.get("Resources"), self._page)
                for sign in _streams(font.get("CharProcs")):
                    self._roots[self._reached(sign, inner)] = 1

    def _reached(self, stream: Any, scope: _Scope) -> Key:
        inner = scope.within(stream.get("Resources"), self._page)
        key = (stream.objid, id(inner.forms), id(inner.fonts))
        # Kept, lest another dictionary gets the identity of one that is gone.
        self._found.setdefault(key, (stream, inner))
        return key

    def _content(self, stream: Any) -> tuple[int, Counter[str]]:
        if stream.objid not in self._contents:
            self._contents[stream.objid] = drawn(unpacked(stream))
        return self._contents[stream.objid]


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    return resolve1(value)


def _dictionary(value: Any) -> dict[str, Any]:
    found = _resolved(value)
    return found if isinstance(found, dict) else _NONE


def _several(value: Any) -> list[Any]:
    found = _resolved(value)
    if isinstance(found, dict):
        return list(found.values())
    return found if isinstance(found, list) else [found]


def _streams(value: Any) -> list[Any]:
    """The streams that a value is, or has one level below."""
    return [stream for one in _several(value) if _is_stream(stream := _resolved(one))]


def _is_stream(value: Any) -> bool:
    from pdfminer.pdftypes import PDFStream

    return isinstance(value, PDFStream)


def _subtype(value: Any) -> str | None:
    return getattr(_resolved(value.get("Subtype")), "name", None) if hasattr(value, "get") else None
