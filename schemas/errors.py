"""What can stop one file, and what can stop the run.

A SourceError stops one file: the caller prints ``PATH: message`` and goes on. Its message says what is wrong and
what to do, in one line of English. A ConfigurationError (taxonomy, options) or an EnvironmentFault (disk, share) stops
the run.
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


class SlowSource(SourceError):
    """The file took longer than it may."""

    code = "timeout"


class EnvironmentFault(Exception):
    """The disk, the share or the machine fails, no file: ``place`` and what is wrong; the job stops and goes on later."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason

    def __reduce__(self) -> tuple[type[EnvironmentFault], tuple[str, str]]:
        """Travels between processes."""
        return type(self), (self.place, self.reason)


class ConfigurationError(Exception):
    """The taxonomy or the options are wrong; the message gathers every fault, one a line."""
