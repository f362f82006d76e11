"""Presentations: the text of their slides, tables and notes."""
