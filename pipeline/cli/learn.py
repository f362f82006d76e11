"""``shengjun corpus train`` and ``fill``: a learned second opinion, how it compares with the rules, and its use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.model import SURE
from pipeline.cli.bulk import Limit, Memory, Timeout, Workers, guarding
from pipeline.cli.output import FAILED, complain, printable, write
from pipeline.cli.review import Corpus
from pipeline.ingest.limit import limits
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from spacy.language import Language

    from corpus.given import Given
    from corpus.item import Item

SCORES, DIFFERENCES = "scores.json", "differences.jsonl"


Target = Annotated[Path, typer.Option("-o", "--output", metavar="MODEL", help="The folder of the model.")]
Known = Annotated[
    Path | None,
    typer.Option(
        "--corrections", metavar="FILE", exists=True, help="Learn from people's corrections of this corpus."
    ),
]
Taught = Annotated[
    list[Path] | None,
    typer.Option(
        "--teach",
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Learn from texts with gold (NAME.txt, NAME.gold.json); repeatable.",
    ),
]
Gold = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        exists=True,
        file_okay=False,
        help="Texts with gold, others than those of --teach, to score rules and model on.",
    ),
]
Epochs = Annotated[int, typer.Option(min=1, help="How often to go through what is learned.")]
Documents = Annotated[
    int, typer.Option(min=1, help="How many documents that only the rules labelled to learn from at most.")
]
Seed = Annotated[int, typer.Option(help="Another one learns in another order.")]
Records = Annotated[
    Path,
    typer.Argument(metavar="RECORDS.jsonl|OUT", exists=True, help="Records, or the folder of a bulk job."),
]
Model = Annotated[
    Path,
    typer.Option(
        "--model", metavar="MODEL", exists=True, file_okay=False, help="A model that `train` has made."
    ),
]
Filled = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to put the records.")]
Sure = Annotated[float, typer.Option(min=0, max=1, help="How sure the model must be.")]


def train(
    folder: Corpus,
    *,
    out: Target,
    corrections: Known = None,
    teach: Taught = None,
    gold: Gold = None,
    epochs: Epochs = 10,
    documents: Documents = 5000,
    seed: Seed = 1,
) -> None:
    """Train a small spaCy model (blank zh, nothing fetched) that tells what figures measure; score it beside the rules.

    It learns from train, and from people: corrections and texts with gold. Where it differs from the rules is written
    to differences.jsonl, most differences first: the next list for `shengjun corpus review --list`.
    """
    from corpus.model.learner import Settings
    from corpus.model.learner import train as learned
    from corpus.reading import items

    if gold is not None and gold.resolve() in {one.resolve() for one in teach or ()}:
        raise typer.BadParameter(f"{gold} is what it learns from; score on another", param_hint="--gold")
    settings = Settings(epochs, documents, seed)
    known = _Corrected(corrections)
    taught = [item for one in teach or () for *_, item in _golden(one)]
    taught += [item for item in known(items(folder, ("train",))) if known.by_people(item)]
    if not taught:
        typer.echo(
            "nothing is taught by people (--corrections, --teach): it can only repeat the rules", err=True
        )
    try:
        alone = (item for item in items(folder, ("train",)) if not known.by_people(item))
        nlp = learned(alone, taught, settings, _tell)
    except ValueError as error:
        raise ConfigurationError(f"{folder}: {error}") from error
    told = {"settings": asdict(settings), "test": _tested(nlp, known(items(folder, ("test",))))}
    told |= {"gold": _beside(nlp, gold)} if gold is not None else {}
    _write(nlp, told, items(folder, ("dev", "test")), out)
    write("".join(f"{line}\n" for line in _table(told)))


def fill(
    records: Records,
    *,
    model: Model,
    out: Filled,
    sure: Sure = SURE,
    workers: Workers = 0,
    timeout: Timeout = 120,
    memory: Memory = 2048,
    limit: Limit = None,
) -> None:
    """Name with a model what the rules left without an indicator; the records are otherwise as they were.

    A figure named so has the rule `model.link` and as its confidence how sure the model is.
    """
    from corpus.model.learner import load
    from pipeline.cli.recipe import stocks
    from pipeline.sink.place import draft
    from schemas.number import dumps

    nlp = load(model)
    given, _ = stocks(records, guarding(workers, timeout, memory, limits(limit or ())))
    documents = named = faults = 0
    with (
        draft(out, lambda path: path.suffix == ".jsonl") as place,
        place.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for one in (one for stock in given for one in stock.given()):
            record, count, fault = _named(nlp, one, sure)
            if fault is not None:
                faults += 1
                complain(one.place, fault)
            if record is not None:
                documents, named = documents + 1, named + count
                file.write(dumps(record) + "\n")
    typer.echo(f"{named:,} figures named in {documents:,} records: {printable(str(out))}", err=True)
    if faults:
        raise typer.Exit(FAILED)


def _named(nlp: Language, one: Given, sure: float) -> tuple[Mapping[str, Any] | None, int, str | None]:
    """The record with what the model names in it, how many figures that are, and what is wrong with it if anything."""
    from corpus.entry import item
    from corpus.item import WrongItem
    from corpus.model.learner import RULE, opinions
    from corpus.model.opinion import filled, renamed

    if one.record is None or one.text is None:
        return one.record, 0, one.fault
    try:
        made = item(one.record, one.text)
    except WrongItem as error:
        return one.record, 0, f"{error}; make its record anew"
    figures = filled(made, opinions(nlp, made), sure)
    return renamed(one.record, figures), sum(label.rule == RULE for label in figures), one.fault


def _tell(epoch: int, loss: float) -> None:
    typer.echo(f"epoch {epoch}: loss {loss:.3f}", err=True)


class _Corrected:
    """Puts people's corrections over the machine's labels; without any, all stays."""

    def __init__(self, path: Path | None) -> None:
        from corpus.review.layer import read_layer

        self._known = read_layer(path).by_item() if path is not None else {}

    def by_people(self, item: Item) -> bool:
        """Whether somebody reviewed the item."""
        return item.id in self._known

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        from corpus.review.correction import applied
        from corpus.review.layer import agreed

        for item in items:
            mine = self._known.get(item.id)
            yield agreed(item, [applied(item, one) for one in mine]) if mine else item


def _tested(nlp: Language, items: Iterable[Item]) -> dict[str, Any]:
    """The model against the labels of unseen clusters: the rules' own, where nobody corrected them."""
    from corpus.model.learner import opinions
    from corpus.model.opinion import Score

    score = Score()
    for item in items:
        score.add(opinions(nlp, item), item.layer("figures"))
    return score.told()


def _beside(nlp: Language, folder: Path) -> dict[str, Any]:
    """Rules, model, and the rules with what the model fills in, against gold."""
    from corpus.model.learner import opinions
    from corpus.model.opinion import Score, filled

    scores = {"rules": Score(), "model": Score(), "filled": Score()}
    for source, text, wanted in _golden(folder):
        item = _read(source, text)
        opinion = opinions(nlp, item)
        scores["rules"].add(item.layer("figures"), wanted.layer("figures"))
        scores["model"].add(opinion, wanted.layer("figures"))
        scores["filled"].add(filled(item, opinion), wanted.layer("figures"))
    return {name: score.told() for name, score in scores.items()}


def _golden(folder: Path) -> Iterator[tuple[Path, str, Item]]:
    """Each text with gold, and the text as it is to be read. Raises ConfigurationError where there is none."""
    from corpus.item import Item, Label
    from schemas.number import loads

    sources = [one for one in sorted(folder.glob("*.txt")) if one.with_suffix(".gold.json").is_file()]
    if not sources:
        raise ConfigurationError(f"{folder}: holds no NAME.txt with NAME.gold.json")
    for source in sources:
        told = loads(source.with_suffix(".gold.json").read_text(encoding="utf-8"))
        text = source.read_bytes().decode("utf-8")
        spans = [(one["start"], one["end"], one["indicator"]) for one in told["figures"]]
        labels = [
            Label(f"g{number}", "figures", start, end, text[start:end], indicator)
            for number, (start, end, indicator) in enumerate(spans)
            if end > start
        ]
        yield source, text, Item(source.name, text, {}, tuple(labels))


def _read(source: Path, text: str) -> Item:
    """A text as the rules read it, all its documents in one."""
    from corpus.entry import item as made
    from corpus.item import Item, ordered
    from pipeline.extract import lines
    from schemas.number import loads

    records = [loads(line) for line in lines(source)]
    labels = [
        replace(label, id=f"{at}{label.id}", start=label.start + at, end=label.end + at)
        for record in records
        for at in (record["part"]["start"],)
        for label in made(record, text).layer("figures")
    ]
    return Item(source.name, text, {}, ordered(labels))


def _write(nlp: Language, told: Mapping[str, Any], items: Iterable[Item], out: Path) -> None:
    from pipeline.sink.place import draft

    with draft(out, lambda path: (path / SCORES).is_file()) as place:
        nlp.to_disk(place)
        _differences(nlp, items, place / DIFFERENCES)
        text = json.dumps(told, indent=2, default=float)
        (place / SCORES).write_text(f"{text}\n", encoding="utf-8", newline="\n")
    typer.echo(f"model, scores and differences: {printable(str(out))}", err=True)


def _differences(nlp: Language, items: Iterable[Item], path: Path) -> None:
    """Write what rules and model see differently, document by document, the most doubtful first."""
    from corpus.model.learner import opinions
    from corpus.model.opinion import differences

    rows = []
    for item in items:
        differing = differences(item, opinions(nlp, item))
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
