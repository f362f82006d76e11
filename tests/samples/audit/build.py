"""The sample documents of the audit as files, the first as a Word file: python tests/samples/audit/build.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

TEXTS = Path(__file__).resolve().parent
WORD = "01-shiqiao-primary"


def build(folder: Path) -> list[Path]:
    """Write every sample into a folder; the same texts give the same bytes."""
    from tests.samples import word
    from tests.samples.piece import pieces

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for source in sorted(TEXTS.glob("*.txt")):
        path = folder / (f"{WORD}.docx" if source.stem == WORD else source.name)
        if path.suffix == ".docx":
            word.write(list(pieces(source.read_text(encoding="utf-8"))), path)
        else:
            path.write_bytes(source.read_bytes())
        paths.append(path)
    return paths


if __name__ == "__main__":
    print(*build(Path(sys.argv[1])), sep="\n")
