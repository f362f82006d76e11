"""Names of members: decoded rightly, safe to print, each only once; and which files are passed over by name."""

from __future__ import annotations

import re
import unicodedata

_PASSED_OVER = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_DRIVE = re.compile(r"[A-Za-z]:/")
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LONGEST = 1024
# Two or more characters of two bytes each, as both GB2312 and UTF-8 have them: `目录` reads as `Ŀ¼` otherwise.
_PAIRS = re.compile(rb"(?:[\xc4-\xdf][\xa1-\xbf]){2,}")
_UTF8_BEYOND_PAIRS = re.compile(rb"[\xe0-\xf4]")


def wanted(name: str) -> bool:
    """Whether a file may be meant for reading, by its name or path ('/'): no hidden, lock or system file."""
    return not any(part.startswith((".", "~$")) or part in _PASSED_OVER for part in name.split("/"))


def decoded(raw: bytes, windows: bool = False) -> str:
    """The text of a name whose encoding is not told: UTF-8, GB18030 or cp437, by evidence.

    ``windows``: the archive was written there, so two-byte characters side by side are Chinese.
    """
    chinese = windows and not _UTF8_BEYOND_PAIRS.search(raw) and _PAIRS.search(raw)
    for encoding in ("gb18030", "utf-8") if chinese else ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def clean(name: str) -> str:
    """A name as it is shown: '/' between its parts, none that leads out of the archive, all characters printable."""
    name = name.replace("\\", "/")
    if not name.isascii() and unicodedata.is_normalized("NFD", name):
        # macOS takes characters apart. Text that is not wholly so is left: NFC would change rare ideographs.
        name = unicodedata.normalize("NFC", name)
    parts = [part for part in _DRIVE.sub("", name).split("/") if part not in {"", ".", ".."}]
    shown = "/".join(parts)
    if not shown.isprintable():
        shown = "".join(map(_printable, shown))
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST - 33]}…{shown[-32:]}"
    return shown or "unnamed"


def _printable(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape").decode("ascii")


class Names:
    """Makes names unique within an archive; about 70 bytes a name, so that a million of them are nothing."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def unique(self, name: str, index: int) -> str:
        """The name itself the first time; after that with its member's place: ``plan (#17).docx``."""
        chosen = name
        while hash(chosen) in self._seen:
            folder, slash, last = chosen.rpartition("/")
            stem, dot, suffix = last.rpartition(".")
            marked = f"{stem} (#{index}){dot}{suffix}" if stem else f"{last} (#{index})"
            chosen = f"{folder}{slash}{marked}"
        self._seen.add(hash(chosen))
        return chosen
