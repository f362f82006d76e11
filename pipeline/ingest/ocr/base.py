"""What every engine keeps to: a picture of a page in, stretches of text with boxes and confidences out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from schemas.document import BBox

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    # Rows of pixels from the top, 0 black and 255 white; height × width, or × 3 for red, green, blue.
    Picture = NDArray[numpy.uint8]

# Dots per inch at which pages are read: engines are trained on letters of about this size.
DPI = 200


@dataclass(frozen=True, slots=True)
class Sign:
    """One or more characters that an engine read: box in pixels of the picture, confidence 0..1."""

    text: str
    box: BBox
    confidence: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring signs of one line from left to right; ``box`` is the line's, in pixels of the picture."""

    signs: tuple[Sign, ...]
    box: BBox

    @property
    def text(self) -> str:
        """All its characters."""
        return "".join(sign.text for sign in self.signs)

    @property
    def confidence(self) -> float:
        """The mean over its characters, 0..1."""
        weights = [len(sign.text) for sign in self.signs]
        total = sum(sign.confidence * weight for sign, weight in zip(self.signs, weights, strict=True))
        return total / (sum(weights) or 1)


class Engine(Protocol):
    """Recognises the text of a picture; one thread, whatever the machine has."""

    name: str

    def read(self, picture: Picture, seconds: float) -> list[Stretch]:
        """All text of an upright picture of about DPI dots per inch, in any order.

        Raises TimeoutError where it took longer than ``seconds`` (an engine that cannot be stopped may not).
        """
        ...
