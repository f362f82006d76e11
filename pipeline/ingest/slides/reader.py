"""PowerPoint presentations (.pptx): slide by slide, shapes from top to bottom, tables as tables, then the notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.ingest.base import Limits, Source
from pipeline.ingest.bundle import Bundle, joined
from pipeline.ingest.draft import Draft
from pipeline.ingest.glyph import fold
from pipeline.ingest.grid import Item
from pipeline.ingest.workbook.look import shown
from pipeline.line import lines
from schemas.document import Document, Place, Warning
from schemas.errors import EmptySource

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLES = ("title", "ctrTitle")
# The date, the footer and the number that stand on every slide, and the picture of the slide over its notes.
_FURNITURE = ("dt", "ftr", "sldNum", "hdr", "sldImg")
_EMPTY = "presentation holds no text; if it holds pictures of text, save it as PDF and run OCR"
_HIDDEN = "第{0}页是隐藏的，也已读取"


class SlidesReader:
    """Reads what stands on the slides; a page of the record is a slide."""

    name = "slides"
    media_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

    def read(self, source: Source, limits: Limits) -> Document:
        """The whole presentation. Raises a SourceError that says what is wrong with the file."""
        bundle = Bundle(source, limits, "PowerPoint presentation")
        draft, places, warnings = Draft(limits), list[Place](), list[Warning]()
        slides = _slides(bundle)
        for number, part in enumerate(slides, start=1):
            root = bundle.parse(part)
            if root is None:
                raise bundle.damaged()
            start = draft.end + (not draft.fresh)
            _slide(draft, root)
            for target in _targets(bundle, part, "notesSlide").values():
                notes = bundle.parse(target)
                if notes is not None:
                    _slide(draft, notes)
            if draft.end > start:
                places.append(Place(start, draft.end, number))
            if root.get("show") in ("0", "false"):
                warnings.append(Warning("slide_hidden", _HIDDEN.format(number)))
        text = fold(draft.text())
        if not text:
            raise EmptySource(_EMPTY)
        return Document(
            path=source.path,
            sha256=source.sha256,
            size=len(source.data),
            media_type=self.media_type,
            reader=self.name,
            text=text,
            blocks=tuple(draft.blocks),
            tables=tuple(draft.tables),
            places=tuple(places),
            pages=len(slides),
            warnings=tuple(warnings),
        )


def _slides(bundle: Bundle) -> list[str]:
    """The slides' parts in the order in which they are shown."""
    main = next(iter(_targets(bundle, "", "officeDocument").values()), "ppt/presentation.xml")
    root = bundle.parse(main)
    if root is None:
        raise bundle.damaged()
    targets = _targets(bundle, main, "slide")
    keys = [
        str(value)
        for one in root.iterfind("{*}sldIdLst/{*}sldId")
        for name, value in one.items()
        if str(name).endswith("}id")
    ]
    return list(dict.fromkeys(targets[key] for key in keys if key in targets))


def _targets(bundle: Bundle, part: str, kind: str) -> dict[str, str]:
    """The parts that a part refers to as ``kind``, by their ids; links out of the file are none."""
    folder, _, name = part.rpartition("/")
    root = bundle.parse(joined(folder, f"_rels/{name}.rels"))
    if root is None:
        return {}
    return {
        one.get("Id") or "": joined(folder, one.get("Target") or "")
        for one in root.iter(_RELATION)
        if (one.get("Type") or "").endswith(f"/{kind}") and one.get("TargetMode") != "External"
    }


def _slide(draft: Draft, root: Element) -> None:
    shapes = [shape for shape in root.iter("{*}sp", "{*}graphicFrame") if _holder(shape) not in _FURNITURE]
    # Titles first; shapes in groups stay where the file has them, for their places count from the group's.
    for shape in sorted(shapes, key=lambda shape: (_holder(shape) not in _TITLES, *_place(shape))):
        table = next(shape.iter("{*}tbl"), None)
        if table is not None:
            draft.table(list(_items(table)), max(0, len(draft.blocks) - 1))
            continue
        kind = (
            "heading" if _holder(shape) in _TITLES else "textbox" if _holder(shape) is None else "paragraph"
        )
        body = shape.find("{*}txBody")
        for text in () if body is None else _paragraphs(body):
            draft.block(text, kind, 1 if kind == "heading" else None)  # type: ignore[arg-type]


def _holder(shape: Element) -> str | None:
    """What a shape is on its slide: title, body, ftr …; None where it is merely put there."""
    found = next(shape.iter("{*}ph"), None)
    return None if found is None else found.get("type") or "body"


def _place(shape: Element) -> tuple[int, int]:
    grouped = (parent := shape.getparent()) is not None and str(parent.tag).endswith("}grpSp")
    offset = None if grouped else next(shape.iter("{*}off"), None)
    if offset is None:
        return 0, 0
    x, y = offset.get("x") or "", offset.get("y") or ""
    return (int(y) if y.lstrip("-").isdecimal() else 0), (int(x) if x.lstrip("-").isdecimal() else 0)


def _paragraphs(body: Element) -> Iterator[str]:
    for paragraph in body.iterchildren("{*}p"):
        pieces = [
            "\n" if str(one.tag).endswith("}br") else (one.text or "")
            for one in paragraph.iter("{*}t", "{*}br")
        ]
        text = shown("".join(pieces), None)
        yield from (text[first:last] for first, last in lines(text))


def _items(table: Element) -> Iterator[Item]:
    for row, line in enumerate(table.iterchildren("{*}tr")):
        for column, cell in enumerate(line.iterchildren("{*}tc")):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            body = cell.find("{*}txBody")
            text = "\n".join(_paragraphs(body)) if body is not None else ""
            yield Item(row, column, text, _span(cell, "rowSpan"), _span(cell, "gridSpan"))


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(1, int(value)), 1000) if value.isdecimal() and len(value) < 6 else 1
