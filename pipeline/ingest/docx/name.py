"""Names of OOXML elements and attributes as lxml spells them, and how their values are read."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

CHOICE = f"{_COMPATIBILITY}Choice"
FALLBACK = f"{_COMPATIBILITY}Fallback"
ALTERNATE = f"{_COMPATIBILITY}AlternateContent"

# WPS writes numbers beyond any use into broken files; no real level, span or list number comes near this.
_LARGEST = 1_000_000


def w(name: str) -> str:
    """The name of a WordprocessingML element or attribute."""
    return _W + name


def w14(name: str) -> str:
    """The name of a Word 2010 extension."""
    return _W14 + name


def m(name: str) -> str:
    """The name of an Office Math element."""
    return _MATH + name


VAL = w("val")


def value(parent: Element | None, name: str) -> str | None:
    """``w:val`` of the child ``name``; None where either is missing."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get(VAL)


def number(text: str | None) -> int | None:
    """A whole number, or None where the text is none or is beyond what a document can mean."""
    if text is None or len(text) > 12:
        return None
    try:
        found = int(text)
    except ValueError:
        return None
    return found if abs(found) <= _LARGEST else None


def on(element: Element) -> bool:
    """Whether an on/off property is on: it is, unless its value says otherwise."""
    return element.get(VAL) not in ("0", "false", "off", "none")


def switch(parent: Element | None, name: str) -> bool | None:
    """The state of the on/off child ``name``; None where it does not stand."""
    child = None if parent is None else parent.find(name)
    return None if child is None else on(child)
