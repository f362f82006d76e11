"""What the documents show is what the program prints: every ``$ shengjun …`` in a console block is run.

``…`` stands for anything within its line, and for any number of lines where it is a line by itself.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest

from schemas.finding import Check, Finding
from schemas.taxonomy.loader import taxonomy

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MANY = 1000
READERS = tuple(
    f"shengjun {name} "
    for name in ("audit", "corpus build", "corpus review", "export", "query", "retry", "status")
)
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
    if command.startswith(READERS):
        for made in _before(page, command):
            _run(made, tmp_path)
    done = _run(command, tmp_path)
    printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).rstrip().splitlines())
    wrong = difference(output.replace(" out", f" {tmp_path}"), printed)
    if wrong:
        pytest.fail(wrong, pytrace=False)


def _before(page: str, command: str) -> Iterator[str]:
    """What makes that which the command reads: the page's first bulk job, and its corpus."""
    others = [other for name, other, _ in examples() if name == page]
    yield from [other for other in others if other.endswith(" -o out")][:1]
    if " out/corpus " in command and "build" not in command:
        yield from [other for other in others if " -o out/corpus" in other][:1]


def difference(shown: str, printed: str) -> str:
    """What of the lines shown is not printed, as a diff; nothing where all of it is."""
    lines, at = printed.split("\n"), 0
    blocks = list(_blocks(shown))
    for number, block in enumerate(blocks):
        end = len(lines) - len(block)
        # The first begins where the output does, the last ends where it ends.
        low = end if number == len(blocks) - 1 else at
        high = at if number == 0 else end
        begins = range(max(low, at), min(high, end) + 1)
        found = next((begin for begin in begins if _fits(block, lines[begin : begin + len(block)])), None)
        if found is None:
            return _diff(block, lines[at:])
        at = found + len(block)
    return ""


def _blocks(shown: str) -> Iterator[list[str]]:
    """The runs of lines between the lines that are … alone; empty ones where it begins or ends with such a line."""
    block: list[str] = []
    for omitted, run in groupby(shown.split("\n"), lambda line: line == "…"):
        if omitted:
            yield block
            block = []
        else:
            block = list(run)
    yield block


def _fits(block: list[str], lines: list[str]) -> bool:
    return all(_like(shown, line) for shown, line in zip(block, lines, strict=True))


def _like(shown: str, line: str) -> bool:
    """Whether the pieces between … stand in the line, in their order; each is looked for once."""
    first, *others = shown.split("…")
    if not others:
        return line == shown
    *between, last = others
    if not line.startswith(first):
        return False
    at = len(first)
    for piece in between:
        found = line.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return line.endswith(last) and len(line) - len(last) >= at


def _diff(block: list[str], lines: list[str]) -> str:
    """The lines of the block, those without their like beside the nearest that is there."""
    near = lines[:MANY]
    told = [f"not among the {len(lines)} lines that follow, one after the other:"]
    for shown in block:
        like = next((line for line in near if _like(shown, line)), None)
        nearest = max(near, key=lambda line: _shared(shown, line), default="")
        told += [f"-{shown}", f"+{nearest}"] if like is None else [f" {like}"]
    return "\n".join(told)


def _shared(shown: str, line: str) -> tuple[int, int]:
    """How much of what is shown stands in the line: its pieces, and how far both begin alike."""
    begin = next(
        (at for at, (one, other) in enumerate(zip(shown, line, strict=False)) if one != other), len(line)
    )
    return sum(len(piece) for piece in shown.split("…") if piece in line), begin


def test_what_is_left_out() -> None:
    printed = "a 1 b\nc\nd 2\ne"
    for shown in (printed, "a … b\n…\ne", "…\nd …\n…", "…", "a…\nc\n…\nd 2\ne", "…\nc\nd 2\ne", "…1…b\n…"):
        assert difference(shown, printed) == "", shown
    for shown in ("a … b\ne", "…\nd", "c\n…", "a…\n…\nc\n…\nc\n…", "a 1 b…1 b\n…", "…\na 1 b", "", "…\ne\nf"):
        assert difference(shown, printed), shown


def test_a_difference_is_shown_beside_what_is_there() -> None:
    wrong = difference("…\na…\nb: 2\nc\n…", "x\na 1\nb: 3\nc\ny").splitlines()
    assert wrong[1:] == [" a 1", "-b: 2", "+b: 3", " c"]


def test_a_long_output_that_differs_is_told_at_once() -> None:
    line = '{"id":"n1","rule":"ratio.blank","status":"pass","figures":["f1"]}'
    printed = "\n".join([line] * 20_000)
    shown = "\n".join(("…", "…".join(line), f"{'…'.join(line)}x"))
    start = time.process_time()
    assert difference(f"{shown}\n…\n{shown}\n…", printed)
    assert difference("…a" * 20_000 + "b", "a" * 60_000)
    assert time.process_time() - start < 1


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
