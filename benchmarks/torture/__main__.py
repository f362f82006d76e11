"""Files made to break readers: nothing may crash, hang, eat memory or be silently empty where others find text.

    python -m benchmarks.torture FOLDER [--peers] [--limit 120] [--memory 2048] [--out out/torture]

Every file below FOLDER goes through ``shengjun run`` with one guarded worker, and its text is compared with what the
best of poppler, LibreOffice, antiword and a plain reading of packages and pages finds in it. OUT gets ``report.md``,
a table by type, and ``exceptions.json``, all that is to be looked at. What is done is kept in OUT: given again, the
command does what is new, and what the program would now do otherwise. With ``--peers`` markitdown has its turn, from
the environment that ``benchmarks/peers.txt`` describes. Ends with status 1 where there is a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.material import ROOT
from benchmarks.torture import bulk, report
from benchmarks.torture.bulk import File
from benchmarks.torture.loop import Answer, Loop
from benchmarks.torture.oracle import Oracles
from benchmarks.torture.share import share
from benchmarks.torture.verdict import Verdict, judge

_STATUSES = (0, 1)


def verdicts(files: list[File], oracles: Oracles, ours: Loop) -> Iterator[Verdict]:
    """What is to be said of each file. Members of archives are judged by what came of them alone."""
    for file in files:
        others = dict(oracles.texts(file)) if file.member < 0 and file.sha256 else {}
        text = ours.ask(file.path).text if others and file.code is None else ""
        yield judge(file, text, others)


def peers(judged: list[Verdict], oracles: Oracles, theirs: Loop) -> dict[str, tuple[Answer, float | None]]:
    """What another program makes of the same files, by their names."""
    answers = {}
    for verdict in judged:
        file = verdict.file
        if file.member < 0:
            answer = theirs.ask(file.path)
            wanted = dict(oracles.texts(file)).get(verdict.oracle, "") if verdict.oracle else ""
            answers[file.name] = (answer, share(wanted, answer.text) if wanted else None)
    return answers


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    status = bulk.run(options.folder, options.out / "run", options.limit, options.memory)
    if status not in _STATUSES:
        sys.exit(f"the run ended with status {status}; see {options.out / 'run.log'}")
    files = list(bulk.files(options.out / "run"))
    oracles = Oracles(options.out / "oracle")
    oracles.prepare([file for file in files if file.member < 0 and file.sha256])
    memory = options.memory << 20
    with Loop(Path(sys.executable), "shengjun", options.limit, memory) as ours:
        judged = list(verdicts(files, oracles, ours))
    told = report.table(judged)
    if options.peers:
        with Loop(options.python, "markitdown", options.limit, memory) as theirs:
            told += "\nmarkitdown:\n\n" + report.peers(judged, peers(judged, oracles, theirs))
    (options.out / "report.md").write_text(told, encoding="utf-8")
    found = json.dumps(report.exceptions(judged), ensure_ascii=False, indent=1)
    (options.out / "exceptions.json").write_text(found, encoding="utf-8")
    print(told)
    sys.exit(any(verdict.fault or verdict.silent for verdict in judged))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.torture",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "torture")
    parser.add_argument("--limit", type=float, default=120, help="seconds a file")
    parser.add_argument("--memory", type=int, default=2048, help="megabytes of address space a file")
    parser.add_argument("--peers", action="store_true", help="markitdown too")
    parser.add_argument("--python", type=Path, default=ROOT / ".venv-peers" / "bin" / "python")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder}: is no folder")
    if options.peers and not options.python.exists():
        parser.error(f"{options.python}: is not there; see benchmarks/peers.txt")
    return options


if __name__ == "__main__":
    main()
