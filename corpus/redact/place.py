"""Where people live; names of schools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from corpus.redact.name import HAN, run_before
from corpus.redact.roster import Span
from corpus.redact.word import common, either, words

_NUMBER = r"第?[\d一二三四五六七八九十]{1,5}"
_UNIT = "号楼|号院|单元|号|栋|幢|座|层|楼|室|房|组|社|队|户"
_REST = (
    rf"(?: ?(?:[{HAN}]{{2,6}}(?:小区|花园|家园|嘉园|公寓|大厦|苑|园|邸|院|府|城))?[ -]?"
    rf"[\dA-Za-z一二三四五六七八九十]{{1,5}}(?:{_UNIT}|-(?=\d)))*(?:-?\d{{2,4}}(?![\d.,万亿元人名平个%年月间册]))?"
)
_HOUSE = re.compile(
    rf"(?:路|街|道|巷|弄|胡同|里|小区|社区|花园|苑|村|庄|屯|坊|园|寨|湾)(?:{_NUMBER}(?:{_UNIT})){_REST}"
)
_REGION = rf"(?:[{HAN}]{{1,7}}?(?:省|自治区|自治州|市|州|县|区|镇|乡|街道|办事处|村|社区))"
_CHAIN = re.compile(rf"{_REGION}*[{HAN}]{{1,8}}$")
_TOWN = re.compile("[县区市镇乡]")
_VALUE = re.compile(rf" *(?P<value>[{HAN}\dA-Za-z][{HAN}\dA-Za-z ()#·-]{{2,60}})")
_TOLD = re.compile("[省市县区镇乡街路道巷村组号楼室栋社屯庄苑弄]")
_NEXT = re.compile(r" *(?:邮编|邮政编码|联系|电话|手机|传真|网址|邮箱|姓名|QQ|微信)| {2}")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{either('address')})(?:\([^()\n]*\))?(?: ?[:为是]|\t)")


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf".*(?:{either('cue')})")


def addresses(text: str) -> Iterator[Span]:
    """Addresses behind a label, and streets or villages with a number."""
    for label in _label().finditer(text):
        value = _VALUE.match(text, label.end())
        if not value:
            continue
        start, end = value.span("value")
        other = _NEXT.search(text, start, end)
        if other:
            end = other.start()
        if _TOLD.search(text, start, end):
            yield start, start + len(text[start:end].rstrip(" ("))
    for house in _HOUSE.finditer(text):
        start = _begin(text, house.start())
        if house[0][0] in "村庄屯园寨湾里道" and not _TOWN.search(text, start, house.start()):
            continue  # a village's or a garden's group, but of no town: 全村3组
        if house.start() - start > 1:
            yield start, house.end()


def _begin(text: str, street: int) -> int:
    """Where the address of a street begins: behind 家住, 位于 …, or with the largest region."""
    run = run_before(text, street, 30)
    first = street - len(run)
    cue = _cue().match(run)
    if cue and cue.end() < len(run):
        return first + cue.end()
    chain = _CHAIN.search(run)
    return first + chain.start() if chain else street


@cache
def _school() -> re.Pattern[str]:
    own = rf"(?:(?![与和及])[{HAN}])"
    region = _REGION.replace(f"[{HAN}]", own)
    return re.compile(
        rf"(?:(?P<region>{region}{{1,4}}?){own}{{0,6}}?|(?<![{HAN}]){own}{{2,3}}?)"
        rf"(?:第[一二三四五六七八九十\d]{{1,3}}|实验|中心|初级|高级|完全|九年一贯制|附属|职业|特殊教育)*(?:{either('school')})"
    )


# Schools of a sort, none by name.
_GENERAL = re.compile(
    r"[各全我本该每某所些名]|中小学|义务教育|普通|[民公]办|[城农]村|城乡|乡村|寄宿|标准化|薄弱|优质|建设|[一两几多数]所|[镇县区校]级"
)


def schools(text: str, known: Iterable[str]) -> Iterator[Span]:
    """Schools by name: those known, and what is shaped like one behind a place or where nothing stands before."""
    for found in _school().finditer(text):
        start, ordinary = found.start(), found[0][:2] in common()
        if found["region"] and len(found["region"]) > 4 and ordinary:
            start += 2  # 推动河湾镇初级中学
        elif ordinary or found[0][0] in _JOINS:
            start += 1 if found["region"] and not ordinary else len(found[0])
        if start < found.end() and not _GENERAL.search(text, start, found.end()):
            yield start, found.end()
    for name in known:
        at = text.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = text.find(name, at + len(name))


_JOINS = frozenset("和与及在到对由向从为")


def is_school(name: str) -> bool:
    """Whether a name is a school's."""
    return len(name) > 3 and name.endswith(tuple(words("school")))
