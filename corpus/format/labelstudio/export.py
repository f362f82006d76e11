"""What annotators made of the tasks, from Label Studio's export as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, get_args

from corpus.format.attribute import ATTRIBUTES
from corpus.format.base import Annotation, Refused
from corpus.format.file import elements
from corpus.format.labelstudio.interface import CLASS, MORE, TEXT
from corpus.item import Item, Label, Layer, Relation, WrongItem, ordered
from schemas.number import loads

Json = Mapping[str, Any]
# The editor keeps a selection's words as a page shows them: line breaks as \n, other space as it comes.
_UNSURE = re.compile(r"\\n|\s+")


def annotated(path: Path, refused: Refused) -> Iterator[Annotation]:
    """The annotations of the export, task by task. Raises WrongItem where the file is none at all."""
    for number, task in enumerate(elements(path), start=1):
        try:
            made = list(_annotations(task))
        except WrongItem as error:
            refused(WrongItem(f"{path}: task {number}: {error}"))
        else:
            yield from made


def _annotations(task: Any) -> Iterator[Annotation]:
    if not isinstance(task, dict) or "data" not in task:
        raise WrongItem("is of another export; choose JSON, not JSON-MIN")
    try:
        text, name = task["data"][TEXT], task["data"]["item"]
        for told in task.get("annotations", ()):
            if not told.get("was_cancelled"):
                yield _annotation(told, name, text)
    except WrongItem as error:
        raise WrongItem(f"{task['data'].get('item')}: {error}") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise WrongItem(f"is no task that was written here: {error!r}") from error


def _annotation(told: Json, name: str, text: str) -> Annotation:
    results = told["result"]
    regions = [one for one in results if one["type"] == "labels"]
    place = _counting(text, regions)
    labels: dict[str, Label] = {}
    attributes: dict[str, dict[str, Any]] = {}
    for one in regions:
        # A stretch that was labelled in two layers at once is one region there.
        region = one["id"] if one["id"] not in labels else f"{one['id']}.{one['from_name']}"
        labels[region] = _label(one, text, place, region, attributes.setdefault(region, {}))
    relations, classes = [], {}
    for one in results:
        if one["type"] == "relation":
            relations += [
                Relation(label, one["from_id"], one["to_id"]) for label in one.get("labels") or [""]
            ]
        elif one["type"] != "labels" and one["from_name"].startswith(CLASS):
            classes[one["from_name"].removeprefix(CLASS)] = _single(one)
        elif one["type"] != "labels":
            _attribute(one, labels, attributes)
    whole = Item(name, text, classes, ordered(labels.values()), tuple(relations)).check()
    time = told.get("updated_at") or told.get("created_at")
    return Annotation(name, _author(told), time, text, whole.labels, whole.relations, classes)


def _author(told: Json) -> str:
    person = told.get("completed_by")
    return str(person.get("email") or person["id"]) if isinstance(person, dict) else str(person)


def _label(
    one: Json, text: str, place: Callable[[int], int], name: str, attributes: Mapping[str, Any]
) -> Label:
    layer, value = one["from_name"], one["value"]
    if layer not in get_args(Layer):
        raise WrongItem(f"region {one['id']} is of {layer}, which is no layer")
    if len(value["labels"]) != 1:
        raise WrongItem(f"region {one['id']} has {len(value['labels'])} labels; give it one")
    start, end = place(value["start"]), place(value["end"])
    return Label(name, layer, start, end, text[start:end], value["labels"][0], attributes)


def _attribute(one: Json, labels: Mapping[str, Label], known: Mapping[str, dict[str, Any]]) -> None:
    layer, _, name = one["from_name"].partition("_")
    regions = [region for region in (one["id"], f"{one['id']}.{layer}") if region in labels]
    region = next((region for region in regions if labels[region].layer == layer), None)
    if region is None:
        raise WrongItem(f"{one['from_name']} of region {one['id']} belongs to no region of its layer")
    told = _single(one)
    if name == MORE:
        known[region].update(_json(one, told))
    elif ATTRIBUTES[labels[region].layer][name] in {"number", "boolean"}:
        known[region][name] = _json(one, told)
    else:
        known[region][name] = told


def _json(one: Json, told: str) -> Any:
    try:
        return loads(told)
    except json.JSONDecodeError as error:
        raise WrongItem(f"{one['from_name']} of region {one['id']} is {told!r}, no number") from error


def _single(one: Json) -> str:
    values = one["value"]["choices" if one["type"] == "choices" else "text"]
    if len(values) != 1:
        raise WrongItem(f"{one['from_name']} of {one['id']} has {len(values)} values; give it one")
    return str(values[0])


def _counting(text: str, regions: list[Json]) -> Callable[[int], int]:
    """How the export counts: in code points, or in UTF-16 units as early versions did.

    All words must stand where they are said to. Raises WrongItem where they do not.
    """
    wrong = _astray(text, regions, _as_is)
    if wrong is None:
        return _as_is
    points = {unit: point for point, unit in enumerate(_units(text))}

    def by_unit(place: int) -> int:
        return points.get(place, -1)

    if _astray(text, regions, by_unit) is None:
        return by_unit
    value = wrong["value"]
    stands = text[value["start"] : value["end"]]
    raise WrongItem(
        f"region {wrong['id']} says {value.get('text')!r}, but at {value['start']} stands {stands!r}; "
        "the text was changed, or the export has no words (saveTextResult)"
    )


def _as_is(place: int) -> int:
    return place


def _units(text: str) -> Iterator[int]:
    """Where each code point, and the end, stands in UTF-16 units."""
    return accumulate((1 + (character > "\uffff") for character in text), initial=0)


def _astray(text: str, regions: list[Json], place: Callable[[int], int]) -> Json | None:
    """The first region whose words do not stand at its place."""
    for one in regions:
        value = one["value"]
        start, end = place(value["start"]), place(value["end"])
        if not 0 <= start < end <= len(text):
            return one
        words, stands = value.get("text"), text[start:end]
        if words != stands and (not words or _UNSURE.sub("", words) != _UNSURE.sub("", stands)):
            return one
    return None
