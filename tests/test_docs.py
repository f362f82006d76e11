"""What the documents show is what the program prints: every ``$ shengjun …`` in a console block is run.

``…`` stands for anything, also over several lines.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from schemas.finding import Check, Finding
from schemas.taxonomy.loader import taxonomy

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS = ("shengjun audit ", "shengjun export ", "shengjun query ")
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
    made = next((other for name, other, _ in examples() if name == page and other.endswith(" -o out")), None)
    if made and command.startswith(READERS):  # they read what the page's bulk job made
        _run(made, tmp_path)
    done = _run(command, tmp_path)
    printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).rstrip().splitlines())
    shown = ".*?".join(re.escape(piece) for piece in output.replace(" out", f" {tmp_path}").split("…"))
    assert re.fullmatch(shown, printed, re.DOTALL), printed


def _run(command: str, out: Path) -> subprocess.CompletedProcess[str]:
    """Run the command with ``out`` for the folder of that name."""
    words = shlex.split(command)[1:]
    args = [f"{out}{word[3:]}" if word.partition("/")[0] == "out" else word for word in words]
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_findings_shown_are_real(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| ([a-z]+) \|.*\| ([^|]+) \|$", page, re.MULTILINE))
    _run("shengjun run tests/samples/audit/files -o out", tmp_path)
    found = [json.loads(line) for line in _run("shengjun audit out", tmp_path).stdout.splitlines()]
    messages = {finding["message"]: finding["check"] for finding in found}
    checks = get_args(Check)
    assert {check: messages.get(shown.get(check, "")) for check in checks} == {
        check: check for check in checks
    }


def test_the_audit_page_names_every_field_and_rule() -> None:
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
    fields = page.partition("## Fields of a finding")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([a-z]+)`", fields)) >= set(Finding.model_fields)
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline" / "audit").glob("*.py"))
    checks = page.partition("## What is checked")[2].partition("\n### ")[0]
    shown = re.findall(r"^\| ([a-z]+) \| [^|]+ \| ([a-z_, ]+) \|", checks, re.MULTILINE)
    rules = {
        f"{check}.{name}" for check, names in shown if check in get_args(Check) for name in names.split(", ")
    }
    used = set(re.findall(rf'"((?:{"|".join(get_args(Check))})\.[a-z_]+)"', sources))
    assert used - set(taxonomy().indicators) == rules


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
