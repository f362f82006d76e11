"""The words of this folder's YAML files, loaded once and compiled to one alternation a cue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from extractors.figure.piece import Stage
from schemas.resource import resource


def _load(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], resource(Path(__file__).with_name(name)))


@cache
def _words() -> dict[str, Any]:
    return _load("words.yaml")


@cache
def measures() -> Mapping[str, Mapping[str, Any]]:
    """For each measure word: ``only`` the indicators it goes with, ``default`` the one it means by itself."""
    return _load("measure.yaml")


def alternation(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a word that begins with / is a pattern itself."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(word[1:] if word.startswith("/") else re.escape(word) for word in ordered)


@cache
def cue(name: str) -> re.Pattern[str]:
    """Any word of one list of words.yaml."""
    return re.compile(alternation(_words()[name]))


@cache
def words(name: str) -> frozenset[str]:
    """One list of words.yaml as a set."""
    return frozenset(_words()[name])


@cache
def stages() -> tuple[re.Pattern[str], Mapping[str, Stage | None]]:
    """A pattern for every stage word, and what each word means (None: it only looks like one)."""
    meaning: dict[str, Stage | None] = {
        word: cast(Stage, stage) for stage, found in _words()["stages"].items() for word in found
    }
    meaning.update(dict.fromkeys(_words()["not_stage"]))
    return re.compile(alternation(meaning)), meaning
