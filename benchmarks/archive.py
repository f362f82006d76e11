"""Records to audit in any number, and what auditing them takes: ``python -m benchmarks.archive RECORDS.jsonl``.

Prints as JSON the processor time, the resident megabytes after a tenth of the records and after all of them, the
highest, and how many findings there were.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks import material
from benchmarks.memory import MB, peak

_ID = re.compile(r'"id":"[0-9a-f]{64}#')
_SUBJECT = re.compile(r'"subject":"([^"]*)"')
_REGION = re.compile(r'"region":(?:null|"[^"]*")')
# So many schools and documents of one county.
_COUNTY = 100


def records_file(path: Path, count: int) -> Path:
    """The samples' records again and again as those of other documents, a hundred of them a county."""
    from pipeline.extract import lines

    samples = [line for sample in material.SAMPLES for line in lines(sample)]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number, line in zip(range(count), _again(samples), strict=False):
            turn, county = number // len(samples), number // _COUNTY
            told = _ID.sub(f'"id":"{number:064x}#', line, count=1)
            told = _SUBJECT.sub(lambda found, turn=turn: f'"subject":"{found[1]}{turn}"', told, count=1)
            file.write(_REGION.sub(f'"region":"{county}县"', told, count=1) + "\n")
    return path


def _again(lines: list[str]) -> Iterator[str]:
    while True:
        yield from lines


def main() -> None:
    from pipeline.audit.across import Archive
    from pipeline.audit.archive import Fault, records
    from pipeline.audit.audit import audit
    from pipeline.audit.choice import Choice
    from schemas.number import dumps
    from schemas.standards.loader import standards

    path = Path(sys.argv[1])
    process, start = psutil.Process(), time.process_time()
    choice, resident, findings, written = Choice(standards()), [], 0, 0
    with Archive() as archive:
        for record in records([path]):
            if isinstance(record, Fault):
                sys.exit(f"{record.place}: {record.message}")
            archive.add(record)
        for record in records([path]):
            found = audit(record, choice, archive) if not isinstance(record, Fault) else ()
            written += sum(len(dumps(one)) for one in found)
            findings += len(found)
            resident.append(process.memory_info().rss / MB)
    measured = {"seconds": time.process_time() - start, "findings": findings, "characters": written}
    measured |= {"early": resident[len(resident) // 10], "late": resident[-1], "peak": peak()}
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
