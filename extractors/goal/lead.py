"""What stands over the lines of a part: headings and sentences that open lists, and lists that lost theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.goal.shape import shapes
from extractors.item import HEADING_LENGTH, is_listed
from schemas.part import Line, Part


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence over a list: the scope it gives, its line, and the level of the list below it once that began."""

    scope: str
    index: int
    level: int | None = None
    aimed: bool = False


def lead_of(part: Part, index: int, line: Line, lead: Lead | None) -> Lead | None:
    """What a sentence such as 我们将重点做好以下工作： says of the list below it, while that goes on."""
    text = part.text(line)
    if text.endswith(("：", ":")):
        last = text[:-1].rpartition("。")[2]
        said = next((name for name in ("goals", "ahead") if shapes()[f"{name}_lead"].search(last)), None)
        if said and not shapes()["reached"].search(last):
            return Lead(said, index, aimed=shapes()["aimed"].search(last) is not None)
    if lead is None or (_is_bare(line, text) and tell(text)):
        return None
    if line.label is None:
        below = line.parent is not None and line.parent > lead.index
        dashed = lead.aimed and is_listed(part, line)
        return lead if below or dashed else None
    if lead.level is None:
        return replace(lead, level=line.level)
    return lead if line.level >= lead.level else None


def _is_bare(line: Line, text: str) -> bool:
    """Whether a line is short, without a label and without a mark at its end, like a heading."""
    return line.label is None and 0 < len(text) <= HEADING_LENGTH and text[-1] not in "。；;：:，,"


def heads_list(part: Part, index: int, line: Line) -> bool:
    """Whether a bare line such as 工作目标（2024年至2026年）, which nothing marks as a heading, stands over a list."""
    text = part.text(line)
    return (
        _is_bare(line, text)
        and shapes()["bare_heading"].fullmatch(text) is not None
        and any(below.label for below in part.lines[index + 1 : index + 2])
    )


def is_heading(line: Line, text: str, has_lines: bool) -> bool:
    """Whether a line that the splitter took for a heading is one, rather than a short item."""
    return text[-1:] not in "。；;" and (
        has_lines or line.label is None or shapes()["goals"].search(text) is not None
    )


def tell(head: str) -> str | None:
    """What a heading says of the lines below it: goals, ahead, stage or other."""
    said = next((name for name in ("goals", "stage", "ahead", "other") if shapes()[name].search(head)), None)
    if shapes()["reached"].search(head) or (said == "ahead" and shapes()["lacking"].search(head)):
        return "other"
    if said == "goals" and shapes()["both"].search(shapes()["goals"].sub("", head)):
        return "ahead"
    return "task" if said == "other" and head.endswith("任务") else said
