"""Plain text: told apart from other encodings by strict decoding and by how common its characters are."""

from __future__ import annotations

import codecs
import re

from pipeline.ingest.base import Limits, Source, beyond
from pipeline.ingest.tabbed import tables
from pipeline.line import lines
from schemas.document import Block, Document
from schemas.errors import EmptySource, SourceError, UnsupportedSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
# The most frequent characters of modern Chinese and of this field, simplified and traditional.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没"
    "日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美"
    "点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关"
    "并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反"
    "合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百校育"
    "办均衡义标准质量设施管评估督导课程班级县区乡镇村考核组织领导队伍保障规划推落实经费占积达完善加强率差异"
    "這來個說們為時過後麼對發當開進樣現實將與會見長東車業問間電應學國點機關報處總場師書員華馬張難種聲數體別並產經動兩條氣題認論"
    "讓愛請統設計標準質導課級縣區鄉鎮費義務劃辦組織領隊積達強異評專規圖館樓萬億記議變辦歷還邊遠運選環無權條資優準確"
)
# Anything but ASCII and the punctuation and full-width forms that all the encodings share.
_TELLING = re.compile("[^\x00-\x7f\u2010-\u2026\u3000-\u303f\uff00-\uffef]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_SAMPLE = 20_000
_SHARE = 0.2
_LEAD = 2.0
_UNKNOWN = "encoding not recognised; save it as UTF-8"


class TextReader:
    """Reads .txt and .md files; their text is the decoded file itself, without a byte order mark."""

    name = "text"
    media_type = "text/plain"

    def read(self, source: Source, limits: Limits) -> Document:
        """Decode the file; UnsupportedSource for binary data, SourceError for an unknown encoding."""
        text = decode(source.data)
        if len(text) > limits.characters:
            raise beyond(f"holds more than {limits.characters} characters", "characters")
        blocks = tuple(Block(start, end) for start, end in lines(text))
        if not blocks:
            raise EmptySource("holds no text; check that it was saved completely")
        return Document(
            path=source.path,
            sha256=source.sha256,
            size=len(source.data),
            media_type=self.media_type,
            reader=self.name,
            text=text,
            blocks=blocks,
            tables=tables(text),
        )


def decode(data: bytes) -> str:
    """The text of a plain text file without its byte order mark."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :], encoding))
    if b"\0" not in data:
        try:
            return _checked(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    elif (ascii_text := _wide_ascii(data)) is not None:
        return ascii_text
    return _guessed(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"is not the {encoding.upper()} its first bytes promise; save it as UTF-8"
        raise SourceError(message) from error


def _checked(text: str) -> str:
    """The text, unless control characters in it tell that it is none."""
    if len(_CONTROL.findall(text[:_SAMPLE])) * 100 > len(text[:_SAMPLE]):
        raise UnsupportedSource("is binary data, not text; give a Word, PDF or text file")
    return text


def _wide_ascii(data: bytes) -> str | None:
    """UTF-16 without a mark that holds mostly Latin: nearly every second byte is zero."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = data[first::2].count(0)
        if len(data) % 2 == 0 and zeros * 10 >= len(data) // 2 * 9 and data[1 - first :: 2].count(0) == 0:
            return _checked(_strict(data, encoding))
    return None


def _guessed(data: bytes) -> str:
    """The candidate whose characters are clearly the most common ones."""
    ranked: list[tuple[float, str]] = []
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "big5hkscs" or all(text != other for _, other in ranked):
            ranked.append((_commonness(text), text))
    ranked.sort(key=lambda one: -one[0])
    if ranked and ranked[0][0] >= _SHARE and (len(ranked) == 1 or ranked[0][0] >= _LEAD * ranked[1][0]):
        return ranked[0][1]
    if len(_CONTROL.findall(data[:_SAMPLE].decode("latin-1"))) * 50 > len(data[:_SAMPLE]):
        raise UnsupportedSource("is binary data, not text; give a Word, PDF or text file")
    raise SourceError(_UNKNOWN)


def _commonness(text: str) -> float:
    """Share of very common ideographs among all characters beyond ASCII and punctuation."""
    sample = text[:_SAMPLE]
    if _CONTROL.search(sample):
        return 0.0
    telling = _TELLING.findall(sample)
    return sum(char in _COMMON for char in telling) / len(telling) if telling else 0.0
