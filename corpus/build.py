"""From records with their texts to a corpus: take in, find near-duplicates, divide, write, check, describe."""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from corpus.card.about import About
from corpus.card.card import held, write_card
from corpus.card.statistics import Statistics
from corpus.duplicate.cluster import clusters
from corpus.duplicate.finder import Finder, Pair
from corpus.edition import Edition
from corpus.format.base import Format
from corpus.format.file import text_file
from corpus.given import Stock
from corpus.intake import Intake, Monitor
from corpus.item import SPLITS
from corpus.leak import PAIRS, leaks
from corpus.preparation import Preparation, batches
from corpus.setting import Settings
from corpus.split import divide
from corpus.spool import Spool
from corpus.summary import Summary
from schemas.errors import ConfigurationError

ABOUT = "corpus.json"
DROPPED = "dropped.jsonl"
MAKER = "shengjun"
_WORK = ".work"
One = TypeVar("One")
Other = TypeVar("Other")
# So many leaks are told of.
_TOLD = 3


class Spread(Protocol):
    """What ``map`` does, here or elsewhere: results in the order of what they are made of, pulled as they are used."""

    def __call__(self, function: Callable[[One], Other], given: Iterable[One], /) -> Iterator[Other]: ...


def build(
    given: Iterable[Stock],
    folder: Path,
    settings: Settings,
    about: About,
    monitor: Monitor,
    spread: Spread = map,
    beside: Spread = map,
) -> Summary:
    """Make a corpus in an empty folder; ``about`` says what it is called and what makes it again.

    What is done with each record by itself is left to ``spread``, the formats to ``beside``, which must see the
    folder. Raises ConfigurationError where the check finds a leak, OSError where the disk does not take it.
    """
    summary = Summary()
    work = folder / _WORK
    work.mkdir()
    with Spool(work / "items") as spool, Finder(work) as finder:
        intake = Intake(spool, finder, summary, monitor, paths=settings.redaction is None)
        preparation = Preparation(settings.selection, settings.quality, settings.redaction)
        monitor.step("reading", None)
        prepared = spread(preparation, batches(given))
        intake.take(chain.from_iterable(prepared), folder / DROPPED)
        monitor.step("comparing", None)
        found = _clusters(spool, _pairs(finder, intake.keys), folder / PAIRS, summary)
        splits = divide(found, intake.keys, intake.strata, settings.shares, settings.seed)
        monitor.step("writing", len(spool))
        _write(spool, found, splits, folder, summary, monitor)
    shutil.rmtree(work)
    monitor.step("checking", None)
    _prove(folder)
    monitor.step("formats", None)
    statistics = _publish(folder, settings, summary, beside)
    if statistics is not None:
        write_card(folder, _described(about, settings, summary), statistics)
    _tell(folder, settings, summary, about, intake.ids.hexdigest())
    return summary


def _pairs(finder: Finder, keys: array[int]) -> Iterator[Pair]:
    """Each document that differs from an earlier one in numbers alone with the first of its kind, then what is near.

    The finder looks at samples, and may pass over a short text that stands there twice: the leak check would not.
    """
    import numpy as np

    key = np.asarray(keys, np.uint64)
    _, first, kind = np.unique(key, return_index=True, return_inverse=True)
    earliest = first[kind]
    for right in np.flatnonzero(earliest != np.arange(len(key))):
        yield Pair(int(earliest[right]), int(right), 1.0, 1.0, 1.0)
    yield from (pair for pair in finder.pairs() if keys[pair.left] != keys[pair.right])


def _clusters(spool: Spool, pairs: Iterable[Pair], path: Path, summary: Summary) -> array[int]:
    """The clusters, as the number of the first document of each; the pairs are written with their measures."""
    import numpy as np

    def told(file: IO[str]) -> Iterator[Pair]:
        for pair in pairs:
            summary.pairs += 1
            row = asdict(pair) | {"left": spool.id(pair.left), "right": spool.id(pair.right)}
            file.write(f"{json.dumps(row)}\n")
            yield pair

    with text_file(path) as file:
        found = clusters(len(spool), told(file))
    _, sizes = np.unique(np.asarray(found, np.uint64), return_counts=True)
    summary.clusters, summary.shared = len(sizes), int((sizes > 1).sum())
    summary.largest = int(sizes.max(initial=0))
    return found


def _write(
    spool: Spool, found: array[int], splits: bytes, folder: Path, summary: Summary, monitor: Monitor
) -> None:
    """Write every document to its split in the plain form."""
    with ExitStack() as stack:
        plain = [stack.enter_context(text_file(folder / f"{split}.jsonl")) for split in SPLITS]
        for number, to in enumerate(splits):
            plain[to].write(f"{spool.line(number, spool.id(found[number]))}\n")
            summary.splits[SPLITS[to]] += 1
            monitor.done()


def _publish(folder: Path, settings: Settings, summary: Summary, beside: Spread) -> Statistics | None:
    """Write the formats, and the tables where there is to be a card; the statistics of these."""
    wanted: list[Format | None] = [*([None] if settings.card else []), *settings.formats]
    statistics = None
    for form, written in zip(wanted, beside(Edition(folder), wanted), strict=True):
        if form is None:
            statistics = written.statistics
        else:
            summary.lost[form.name] = written.lost
    return statistics


def _prove(folder: Path) -> None:
    found = list(islice(leaks(folder), _TOLD))
    if found:
        raise ConfigurationError(
            f"the corpus leaks from one split into another, nothing was written: {'; '.join(found)}"
        )


def _described(about: About, settings: Settings, summary: Summary) -> About:
    return replace(
        about,
        seed=settings.seed,
        records=summary.records,
        dropped=dict(summary.dropped),
        pairs=summary.pairs,
        clusters=summary.clusters,
        shared_clusters=summary.shared,
        largest_cluster=summary.largest,
        redacted=settings.redaction is not None,
    )


def _tell(folder: Path, settings: Settings, summary: Summary, about: About, ids: str) -> None:
    """Write what the corpus was made with and of, with a digest of every other file."""
    told: dict[str, Any] = {
        "made_by": about.program,
        "name": about.name,
        "date": about.date,
        "command": about.command,
        "records_sha256": ids,
        "settings": settings.told(),
        "counts": summary.told(),
        "files": {one.path: {"bytes": one.size, "sha256": one.sha256} for one in held(folder)},
    }
    with text_file(folder / ABOUT) as file:
        file.write(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n")


def made(folder: Path) -> bool:
    """Whether the folder holds a corpus of this program and nothing else; an empty one may be filled."""
    if not folder.is_dir():
        return False
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not names:
        return True
    try:
        told = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        ours = str(told["made_by"]).startswith(f"{MAKER} ")
        return ours and names <= {ABOUT, *told["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
