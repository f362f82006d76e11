"""A program that reads the files whose paths it is given, one a line, and answers each with a line of JSON.

    python -m benchmarks.torture.child shengjun|markitdown BYTES_OF_MEMORY

Nothing but the standard library is imported before the program: markitdown runs in an environment of its own.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

# A converter whose library `benchmarks/peers.txt` leaves out.
_LACKING = "MissingDependencyException"

Answer = dict[str, str | None]


def shengjun() -> Callable[[Path], Answer]:
    """Our text alone, as ``shengjun text`` gives it."""
    from pipeline.extract import Failure, attempt, text

    def answer(path: Path) -> Answer:
        result = attempt(text, path)
        if isinstance(result, Failure):
            return {"code": result.code, "message": result.message}
        return {"text": result}

    return answer


def markitdown() -> Callable[[Path], Answer]:
    """markitdown's Markdown; its own exceptions are what it says to people, any other is a traceback."""
    from markitdown import MarkItDown, UnsupportedFormatException  # type: ignore[import-not-found]

    converter = MarkItDown()

    def answer(path: Path) -> Answer:
        try:
            return {"text": str(converter.convert(path).text_content)}
        except UnsupportedFormatException as error:
            return {"code": "unsupported", "message": str(error)}
        except MemoryError:
            return {"code": "memory", "message": "MemoryError"}
        except Exception as error:  # noqa: BLE001 - told, not stopped
            told = f"{type(error).__name__}: {error}"
            return {"code": "unsupported" if _LACKING in told else "traceback", "message": told}

    return answer


PROGRAMS = {one.__name__: one for one in (shengjun, markitdown)}


def main() -> None:
    memory = int(sys.argv[2])
    if memory and sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # What libraries print is no answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answer = PROGRAMS[sys.argv[1]]()
    _tell(out.write, {"text": "ready"})
    out.flush()
    for line in sys.stdin.buffer:
        _tell(out.write, answer(Path(json.loads(line))))
        out.flush()


def _tell(write: Callable[[bytes], int], answer: Answer) -> None:
    write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
