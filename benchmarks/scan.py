"""Pages of files made to look scanned: drawn at some density, laid askew, stamped, blurred, noisy, packed as JPEG."""

from __future__ import annotations

import io
import random
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

STAMP_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")


@dataclass(frozen=True, slots=True)
class Condition:
    """How pages are scanned: dots per inch, degrees askew, blur in pixels, noise 0..1, whether stamped."""

    name: str
    dpi: int
    askew: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    stamped: bool = False
    quality: int = 85


CONDITIONS = (
    Condition("clean-200", 200),
    Condition("scan-200", 200, askew=1.3, blur=0.7, noise=0.10, stamped=True, quality=70),
    Condition("scan-150", 150, askew=-0.8, blur=0.6, noise=0.10, stamped=True, quality=70),
    Condition("poor-150", 150, askew=2.4, blur=0.9, noise=0.22, stamped=True, quality=40),
)


def as_pdf(path: Path, folder: Path) -> Path:
    """A text or Word file as PDF, through LibreOffice; a PDF as it is."""
    if path.suffix == ".pdf":
        return path
    if path.suffix == ".txt":
        from tests.samples.build import render

        word = folder / f"{path.stem}.docx"
        render(path.read_text(encoding="utf-8"), "docx", word)
        path = word
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            (
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", "pdf", "--outdir", str(folder), str(path)),
            ),
            check=True,
            capture_output=True,
            timeout=180,
        )
    return folder / f"{path.stem}.pdf"


def scanned(pdf: Path, condition: Condition, pages: int, out: Path) -> int:
    """Write a PDF of pictures of the first pages; how many there are. The same input gives the same pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        count = min(pages, len(document))
        dice = random.Random(f"{pdf.name} {condition.name}")
        drawn = [_page(document[number], condition, dice) for number in range(count)]
    drawn[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=drawn[1:],
        resolution=condition.dpi,
        quality=condition.quality,
    )
    return count


def _page(page: Any, condition: Condition, dice: random.Random) -> Image.Image:
    image = page.render(scale=condition.dpi / 72).to_pil().convert("RGB")
    if condition.stamped:
        _stamp(image, condition.dpi, dice)
    if condition.askew:
        image = image.rotate(condition.askew, Image.Resampling.BICUBIC, fillcolor=(250, 250, 247))
    if condition.blur:
        image = image.filter(ImageFilter.GaussianBlur(condition.blur))
    if condition.noise:
        grain = Image.effect_noise(image.size, 110).convert("RGB")
        image = Image.blend(image, grain, condition.noise)
    return image


def _stamp(image: Image.Image, dpi: int, dice: random.Random) -> None:
    """A round red seal of 42 mm somewhere in the lower half of the page, over whatever is there."""
    side = int(dpi * 1.65)
    seal = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    ink = (205, 40, 45, 190)
    pen.ellipse((4, 4, side - 5, side - 5), outline=ink, width=max(3, dpi // 30))
    font = ImageFont.truetype(str(STAMP_FONT), side // 9)
    pen.text((side // 2, side // 4), "云溪县教育局", ink, font, "mm")
    pen.text((side // 2, side // 2), "★", ink, font, "mm")
    left = dice.randint(image.width // 6, image.width - side - image.width // 10)
    image.paste(seal, (left, dice.randint(image.height // 2, image.height - side - dpi // 2)), seal)


def pieces(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    for path in paths:
        yield from sorted(path.glob("*.txt")) if path.is_dir() else [path]


def jpeg(image: Image.Image) -> bytes:
    """A picture as a JPEG file."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()
