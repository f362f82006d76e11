"""Documents that LibreOffice turns into .docx first: old Word, WPS, rich text, OpenDocument."""
