"""Write a made-up archive with its truth.

    python -m benchmarks.generator 5000 /tmp/archive --seed 1
    python -m benchmarks.generator 500 /tmp/archive --mix txt=1 --duplicates 0 --damage 0.5
    python -m benchmarks.generator 500 /tmp/archive --zip     /tmp/archive.zip instead of the folder

The truth stands beside the folder, in FOLDER.truth.jsonl; paths in it are those inside the folder. The same arguments
give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from benchmarks.generator.archive import WRITERS, File, Settings, files

_DATE = (2024, 1, 1, 0, 0, 0)


class Sink(Protocol):
    """Takes one file after the other."""

    def __call__(self, file: File) -> None: ...


def write(count: int, folder: Path, settings: Settings, as_zip: bool = False) -> Path:
    """Write the archive and its truth, of which the path is returned. Raises OSError."""
    truth = folder.with_name(f"{folder.name}.truth.jsonl")
    draft = truth.with_name(f"{truth.name}.part")
    folder.parent.mkdir(parents=True, exist_ok=True)
    sink = _zipped(folder.with_name(f"{folder.name}.zip")) if as_zip else _written(folder)
    with draft.open("w", encoding="utf-8", newline="\n") as rows, sink as take:
        for file in files(count, settings):
            take(file)
            rows.write(file.truth + "\n")
    draft.replace(truth)
    return truth


@contextmanager
def _written(folder: Path) -> Iterator[Sink]:
    def take(file: File) -> None:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)

    folder.mkdir(parents=True, exist_ok=True)
    yield take


@contextmanager
def _zipped(path: Path) -> Iterator[Sink]:
    with zipfile.ZipFile(path, "w") as archive:

        def take(file: File) -> None:
            kind = zipfile.ZIP_DEFLATED if file.path.endswith(".txt") else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(file.path, _DATE), file.content, kind)

        yield take


def _mix(text: str) -> dict[str, float]:
    mix = {}
    for pair in text.split(","):
        name, _, share = pair.partition("=")
        if name not in WRITERS:
            raise argparse.ArgumentTypeError(f"unknown type {name!r}; there are {', '.join(WRITERS)}")
        mix[name] = float(share or 1)
    return mix


def main() -> None:
    own = Settings()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generator",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=own.seed)
    parser.add_argument(
        "--mix", type=_mix, default=own.mix, help="shares of the types: docx=0.5,pdf=0.3,txt=0.2"
    )
    parser.add_argument("--duplicates", type=float, default=own.duplicates)
    parser.add_argument("--damage", type=float, default=own.damage)
    parser.add_argument("--compilations", type=float, default=own.compilations)
    parser.add_argument(
        "--variety", type=float, default=own.variety, help="share of the sentences that no other file has"
    )
    parser.add_argument("--zip", action="store_true", help="one zip archive in place of the folder")
    options = parser.parse_args()
    settings = Settings(
        options.seed,
        options.mix,
        options.duplicates,
        options.damage,
        options.compilations,
        options.variety,
    )
    if options.folder.exists() and any(options.folder.iterdir()):
        sys.exit(f"{options.folder}: is not empty; name another folder or empty it")
    print(write(options.count, options.folder, settings, options.zip))


if __name__ == "__main__":
    main()
