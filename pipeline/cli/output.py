"""Standard output and standard error: data as UTF-8 bytes, messages in one safe line."""

from __future__ import annotations

import os
import sys
import unicodedata

import typer

# What the program ends with where some inputs failed, and where the usage or the surroundings are wrong.
FAILED = 1
STOPPED = 2
PIPE_CLOSED = 141  # what a shell reports for a program that SIGPIPE ended


def write(text: str) -> None:
    """Put data on standard output: UTF-8 and line breaks as they are, on every system.

    Where the reader has gone (``| head``) the program ends quietly.
    """
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        # The interpreter flushes once more when it ends; give it somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from error


def complain(subject: str, message: str) -> None:
    """Say on standard error, in one line, what is wrong with what."""
    typer.echo(f"{printable(subject)}: {printable(message)}", err=True)


def printable(text: str) -> str:
    """The text on one line with control characters escaped, so that no file name can steer a terminal."""
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else _escaped(char) for char in text
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
