"""What is to be said of one file: read or refused, how, and how much of its text was found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from benchmarks.torture.bulk import File
from benchmarks.torture.share import characters, missing, share

ENOUGH = 0.97
LEAST = 20
# What a message must not have: the words of a programmer.
_SMELL = re.compile(
    r"Traceback|[A-Z]\w*(?:Error|Exception|Warning)\b|<class |object at 0x|NoneType|out of range|codec can't|"
    r"unpack requires|recursion depth|has no attribute|positional argument|not subscriptable|b'|line \d+, column|\bErrno\b|"
    r"^\s*$"
)
FAULTS = ("traceback", "crash", "hang", "memory")
_BY_CODE = {"internal": "traceback", "crash": "crash", "timeout": "hang", "memory": "memory"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``fault`` one of FAULTS, or empty; ``share`` of the text that ``oracle`` finds, None where none finds enough.

    ``silent``: nothing is found, or the file called empty, where ``oracle`` finds more than LEAST characters.
    """

    file: File
    fault: str = ""
    oracle: str = ""
    wanted: int = 0
    share: float | None = None
    silent: bool = False
    absent: list[str] = field(default_factory=list)

    @property
    def short(self) -> bool:
        """Whether too little of what there is was found."""
        return self.share is not None and self.share < ENOUGH


def judge(file: File, text: str, others: dict[str, str]) -> Verdict:
    """The verdict on a file, by our text and those of other programs."""
    fault = fault_of(file.code, file.message)
    counted = {name: characters(other) for name, other in others.items()}
    best = max(counted, key=lambda name: counted[name], default="")
    if not best or counted[best] <= LEAST:
        return Verdict(file, fault)
    found = share(others[best], text)
    silent = file.code == "empty" or (file.code is None and not characters(text))
    return Verdict(
        file, fault, best, counted[best], found, silent, missing(others[best], text) if found < ENOUGH else []
    )


def fault_of(code: str | None, message: str) -> str:
    """What went wrong that never may: empty for files read and for those refused in words for people."""
    if code is None:
        return ""
    return _BY_CODE.get(code) or ("traceback" if _SMELL.search(message) else "")


def advises(message: str) -> bool:
    """Whether a refusal says what is wrong and what to do, in one line."""
    wrong, _, advice = message.partition("; ")
    return bool(wrong.strip() and advice.strip()) and "\n" not in message
