"""A folder of its own for every process that starts LibreOffice: its settings, what goes in, what comes out.

The settings: no macros, no scripts, no Java, nothing fetched, no recovery of what a killed one had open.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX, _LOCK = "shengjun-office-", ".lock"
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Misc", "CrashReport", "false"),
    ("Common/Misc", "MacroRecorderMode", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
)
_ITEM = '<item oor:path="/org.openoffice.Office.{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
_SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{0}</oor:items>\n'
)


def folder() -> Path:
    """This process's folder; it goes when the process ends, or, where that was killed, with the next ``sweep``."""
    # A forked process has a number of its own, and so a folder.
    return _made(os.getpid())


def sweep() -> None:
    """Remove the folders of processes that are no more."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_LOCK}"):
        lock = FileLock(path)
        with suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            _remove(path.with_suffix(""), lock)


@lru_cache(maxsize=1)
def _made(_: int) -> Path:
    sweep()
    made = Path(tempfile.gettempdir(), _PREFIX + secrets.token_hex(8))
    # Locked before it is there: a sweep takes nobody's folder for a dead one's.
    lock = FileLock(made.with_suffix(_LOCK))
    lock.acquire()
    settings = made / "profile" / "user"
    made.mkdir(mode=0o700)
    settings.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (settings / "registrymodifications.xcu").write_text(_SHEET.format(items), encoding="utf-8")
    Finalize(None, _remove, args=(made, lock), exitpriority=1)
    return made


def _remove(path: Path, lock: FileLock) -> None:
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
