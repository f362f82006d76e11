"""What lies on a page rather than in it: form fields and typed notes become part of it, other notes go."""

from __future__ import annotations

from typing import Any

_TYPED, _STAMP, _FIELD = 3, 13, 20
_SHOWN = frozenset((_TYPED, _STAMP, _FIELD))


def imprinted(document: Any, number: int) -> Any:
    """Page ``number`` (from 1) of a pypdfium2 document, with what its fields and typed notes show as its own text.

    Links, highlights and pop-up notes are left out: what they draw would pass for rules of a table.
    """
    page = document[number - 1]
    kinds = _kinds(page)
    if _SHOWN.isdisjoint(kinds):
        return page
    from pypdfium2 import raw

    # Fields may come without an appearance; PDFium makes it with the form, before it loads a page.
    if _FIELD in kinds and not document.formenv and raw.FPDF_GetFormType(document) == raw.FORMTYPE_ACRO_FORM:
        page.close()
        document.init_forms()
        page = document[number - 1]
    try:
        for index in range(len(kinds) - 1, -1, -1):
            if kinds[index] not in _SHOWN:
                raw.FPDFPage_RemoveAnnot(page, index)
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    finally:
        page.close()
    return document[number - 1]


def _kinds(page: Any) -> list[int]:
    from pypdfium2 import raw

    result = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        result.append(raw.FPDFAnnot_GetSubtype(annotation) if annotation else 0)
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)
    return result
