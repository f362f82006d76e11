"""PaddleOCR's models for Chinese on ONNX Runtime, through RapidOCR: they come inside its wheel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.ingest.ocr.base import Sign, Stretch
from schemas.document import BBox

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture

# Lines are found in a picture of at most so many pixels a side, and read in the full one: twice as fast, and
# as good on type of 8 points. One line at a time takes the least memory, and on one thread the least time.
_SIDE = 1600
_SETTING = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 100_000,
    "Global.text_score": 0.0,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "Det.limit_type": "max",
    "Det.limit_side_len": _SIDE,
    "Det.use_dilation": False,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class RapidEngine:
    """Keeps pipeline.ingest.ocr.base.Engine; ``seconds`` is not kept to, a page takes a few."""

    name = "rapidocr"

    def __init__(self) -> None:
        import cv2
        from rapidocr import RapidOCR

        cv2.setNumThreads(1)
        self._reader: Any = RapidOCR(params=dict(_SETTING))

    def read(self, picture: Picture, seconds: float) -> list[Stretch]:  # noqa: ARG002 - the protocol's
        """All lines, each character a sign of its own."""
        import numpy

        colours = picture if picture.ndim == 3 else numpy.stack([picture] * 3, axis=-1)
        found = self._reader(numpy.ascontiguousarray(colours[:, :, ::-1]))
        if not found.txts:
            return []
        signs = found.word_results if len(found.word_results) == len(found.txts) else [None] * len(found.txts)
        return [
            Stretch(tuple(_signs(own, text, float(score), _box(corners))), _box(corners))
            for own, text, score, corners in zip(signs, found.txts, found.scores, found.boxes, strict=True)
        ]


def _signs(found: Any, text: str, score: float, box: BBox) -> Iterator[Sign]:
    """The characters of a line; where they have no boxes, the line as one sign.

    Blanks are told in the text alone: they part numbers that would else run into each other.
    """
    told = "".join(str(sign[0]) for sign in found or ())
    if not told or told != "".join(text.split()):
        yield Sign(text, box, score)
        return
    rest, right = text, box[0]
    for character, confidence, corners in found:
        own = _box(corners)
        if rest[0].isspace():
            yield Sign(" ", (right, own[1], max(right, own[0]), own[3]), float(confidence))
            rest = rest.lstrip()
        yield Sign(str(character), own, float(confidence))
        rest, right = rest[len(str(character)) :], own[2]


def _box(corners: Any) -> BBox:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
