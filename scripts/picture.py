"""Draws docs/show.svg, the picture in the README, from what `shengjun show` prints for a sample."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from pipeline.cli import view

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path("tests/samples/files/01-school-plan.docx")


def main() -> None:
    out = Console(record=True, width=110, file=io.StringIO(), highlight=False, markup=False, emoji=False)
    view.show(view.extracted(SAMPLE), 12, out)
    out.save_svg(str(ROOT / "docs" / "show.svg"), title=f"shengjun show {SAMPLE.name}")


if __name__ == "__main__":
    main()
