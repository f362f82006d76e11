"""Word and PDF files from the sample texts.

    python tests/samples/build.py FOLDER               every sample in the format that KINDS names
    python tests/samples/build.py FOLDER --shown       only those that `make run` reads (tests/samples/files)
    python tests/samples/build.py FOLDER --font F.ttf  embed this TrueType font in the PDFs

The same texts and the same font give the same bytes. Without a font the PDFs name the standard font STSong-Light
and leave it to the viewer. Tests call ``render`` to have any plain text as a plain file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Literal

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SAMPLES = Path(__file__).resolve().parent
KINDS: dict[str, Literal["docx", "pdf", "txt"]] = {
    "01-school-plan": "docx",
    "02-school-self-report": "pdf",
    "03-county-report": "docx",
    "04-bulletin": "pdf",
    "05-self-evaluation-form": "docx",
    "06-project-plan": "docx",
    "07-inspection-feedback": "pdf",
    "08-work-report": "pdf",
    "09-central-school-summary": "docx",
    "10-compilation": "txt",
    "11-research-article": "txt",
    "12-mixed-stages-plan": "docx",
    "13-county-task-plan": "docx",
    "14-proposal-reply": "txt",
    "15-burden-summary": "pdf",
    "16-school-year-summary": "pdf",
}
SHOWN = (
    "01-school-plan",
    "02-school-self-report",
    "03-county-report",
    "04-bulletin",
    "05-self-evaluation-form",
    "07-inspection-feedback",
    "10-compilation",
    "11-research-article",
    "12-mixed-stages-plan",
    "14-proposal-reply",
)


def render(text: str, kind: Literal["docx", "pdf"], path: Path) -> None:
    """Write plain text as a plain file: one paragraph for each line that is not blank, wrapped in the PDF."""
    from tests.samples import page, word
    from tests.samples.piece import Piece

    lines = [line for line in text.split("\n") if line.strip()]
    if kind == "docx":
        word.write([Piece("paragraph", line, line) for line in lines], path)
    else:
        page.write([Piece("paragraph", line, line) for line in lines], path)


def build(folder: Path, names: tuple[str, ...] = tuple(KINDS), font: Path | None = None) -> list[Path]:
    """Write the named samples into a folder, each in the format that KINDS gives; returns their paths."""
    from tests.samples import page, word
    from tests.samples.piece import pieces

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in names:
        text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        path = folder / f"{name}.{KINDS[name]}"
        if KINDS[name] == "txt":
            path.write_bytes(text.encode())
        elif KINDS[name] == "docx":
            word.write(list(pieces(text)), path)
        else:
            page.write(list(pieces(text)), path, font=font, header=text.split("\n", 1)[0])
        paths.append(path)
    return paths


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shown", action="store_true")
    parser.add_argument("--font", type=Path)
    options = parser.parse_args()
    for path in build(options.folder, SHOWN if options.shown else tuple(KINDS), options.font):
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
