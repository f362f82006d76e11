"""What making tables takes: ``python -m benchmarks.tables RECORDS.jsonl parquet|duckdb|xlsx|csv PATH``.

Without findings. Prints as JSON the documents, the rows, the processor seconds and the highest megabytes resident.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.memory import peak


def main() -> None:
    from pipeline.cli.export import Form, writer
    from pipeline.sink.source import Source

    records, form, target = sys.argv[1:]
    write = writer(Form(form))
    start = time.process_time()
    with Path(records).open(encoding="utf-8") as lines:
        rows = write(Source(lines, findings=None), Path(target))
    measured: dict[str, float] = {"documents": rows["documents"], "rows": rows.total()}
    json.dump(measured | {"seconds": time.process_time() - start, "peak": peak()}, sys.stdout)


if __name__ == "__main__":
    main()
