"""The programs that open what is written as a reader would: a browser, and LibreOffice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def _program(*names: str) -> Path:
    found = next(filter(None, map(shutil.which, names)), None)
    if found:
        return Path(found)
    missing = f"needs {' or '.join(names)}; on Debian: scripts/debian.sh"
    if os.environ.get("SHENGJUN_CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser."""
    return _program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice."""
    return _program("soffice", "libreoffice")
