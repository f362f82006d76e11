"""PDF files as text: pypdfium2 reads every page, pdfplumber joins in where PDFium cannot decode a font."""
