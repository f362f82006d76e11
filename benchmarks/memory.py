"""Memory of the whole job, measured from inside its own process: ``python -m benchmarks.memory TURNS FILE…``.

Prints as JSON the resident megabytes after a tenth of the turns, after all of them, and at the highest.
"""

from __future__ import annotations

import json
import sys
from itertools import cycle, islice
from pathlib import Path

import psutil

from pipeline.extract import Failure, attempt, lines

MB = 2**20


def peak() -> float:
    """The highest resident size of this process so far, in megabytes."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset / MB)
    import resource

    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest / MB if sys.platform == "darwin" else highest / 1024


def main() -> None:
    turns, files = int(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    resident = []
    for path in islice(cycle(files), turns):
        result = attempt(lines, path)
        if isinstance(result, Failure):
            sys.exit(f"{result.path}: {result.message}")
        resident.append(psutil.Process().memory_info().rss / MB)
    json.dump({"early": resident[turns // 10], "late": resident[-1], "peak": peak()}, sys.stdout)


if __name__ == "__main__":
    main()
