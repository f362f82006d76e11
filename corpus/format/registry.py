"""The formats by name. Each is imported when it is asked for, with the libraries it takes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from corpus.format.base import Format
from schemas.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Entry:
    """A format before it is imported: its class in a module of ``corpus.format``, and the libraries it needs."""

    name: str
    module: str
    maker: str
    needs: tuple[str, ...] = ()

    def load(self, **options: Any) -> Format:
        """The format, made with its options. Raises ConfigurationError where a library is missing."""
        missing = [library for library in self.needs if find_spec(library) is None]
        if missing:
            raise ConfigurationError(
                f"format {self.name}: needs {' and '.join(missing)}; pip install {' '.join(missing)}"
            )
        made: Format = getattr(import_module(f"corpus.format.{self.module}"), self.maker)(**options)
        return made


FORMATS = {
    entry.name: entry
    for entry in (
        Entry("jsonl", "jsonl", "PlainFormat"),
        Entry("docbin", "docbin", "DocBinFormat", ("spacy",)),
        Entry("hf", "hf", "HuggingFaceFormat", ("pyarrow",)),
        Entry("conll", "conll", "ConllFormat"),
        Entry("labelstudio", "labelstudio.studio", "LabelStudioFormat"),
        Entry("doccano", "doccano", "DoccanoFormat"),
    )
}


def named(name: str, **options: Any) -> Format:
    """The format of that name, made with its options. Raises ConfigurationError where there is none, or a library is missing."""
    if name not in FORMATS:
        raise ConfigurationError(f"format {name}: there is none of that name; there are {', '.join(FORMATS)}")
    return FORMATS[name].load(**options)
