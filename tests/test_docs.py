"""What the documents show is what the program prints: every ``$ shengjun …`` in a console block is run.

``…`` stands for anything, also over several lines.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def examples() -> list[tuple[str, str, str]]:
    """The (page, command, output) of every example."""
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for example in block.split("$ ")[1:]:
                command, _, output = example.partition("\n")
                if command.startswith("shengjun "):
                    found.append((page.name, command, output.rstrip()))
    return found


@pytest.mark.parametrize(("page", "command", "output"), examples(), ids=lambda value: value[:40])
def test_examples_print_what_they_say(page: str, command: str, output: str, tmp_path: Path) -> None:
    args = [str(tmp_path) if word == "out" else word for word in shlex.split(command)[1:]]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).rstrip().splitlines())
    shown = ".*?".join(re.escape(piece) for piece in output.replace(" out", f" {tmp_path}").split("…"))
    assert re.fullmatch(shown, printed, re.DOTALL), printed


def test_the_documents_show_every_command() -> None:
    usage = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    commands = re.findall(r"^  ([a-z]+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)
    assert commands
    assert [command for command in commands if f"## {command}\n" not in usage] == []


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=lambda page: page.name
)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
