"""``shengjun corpus review``, ``import``, ``agreement`` and ``gold``: people's corrections, there and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from pipeline.cli.output import FAILED, complain, printable, write
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from corpus.format.base import Annotation, Reviewable
    from corpus.item import Item, Layer
    from corpus.review.correction import Correction
    from corpus.review.layer import Layer as Corrections

NOTE = "review.json"
_SPLIT = "tasks"
_FORMATS = {".json": "labelstudio", ".jsonl": "doccano"}


class Tool(StrEnum):
    """What people correct with."""

    LABELSTUDIO = "labelstudio"
    DOCCANO = "doccano"


class Order(StrEnum):
    """Which documents come first."""

    UNCERTAIN = "uncertain"
    VALUABLE = "valuable"
    RANDOM = "random"


Corpus = Annotated[
    Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="The folder of a corpus.")
]
CorpusOption = Annotated[
    Path,
    typer.Option(
        "--corpus", metavar="DIR", exists=True, file_okay=False, help="The corpus it was shown from."
    ),
]
Corrections_ = Annotated[
    Path,
    typer.Option(
        "--corrections", metavar="FILE", exists=True, help="Corrections that `import` has gathered."
    ),
]
Layers = Annotated[
    list[str] | None, typer.Option("--layer", metavar="LAYER", help="Only this layer of labels; repeatable.")
]


Shown = Annotated[
    Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to put what is to be reviewed.")
]
ToolOption = Annotated[Tool, typer.Option("--format", help="The tool that people correct with.")]
Count = Annotated[int, typer.Option(min=1, help="How many documents.")]
By = Annotated[Order, typer.Option("--by", help="Which come first.")]
Listed = Annotated[
    Path | None,
    typer.Option(
        "--list", metavar="FILE", exists=True, help="Only the documents named there, as `train` writes it."
    ),
]
Known = Annotated[
    Path | None,
    typer.Option("--corrections", metavar="FILE", exists=True, help="Pass over what was reviewed already."),
]
Seed = Annotated[int, typer.Option(help="Another one draws otherwise (--by random).")]
Exports = Annotated[
    list[Path],
    typer.Argument(
        metavar="EXPORT…",
        exists=True,
        dir_okay=False,
        help="What the tool exported: .json of Label Studio, .jsonl of doccano.",
    ),
]
Gathered = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="FILE", help="The file of corrections; what is in it stays."),
]


def review(
    folder: Corpus,
    *,
    out: Shown,
    tool: ToolOption = Tool.LABELSTUDIO,
    count: Count = 100,
    order: By = Order.UNCERTAIN,
    listed: Listed = None,
    layer: Layers = None,
    known: Known = None,
    seed: Seed = 1,
) -> None:
    """Choose the documents that are most worth a person's look, one of a cluster, and write them for a tool."""
    from corpus.reading import items
    from corpus.review.choice import chosen
    from corpus.review.layer import read_layer

    layers = _layers(layer)
    spare = frozenset(read_layer(known).by_item()) if known is not None else frozenset()
    if listed is not None:
        found = list(islice(_named(items(folder), _names(listed), spare), count))
    else:
        found = chosen(lambda: items(folder), count, order.value, seed=seed, spare=spare)
    if not found:
        raise ConfigurationError(f"{folder}: nothing is left to review")
    _show(found, folder, out, tool, layers)
    typer.echo(f"{len(found):,} documents to review: {printable(str(out))}", err=True)


def _show(found: list[Item], folder: Path, out: Path, tool: Tool, layers: tuple[Layer, ...]) -> None:
    from pipeline.sink.place import draft

    with draft(out, lambda path: (path / NOTE).is_file()) as place:
        with _tool(tool.value, layers=layers).writer(place, _SPLIT) as writer:
            for item in found:
                writer.write(item)
        note = {"corpus": str(folder), "layers": layers, "items": [item.id for item in found]}
        text = json.dumps(note, ensure_ascii=False, indent=2)
        (place / NOTE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def take(exports: Exports, *, folder: CorpusOption, out: Gathered, layer: Layers = None) -> None:
    """Take people's corrections into a layer of their own; the corpus stays as the machine made it.

    Give the layers that were shown (--layer) if not all were: what was not shown was not taken away.
    """
    from corpus.reading import items
    from corpus.review.layer import read_layer, write_layer

    known, layers, refused = read_layer(out), _layers(layer), _Refused()
    annotations = [one for path in exports for one in _form(path).annotations(path, refused)]
    if not annotations and not refused.count:
        raise ConfigurationError(
            f"{exports[0]}: holds nothing that anybody submitted; export it after the review"
        )
    wanted = {one.item_id for one in annotations}
    held = {item.id: item for item in items(folder) if item.id in wanted}
    taken = changes = 0
    for one in annotations:
        correction = _correction(held.get(one.item_id), one, layers, folder, refused)
        if correction is not None and known.add(correction):
            taken += 1
            changes += len(correction.changes)
    write_layer(known, out)
    typer.echo(f"{taken:,} new corrections with {changes:,} changed labels: {printable(str(out))}", err=True)
    if refused.count:
        raise typer.Exit(FAILED)


def _correction(
    item: Item | None, annotation: Annotation, layers: tuple[Layer, ...], folder: Path, refused: _Refused
) -> Correction | None:
    """What an annotation changes; None where it is refused."""
    from corpus.item import WrongItem
    from corpus.review.correction import corrected

    try:
        if item is None:
            raise WrongItem(
                f"{annotation.item_id}: is not in the corpus {folder}; give the one it was shown from"
            )
        return corrected(item, annotation, layers)
    except WrongItem as error:
        refused(error)
        return None


def agreement(
    folder: Corpus,
    *,
    corrections: Corrections_,
    machine: Annotated[
        bool, typer.Option("--machine", help="Count the machine as one more annotator.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with every label.")] = False,
) -> None:
    """How far people agree: exact spans as F1 by layer, choices as Cohen's kappa by attribute."""
    from corpus.review.agreement import Agreement
    from schemas.number import dumps

    counted = Agreement()
    for item, versions in _reviewed(folder, corrections):
        counted.add({**versions, **({"machine": item} if machine else {})})
    if not counted.documents:
        raise ConfigurationError(f"{corrections}: no document was reviewed by two people")
    told = counted.told()
    write(dumps(told) + "\n" if as_json else "".join(f"{line}\n" for line in _table(told)))


def gold(
    folder: Corpus,
    *,
    corrections: Corrections_,
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where to put texts and gold.")
    ],
) -> None:
    """Make gold for scoring of what people reviewed: NAME.txt with NAME.gold.json.

    Of several people's labels those stay that more than half of them have.
    """
    from corpus.review.gold import write_gold
    from corpus.review.layer import agreed
    from pipeline.sink.place import draft

    count = 0
    with draft(out, _golden) as place:
        place.mkdir()
        for item, versions in _reviewed(folder, corrections):
            write_gold(agreed(item, list(versions.values())), place)
            count += 1
    typer.echo(f"{count:,} documents as gold: {printable(str(out))}", err=True)


def _golden(folder: Path) -> bool:
    return folder.is_dir() and all(path.name.endswith((".txt", ".gold.json")) for path in folder.iterdir())


def _reviewed(folder: Path, corrections: Path) -> Iterator[tuple[Item, dict[str, Item]]]:
    """Each reviewed item with what every author made of it."""
    from corpus.reading import items
    from corpus.review.layer import read_layer, reviewed

    layer: Corrections = read_layer(corrections)
    authors = {name: [one.author for one in known] for name, known in layer.by_item().items()}
    for item, versions in reviewed(items(folder), layer):
        yield item, dict(zip(authors[item.id], versions, strict=True))


class _Refused:
    """Says what is refused, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: ValueError) -> None:
        self.count += 1
        subject, _, message = str(error).partition(": ")
        complain(subject, message)


def _layers(names: list[str] | None) -> tuple[Layer, ...]:
    from corpus.item import LAYERS

    for name in names or ():
        if name not in LAYERS:
            raise typer.BadParameter(f"{name} is none; there are {', '.join(LAYERS)}", param_hint="--layer")
    return tuple(layer for layer in LAYERS if not names or layer in names)


def _form(path: Path) -> Reviewable:
    name = _FORMATS.get(path.suffix.lower())
    if name is None:
        raise ConfigurationError(f"{path}: is neither .json of Label Studio nor .jsonl of doccano")
    return _tool(name)


def _tool(name: str, **options: Any) -> Reviewable:
    from corpus.format.registry import named

    return cast("Reviewable", named(name, **options))


def _names(path: Path) -> list[str]:
    """The ids of documents in a file of JSON Lines, once each, in its order."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return list(dict.fromkeys(str(row["item"]) for row in rows))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{path}: is no list of documents; give one that `corpus train` wrote"
        ) from error


def _named(items: Iterable[Item], names: list[str], spare: frozenset[str]) -> Iterator[Item]:
    wanted = set(names) - spare
    held = {item.id: item for item in items if item.id in wanted}
    return (held[name] for name in names if name in held)


def _table(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['documents']} documents, annotators: {', '.join(printable(name) for name in told['annotators'])}"
    yield f"{'layer':12}{'both':>8}{'one':>8}{'F1':>9}"
    for row in told["layers"]:
        yield f"{row['layer']:12}{row['both']:8}{row['one']:8}{_shown(row['f1']):>9}"
    yield f"{'attribute':24}{'compared':>10}{'same':>9}{'kappa':>9}"
    for row in told["attributes"]:
        name = f"{row['layer']}.{row['attribute']}"
        yield f"{name:24}{row['compared']:10}{_shown(row['same']):>9}{_shown(row['kappa']):>9}"


def _shown(share: Any) -> str:
    return "-" if share is None else f"{share:.4f}"
