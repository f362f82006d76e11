"""PDF files without end: read or refused by the program itself, within seconds and little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bulk.command import ROOT, shengjun
from tests.hostile.craft import hostile_pdfs

_READ = "There are 860 pupils in the school."
# What is refused, and with which words.
_REFUSED = {
    "page-tree-loops": "no usable text layer",
    "page-tree-is-deep": "no usable text layer",
    "kids-without-end": "--limit pages",
    "number-without-end": "no usable text layer",
    "form-draws-itself": "--limit form_bytes",
    "forms-draw-each-other": "--limit form_bytes",
    "forms-multiply": "--limit form_bytes",
}
_MEMORY = 2 * 2**30
_CHILD = """
import sys
from pipeline.cli.main import main
if sys.platform == "linux":
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({0}, {0}))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
for path in sys.argv[1:]:
    sys.stdout.write("== " + path + chr(10))
    sys.stdout.flush()
    from pipeline.extract import Failure, attempt, text
    from pathlib import Path
    found = attempt(text, Path(path))
    print(found.message if isinstance(found, Failure) else found[:80], flush=True)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each file; all in one process, bounded in memory and time."""
    folder = tmp_path_factory.mktemp("pdf")
    paths = []
    for name, data in hostile_pdfs().items():
        path = folder / f"{name}.pdf"
        path.write_bytes(data)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", _CHILD.format(_MEMORY), *paths],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=240,
    )
    pieces = [one.partition("\n") for one in done.stdout.split("== ")[1:]]
    return {Path(path).stem: words.strip() for path, _, words in pieces}


@pytest.mark.parametrize("name", hostile_pdfs())
def test_the_words_are_read_or_the_reason_told(name: str, told: dict[str, str]) -> None:
    assert _REFUSED.get(name, _READ) in told[name]
    assert "\n" not in told[name]


def test_the_commands_that_read_in_their_own_process_outlive_such_a_file(tmp_path: Path) -> None:
    made = hostile_pdfs()
    bad, good = tmp_path / "forms.pdf", tmp_path / "good.pdf"
    bad.write_bytes(made["forms-multiply"])
    good.write_bytes(made["count-is-a-lie"])
    done = shengjun("extract", bad, good)
    assert done.returncode == 1
    assert "860" in done.stdout
    (line,) = [line for line in done.stderr.splitlines() if "forms.pdf" in line]
    assert line.endswith(
        "the forms on a page come to more than 100 MB; split it, or allow more (--limit form_bytes=…)"
    )
    assert shengjun("text", bad).returncode == 1
