"""Where on a page the document stands: sites put menus, links and lists of other pages around it.

The innermost element that holds nearly all words outside links is it. What is too much does little harm (the
splitter knows a site's lines); what is too little would be lost, so where in doubt it is the whole page.
"""

from __future__ import annotations

import re

from pipeline.ingest.html.tree import Element

_SHARE = 0.9
# Below so many words a page is no article among links.
_LEAST = 200
_HEADINGS = ("h1", "h2")
_INSIDE = (
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "pre",
    "blockquote",
    "font",
    "span",
)
# A block of words nearly all of which are links is a menu.
_LINKS = 0.8
_FEWEST_LINKS = 4
_MENUS = ("div", "ul", "ol", "dl", "header", "section", "td")
# Beside the document, or for browsers that run no scripts; unless it is all there is.
_SIDES = ("aside", "noscript")
_ANNEX = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|zip|rar|pptx?)$", re.IGNORECASE)


def main(body: Element, title: str) -> Element:
    """The element to read; menus among what is in it are taken out. ``title`` is the page's own, without spaces."""
    words, links = _weights(body)
    if _drop_sides(body, words, links):
        words, links = _weights(body)
    total = words[body] - links[body]
    if total < _LEAST:
        return body
    found = body
    while (inner := _inner(found, words, links, total)) is not None and not _titled(found, inner, title):
        found = inner
    _drop_menus(found, words, links)
    return found


def _drop_sides(body: Element, words: dict[Element, int], links: dict[Element, int]) -> bool:
    """Take out what stands beside the document; one that holds nearly all words is where a careless page has it."""
    enough = _SHARE * (words[body] - links[body])
    doomed = []
    stack = [body]
    while stack:
        for child in stack.pop():
            if child.tag in _SIDES and words[child] - links[child] < enough:
                doomed.append(child)
            else:
                stack.append(child)
    for element in doomed:
        _empty(element)
    return bool(doomed)


def _inner(
    outer: Element, words: dict[Element, int], links: dict[Element, int], total: int
) -> Element | None:
    inner = (one for one in outer if words[one] - links[one] >= _SHARE * total)
    return next((one for one in inner if one.tag not in _INSIDE), None)


def _titled(outer: Element, inner: Element, title: str) -> bool:
    """Whether the document's title stands in ``outer`` beside ``inner``: as a heading, or as the page's own title."""
    for child in outer:
        if child is inner:
            continue
        for one in child.iter():
            if one.tag in _HEADINGS and any(text.strip() for text in one.itertext()):
                return True
            words = "".join((one.text or "").split())
            if len(words) > 3 and title.startswith(words):
                return True
    return False


def _weights(body: Element) -> tuple[dict[Element, int], dict[Element, int]]:
    """How many characters stand in each element, and how many of them in links."""
    words: dict[Element, int] = {}
    links: dict[Element, int] = {}
    for element in reversed(list(body.iter())):
        own = len((element.text or "").strip())
        linked = 0
        for child in element:
            own += words[child] + len((child.tail or "").strip())
            linked += links[child]
        words[element] = own
        links[element] = own if element.tag == "a" and element.get("href") else linked
    return words, links


def _drop_menus(found: Element, words: dict[Element, int], links: dict[Element, int]) -> None:
    doomed = []
    stack = [found]
    while stack:
        for child in stack.pop():
            if (
                child.tag in _MENUS
                and words[child]
                and links[child] >= _LINKS * words[child]
                and words[child] - links[child] < _LEAST  # or else the document stands among the links
                and _is_menu(child)
            ):
                doomed.append(child)
            else:
                stack.append(child)
    for element in doomed:
        _empty(element)


def _empty(element: Element) -> None:
    element.text = None
    del element[:]


def _is_menu(element: Element) -> bool:
    """Whether links lead to other pages; those of a document's annexes are its own."""
    targets = [link.get("href") or "" for link in element.iter("a")]
    return len(targets) >= _FEWEST_LINKS and not any(_ANNEX.search(target) for target in targets)
