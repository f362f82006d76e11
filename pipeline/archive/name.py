"""Names of members: decoded rightly, safe to print, each only once; and which files are passed over by name."""

from __future__ import annotations

import re
import unicodedata

_PASSED_OVER = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_DRIVE = re.compile(r"[A-Za-z]:/")
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LONGEST = 1024
# Some Chinese characters in GBK are UTF-8 as well: `目录` would read `Ŀ¼`, `一` would read `һ`. UTF-8 is meant where
# there are characters of more than two bytes, or Latin letters beside others: `Présentation`.
_UTF8 = re.compile(
    rb"[\xe0-\xf4][\x80-\xbf]{2}|[A-Za-z][\xc3-\xc5][\x80-\xbf]|[\xc3-\xc5][\x80-\xbf][A-Za-z]"
)


def wanted(name: str) -> bool:
    """Whether a file may be meant for reading, by its name or path ('/'): no hidden, lock or system file."""
    return not any(part.startswith((".", "~$")) or part in _PASSED_OVER for part in name.split("/"))


def decoded(raw: bytes, windows: bool = False) -> str:
    """The text of a name whose encoding is not told: UTF-8, GB18030 or cp437, by evidence.

    ``windows``: the archive was written there, so what can be both is rather Chinese.
    """
    for encoding in ("gb18030", "utf-8") if windows and not _UTF8.search(raw) else ("utf-8", "gb18030"):
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
