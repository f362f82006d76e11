"""Word 97-2003 documents (.doc): the binary file as the elements that the .docx walker knows."""
