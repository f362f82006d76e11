"""The table by type, and what is to be looked at one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.torture.loop import CRASH, HANG, Answer
from benchmarks.torture.share import characters
from benchmarks.torture.verdict import FAULTS, LEAST, Verdict, advises

_HEAD = (
    "type",
    "files",
    "read",
    "refused",
    *FAULTS,
    "silently empty",
    "compared",
    "≥ 0.97",
    "below",
    "share",
)
_PEER_HEAD = (
    "type",
    "files",
    "text",
    "empty",
    "refused",
    "tracebacks",
    "crashes",
    "hangs",
    "memory",
    "empty where text is",
    "share",
)


@dataclass(slots=True)
class Tally:
    """Sums of one type."""

    files: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    silent: int = 0
    compared: int = 0
    short: int = 0
    wanted: int = 0
    found: float = 0.0

    def add(self, verdict: Verdict) -> None:
        """Count one file."""
        self.files += 1
        self.read += verdict.file.code is None
        if verdict.fault:
            self.faults[verdict.fault] += 1
        elif verdict.file.code:
            self.refused[verdict.file.code] += 1
        self.silent += verdict.silent
        # What is refused in words is told by itself; the share is that of what was read.
        if verdict.share is not None and verdict.file.code is None:
            self.compared += 1
            self.short += verdict.short
            self.wanted += verdict.wanted
            self.found += verdict.share * verdict.wanted

    def cells(self, name: str) -> Iterator[str]:
        """A row of the table."""
        yield from (name, str(self.files), str(self.read))
        yield ", ".join(f"{count} {code}" for code, count in sorted(self.refused.items())) or "0"
        yield from (str(self.faults[fault]) for fault in FAULTS)
        yield from (str(self.silent), str(self.compared), str(self.compared - self.short), str(self.short))
        yield f"{self.found / self.wanted:.3f}" if self.wanted else "-"


def table(verdicts: Sequence[Verdict]) -> str:
    """The Markdown table of what came of all files."""
    return _table(_HEAD, verdicts)


def _table(head: tuple[str, ...], verdicts: Iterable[Verdict]) -> str:
    tallies: dict[str, Tally] = {}
    for verdict in verdicts:
        for name in (type_of(verdict), "all"):
            tallies.setdefault(name, Tally()).add(verdict)
    names = sorted(set(tallies) - {"all"}, key=lambda name: -tallies[name].files)
    return _markdown(head, [list(tallies[name].cells(name)) for name in [*names, "all"] if name in tallies])


def type_of(verdict: Verdict) -> str:
    """The type as the program tells it from the bytes; what it has no name for goes together."""
    return verdict.file.kind or "not listed"


def peers(verdicts: Sequence[Verdict], answers: dict[str, tuple[Answer, float | None]]) -> str:
    """The same for another program: its answers with their shares, by the files' names."""
    rows: dict[str, Counter[str]] = {}
    sums: dict[str, list[float]] = {}
    for verdict in verdicts:
        if verdict.file.name not in answers:
            continue
        answer, found = answers[verdict.file.name]
        for name in (type_of(verdict), "all"):
            row, total = rows.setdefault(name, Counter()), sums.setdefault(name, [0.0, 0.0])
            row.update(_kinds(answer, verdict))
            if answer.code is None and found is not None:
                total[0] += found * verdict.wanted
                total[1] += verdict.wanted
    names = [*sorted(set(rows) - {"all"}, key=lambda name: -rows[name]["files"]), "all"]
    keys = ("files", "text", "empty", "unsupported", "traceback", CRASH, HANG, "memory", "silent")
    return _markdown(
        _PEER_HEAD,
        [
            [
                name,
                *(str(rows[name][key]) for key in keys),
                f"{sums[name][0] / sums[name][1]:.3f}" if sums[name][1] else "-",
            ]
            for name in names
            if name in rows
        ],
    )


def _kinds(answer: Answer, verdict: Verdict) -> list[str]:
    if answer.code is not None:
        return ["files", answer.code]
    if characters(answer.text):
        return ["files", "text"]
    return ["files", "empty", "silent"] if verdict.wanted > LEAST else ["files", "empty"]


def exceptions(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """What is to be looked at: faults, messages without advice, and text that was not found."""
    return [_told(verdict) for verdict in verdicts if _why(verdict)]


def _why(verdict: Verdict) -> list[str]:
    file = verdict.file
    found = [verdict.fault] if verdict.fault else []
    if file.code is not None and not verdict.fault and not advises(file.message):
        found.append("no advice")
    if verdict.silent:
        found.append("silent")
    if verdict.short:
        found.append("refused" if file.code else "short")
    return found


def _told(verdict: Verdict) -> dict[str, Any]:
    file = verdict.file
    return {
        "why": _why(verdict),
        "path": file.name,
        "type": file.kind,
        "code": file.code,
        "message": file.message,
        "oracle": verdict.oracle,
        "characters": verdict.wanted,
        "share": verdict.share if verdict.share is None else round(verdict.share, 4),
        "absent": verdict.absent,
        "seconds": file.seconds,
        "megabytes": file.memory and file.memory >> 20,
    }


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
