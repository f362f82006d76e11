"""From records with their texts to a corpus: take in, find near-duplicates, divide, write, check, describe."""

from __future__ import annotations

import json
import shutil
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Protocol

from corpus.card.about import About
from corpus.card.card import held, write_card
from corpus.card.statistics import Statistics
from corpus.card.table import tables
from corpus.duplicate.cluster import clusters
from corpus.duplicate.finder import Finder, Pair
from corpus.format.file import text_file
from corpus.given import Stock
from corpus.intake import Intake, Monitor
from corpus.item import SPLITS, load
from corpus.leak import PAIRS, leaks
from corpus.preparation import Preparation, Prepared, batches
from corpus.setting import Settings
from corpus.split import divide
from corpus.spool import Spool
from corpus.summary import Summary
from schemas.errors import ConfigurationError

ABOUT = "corpus.json"
DROPPED = "dropped.jsonl"
MAKER = "shengjun"
_WORK = ".work"
# So many leaks are told of.
_TOLD = 3


class Spread(Protocol):
    """What ``map`` does, here or elsewhere: results in the order of what they are made of, pulled as they are used."""

    def __call__(
        self, function: Callable[[list[Stock]], list[Prepared]], given: Iterable[list[Stock]], /
    ) -> Iterator[list[Prepared]]: ...


def build(
    given: Iterable[Stock],
    folder: Path,
    settings: Settings,
    about: About,
    monitor: Monitor,
    spread: Spread = map,
) -> Summary:
    """Make a corpus in an empty folder; ``about`` says what it is called and what makes it again.

    What is done with each record by itself is left to ``spread``. Raises ConfigurationError where the check finds a
    leak, OSError where the disk does not take it.
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
        statistics = _write(spool, found, splits, folder, settings, summary, monitor)
    shutil.rmtree(work)
    monitor.step("checking", None)
    _prove(folder)
    if settings.card:
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
    spool: Spool,
    found: array[int],
    splits: bytes,
    folder: Path,
    settings: Settings,
    summary: Summary,
    monitor: Monitor,
) -> Statistics:
    """Write every document to its split in each form; the statistics of them all."""
    statistics = Statistics()
    with ExitStack() as stack:
        plain = [stack.enter_context(text_file(folder / f"{split}.jsonl")) for split in SPLITS]
        others = [
            [stack.enter_context(each.writer(folder / each.name, split)) for each in settings.formats]
            for split in SPLITS
        ]
        table = stack.enter_context(tables(folder)) if settings.card else None
        for number, to in enumerate(splits):
            line = spool.line(number, spool.id(found[number]))
            plain[to].write(f"{line}\n")
            if table or others[to]:
                item = load(line)
                for writer in others[to]:
                    writer.write(item)
            if table:
                table.add(item, SPLITS[to])
                statistics.add(item, SPLITS[to])
            summary.splits[SPLITS[to]] += 1
            monitor.done()
        for at, each in enumerate(settings.formats):
            summary.lost[each.name] = sum((writers[at].lost for writers in others), Counter())
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
