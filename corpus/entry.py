"""A record with its text as an item of training data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from corpus.item import Item, Label, Layer, Relation, WrongItem, ordered

Json = Mapping[str, Any]


_NUMBER = ("value", "value_max", "unit", "op", "approx", "damage")
# What of a figure tells it from others, and what is counted.
_TOLD = (
    "label", *_NUMBER, "role", "stage", "qualifier", "entity", "period", "period_start", "period_end", "verdict",
)  # fmt: skip
_number, _told = itemgetter(*_NUMBER), itemgetter(*_TOLD)
_META = ("subject", "region", "issuer", "date", "period")
_PIECES: tuple[tuple[Layer, str, str, tuple[str, ...]], ...] = (
    ("goals", "goal", "g", ("deadline", "quantified", "owner")),
    ("stages", "stage", "s", ("name", "period", "start_date", "end_date")),
    ("problems", "problem", "p", ()),
    ("citations", "citation", "c", ("title", "number")),
    ("people", "person", "h", ("role", "name")),
)
NO_INDICATOR = "other"


def item(record: Json, text: str) -> Item:
    """The item of one record (as JSON read by ``schemas.number.loads``).

    ``text`` is the whole file's, as ``shengjun text`` prints it; the item's is the part of it that the record is
    about. A figure gives a quantity (label: its damage, or ``quantity``), a figure (label: its indicator, or
    ``other``) and, where the text names the indicator, a name; relations ``names`` (name to figure) and ``holds``
    (goal to figure) tie them. Raises WrongItem where the record's evidence does not stand in the text.
    """
    _compare(record, text)
    part = record["part"]
    own = text[part["start"] : part["end"]]
    cut = _cutter(own, part["start"])
    labels: list[Label] = []
    relations: list[Relation] = []
    names: dict[tuple[int, int], str] = {}
    for figure in record["figures"]:
        labels += _figure(figure, cut)
        named = figure.get("named")
        if named is not None:
            name = names.setdefault((named["start"], named["end"]), f"n{len(names) + 1}")
            relations.append(Relation("names", name, figure["id"]))
    named_as = {head: figure for figure in reversed(record["figures"]) for head in _heads(figure, names)}
    for (start, end), name in names.items():
        labels.append(cut(name, "names", start, end, named_as[name]["indicator"] or NO_INDICATOR))
    for layer, label, letter, keys in _PIECES:
        for number, piece in enumerate(record[layer], start=1):
            evidence = piece["evidence"]
            attributes = {key: piece[key] for key in keys}
            labels.append(
                cut(f"{letter}{number}", layer, evidence["start"], evidence["end"], label, attributes)
            )
            relations += [
                Relation("holds", f"{letter}{number}", figure) for figure in piece.get("figures", ())
            ]
    classes = {"kind": record["document"]["kind"], "level": record["document"]["level"]}
    return Item(record["id"], own, classes, ordered(labels), tuple(relations), _meta(record)).check()


def _compare(record: Json, text: str) -> None:
    """Refuse a text that is not the one the record was made of: another version of a reader may give another."""
    for layer in ("figures", *(layer for layer, *_ in _PIECES)):
        for piece in record[layer]:
            evidence = piece["evidence"]
            start, quote = evidence.get("quote_start"), evidence.get("quote")
            if start is not None and not text.startswith(quote, start):
                stands = text[start : start + len(quote)]
                raise WrongItem(f"{record['id']}: at {start} stands {stands!r}, not {quote!r}")


def _heads(figure: Json, names: Mapping[tuple[int, int], str]) -> Iterator[str]:
    named = figure.get("named")
    if named is not None:
        yield names[named["start"], named["end"]]


def _cutter(own: str, offset: int) -> Callable[..., Label]:
    def cut(
        name: str, layer: Layer, start: int, end: int, label: str, told: Json | None = None, *sure: Any
    ) -> Label:
        first, last = start - offset, end - offset
        return Label(name, layer, first, last, own[first:last], label, told or {}, *sure)

    return cut


def _figure(figure: Json, cut: Callable[..., Label]) -> Iterator[Label]:
    start, end = figure["evidence"]["start"], figure["evidence"]["end"]
    sure = float(figure["confidence"]), figure["rule"]
    number = dict(zip(_NUMBER, _number(figure), strict=True))
    told = dict(zip(_TOLD, _told(figure), strict=True))
    yield cut(f"q{figure['id'][1:]}", "quantities", start, end, figure["damage"] or "quantity", number, *sure)
    yield cut(figure["id"], "figures", start, end, figure["indicator"] or NO_INDICATOR, told, *sure)


def _meta(record: Json) -> dict[str, Any]:
    source, part, document = record["source"], record["part"], record["document"]
    return {
        "sha256": source["sha256"],
        "path": source["path"],
        "media_type": source["media_type"],
        "ocr": source["ocr"],
        "part": part["index"],
        "parts": part["count"],
        "title": part["title"],
        **{key: document[key] for key in _META},
        "warnings": sorted({warning["code"] for warning in record["warnings"]}),
    }
