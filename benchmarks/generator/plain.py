"""A work as a text file, as an office saves it or as a web viewer shows it."""

from __future__ import annotations

from random import Random

from benchmarks.generator.data import data, draw
from benchmarks.generator.piece import Work

_SLICE = 420


def write(work: Work, rng: Random) -> bytes:
    """The file's bytes; wrapping and slice marks are counted in ``work.damage``."""
    shares = data("archive")["txt"]
    blank, indent = rng.random() < 0.5, rng.choice(["", "　　"])
    lines: list[str] = []
    for block in work.blocks():
        flush = block.kind in ("title", "table", "site") or not indent
        lines += [line if flush else indent + line for line in (block.label + block.text).split("\n")]
        if blank and block.kind != "table":
            lines.append("")
    tables = any(block.kind == "table" for block in work.blocks())
    chance = 1.0 if tables else rng.random()  # a viewer that cuts lines leaves no tables
    if chance < shares["sliced"]:
        lines = _sliced("\n".join(lines)).split("\n")
        work.damage["sliced"] = 1
    elif chance < shares["sliced"] + shares["wrapped"]:
        width = rng.randrange(32, 62)
        lines = [piece for line in lines for piece in _wrapped(line, width)]
        work.damage["wrapped"] = 1
    text = draw(rng, shares["line_break"]).join(lines) + "\n"
    return text.encode(draw(rng, shares["encoding"]), "replace")


def _wrapped(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, len(line), width)] or [line]


def _sliced(text: str) -> str:
    """Rising marks 1、 2、 … at even distances, wherever a sentence then stands; never inside a number."""
    pieces, at = [], 0
    while at < len(text):
        end = min(at + _SLICE, len(text))
        while end < len(text) and (text[end - 1] in "0123456789.," or text[end] in "0123456789.,%\n"):
            end += 1
        pieces.append(text[at:end])
        at = end
    if len(pieces) < 2:
        return text
    return "\n".join(f"{number}、{piece}" for number, piece in enumerate(pieces, start=1))
