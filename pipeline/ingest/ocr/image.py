"""Image files as pictures of pages: opened within limits, set upright by their own tags, brought to a readable size."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.ingest.base import Limits
from schemas.errors import OversizedSource, SourceError

if TYPE_CHECKING:
    from pipeline.ingest.ocr.base import Picture

# The longer side of A4 in points; in pixels, what engines read best.
A4 = 842.0
_SMALLEST, _LARGEST = 2200, 3400
_MAGNIFIED = 2.5
_DENSITY = (100.0, 1200.0)


def pictures(data: bytes, limits: Limits) -> Iterator[tuple[Picture, float]]:
    """The pages of an image file as red, green and blue, each with how many points a pixel measures.

    Only a TIFF has several; of an animation the first picture counts. Raises SourceError where the image is
    damaged or larger than ``limits.pixels``.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow's own limits; this one is stricter.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if count > limits.pages:
                raise OversizedSource(f"the image has {count} pages, more than {limits.pages}; split it")
            for number in range(count):
                image.seek(number)
                yield _prepared(image, limits)
    except Image.DecompressionBombError as error:
        raise OversizedSource(_too_large(limits)) from error
    except UnidentifiedImageError as error:
        raise SourceError("the image is damaged or of a rare kind; save it again as PNG") from error
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        raise SourceError("the image is damaged or cut off; get it again") from error


def _prepared(image: Any, limits: Limits) -> tuple[Picture, float]:
    import numpy
    from PIL import Image, ImageOps

    width, height = image.size
    if width * height > limits.pixels:
        raise OversizedSource(_too_large(limits))
    density = _density(image)
    longer = max(width, height)
    factor = min(1.0, _LARGEST / longer) if longer > _SMALLEST else min(_MAGNIFIED, _SMALLEST / longer)
    plain = ImageOps.exif_transpose(_opaque(image))
    if factor != 1.0:
        size = max(1, round(plain.width * factor)), max(1, round(plain.height * factor))
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    return numpy.asarray(plain), (72 / density if density else A4 / longer) / factor


def _opaque(image: Any) -> Any:
    """The image in red, green and blue on white paper, shades of more than 8 bits brought to 8."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        scale = 255 / ((high - low) or 1)
        return image.convert("F").point(lambda shade: (shade - low) * scale).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return image.convert("RGB")


def _density(image: Any) -> float | None:
    """Dots per inch, where the file says so and it is that of a scan, not of a screen."""
    stated = image.info.get("dpi") or (0.0, 0.0)
    density = float(stated[0])
    return density if _DENSITY[0] <= density <= _DENSITY[1] else None


def _too_large(limits: Limits) -> str:
    return f"the image has more than {limits.pixels // 10**6} million pixels; scale it down or split it"
