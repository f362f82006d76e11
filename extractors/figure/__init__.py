"""Figures: quantities tied to what they measure, in what role, of whom and when."""
