"""The labelling interface: what an annotator sees and may choose, as Label Studio's XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from corpus.format.attribute import ATTRIBUTES, words
from corpus.format.file import text_file
from corpus.item import Layer

TEXT = "text"
CLASS = "class_"
# The field for what has no field of its own, as JSON.
MORE = "more"
FILE = "interface.xml"

_TITLES: dict[Layer, str] = {
    "quantities": "数量", "figures": "数据", "names": "指标名称", "goals": "目标", "stages": "阶段", "problems": "问题",
    "citations": "引用", "people": "人员",
}  # fmt: skip
_COLOURS: dict[Layer, str] = {
    "quantities": "#7f8c8d", "figures": "#2e86de", "names": "#16a085", "goals": "#8e44ad", "stages": "#d35400",
    "problems": "#c0392b", "citations": "#b7950b", "people": "#27ae60",
}  # fmt: skip
_CLASSES = {"kind": "文种", "level": "层级"}
_RELATIONS = ("names", "holds")


class Used:
    """The labels and choices that are used, by control."""

    def __init__(self) -> None:
        self.values: dict[str, set[str]] = {}

    def add(self, control: str, value: str) -> str:
        """Remember a value; gives the control back."""
        self.values.setdefault(control, set()).add(value)
        return control


def tell(folder: Path, layers: tuple[Layer, ...], used: Used) -> None:
    """Write the interface for these layers, with what is used and what an interface there offers already.

    All words of the schema are offered beside, since a correction may need one that no document has. Raises OSError.
    """
    path = folder / FILE
    if path.exists():
        _remember(path, used)
    root = ElementTree.Element("View")
    for layer in layers:
        root.append(_labels(layer, used))
    root.append(_element("Text", name=TEXT, value=f"${TEXT}", granularity="symbol", saveTextResult="yes"))
    relations = ElementTree.SubElement(root, "Relations")
    relations.extend(_element("Relation", value=value) for value in _offered(_RELATIONS, "relations", used))
    classes = [name.removeprefix(CLASS) for name in used.values if name.startswith(CLASS)]
    for name in _ordered(_CLASSES, classes):
        root.append(_element("Header", value=_CLASSES.get(name, name), size="5"))
        root.append(_choices(f"{CLASS}{name}", words().get(name, ()), used))
    for layer in layers:
        root.append(_fields(layer, used))
    ElementTree.indent(root)
    with text_file(path) as file:
        file.write(ElementTree.tostring(root, encoding="unicode") + "\n")


def _remember(path: Path, used: Used) -> None:
    for control in ElementTree.parse(path).iter():  # noqa: S314 - our own file
        name = control.get("name") or control.tag.lower()
        if name.endswith(f"_{MORE}"):
            used.add(name, "")
        for value in control:
            if control.tag in {"Labels", "Choices", "Relations"}:
                used.add(name, value.get("value", ""))


def _labels(layer: Layer, used: Used) -> ElementTree.Element:
    view = _element("View")
    view.append(_element("Header", value=_TITLES[layer], size="5"))
    hints = _hints(layer)
    if len(hints) > 10:
        view.append(_element("Filter", name=f"filter_{layer}", toName=layer, minlength="0"))
    labels = ElementTree.SubElement(view, "Labels", {"name": layer, "toName": TEXT})
    for value in _offered(hints, layer, used):
        hint = hints.get(value)
        more = {"hint": hint} if hint else {}
        labels.append(_element("Label", value=value, background=_COLOURS[layer], **more))
    return view


def _hints(layer: Layer) -> dict[str, str]:
    """The labels of a layer that the schema knows, with what they mean."""
    if layer in {"figures", "names"}:
        from schemas.taxonomy.loader import taxonomy

        return {**{one.id: one.zh for one in taxonomy()}, "other": "其他"}
    if layer == "quantities":
        return {"quantity": "", **dict.fromkeys(words()["damage"], "")}
    return {{"people": "person"}.get(layer, layer.removesuffix("s")): _TITLES[layer]}


def _fields(layer: Layer, used: Used) -> ElementTree.Element:
    view = _element("View", visibleWhen="region-selected", whenTagName=layer)
    for name, kind in ATTRIBUTES[layer].items():
        control = f"{layer}_{name}"
        view.append(_element("Header", value=name, size="6"))
        if kind in {"choice", "boolean"}:
            offered = words()[name] if kind == "choice" else ("true", "false")
            view.append(_choices(control, offered, used, perRegion="true"))
        else:
            view.append(_area(control))
    if f"{layer}_{MORE}" in used.values:
        view.append(_area(f"{layer}_{MORE}"))
    return view


def _area(control: str) -> ElementTree.Element:
    return _element(
        "TextArea", name=control, toName=TEXT, perRegion="true", editable="true", maxSubmissions="1", rows="1"
    )


def _choices(control: str, known: Iterable[str], used: Used, **more: str) -> ElementTree.Element:
    choices = _element("Choices", name=control, toName=TEXT, choice="single", showInline="true", **more)
    choices.extend(_element("Choice", value=value) for value in _offered(known, control, used))
    return choices


def _offered(known: Iterable[str], control: str, used: Used) -> Iterator[str]:
    return _ordered(known, used.values.get(control, ()))


def _ordered(known: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    first = list(known)
    yield from first
    yield from sorted(set(found) - set(first))


def _element(tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.Element(tag, attributes)
