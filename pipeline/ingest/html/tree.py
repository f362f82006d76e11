"""A page's elements: parsed without network or entities, and which of them show no text of the document."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from schemas.errors import EmptySource, OversizedSource

Element = etree._Element

# Not text of a page: programs, styles, what other programs play, fields of forms, and the site around the document.
_SILENT = frozenset(
    (
        "head", "script", "style", "template", "iframe", "object", "embed", "applet",
        "canvas", "svg", "video", "audio", "map", "select", "button", "textarea", "datalist", "nav",
        "footer", "rt", "rp", "del", "noframes", "frameset", "dialog",
    )
)  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)",
    re.I,
)
_VEILED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DOOMED = "silent"
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_DEEP = re.compile(r"excessive depth|huge", re.I)
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary")


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        collect_ids=False,
    )


def parse(text: str) -> Element:
    """The page's root. OversizedSource for endless nesting, which the parser would cut off without a word."""
    try:
        root = etree.fromstring(CONTROL.sub("", text).encode("utf-8", "replace"), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if _DEEP.search(str(error)):
            raise OversizedSource("web page is nested too deep; save it as plain text") from error
        raise EmptySource("web page holds no text; check that it was saved completely") from error
    if any(_DEEP.search(entry.message) for entry in _parser().error_log):
        raise OversizedSource("web page is nested too deep; save it as plain text")
    if root is None:
        raise EmptySource("web page holds no text; check that it was saved completely")
    return root


def silent(element: Element) -> bool:
    """Whether nothing in an element is text of the document."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return True
    if not element.attrib:
        return False
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in _ROLES
    ):
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def prune(root: Element) -> None:
    """Take out what is silent; the text behind it stays."""
    if not _speaks(root):
        _unveil(root)
    stack = [root]
    while stack:
        for child in stack.pop():
            if silent(child):
                child.tag = _DOOMED
            else:
                stack.append(child)
    etree.strip_elements(root, _DOOMED, with_tail=False)


def _speaks(root: Element) -> bool:
    """Whether anything on the page is not silent."""
    stack = [root]
    while stack:
        element = stack.pop()
        if (element.text or "").strip():
            return True
        for child in element:
            if (child.tail or "").strip():
                return True
            if not silent(child):
                stack.append(child)
    return False


def _unveil(root: Element) -> None:
    """Show the largest hidden part of a page that hides all of itself until its program has run."""
    veiled = []
    stack = [root]
    while stack:
        for child in stack.pop():
            if _VEILED.search(child.get("style") or ""):
                veiled.append(child)
            else:
                stack.append(child)
    if veiled:
        largest = max(veiled, key=lambda element: sum(map(len, element.itertext())))
        del largest.attrib["style"]
