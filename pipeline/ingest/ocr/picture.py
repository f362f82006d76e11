"""Pictures of pages made ready to be read: stamps paled, skew told and put right, quarter turns."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from pipeline.ingest.ocr.base import DPI

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from pipeline.ingest.ocr.base import Picture

    Mask = NDArray[numpy.bool_]

# Beyond these, in degrees, a page is no scan laid askew; below, straightening blurs more than it helps.
_STEEPEST = 6.0
_LEAST = 0.15
_DOTS = 60_000
# A stamp is red, about as wide as high, and at least so wide (inches); a red heading is flat.
_TILE = DPI // 12
_STAMP = 0.7
_ROUND = 1.8


def grey(picture: Picture) -> Picture:
    """The picture in shades of grey, with red stamps paled so that the words beneath show."""
    import numpy

    if picture.ndim == 2:
        return picture
    red = _stamps(picture)
    weights = numpy.array([0.299, 0.587, 0.114], dtype=numpy.float32)
    result: Picture = (picture @ weights).astype(numpy.uint8)
    if red.any():
        result[red] = picture[:, :, 0][red]
    return result


def _stamps(picture: Picture) -> Mask:
    """Where stamps lie: tiles with red ink that hang together as a round or square patch."""
    import numpy

    high, wide = (side - side % _TILE for side in picture.shape[:2])
    colours = picture[:high, :wide].astype(numpy.int16)
    red = (colours[:, :, 0] > colours[:, :, 1] + 50) & (colours[:, :, 0] > colours[:, :, 2] + 40)
    tiles = red.reshape(high // _TILE, _TILE, wide // _TILE, _TILE).sum(axis=(1, 3)) > _TILE
    result = numpy.zeros(picture.shape[:2], dtype=numpy.bool_)
    for rows, columns in _patches(tiles):
        height, width = len(set(rows)), len(set(columns))
        large = min(height, width) * _TILE >= _STAMP * DPI
        if large and 1 / _ROUND <= height / width <= _ROUND:
            top, left = max(0, min(rows) - 1), max(0, min(columns) - 1)
            bottom, right = max(rows) + 2, max(columns) + 2
            result[top * _TILE : bottom * _TILE, left * _TILE : right * _TILE] = True
    return result


def _patches(tiles: Mask) -> list[tuple[list[int], list[int]]]:
    """Tiles that touch, sideways or by a corner: the rows and columns of each patch."""
    open_tiles = {(int(row), int(column)) for row, column in zip(*tiles.nonzero(), strict=True)}
    patches = []
    while open_tiles:
        queue = deque([open_tiles.pop()])
        patch = []
        while queue:
            row, column = queue.popleft()
            patch.append((row, column))
            near = {(row + down, column + over) for down in (-1, 0, 1) for over in (-1, 0, 1)} & open_tiles
            open_tiles -= near
            queue += near
        patches.append(([row for row, _ in patch], [column for _, column in patch]))
    return patches


def dark(picture: Picture) -> Mask:
    """Where there is ink: darker than what parts ink and paper best (Otsu's threshold)."""
    import numpy

    counts = numpy.bincount(picture.ravel(), minlength=256).astype(numpy.float64)
    below = counts.cumsum()
    mean = (counts * numpy.arange(256)).cumsum()
    above = below[-1] - below
    with numpy.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mean / below - (mean[-1] - mean) / above) ** 2
    level = int(numpy.nan_to_num(between).argmax())
    return picture <= level


def askew(ink: Mask) -> tuple[float, bool]:
    """By how many degrees lines rise to the right, and whether they run up and down the page instead of across.

    Rows of text and the white between them part best when counted along the lines.
    """
    across, level = _slant(ink)
    upright, steep = _slant(ink.T)
    return (-upright, True) if steep > 1.3 * level else (across, False)


def _slant(ink: Mask) -> tuple[float, float]:
    """The slope of the lines in degrees, and how sharply they part there."""
    import numpy

    rows, columns = ink.nonzero()
    if len(rows) < 200:
        return 0.0, 0.0
    step = max(1, len(rows) // _DOTS)
    xs, ys = columns[::step].astype(numpy.float64), rows[::step].astype(numpy.float64)
    slack = int(ink.shape[1] * 0.12) + 2

    def sharpness(angle: float) -> float:
        level = (ys + xs * numpy.tan(numpy.radians(angle)) + slack).astype(numpy.int64)
        # Two pixels are one level: a sample of the dots leaves single rows thin by chance.
        counts = numpy.bincount(level // 2).astype(numpy.float64)
        return float(((counts[1:] - counts[:-1]) ** 2).sum() / len(xs))

    best = max(numpy.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5), key=sharpness)
    best = max(numpy.arange(best - 0.5, best + 0.51, 0.1), key=sharpness)
    return float(best), sharpness(best)


def straighten(picture: Picture, angle: float) -> tuple[Picture, float]:
    """The picture turned so that lines which rise by ``angle`` degrees run level, and the angle it was turned by.

    What is turned out of the picture is lost: at the corners, where no page has words.
    """
    import numpy
    from PIL import Image

    if abs(angle) < _LEAST or abs(angle) > _STEEPEST:
        return picture, 0.0
    turned = Image.fromarray(picture).rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    return numpy.asarray(turned), angle


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture after quarter turns clockwise."""
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(picture, -quarters))
