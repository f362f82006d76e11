"""Figures in tables: a cell's number with what its row and column say of it."""
