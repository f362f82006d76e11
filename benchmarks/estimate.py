"""What an archive of any size would take, on paper, from the figures that ``benchmarks.growth --save`` measured.

    python -m benchmarks.estimate growth.json --files 10000000 --cores 64 --shard 1000

    core-hours = files × processor seconds a file ÷ 3600
    hours      = core-hours ÷ cores ÷ the share of the processors' time that was in use while measuring
    storage    = files × bytes a file, as they lie and compressed
    shards     = files ÷ files a shard

Bytes and seconds a file are those of the largest size measured. The estimate holds as far as its archive is like the
generated one: documents of about 2,200 characters with one figure in 60.
"""

from __future__ import annotations

import argparse
import json
from math import ceil
from pathlib import Path
from typing import Any


def estimate(step: dict[str, Any], count: int, cores: int, shard: int) -> dict[str, float]:
    """Core-hours, hours on so many cores, gigabytes of sources and output, and shards for ``count`` files."""
    measured = step["files"]
    core_hours = count * step["cpu"] / measured / 3600
    # How much of the processors' time the clock saw used: what waiting and starting cost.
    busy = min(1.0, step["cpu"] / (step["wall"] * max(step["workers"], 1)))
    return {
        "core-hours": core_hours,
        f"hours on {cores} cores": core_hours / cores / busy,
        "sources, GB": count * step["source"] / measured / 1e9,
        "output, GB": count * step["out"] / measured / 1e9,
        "records compressed (zstd), GB": count * step["packed"] / measured / 1e9,
        f"shards of {shard:,} files": ceil(count / shard),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.estimate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("measured", type=Path)
    parser.add_argument("--files", type=int, default=10_000_000)
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument("--shard", type=int, default=1000, help="files a shard")
    options = parser.parse_args()
    step = json.loads(options.measured.read_text(encoding="utf-8"))[-1]
    print(f"{options.files:,} files, from {step['files']:,} measured:")
    for name, value in estimate(step, options.files, options.cores, options.shard).items():
        print(f"{name:36}{value:14,.0f}" if value >= 100 else f"{name:36}{value:14,.1f}")


if __name__ == "__main__":
    main()
