"""Which engines are there: told at run time, once a process."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec

from pipeline.ingest.ocr.base import Engine
from pipeline.ingest.ocr.tesseract import LANGUAGE, TesseractEngine

INSTALL = "pip install 'shengjun[ocr]', or on Debian: apt install tesseract-ocr tesseract-ocr-chi-sim"


def engines() -> tuple[Engine, ...]:
    """The engines on this machine, the one to read with first; the next one is its witness for numbers."""
    rapid, command = _rapid(), _tesseract(os.environ.get("PATH", ""))
    return (*((rapid,) if rapid else ()), *((command,) if command else ()))


def forget() -> None:
    """Look for the engines again when they are next asked for."""
    _rapid.cache_clear()
    _tesseract.cache_clear()


@cache
def _rapid() -> Engine | None:
    if not all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2")):
        return None
    from pipeline.ingest.ocr.rapid import RapidEngine

    return RapidEngine()


@cache
def _tesseract(path: str) -> Engine | None:
    """Tesseract with its Chinese data, found in the folders of ``path``."""
    command = shutil.which("tesseract", path=path)
    if command is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603 - a program that was looked up
            [command, "--list-langs"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return TesseractEngine(command) if LANGUAGE in told.stdout.split() else None
