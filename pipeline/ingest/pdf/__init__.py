"""PDF files as text: pypdfium2 reads every page, pdfplumber's table finder joins in where a page is ruled."""

from __future__ import annotations

from pipeline.ingest.pdf.reader import PdfReader

__all__ = ["PdfReader"]
