"""LibreOffice, and old documents that it made of new ones."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest.office.program import program
from tests.ingest.office.odd import ODD

SAMPLES = sorted((Path(__file__).resolve().parent.parent.parent / "samples" / "files").glob("*.docx"))


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = program()
    if found:
        return found
    missing = "needs LibreOffice Writer; on Debian: scripts/debian.sh"
    if os.environ.get("SHENGJUN_CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def _convertible(data: bytes) -> bytes:
    """The document with tables parted: a .doc knows no tables next to each other."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</w:tbl><w:tbl>", b"</w:tbl><w:p/><w:tbl>"))
    return made.getvalue()


@pytest.fixture(scope="session")
def documents(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample documents and odd ones as .docx and .doc, some of them as .rtf and .odt too."""
    folder = tmp_path_factory.mktemp("documents")
    for path in SAMPLES:
        (folder / path.name).write_bytes(_convertible(path.read_bytes()))
    for name, data in ODD.items():
        (folder / f"odd-{name}.docx").write_bytes(data)
    forms = (("doc:MS Word 97", "*"), ("rtf", "*-[lst]*"), ("odt", "*-[ls]*"))
    for form, names in forms:
        given = sorted(map(str, folder.glob(f"{names}.docx")))
        command = [
            str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form,
            "--outdir", str(folder), *given,
        ]  # fmt: skip
        for _ in range(2):  # a new profile asks for a second start
            if subprocess.run(command, capture_output=True, timeout=120).returncode != 81:
                break
    return folder
