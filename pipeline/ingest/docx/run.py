"""What a run of text shows: its characters under its own and its styles' properties."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ingest.docx.formula import is_raised, raised
from pipeline.ingest.docx.name import VAL, Element, switch, value, w
from pipeline.ingest.docx.style import Styles
from pipeline.ingest.docx.symbol import known, redraw

RPR = w("rPr")
_FONT_SLOTS = (w("ascii"), w("hAnsi"))


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is set, as far as its text depends on it; ``font`` only where it is a symbol font."""

    hidden: bool = False
    raised: bool = False
    font: str | None = None

    def text(self, text: str) -> str:
        """The characters as they show."""
        if self.font:
            return redraw(text, self.font)
        return raised(text) if self.raised and is_raised(text) else text


PLAIN = Look()
HIDDEN = Look(hidden=True)


class Looks:
    """Tells the look of runs; free of charge for documents in which nothing is hidden, raised or symbolic."""

    def __init__(self, styles: Styles, needed: bool) -> None:
        self._styles = styles
        self.needed = needed

    def of(self, run: Element, hidden: bool) -> Look:
        """The look of a run in a paragraph whose style hides its text or not."""
        properties = run.find(RPR)
        if properties is None:
            return HIDDEN if hidden else PLAIN
        name = value(properties, w("rStyle"))
        style = None if name is None else self._styles.named(name)
        own = switch(properties, w("vanish"))
        if own is None:
            own = hidden or (style is not None and style.hidden)
        align = properties.find(w("vertAlign"))
        above = (style is not None and style.raised) if align is None else align.get(VAL) == "superscript"
        fonts = properties.find(w("rFonts"))
        font = None
        if fonts is not None:
            font = next((fonts.get(slot) for slot in _FONT_SLOTS if known(fonts.get(slot))), None)
        return Look(own or bool(switch(properties, w("webHidden"))), above, font)
