"""A work as a text file, as an office saves it or as a web viewer shows it."""

from __future__ import annotations

from random import Random

from benchmarks.generator.data import data, draw
from benchmarks.generator.piece import Block, Work

_SLICE = 420
# Stands between characters that no mark may part, only while a text is being cut.
_TIE = "\u2060"


def write(work: Work, rng: Random) -> bytes:
    """The file's bytes; wrapping and slice marks are counted in ``work.damage``."""
    shares = data("archive")["txt"]
    blank, indent = rng.random() < 0.5, rng.choice(["", "　　"])
    tables = any(block.kind == "table" for block in work.blocks())
    chance = 1.0 if tables else rng.random()  # a viewer that cuts lines leaves no tables
    sliced = chance < shares["sliced"]
    lines: list[str] = []
    for block in work.blocks():
        flush = block.kind in ("title", "table", "site") or not indent
        text = block.label + (_joined(block) if sliced else block.text)
        lines += [line if flush else indent + line for line in text.split("\n")]
        if blank and block.kind != "table":
            lines.append("")
    if sliced:
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


def _joined(block: Block) -> str:
    """The text with the characters of each figure and number tied together."""
    return "".join([piece if isinstance(piece, str) else _TIE.join(piece.text) for piece in block.inline])


def _sliced(text: str) -> str:
    """Rising marks 1、 2、 … at even distances, wherever a sentence then stands; never inside a figure.

    Viewers cut figures too; here the truth could then not be quoted.
    """
    pieces, at = [], 0
    while at < len(text):
        end = min(at + _SLICE, len(text))
        while end < len(text) and (_TIE in text[end - 1 : end + 1] or "\n" in text[end - 1 : end + 1]):
            end += 1
        pieces.append(text[at:end].replace(_TIE, ""))
        at = end
    if len(pieces) < 2:
        return pieces[0]
    return "\n".join(f"{number}、{piece}" for number, piece in enumerate(pieces, start=1))
