"""A rule quoted and stamped: （已达标） behind an item says that its numbers are the rule's, and whether it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.figure.piece import FigurePiece, Verdict
from extractors.figure.vocabulary import alternation, words

_STAMP = re.compile(
    r"[（(【\[](?:自评|自查|核查)?(?:结果)?[：:]?(?:均|都|全部|全县|全校|基本|现|已经|已|尚|还|暂)*"
    rf"(?:(?P<unmet>{alternation(words('unmet'))})|(?P<met>{alternation(words('met'))}|符合))(?!率)[^（）()【】。，]{{0,6}}[）)】\]]"
)
_STOPS = ("。", "；", ";", "！")
# What a rule is told with; a value that was reached is told without.
_RULES = re.compile(
    r"不[低少小高大]于|不超过|不得|以上|以内|以下|[≥≤]|应(?![对急届聘用])|必须|达到?100[%％]|每12个班|至少|所有学校"
)
# What there is, told in the same item.
_OWN = re.compile(
    r"我[校园镇乡县区市]|实际|实[有为]|现有|现为|目前|自查|[本全][校县镇区市](?:共|现|已|有|[^，。；]{0,8}为)"
)
_BOUNDS = (">=", "<=", ">", "<")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where it stands, and what it says; ``first`` of its line; ``apart`` behind a full stop, else behind a value."""

    start: int
    verdict: Verdict
    first: bool
    apart: bool


def stamps(text: str, start: int, end: int) -> list[Stamp]:
    """The stamps of a line."""
    found = list(_STAMP.finditer(text, start, end)) if text.find("标", start, end) >= 0 else []
    return [
        Stamp(
            one.start(),
            "unmet" if one["unmet"] else "met",
            not number,
            text.endswith(_STOPS, start, one.start()),
        )
        for number, one in enumerate(found)
    ]


def stamped(
    text: str, sentence: tuple[int, int], pieces: list[FigurePiece], found: list[Stamp]
) -> list[FigurePiece]:
    """The figures of a sentence with what the stamp behind it, or behind its item, makes of them."""
    start, end = sentence
    stamp = next((one for one in found if one.start > start), None)
    if stamp is None or not pieces:
        return pieces
    if _OWN.search(text, start, stamp.start) or not _RULES.search(text, start, stamp.start):
        return _told(text, pieces, stamp) if stamp.apart else pieces
    if not stamp.apart:
        # …1间以上，每间不小于96平方米（已达标）: all of them bounds, or it is no rule.
        bounds = all(piece.quantity.op in _BOUNDS for piece in pieces)
        return [_ruled(piece, stamp) for piece in pieces] if bounds and stamp.start < end else pieces
    if stamp.start > end and not stamp.first:
        return pieces  # behind another stamp stands what there is
    return [_ruled(piece, stamp) for piece in pieces]


def _ruled(piece: FigurePiece, stamp: Stamp) -> FigurePiece:
    if piece.quantity.outer_end > stamp.start or piece.role not in ("actual", "standard", "target"):
        return piece
    return replace(piece, role="standard", verdict=stamp.verdict, entity=None)


def _told(text: str, pieces: list[FigurePiece], stamp: Stamp) -> list[FigurePiece]:
    """生均4.6平方米。（达标）: the value right before it is judged."""
    last = pieces[-1]
    right_before = text[last.quantity.outer_end : stamp.start] in _STOPS
    if not right_before or last.verdict or last.role != "actual":
        return pieces
    return [*pieces[:-1], replace(last, verdict=stamp.verdict)]
