"""Inputs made of other inputs, a little wrong: text by what its readers look for, packages and pages by their markup."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from random import Random

from extractors.quantity.unit import table

Mutator = Callable[[bytes, Random], bytes]

LONGEST = 20_000
_WINDOW = 1500
_TAGS = 1000
_WORDS = [
    "0",
    "3",
    "12",
    "860",
    "1,234.5",
    "26.7",
    "100.00",
    "007",
    "99999999999999999999",
    "0.5",
    "３５",
    "．５",
    "-3",
    "−7",
    "+5",
    "½",
    "²",
    "Ⅲ",
    "①",
    "一",
    "两",
    "三十二",
    "一百零五",
    "二十余",
    "几十",
    "半",
    "廿",
    "〇",
    "○",
    "零",
    "百",
    "千",
    "万",
    "亿",
    "点",
    "百分之",
    "%",
    "％",
    "‰",
    "比",
    "1:18",
    ":",
    "",
    "∶",
    "/",
    "÷",
    "×",
    "xx",
    "XX",
    "××",
    "ＸＸ",
    "____",
    "□",
    "…",
    "…",
    "——",
    "－",
    "～",
    "至",
    "到",
    "以上",
    "以下",
    "不低于",
    "不超过",
    "约",
    "余",
    "多",
    "近",
    "左右",
    "达到",
    "其中",
    "分别为",
    "增加",
    "减少",
    "由",
    "提高到",
    "占",
    "第",
    "号",
    "年",
    "2024年",
    "2024-09",
    "9月1日",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "(",
    ")",
    "[",
    "]",
    "【",
    "】",
    "。",
    "；",
    "，",
    "、",
    "：",
    "！",
    ".",
    ",",
    ";",
    "?",
    "一、",
    "（一）",
    "1.",
    "1、",
    "(1)",
    "①",
    "第一章",
    "附件1",
    "目录",
    "序号",
    "合计",
    "单位：万元",
    "学校",
    "小学",
    "初中",
    "教师",
    "学生",
    "班",
    "责任人",
    "李某",
    "县教育局",
    "&nbsp;",
    "<b>",
    "\\",
    "{",
    "}",
    "${x}",
    "%s",
    "=1+1",
    "@",
    "#",
    "*",
    "^",
    "$",
]
_SIGNS = "\n\r\t\f\v\x00\x1b\x85\u00a0\u00ad\u3000\u200b\u200e\u202e\u2028\u2029\ufeff\ufffd\ue000\U0001f600\U00020000\u0301"
_LONG = re.compile(rb"<[^<>]{0,2000}>|[^<]+|<")
_NUMBER = re.compile(rb"\d+")
_ATTRIBUTE = re.compile(rb'"[^"]{0,200}"')
_VALUES = (
    b"0",
    b"-1",
    b"1",
    b"2",
    b"9",
    b"255",
    b"65535",
    b"2147483647",
    b"4294967296",
    b"1e9",
    b"",
    b"x",
    b"99999999999",
)
_INTEGERS = tuple(
    struct.pack(form, value & (2 ** (8 * struct.calcsize(form)) - 1))
    for form in ("<B", "<H", "<I")
    for value in (0, 1, 2, 127, 128, 255, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
)


@cache
def _vocabulary() -> tuple[str, ...]:
    return (*_WORDS, *_SIGNS, *table().measures)


def text(data: bytes, random: Random) -> bytes:
    """Characters moved, repeated, left out; numbers, units and signs put in."""
    found = data.decode("utf-8", "ignore")
    if len(found) > _WINDOW and random.random() < 0.8:  # short inputs are quick, and mostly do
        start = random.randrange(len(found) - _WINDOW)
        found = found[start : start + _WINDOW]
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        found = _text(found, random)
    return found[:LONGEST].encode()


def _text(found: str, random: Random) -> str:
    start, end = _stretch(len(found), random)
    piece, at = found[start:end], random.randint(0, len(found))
    choice = random.randrange(12)
    if choice < 5:
        words = "".join(random.choice(_vocabulary()) for _ in range(random.choice((1, 1, 2, 4))))
        return found[:at] + words + found[at:]
    if choice < 7:
        return found[:start] + found[end:]
    if choice < 8:
        return found[:at] + piece + found[at:]
    if choice < 9:
        times = random.choice((2, 3, 10, 10, 50, 50, 1000))
        return found[:start] + piece * min(times, 1 + LONGEST // (len(piece) or 1)) + found[end:]
    if choice < 10:
        return found[:start] + random.choice(_vocabulary()) + found[end:]
    return found[:start] + piece[::-1] + found[end:] if choice < 11 else found[start:] + found[:start]


def plain(data: bytes, random: Random) -> bytes:
    """Bytes flipped, moved, repeated, replaced by numbers on which readers trip."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        start, end = _stretch(len(made), random)
        choice = random.randrange(8)
        if choice < 2 and made:
            made[random.randrange(len(made))] ^= 1 << random.randrange(8)
        elif choice < 5:
            put = random.choice(_INTEGERS)
            made[start : start + len(put)] = put
        elif choice == 5:
            del made[start:end]
        elif choice == 6:
            made[start:start] = (made[start:end] * random.choice((1, 2, 50)))[:LONGEST]
        else:
            at = random.randint(0, len(made))
            made[at : at + end - start] = made[start:end]
    return bytes(made)


def kept(data: bytes, random: Random) -> bytes:
    """Bytes changed in place: most formats know where what stands."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        at = random.randrange(len(made))
        for _ in range(20):  # most of such a file is zeros
            if made[at]:
                break
            at = random.randrange(len(made))
        put = random.choice(_INTEGERS)[: len(made) - at]
        made[at : at + len(put)] = put
    return bytes(made)


def markup(data: bytes, random: Random) -> bytes:
    """Tags and texts moved, repeated, nested, left out; attributes with other values."""
    pieces = _LONG.findall(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        if not pieces:
            return data
        start, end = _stretch(len(pieces), random)
        at, choice = random.randrange(len(pieces)), random.randrange(9)
        if choice == 0:
            del pieces[start:end]
        elif choice == 1:
            pieces[at:at] = pieces[start:end]
        elif choice == 2:
            pieces[start:start] = (pieces[start:end] * random.choice((2, 10, 300)))[:_TAGS]
        elif choice == 3:
            pieces[at:at] = [pieces[at]] * random.choice((3, 70, 500))  # an element inside itself
        elif choice == 4:
            pieces[at] = text(pieces[at], random)
        elif choice == 5:
            pieces[at] = plain(pieces[at], random)
        else:
            pattern = random.choice((_NUMBER, _ATTRIBUTE))
            value = random.choice(_VALUES)
            put = value if pattern is _NUMBER else b'"' + value + b'"'
            tags = [index for index, piece in enumerate(pieces) if pattern.search(piece)]
            if tags:
                chosen = random.choice(tags)
                pieces[chosen] = pattern.sub(put, pieces[chosen], count=random.choice((0, 1)))
    return b"".join(pieces)[: 20 * LONGEST]


def package(data: bytes, random: Random) -> bytes:
    """Parts of a zip changed before it is zipped again; seldom the zip itself."""
    if random.random() < 0.1:
        return plain(data, random)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()[:60]}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
        return kept(data, random) if data else data
    names = list(members)
    weights = [len(content) + 300 for content in members.values()]
    for name in random.choices(names, weights, k=random.choice((1, 1, 2))):
        choice = random.random()
        if choice < 0.04:
            members.pop(name, None)
        elif choice < 0.08:
            members[name] = random.choice(list(members.values()) or [b""])
        elif name in members:
            members[name] = (plain if choice < 0.2 else markup)(members[name], random)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return made.getvalue()


def pdf(data: bytes, random: Random) -> bytes:
    """Numbers, names and objects of an uncompressed PDF changed; seldom mere bytes."""
    if random.random() < 0.3:
        return plain(data, random)
    pieces = re.findall(rb"\d+|/\w+|\s+|[^\s\d/]+|.", data, re.DOTALL)
    for _ in range(random.choice((1, 1, 2, 4))):
        if not pieces:
            return data
        start, end = _stretch(len(pieces), random)
        at, choice = random.randrange(len(pieces)), random.randrange(5)
        if choice == 0:
            del pieces[start:end]
        elif choice == 1:
            pieces[at:at] = pieces[start:end]
        elif choice == 2:
            pieces[at], pieces[start] = pieces[start], pieces[at]
        else:
            numbers = [index for index, piece in enumerate(pieces) if piece.isdigit()]
            if numbers:
                pieces[random.choice(numbers)] = random.choice((*_VALUES, pieces[random.choice(numbers)]))
    return b"".join(pieces)


def _stretch(length: int, random: Random) -> tuple[int, int]:
    """A stretch of something so long: mostly short, sometimes of any length."""
    start = random.randint(0, length)
    longest = random.choice((1, 3, 10, 40, length))
    return start, min(length, start + random.randint(0, longest))
