"""A claim: a figure as the audit sees it, with the interval of what it may stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.audit.interval import INFINITY, ZERO, Interval
from schemas.record import Figure, SchoolStage

# What is counted one by one is exact; what is measured or reckoned was rounded somewhere.
_COUNTED = frozenset({"person", "person_time", "household", "count", "volume", "score"})
PER_PUPIL = ("per_student.", "per_100_students.")
_RECKONED = (*PER_PUPIL, "ratio.", "rate.", "coefficient.")
# What is reckoned or a mean: it cannot be added up, and means the same for one school and for many.
MEANS = (*_RECKONED, "classes.size")
_NUMBER = re.compile(r"\d[\d,，]*(?:[.．、]\d+)?")
_COMMA = re.compile(r"[,，]")
_POINT = re.compile(r"[．、]")
# Said of an earlier time in passing: 比上年的16.9, 由14200人.
_FORMER = re.compile(
    r"(上年|去年|上一年|前年|往年|同期|原来|过去|[由从])的?[^，。；\d]{0,6}$|比[^，。；]{0,10}的$"
)
# What happened to some of them, which leaves open how many there are.
_PARTIAL = re.compile(r"新增|新建|改扩建|扩建|改建|改造|维修|修缮|添置|购置|购买|增加|其中|另有|其余|首先")
_GROUP = re.compile(r"男|女|[一二三四五六七八九]年级|寄宿|住宿|住校|留守|随迁|民族|贫困|每|在编|编制|编外|聘")
_OF_ALL = re.compile(r"共|总|全[校镇县区市乡]|现有|在校|拥有|开设|设有|教职工|专任")
# Nothing that a school counts is larger or smaller than these, or below nought: such a number is not reckoned with.
_LARGEST, _SMALLEST = Decimal(10) ** 30, Decimal(10) ** -30
_ADMITTED = re.compile(r"不达标|未达标|不符合|未达到|达不到|未能达到")
_ABOVE = re.compile(r"[余多]")
_BELOW = re.compile(r"近|将近|接近")


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One figure with ``range``, what it may stand for (None where it is blank), and ``raw``, its own characters.

    A number that nothing can have, 10**40 or -3, is as good as a blank.

    ``before`` and ``after`` are the rest of its sentence.
    ``value`` is the figure's value, or the one put in its place where a relation showed it to be a slip.
    """

    figure: Figure
    value: Decimal | None
    range: Interval | None
    raw: str
    before: str
    after: str
    restored: bool = False

    @property
    def number(self) -> Decimal:
        """The value of a claim that is known not to be blank."""
        if self.value is None:
            raise ValueError(f"{self.id} is blank")
        return self.value

    @property
    def reach(self) -> Interval:
        """The range of a claim that is known not to be blank."""
        if self.range is None:
            raise ValueError(f"{self.id} is blank")
        return self.range

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def indicator(self) -> str | None:
        return self.figure.indicator

    @property
    def stage(self) -> SchoolStage | None:
        return self.figure.stage

    @property
    def start(self) -> int:
        return self.figure.evidence.start

    def beside(self, other: Claim) -> bool:
        """Whether both stand in one sentence."""
        return self.figure.evidence.quote == other.figure.evidence.quote

    @property
    def exact(self) -> bool:
        """Whether the text gives one plain number: no bound, no range, no 约."""
        figure = self.figure
        return (
            figure.value is not None
            and self.value is not None
            and figure.value_max is None
            and figure.op == "="
            and not figure.approx
        )

    @property
    def former(self) -> bool:
        """Whether the text gives the value as an earlier one, only to compare with."""
        return bool(_FORMER.search(self.before[-14:]))

    @property
    def narrowed(self) -> bool:
        """Whether the figure is of one group among those that the indicator counts: 女生76人."""
        words = f"{self.figure.qualifier or ''}{self.figure.label}{self.before[-5:]}"
        return bool(_GROUP.search(words))

    @property
    def of_all(self) -> bool:
        """Whether the words before say that it is the number of all: 共有, 在校学生."""
        return bool(_OF_ALL.search(self.before[-10:] or self.figure.label))

    @property
    def admitted(self) -> bool:
        """Whether the text itself says that the figure falls short."""
        return self.figure.verdict == "unmet" or bool(_ADMITTED.search(self.after[:24]))

    @property
    def partial(self) -> bool:
        """Whether the words before say that this is some of them only: 维修教室3间."""
        return bool(_PARTIAL.search(self.before[-8:]))

    def mended(self, value: Decimal) -> Claim:
        """The same claim with a value that the relations imply."""
        return replace(self, value=value, range=Interval.point(value), restored=True)


def claim(figure: Figure) -> Claim:
    """The claim that a figure makes."""
    evidence = figure.evidence
    raw, before, after = "", "", ""
    if evidence.quote_start is not None:
        at = evidence.start - evidence.quote_start
        stop = evidence.end - evidence.quote_start
        raw, before, after = evidence.quote[at:stop], evidence.quote[:at], evidence.quote[stop:]
    value = figure.value if _possible(figure.value) and _possible(figure.value_max) else None
    return Claim(figure, value, _range(figure, value, raw, before), raw, before, after)


def _possible(value: Decimal | None) -> bool:
    return not value or _SMALLEST <= value <= _LARGEST


def _range(figure: Figure, value: Decimal | None, raw: str, before: str) -> Interval | None:
    if value is None:
        return None
    if figure.value_max is not None:
        return Interval(min(value, figure.value_max), max(value, figure.value_max))
    if figure.approx:
        around = _about(value, raw, before)
    elif _counted(figure):
        around = Interval.point(value)
    else:
        step = _step(value, raw)
        # Half a step for what was rounded, a whole one above for what was cut off.
        around = Interval(max(ZERO, value - step / 2), value + step)
    if figure.op in (">=", ">"):
        return Interval(around.low, INFINITY)
    if figure.op in ("<=", "<"):
        return Interval(ZERO, around.high)
    return around


def _counted(figure: Figure) -> bool:
    name = figure.indicator or ""
    return figure.unit in _COUNTED and not name.startswith(_RECKONED)


def _about(value: Decimal, raw: str, before: str) -> Interval:
    """20余 is 20 to 30, 1000余 rather less than 2000; 约 reaches to both sides."""
    place = _place(value)
    if _ABOVE.search(raw):
        return Interval(value, value + (place if value < 100 else min(place, value * 3 / 10)))
    reach = min(max(value * Decimal("0.02"), place / 2), value * Decimal("0.1"))
    if _BELOW.search(before[-3:]):
        return Interval(value - reach, value)
    return Interval(value - reach, value + reach)


def _place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not nought: 100 for 2300."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _step(value: Decimal, raw: str) -> Decimal:
    """The worth of the last digit that is written: 0.01 for 2.56, 10000 for 26万, 0.1 for 1:13.5."""
    found = [_POINT.sub(".", _COMMA.sub("", one)) for one in _NUMBER.findall(raw)]
    if not found or not value:
        return Decimal(1)
    digits = next((one for one in found if Decimal(one) == value), found[0])
    written = Decimal(digits)
    worth = value / written if written else Decimal(1)
    return worth.scaleb(-len(digits.partition(".")[2]))
