"""PDF files without end: read or refused by the program itself, within seconds and little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bulk.command import ROOT
from tests.hostile.craft import hostile_pdfs

_READ = "There are 860 pupils in the school."
# What is refused, and with which words.
_REFUSED = {
    "page-tree-loops": "no usable text layer",
    "page-tree-is-deep": "no usable text layer",
    "kids-without-end": "--limit pages",
    "number-without-end": "no usable text layer",
}
# PDFium draws forms inside forms without measure: a job's worker ends at its bound of memory or time, and only it.
_ENDLESS = ("form-draws-itself", "forms-multiply")
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
        if name not in _ENDLESS:
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


@pytest.mark.parametrize("name", [name for name in hostile_pdfs() if name not in _ENDLESS])
def test_the_words_are_read_or_the_reason_told(name: str, told: dict[str, str]) -> None:
    assert _REFUSED.get(name, _READ) in told[name]
    assert "\n" not in told[name]
