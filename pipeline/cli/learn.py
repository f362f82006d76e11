"""``shengjun corpus train``: a learned second opinion, and how it compares with the rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.output import printable, write
from pipeline.cli.review import Corpus
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from spacy.language import Language

    from corpus.item import Item

SCORES, DIFFERENCES = "scores.json", "differences.jsonl"


Target = Annotated[Path, typer.Option("-o", "--output", metavar="MODEL", help="The folder of the model.")]
Known = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        exists=True,
        help="Learn from people's corrections too, and score by them.",
    ),
]
Gold = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Texts with gold (NAME.txt, NAME.gold.json) to score rules and model on.",
    ),
]
Epochs = Annotated[int, typer.Option(min=1, help="How often to go through the documents.")]
Documents = Annotated[int, typer.Option(min=1, help="How many documents to learn from at most.")]
Seed = Annotated[int, typer.Option(help="Another one learns otherwise.")]


def train(
    folder: Corpus,
    *,
    out: Target,
    corrections: Known = None,
    gold: Gold = None,
    epochs: Epochs = 8,
    documents: Documents = 5000,
    seed: Seed = 1,
) -> None:
    """Train a small spaCy model (blank zh, nothing fetched) on train and score it on test, beside the rules.

    Where it differs from the rules is written to differences.jsonl, most differences first: the next list for
    `shengjun corpus review --list`.
    """
    from corpus.model.learner import Settings
    from corpus.model.learner import train as learned
    from corpus.reading import items
    from pipeline.sink.place import draft

    known = _corrected(corrections)
    settings = Settings(epochs=epochs, documents=documents, seed=seed)
    try:
        nlp = learned(lambda: known(items(folder, ("train",))), settings, _tell)
    except ValueError as error:
        raise ConfigurationError(f"{folder}: {error}") from error
    told = {"settings": asdict(settings), "test": _tested(nlp, items(folder, ("test",)), known)}
    if gold is not None:
        told["gold"] = _beside(nlp, gold)
    with draft(out, lambda path: (path / SCORES).is_file()) as place:
        nlp.to_disk(place)
        _differences(nlp, items(folder, ("dev", "test")), place / DIFFERENCES)
        text = json.dumps(told, indent=2, default=float)
        (place / SCORES).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    write("".join(f"{line}\n" for line in _table(told)))
    typer.echo(f"model, scores and differences: {printable(str(out))}", err=True)


def _tell(epoch: int, loss: float) -> None:
    typer.echo(f"epoch {epoch}: loss {loss:.0f}", err=True)


def _corrected(path: Path | None) -> Callable[[Iterable[Item]], Iterable[Item]]:
    """What puts people's corrections over the machine's labels; without any, all stays."""
    from corpus.review.correction import applied
    from corpus.review.layer import agreed, read_layer

    known = read_layer(path).by_item() if path is not None else {}

    def over(items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            mine = known.get(item.id)
            yield agreed(item, [applied(item, one) for one in mine]) if mine else item

    return over


def _tested(
    nlp: Language, items: Iterable[Item], known: Callable[[Iterable[Item]], Iterable[Item]]
) -> dict[str, Any]:
    """The model against the labels of unseen clusters: the rules' own, where nobody corrected them."""
    from corpus.model.learner import found
    from corpus.model.opinion import Score

    score = Score()
    for item in known(items):
        score.add(found(nlp, item), item.layer("figures"))
    return score.told()


def _beside(nlp: Language, folder: Path) -> dict[str, Any]:
    """Rules, model, and the rules with what the model adds, against gold."""
    from corpus.model.learner import found
    from corpus.model.opinion import Score, together

    scores = {"rules": Score(), "model": Score(), "together": Score()}
    for item, wanted in _gold(folder):
        opinion = found(nlp, item)
        scores["rules"].add(item.layer("figures"), wanted.layer("figures"))
        scores["model"].add(opinion, wanted.layer("figures"))
        scores["together"].add(together(item, opinion), wanted.layer("figures"))
    if not scores["rules"].wanted:
        raise ConfigurationError(f"{folder}: holds no NAME.txt with NAME.gold.json")
    return {name: score.told() for name, score in scores.items()}


def _gold(folder: Path) -> Iterator[tuple[Item, Item]]:
    """Each gold text as the rules read it, and as it is to be read."""
    from corpus.entry import item as made
    from corpus.item import Item, Label, ordered
    from pipeline.extract import lines
    from schemas.number import loads

    for source in sorted(folder.glob("*.txt")):
        path = source.with_suffix(".gold.json")
        if not path.is_file():
            continue
        told = loads(path.read_text(encoding="utf-8"))
        text = source.read_bytes().decode("utf-8")
        records = [loads(line) for line in lines(source)]
        parts = [made(record, text) for record in records]
        starts = [record["part"]["start"] for record in records]
        labels = [
            replace(label, id=f"{at}{label.id}", start=label.start + at, end=label.end + at)
            for part, at in zip(parts, starts, strict=True)
            for label in part.layer("figures")
        ]
        whole = Item(path.name, text, {}, ordered(labels))
        wanted = [
            Label(
                f"g{number}",
                "figures",
                one["start"],
                one["end"],
                text[one["start"] : one["end"]],
                one["indicator"],
            )
            for number, one in enumerate(told["figures"])
            if one["end"] > one["start"]
        ]
        yield whole, replace(whole, labels=ordered(wanted))


def _differences(nlp: Language, items: Iterable[Item], path: Path) -> None:
    """Write what rules and model see differently, document by document, the most doubtful first."""
    from corpus.model.learner import found
    from corpus.model.opinion import differences

    rows = []
    for item in items:
        differing = differences(item, found(nlp, item))
        if differing:
            rows.append({"item": item.id, "differences": [asdict(one) for one in differing]})
    rows.sort(key=lambda row: (-len(row["differences"]), row["item"]))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _table(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"{'against':8}{'by':12}{'right':>7}{'found':>7}{'wanted':>8}{'P':>8}{'R':>8}{'F1':>8}"
    rows = [
        ("test", "model", told["test"]),
        *(("gold", name, row) for name, row in told.get("gold", {}).items()),
    ]
    for against, name, row in rows:
        shares = "".join(
            f"{'-' if row[key] is None else format(row[key], '.3f'):>8}"
            for key in ("precision", "recall", "f1")
        )
        yield f"{against:8}{name:12}{row['right']:7}{row['found']:7}{row['wanted']:8}{shares}"
