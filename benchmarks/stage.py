"""Where the time goes, and extraction against ``jieba.lcut`` over the same text.

    python -m benchmarks.stage                 60 generated files of each type
    python -m benchmarks.stage FOLDER          the files below a folder

Processor time of one process. The stages: ``read`` from file to text, ``split`` into documents and lines,
``extract`` from these to pieces, ``assemble`` from pieces to records, ``write`` to JSON. Extraction in the sense of
the target is split and extract together: from a Document's text to pieces.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.generator.__main__ import write
from benchmarks.generator.archive import WRITERS, Settings
from benchmarks.peers import show
from benchmarks.run import Row

STAGES = ("read", "split", "extract", "assemble", "write")
# The functions that pipeline.assemble calls for each stage; what is left of its time is assembling.
CALLED = {
    "split": ("split",),
    "extract": ("profile", "figures", "goals", "stages", "problems", "citations", "people"),
}


@contextmanager
def timed(spent: Counter[str]) -> Iterator[None]:
    """Meanwhile the time within the functions of CALLED adds up in ``spent``."""
    from pipeline import assemble

    before = {name: getattr(assemble, name) for names in CALLED.values() for name in names}

    def wrapped(stage: str, job: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            start = time.process_time()
            result = job(*arguments)
            if isinstance(result, Iterator):
                result = list(result)
            spent[stage] += time.process_time() - start
            return result

        return call

    try:
        for stage, names in CALLED.items():
            for name in names:
                setattr(assemble, name, wrapped(stage, before[name]))
        yield
    finally:
        for name, job in before.items():
            setattr(assemble, name, job)


def measure(files: list[Path]) -> tuple[Counter[str], int]:
    """Seconds by stage, ``jieba`` among them, and the bytes of the files' text as UTF-8."""
    import jieba

    from pipeline import assemble
    from pipeline.ingest.reader import load, read
    from schemas.number import dumps

    jieba.setLogLevel("WARNING")
    spent: Counter[str] = Counter()
    size = 0
    with timed(spent):
        for path in files:
            start = time.process_time()
            document = read(load(path))
            spent["read"] += time.process_time() - start
            start, inside = time.process_time(), spent["split"] + spent["extract"]
            records = list(assemble.records(document))
            spent["assemble"] += time.process_time() - start - (spent["split"] + spent["extract"] - inside)
            start = time.process_time()
            for record in records:
                dumps(record)
            spent["write"] += time.process_time() - start
            start = time.process_time()
            jieba.lcut(document.text)
            spent["jieba"] += time.process_time() - start
            size += len(document.text.encode())
    return spent, size


def by_type(folder: Path) -> dict[str, list[Path]]:
    """The files below a folder by ending, in the order of their paths."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix[1:] in WRITERS:
            found[path.suffix[1:]].append(path)
    return found


def report(folder: Path) -> None:
    """Print the table and the rows."""
    titles = [f"{name} ms" for name in STAGES]
    print(
        f"{'type':6}{'files':>7}{'MB':>8}"
        + "".join(f"{title:>13}" for title in titles)
        + f"{'extract MB/s':>14}"
        f"{'total MB/s':>12}{'jieba MB/s':>12}"
    )
    total: Counter[str] = Counter()
    whole = 0
    for kind, files in by_type(folder).items():
        measure(files[:3])  # loads libraries and dictionaries
        spent, size = measure(files)
        total += spent
        whole += size
        print(_line(kind, len(files), spent, size), flush=True)
    print(_line("all", sum(map(len, by_type(folder).values())), total, whole))
    extraction = total["split"] + total["extract"]
    records = sum(total[name] for name in STAGES[1:])
    for name, ours, wanted in (("text → pieces", extraction, 3.0), ("text → JSON", records, 1.0)):
        times = total["jieba"] / ours
        seconds = (f"{ours:.1f} s", f"{total['jieba']:.1f} s")
        show(Row(f"{name} : jieba.lcut", *seconds, f"{times:.2f}×", f"≥ {wanted:g}×", times >= wanted))
    speed = whole / 1e6 / extraction
    show(Row("text → pieces, MB per core-second", f"{speed:.2f}", "", "", "≥ 5", speed >= 5))


def _line(kind: str, count: int, spent: Counter[str], size: int) -> str:
    everything = sum(spent[name] for name in STAGES)
    cells = [f"{spent[name] / count * 1000:7.2f} {spent[name] / everything:4.0%}" for name in STAGES]
    speeds = [spent["split"] + spent["extract"], everything, spent["jieba"]]
    return (
        f"{kind:6}{count:7}{size / 1e6:8.2f}"
        + "".join(f"{cell:>13}" for cell in cells)
        + "".join(f"{size / 1e6 / one:{width}.3f}" for one, width in zip(speeds, (14, 12, 12), strict=True))
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stage",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--files", type=int, default=60, help="of each type, where no folder is named")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.folder:
        report(options.folder)
        return
    with tempfile.TemporaryDirectory() as place:
        for kind in WRITERS:
            write(options.files, Path(place) / kind, Settings(options.seed, {kind: 1.0}))
        report(Path(place))


if __name__ == "__main__":
    main()
