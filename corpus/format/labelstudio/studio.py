"""Tasks for Label Studio: the machine's labels as predictions, which annotators take over and correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from corpus.format.attribute import ATTRIBUTES, Type, exact, fits
from corpus.format.base import Annotation, Refused, stop
from corpus.format.file import text_file
from corpus.format.labelstudio.export import annotated
from corpus.format.labelstudio.interface import CLASS, MORE, TEXT, Used, tell
from corpus.item import LAYERS, Item, Label, Layer
from schemas.number import dumps


class LabelStudioFormat:
    """``SPLIT.json`` (Import) and ``interface.xml`` (Labeling Setup ▸ Code), which serves all splits.

    Offsets count code points, as Label Studio's editor does. ``layers`` are those to be corrected; relations of
    labels in others are left out with them.
    """

    name = "labelstudio"

    def __init__(self, layers: tuple[Layer, ...] = LAYERS) -> None:
        self.layers = layers

    @contextmanager
    def writer(self, folder: Path, split: str) -> Iterator[LabelStudioWriter]:
        """As ``Format.writer``."""
        with text_file(folder / f"{split}.json") as file:
            writer = LabelStudioWriter(file, self.layers)
            file.write("[")
            yield writer
            file.write("\n]\n")
        tell(folder, self.layers, writer.used)

    def annotations(self, path: Path, refused: Refused = stop) -> Iterator[Annotation]:
        """As ``Reviewable.annotations``, from an export as JSON (not JSON-MIN); what was cancelled is passed over."""
        return annotated(path, refused)


class LabelStudioWriter:
    """Writes a task an item, and remembers which labels and choices the interface has to offer."""

    def __init__(self, file: IO[str], layers: tuple[Layer, ...]) -> None:
        self.file = file
        self.layers = layers
        self.lost: Counter[str] = Counter()
        self.used = Used()
        self.between = "\n"
        self.maker = f"shengjun {version('shengjun')}"

    def write(self, item: Item) -> None:
        """As ``Writer.write``."""
        self.file.write(self.between + dumps(self._task(item)))
        self.between = ",\n"

    def _task(self, item: Item) -> dict[str, Any]:
        labels = [label for label in item.labels if label.layer in self.layers]
        kept = {label.id for label in labels}
        results = [result for label in labels for result in self._region(label)]
        for one in item.relations:
            if one.head in kept and one.tail in kept:
                self.used.add("relations", one.label)
                results.append(_relation(one.head, one.tail, one.label))
        for name, label in item.classes.items():
            if label is not None:
                control = self.used.add(f"{CLASS}{name}", label)
                results.append(_result(f"{CLASS}{name}", control, "choices", {"choices": [label]}))
        scores = [float(label.score) for label in labels if label.score is not None]
        prediction: dict[str, Any] = {"model_version": self.maker, "result": results}
        if scores:
            prediction["score"] = round(sum(scores) / len(scores), 4)
        return {
            "data": {TEXT: item.text, "item": item.id, "meta": dict(item.meta)},
            "predictions": [prediction],
        }

    def _region(self, label: Label) -> Iterator[dict[str, Any]]:
        place = {"start": label.start, "end": label.end}
        control = self.used.add(label.layer, label.label)
        region = _result(label.id, control, "labels", {**place, "text": label.text, "labels": [label.label]})
        yield region if label.score is None else {**region, "score": float(label.score)}
        rest = {}
        for name, value in label.attributes.items():
            kind = ATTRIBUTES[label.layer].get(name)
            if value is None:
                continue
            if kind is None or not fits(kind, value) or value == "":
                rest[name] = value
                continue
            control, told = f"{label.layer}_{name}", _told(kind, value)
            if kind in {"choice", "boolean"}:
                self.used.add(control, told)
                yield _result(label.id, control, "choices", {**place, "choices": [told]})
            else:
                yield _result(label.id, control, "textarea", {**place, "text": [told]})
        if rest:
            control = self.used.add(f"{label.layer}_{MORE}", "")
            yield _result(label.id, control, "textarea", {**place, "text": [dumps(rest)]})


def _told(kind: Type, value: Any) -> str:
    if kind == "boolean":
        return "true" if value else "false"
    return exact(value) if kind == "number" else str(value)


def _result(name: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": control, "to_name": TEXT, "type": kind, "value": value}


def _relation(head: str, tail: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": head, "to_id": tail, "direction": "right", "labels": [label]}
