"""Office Math as linear text: 1/13, m², √(a)."""

from __future__ import annotations

from pipeline.ingest.docx.name import Element, m, w

_DEEPEST = 50
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_PROPERTIES = frozenset(m(name) for name in ("fPr", "rPr", "sSupPr", "radPr", "naryPr", "dPr", "ctrlPr"))
_TEXT = frozenset((m("t"), w("t")))
_DROPPED = frozenset((w("del"), w("moveFrom"), w("rPr"))) | _PROPERTIES


def raised(text: str) -> str:
    """Superscript digits as their own characters, so that 10 with a raised 4 never reads as 104."""
    return text.translate(_RAISED)


def is_raised(text: str) -> bool:
    """Whether a superscript can be written with characters of its own."""
    return bool(text) and all(ord(char) in _RAISED for char in text)


def linear(element: Element, depth: int = 0) -> str:
    """The formula as one line of text; what lies deeper than any formula goes is left out."""
    tag = element.tag
    if depth > _DEEPEST:
        return ""
    if tag in _TEXT:
        return element.text or ""
    if tag in _DROPPED:
        return ""
    if tag == m("f"):
        return f"{_group(_part(element, 'num', depth))}/{_group(_part(element, 'den', depth))}"
    if tag == m("sSup"):
        power = _part(element, "sup", depth)
        return _part(element, "e", depth) + (raised(power) if is_raised(power) else f"^{_group(power)}")
    if tag == m("rad"):
        return f"{_part(element, 'deg', depth)}√({_part(element, 'e', depth)})"
    if tag == m("d"):
        return f"({','.join(linear(child, depth + 1) for child in element.iterfind(m('e')))})"
    return "".join(linear(child, depth + 1) for child in element)


def _part(element: Element, name: str, depth: int) -> str:
    child = element.find(m(name))
    return "" if child is None else linear(child, depth + 1)


def _group(text: str) -> str:
    """Brackets where a fraction's part is more than one term."""
    return f"({text})" if any(char in "+-−×÷*/=" for char in text) else text
