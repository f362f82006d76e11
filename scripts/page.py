"""Draws docs/audit.png, the picture of the audit's report, with the Chromium that is installed."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from pipeline.cli.main import app

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests/samples/audit/files/01-shiqiao-primary.docx"
SIZE = (1180, 900)
COLOURS = 256
# The passage at the top of the picture, and how much of what is before it the search bar hides.
FIRST = "县级以上骨干教师13人"
ROOM = 105


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = _report(Path(folder))
        picture = Image.open(io.BytesIO(_screen(report)))
    picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        ROOT / "docs" / "audit.png", optimize=True
    )


def _report(folder: Path) -> Path:
    """The report on the sample alone."""
    records, report = folder / "records.jsonl", folder / "audit.html"
    runner = CliRunner()
    records.write_text(runner.invoke(app, ["extract", str(SAMPLE)]).stdout, encoding="utf-8")
    done = runner.invoke(app, ["audit", str(records), "-o", str(report)])
    if done.exit_code:
        raise SystemExit(done.output)
    return report


def _screen(report: Path) -> bytes:
    """The document beside its findings."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="zh-CN")
        page.goto(report.as_uri())
        page.locator(".strip", has_text=FIRST).first.evaluate("one => one.scrollIntoView()")
        page.mouse.wheel(0, -ROOM)
        page.wait_for_timeout(300)
        picture = page.screenshot()
        browser.close()
    return picture


if __name__ == "__main__":
    main()
