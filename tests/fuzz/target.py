"""What is fuzzed: how an input is read, and what must hold of whatever comes of it."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from extractors.quantity.general import numbers
from extractors.quantity.piece import Quantity
from extractors.quantity.reader import number, quantities
from extractors.quantity.unit import table
from pipeline.assemble import records
from pipeline.ingest.base import Limits, Source
from pipeline.ingest.doc.reader import _DAMAGE, DocReader
from pipeline.ingest.reader import read
from pipeline.split.part import split
from schemas.document import Document
from schemas.errors import SourceError
from schemas.number import dumps
from tests.build import document
from tests.fuzz import mutate
from tests.ingest import zipped
from tests.ingest.office.odd import ODD
from tests.ingest.workbook.binary import GOOD
from tests.samples import page, word
from tests.samples.piece import pieces

HERE = Path(__file__).resolve().parent
BASE, SEEDS = HERE / "base", HERE / "seeds"
SAMPLES = HERE.parent / "samples"
# CPU seconds that any input may take, and each character or byte of it more: some ten times of what they do take.
_ANY, _EACH = 1.0, 1e-4
_EVERY = 8  # one input in so many is read twice


class Fault(AssertionError):
    """Something that must hold does not."""


@dataclass(frozen=True, slots=True)
class Target:
    """``check`` raises whatever is wrong; SourceError is none. ``seeds`` are what mutations begin with."""

    check: Callable[[bytes], None]
    mutate: mutate.Mutator
    seeds: Callable[[], Iterator[bytes]]
    ending: str = "txt"


def run(target: Target, data: bytes) -> None:
    """Check one input. Raises what is wrong, a Fault where it takes too long."""
    start = time.process_time()
    _check(target, data)
    if time.process_time() - start > _ANY + _EACH * len(data):
        start = time.process_time()  # once more: something may have been set up
        _check(target, data)
        spent = time.process_time() - start
        _hold(spent <= _ANY + _EACH * len(data), f"took {spent:.1f} s for {len(data)} bytes")


def _check(target: Target, data: bytes) -> None:
    try:
        target.check(data)
    except SourceError as error:
        words = str(error)
        _hold(words.isprintable() and len(words) < 400, f"a refusal that is no line: {words!r}")


def _hold(condition: bool, words: str) -> None:
    if not condition:
        raise Fault(words)


def _number(data: bytes) -> None:
    text = data.decode("utf-8", "ignore")
    for reader in (quantities, numbers):
        found = reader(text)
        last = 0
        for one in found:
            _hold(
                last <= one.start < one.end <= len(text), f"{reader.__name__}: {one} overlaps or lies outside"
            )
            _hold(one.value is None or one.value.is_finite(), f"{one} is no number")
            last = one.end
        _hold(found == reader(text), f"{reader.__name__} differs from itself")
    for one in quantities(text):
        _hold(one.outer_start == -1 or one.outer_start <= one.start, f"{one}: its words begin behind it")
        _rendered(one, text[one.start : one.end])
    for line in text.splitlines()[:20]:
        number(line)


def _rendered(one: Quantity, words: str) -> None:
    """Digits with a unit, and nothing else, are what they say."""
    digits = words.removesuffix(one.measure)
    measure = table().measures.get(one.measure)
    if one.damage or one.op == "range" or measure is None or not (digits.isascii() and digits.isdecimal()):
        return
    if one.numeral == "arabic":
        _hold(one.value == measure.convert(Decimal(digits)), f"{words} is not {one.value}")


def _text(data: bytes) -> None:
    _record(document(data.decode("utf-8", "ignore")), data)


def _split(data: bytes) -> None:
    whole = document(data.decode("utf-8", "ignore"))
    last = 0
    for part in split(whole):
        _hold(
            last <= part.start <= part.end <= len(whole.text), f"part {part.index} overlaps or lies outside"
        )
        last = part.end
        for line in part.lines:
            _hold(0 <= line.start <= line.body <= line.end <= len(part.view.text), f"{line} lies outside")
            place = part.view.source(line.start, line.end)
            _hold(part.start <= place.start <= place.end <= part.end, f"{line} leads out of its part")


def _old(data: bytes) -> None:
    with suppress(*_DAMAGE):  # what the reader gives to LibreOffice
        _sound(DocReader()._read(Source("文件", data, sha256(data).hexdigest()), Limits()), data)


def _file(data: bytes) -> None:
    _sound(read(Source("文件", data, sha256(data).hexdigest())), data)


def _sound(found: Document, data: bytes) -> None:
    _hold(found.text.isascii() or found.text.encode().decode() == found.text, "text that is none")
    last = 0
    for block in found.blocks:
        _hold(last <= block.start <= block.label_end <= block.end <= len(found.text), f"{block} lies outside")
        last = block.end
    for one in found.tables:
        _hold(0 <= one.start <= one.end <= len(found.text), "a table lies outside")
        for cell in one.cells:
            _hold(one.start <= cell.start <= cell.end <= one.end, f"{cell} lies outside its table")
            _hold(cell.row + cell.row_span <= one.rows, f"{cell} is below its table")
            _hold(cell.column + cell.column_span <= one.columns, f"{cell} is beside its table")
    for place in found.places:
        _hold(0 <= place.start <= place.end <= len(found.text), f"{place} lies outside")
    _record(found, data)


def _record(found: Document, data: bytes) -> None:
    made = list(records(found))
    for record in made:
        items = (
            record.figures,
            record.goals,
            record.stages,
            record.problems,
            record.citations,
            record.people,
        )
        for item in (item for kind in items for item in kind):
            place = item.evidence
            _hold(0 <= place.start < place.end <= len(found.text), f"{place} lies outside")
            words, quote = found.text[place.start : place.end], "".join(place.quote.split())
            _hold("".join(words.split()) in quote, f"{words!r} is not in its quote {place.quote!r}")
        for figure in record.figures:
            _hold(
                figure.value is not None or figure.damage is not None,
                f"{figure.id} has no value and no damage",
            )
    if data and data[-1] % _EVERY == 0:
        again = [dumps(record) for record in records(found)]
        _hold(again == [dumps(record) for record in made], "records differ from themselves")


def _samples() -> Iterator[bytes]:
    for path in sorted(SAMPLES.glob("*.txt")):
        yield path.read_bytes()


def _lines() -> Iterator[bytes]:
    for text in _samples():
        lines = [line for line in text.splitlines() if len(line) > 30]
        yield from (b"\n".join(lines[at : at + 4]) for at in range(0, len(lines), 4))


def _written(writer: Callable[..., None]) -> Iterator[bytes]:
    """Short pieces of samples as files, those with tables first."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for index, data in enumerate(sorted(_samples(), key=lambda data: b"\t" not in data)[:6]):
            path = Path(folder, str(index))
            found = list(pieces(data.decode()))
            table_at = next((at for at, piece in enumerate(found) if piece.kind == "table"), 0)
            writer([*found[:6], *found[max(6, table_at - 2) : table_at + 3]], path)
            yield path.read_bytes()


def _docx() -> Iterator[bytes]:
    yield from ODD.values()
    yield next(_written(word.write))


def _pdf() -> Iterator[bytes]:
    import pypdfium2  # noqa: F401 - before reportlab, which warns of nothing then
    from reportlab import rl_config

    rl_config.pageCompression = 0
    yield from _written(page.write)


def _xlsx() -> Iterator[bytes]:
    import xlsxwriter

    for text in _samples():
        rows = [line.split("\t") for line in text.decode().splitlines() if "\t" in line][:40]
        if not rows:
            continue
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made)
        sheet = book.add_worksheet("情况")
        share = book.add_format({"num_format": '0.0%"率"'})
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, row)
        sheet.merge_range(0, 0, 0, 3, "学校基本情况表")
        sheet.write_formula(len(rows) + 2, 1, "=1/0", share, "#DIV/0!")
        sheet.write_number(len(rows) + 2, 2, 0.857, share)
        book.close()
        yield made.getvalue()


def _html() -> Iterator[bytes]:
    for text in _samples():
        lines = text.decode().splitlines()
        rows = [line.split("\t") for line in lines if "\t" in line]
        body = "".join(f"<p>{line}</p>" for line in lines[:12])
        cells = "".join(
            "<tr>" + "".join(f'<td colspan="1" rowspan=1>{one}</td>' for one in row) + "</tr>"
            for row in rows[:12]
        )
        menu = (
            '<ul><li><a href="/a.html">首页</a><li><a href=b>公开</a></ul><script>if(1<2){a="</p>"}</script>'
        )
        yield (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{lines[0]}</title></head><body>{menu}"
            f'<div class=main style="color:red">{body}<table>{cells}</table><br>&nbsp;&#19968;、</div></body></html>'
        ).encode()


def _ods() -> Iterator[bytes]:
    merged = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>在校学生</text:p></table:table-cell>'
    lines = zipped.row("学校", merged, "<table:covered-table-cell/>") + zipped.row("中心小学", "312", "85.7%")
    yield zipped.ods(lines * 2)


def _pptx() -> Iterator[bytes]:
    table = zipped.grid(("学校", "在校学生"), ("中心小学", "312"), ("二小", "205"))
    yield zipped.pptx(
        zipped.shape("学校情况", "title") + table, zipped.shape("现有教师60人。"), notes={0: "讲稿"}
    )


def _ofd() -> Iterator[bytes]:
    words = zipped.text("学校工作总结", 70, 30, size=7) + zipped.text("全校现有在校学生860人。", 30, 40)
    yield zipped.ofd(words, zipped.text("小学", 30, 50) + zipped.text("312", 90, 50), template=words)


def _base(ending: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (path.read_bytes() for path in sorted(BASE.glob(f"*.{ending}")))


TARGETS = {
    "number": Target(_number, mutate.text, _lines),
    "split": Target(_split, mutate.text, _samples),
    "text": Target(_text, mutate.text, _lines),
    "docx": Target(_file, mutate.package, _docx, "docx"),
    "doc": Target(_old, mutate.kept, _base("doc"), "doc"),
    "xlsx": Target(_file, mutate.package, _xlsx, "xlsx"),
    "xls": Target(_file, mutate.kept, _base("xls"), "xls"),
    "xlsb": Target(_file, mutate.package, lambda: iter((GOOD,)), "xlsb"),
    "ods": Target(_file, mutate.package, _ods, "ods"),
    "pptx": Target(_file, mutate.package, _pptx, "pptx"),
    "ofd": Target(_file, mutate.package, _ofd, "ofd"),
    "html": Target(_file, mutate.markup, _html, "html"),
    "pdf": Target(_file, mutate.pdf, _pdf, "pdf"),
}
