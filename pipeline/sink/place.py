"""Where tables are written: under another name first, so that they appear whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.sink.source import MAKER
from pipeline.sink.table import TABLES
from schemas.errors import ConfigurationError

ABOUT = "about.json"


@contextmanager
def draft(target: Path, made: Callable[[Path], bool]) -> Iterator[Path]:
    """A path beside the target to write to; leaving it well puts what was written in the target's place.

    ``made`` tells whether what stands there is of this program. Raises ConfigurationError where it is not, or where
    there is no folder to write to, and OSError where it cannot be written.
    """
    if not target.parent.is_dir():
        raise ConfigurationError(f"{target}: there is no folder {target.parent}; make it first")
    if target.exists() and not made(target):
        raise ConfigurationError(f"{target}: is there already and was not made by {MAKER}; give another name")
    path = target.with_name(f".{target.name}.part")
    _remove(path)
    try:
        yield path
        _replace(path, target)
    finally:
        _remove(path)


@contextmanager
def draft_folder(target: Path, suffix: str) -> Iterator[Path]:
    """A folder beside the target for one file a table, that takes the target's place in the end; see ``draft``."""
    with draft(target, lambda path: made_folder(path, suffix)) as path:
        path.mkdir()
        yield path


def made_folder(folder: Path, suffix: str) -> bool:
    """Whether the folder holds tables of this program and nothing else; an empty one may be filled."""
    try:
        names = {path.name for path in folder.iterdir()}
    except NotADirectoryError:
        return False
    known = {f"{name}{suffix}" for name in TABLES}
    return not names or (names <= {ABOUT, *known} and bool(about(folder)))


def about(folder: Path) -> dict[str, Any]:
    """What was written of how the folder's tables were made; empty where they are not of this program."""
    try:
        told = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and str(told.get("made_by")).startswith(f"{MAKER} ") else {}


def tell(folder: Path, told: Mapping[str, Any]) -> None:
    """Write how the folder's tables were made."""
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / ABOUT).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _replace(path: Path, target: Path) -> None:
    """Put the path in the target's place; no system replaces a folder that holds something at once."""
    if not target.is_dir():
        path.replace(target)
        return
    old = target.with_name(f".{target.name}.old")
    _remove(old)
    target.replace(old)
    try:
        path.replace(target)
    except OSError:
        old.replace(target)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
