"""What can stop one file, and what can stop the run.

A SourceError stops one file: the caller prints ``PATH: message`` and goes on. Its message says what is wrong and
what to do, in one line of English. A ConfigurationError (taxonomy, options) stops the run.
"""

from __future__ import annotations


class SourceError(Exception):
    """One file cannot be read; ``code`` is stable and names the class of failure."""

    code = "unreadable"


class EmptySource(SourceError):
    """The file holds no text."""

    code = "empty"


class EncryptedSource(SourceError):
    """The file is protected by a password."""

    code = "encrypted"


class UnsupportedSource(SourceError):
    """The file is of a type that no reader takes."""

    code = "unsupported"


class OversizedSource(SourceError):
    """The file, or what it expands to, goes beyond a limit."""

    code = "too_large"


class ConfigurationError(Exception):
    """The taxonomy or the options are wrong; the message gathers every fault, one a line."""
