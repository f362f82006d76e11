"""Ties a quantity to the indicator it measures.

The shapes, strongest first: the counted noun right behind the value (38个教学班), the name right before it
(教学班38个), a name in the clause, a member of a list under a shared head (共3120人，其中小学1875人), the topic of the
sentence, the head of the list item or table, the measure word alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.figure.clause import Sentence
from extractors.figure.noun import counted_noun, first_word
from extractors.figure.piece import Link
from extractors.figure.vocabulary import cue, measures, stages
from extractors.mention.reader import Mention
from extractors.quantity.piece import Quantity
from schemas.span import Span
from schemas.taxonomy.loader import taxonomy

COUNTED = {"count", "person", "person_time", "household", "volume"}
_CONNECTOR = re.compile(
    r"(?:[数量]|人数|总数|分别)?(?:[：:]|[约近]?(?:为|是|达到了?|达|共计|总计|合计|计|共|有|已|均|仅有?|只有|只|总共|保持在|控制在|提高到|增加到|稳定在|在|到|不|于|各|约|实际)){0,3}"
)
_MODIFIER = re.compile(r"的?(?:[\u4e00-\u9fffA-Za-z“”\"]{0,8})")
_VERB = re.compile(r"[为是在达将被对到和与及并已由从使用把给让向]|进行|参加|接受|建立|完成|享受|实现|以上|以下|左右")
_LIST_MEMBER = re.compile(r"(?:其中|分别为|分别是|分别|包括|包含|含|即|有|[、，和（(：:]|共|各|为|占|已|达)*")
_PER_STUDENT = re.compile(r"生均|人均|平均每生|平均每名学生")
_EACH_PUPIL = re.compile(r"[/／]每?(?:生|人|学生)|每生")
_PART_OF = re.compile(r"[，（]?(?:约|仅|共|只)?占(?!比)")
_PER_HUNDRED = re.compile(r"每百名?学?生")
_SHARE = re.compile(r"占|比例|比重|占比|的$")
_DIFFERS = re.compile(r"(?:相差|差|超出|缺口|缺)$")
_VERB_RULES = ("figure.verb_and_noun",)
_EARLIER = re.compile(r"(?:上年|去年|同期|原来|上年度|年初|此前)的$")
# A name of its own that the taxonomy does not know: 就业率96.3%.
_OWN_NAME = re.compile(r"(?:[\u4e00-\u9fff]{2}[率度]|比例|占比|比重|系数|[\u4e00-\u9fff]费)(?:[约近仅为是达到至高提升超过占在]|增加|稳定|控制|保持)*$")
_PLAIN_COUNT = re.compile(r"[的有共为达已尚仍还]*")
_AFTER_ONE = {"", "有", "中", "内", "里", "均", "都", "共", "各", "的"}
_GENERIC_AREA = {"面积", "建筑面积", "总面积", "使用面积", "生均面积", "用房面积"}


@dataclass(slots=True)
class Linker:
    """Links the quantities of one line in order.

    ``own`` are the names in the line's own head, ``above`` those in the headings it stands under, nearest first.
    """

    own: list[Mention]
    above: list[Mention]
    text: str
    used: set[int] = field(default_factory=set)
    before: list[tuple[Quantity, Link]] = field(default_factory=list)

    def link(self, sentence: Sentence, index: int) -> Link:
        """The link of the sentence's quantity at ``index``; its indicator is None where nothing tells what it measures."""
        window = Window.of(sentence, index)
        found = (
            self._ordinal(window)
            or self._norm(window)
            or self._over_size(window)
            or self._dealt(window)
            or self._derived(window)
            or self._near(window)
            or self._member(window)
            or self._topic(window)
            or self._default(window)
        )
        found = self._in_context(found, window)
        self.before.append((window.quantity, found))
        return found

    def _in_context(self, link: Link, window: Window) -> Link:
        """What the words of the sentence make of an indicator: 购置…图书 are new books."""
        if link.indicator is None:
            return link
        indicator = taxonomy()[link.indicator]
        said = self.text[window.sentence.start : window.quantity.start]
        for name, words in indicator.becomes.items():
            if any(word in said for word in words) and not cue("actual").search(window.left_text()):
                return replace(link, indicator=name)
        if indicator.needs and not any(word in said for word in indicator.needs):
            return replace(link, indicator=None, rule="figure.unlisted_noun", qualifier=link.label, strength=0.4)
        last = self.before[-1] if self.before else None
        if last and indicator.unit == "m2" and last[1].indicator == "area.new_building" and link.indicator != "area.land":
            between = self.text[last[0].outer_end : window.quantity.start]
            if re.match(r"[，（]?其中|[、和]", between):
                return replace(link, indicator="area.new_building")
        return link

    def _ordinal(self, window: Window) -> Link | None:
        if window.quantity.numeral != "ordinal" or window.quantity.unit != "other":
            return None
        return Link("rank", "名次", "figure.rank", 0.8, unit="other")

    def _norm(self, window: Window) -> Link | None:
        """高于19:1的规定, 相差873元: the norm or gap of the value before it."""
        last = next((link for other, link in reversed(self.before) if other.unit == window.quantity.unit), None)
        after = self.text[window.quantity.end : window.quantity.end + 12]
        before = self.text[max(window.left[0], window.quantity.start - 4) : window.quantity.start]
        if last is None or last.indicator is None:
            return None
        if is_norm(after) or _DIFFERS.search(before) or _EARLIER.search(before):
            rule = "figure.earlier_value" if _EARLIER.search(before) else "figure.norm_of_value"
            return replace(last, rule=rule, strength=0.75, named=None)
        return None

    def _over_size(self, window: Window) -> Link | None:
        """超过45人的有31个, 56人以上的大班额4个: a threshold of pupils makes the count one of large classes."""
        if window.quantity.measure not in ("个", "班"):
            return None
        start, end = window.sentence.clause(window.quantity.start)
        for other in window.sentence.quantities:
            if other.threshold and other.unit == "person" and start <= other.start < end:
                between = self.text[min(other.end, window.quantity.end) : max(other.start, window.quantity.start)]
                if "班" in between + self.text[window.right[0] : window.right[0] + 3] or _PLAIN_COUNT.fullmatch(between):
                    label = self.text[other.outer_start : other.outer_end]
                    return Link("classes.over_size", label, "figure.count_over_threshold", 0.85, qualifier=label)
        return None

    def _dealt(self, window: Window) -> Link | None:
        """分别为a、b、c: as many subjects before as values after, dealt out in order."""
        sentence, quantity = window.sentence, window.quantity
        at = sentence.text.rfind("分别", max(sentence.start, quantity.start - 120), quantity.start)
        if at < 0:
            return None
        row = [other for other in sentence.quantities if other.start > at]
        place = row.index(quantity)
        last = row[place - 1].outer_end if place else at
        if place and not re.fullmatch(r"[、，和及与\s]*", sentence.text[last : quantity.outer_start]):
            return None
        subjects = [
            (mention, name)
            for mention in sentence.between(sentence.start, at)
            if (name := self._fit(mention, quantity, "before"))
        ]
        count = _row_length(sentence.text, row)
        if len(subjects) < count or count < 2:
            return None
        mention, name = subjects[len(subjects) - count + place]
        return self._made(name, mention, window, "figure.dealt_out", 0.9)

    def _derived(self, window: Window) -> Link | None:
        """生均… and 每百名学生…: the per-pupil indicator of the base that is named here or was named last."""
        left = window.left_text()
        each = _EACH_PUPIL.match(self.text, window.quantity.outer_end)
        per_hundred, per_student = _PER_HUNDRED.search(left), _PER_STUDENT.search(left) or each
        if not (per_hundred or per_student):
            return None
        factor = 100 if per_hundred else 1
        mentions = list(reversed(window.left_mentions()))
        for mention in mentions:
            for name in mention.ids("before"):
                formula = taxonomy()[name].formula
                if formula and formula.denominator == "students.enrolled" and self._fits(name, window.quantity):
                    if self.text[mention.start : mention.end] in _GENERIC_AREA:
                        break
                    return self._made(name, mention, window, "figure.value_after_mention", 1.0)
        bases = [name for mention in mentions for name in mention.ids("before")]
        bases += [link.indicator for _, link in reversed(self.before) if link.indicator]
        bases += [name for head in [*self.own, *self.above] for name in head.ids("before")]
        for base in bases:
            name = _per_pupil(base, factor)
            if name and self._fits(name, window.quantity):
                return Link(name, taxonomy()[name].zh, "figure.per_pupil_of_base", 0.85)
        return Link("per_student.subsidy", "每生", "figure.per_pupil_of_base", 0.6) if each else None

    def _near(self, window: Window) -> Link | None:
        counted = window.quantity.unit in COUNTED
        right, left = self._right(window, counted), self._left(window)
        if right and left:
            if self._moves(window, right):
                return self._moves(window, right)
            return left if left.strength > right.strength else right
        return right or left

    def _moves(self, window: Window, right: Link) -> Link | None:
        """选派3名教师, 招聘5名教师: the verb before tells more than the noun behind."""
        if self.before and not window.left_text().strip():
            last = self.before[-1][1]
            if last.indicator and right.indicator in taxonomy()[last.indicator].narrows and last.rule in _VERB_RULES:
                return replace(last, rule="figure.verb_and_noun")
        for mention in reversed(window.left_mentions()):
            for name in mention.ids("before"):
                if right.indicator in taxonomy()[name].narrows and self._fits(name, window.quantity):
                    return self._made(name, mention, window, "figure.verb_and_noun", 0.85)
        return None

    def _right(self, window: Window, counted: bool) -> Link | None:
        start, end = window.right
        mentions = [m for m in window.sentence.between(start, end) if m.end - m.start > 1 or self._alone(m, start)]
        following = window.next_outer
        if len(mentions) > 1 and mentions[-1].end == following:
            mentions.pop()
        elif mentions and mentions[-1].end == following and mentions[-1].start > start:
            mentions.pop()
        fitting = [(m, name) for m in mentions if (name := self._fit(m, window.quantity, "after"))]
        if not fitting:
            return None
        mention, name = fitting[0]
        gap = self.text[start : mention.start]
        if not _MODIFIER.fullmatch(gap) or _VERB.search(gap):
            return None
        if not counted and gap and not gap.startswith("的"):
            return None
        for further, other in fitting[1:]:
            if self.text[mention.end : further.start] not in ("", "的") or mention.start != fitting[0][0].start:
                break
            if mention.end - mention.start > 1 or further.start == mention.end:
                mention, name = self._narrowed(mention, name, further, other)
        strength = (0.99 if counted else 0.75) - 0.02 * len(gap)
        return self._made(name, mention, window, "figure.value_before_noun", strength)

    def _alone(self, mention: Mention, start: int) -> bool:
        """A name of one character counts only right behind the number and as a word of its own: 6个班, not 6个班子."""
        word = first_word(self.text[start : start + 8])
        return mention.start == start and word[:1] == self.text[start] and word[1:] in _AFTER_ONE

    def _narrowed(self, first: Mention, name: str, further: Mention, other: str) -> tuple[Mention, str]:
        if other in taxonomy()[name].narrows:
            return first, name
        return further, other

    def _left(self, window: Window) -> Link | None:
        mentions = window.left_mentions()
        for index in range(len(mentions) - 1, -1, -1):
            mention = mentions[index]
            name = self._fit(mention, window.quantity, "before")
            if name is None:
                continue
            name = self._modified(mentions, index, name, window)
            gap = self.text[mention.end : max(mention.end, window.quantity.outer_start)]
            if _CONNECTOR.fullmatch(gap):
                possessed = cue("possess").search(gap) and self._noun(window)
                strength = 0.3 if possessed else 0.98
            elif cue("possess").search(gap) and self._noun(window):
                return None
            elif window.quantity.unit in COUNTED and self._noun(window):
                return None
            else:
                strength = max(0.5, 0.85 - 0.02 * len(gap))
            if strength < 0.4:
                return None
            return self._made(name, mention, window, "figure.value_after_mention", strength)
        return self._shared(mentions, window)

    def _modified(self, mentions: list[Mention], index: int, name: str, window: Window) -> str:
        """本科学历的教师40人: the name before narrows the one that stands at the value."""
        if index == 0:
            return name
        before, mention = mentions[index - 1], mentions[index]
        if self.text[before.end : mention.start] in ("", "的", "、"):
            for other in before.ids("before"):
                if name in taxonomy()[other].narrows and self._fits(other, window.quantity):
                    return other
        return name

    def _shared(self, mentions: list[Mention], window: Window) -> Link | None:
        """本科学历教师占专任教师的56%: the rate that belongs to the counted share."""
        if window.quantity.unit != "percent":
            return None
        said = _SHARE.search(window.left_text())
        for mention in mentions:
            for name in mention.ids("before"):
                share = taxonomy()[name].share
                gap = self.text[mention.end : max(mention.end, window.quantity.outer_start)]
                if share and (said or _CONNECTOR.fullmatch(gap)):
                    return self._made(share, mention, window, "figure.share_of_whole", 0.8)
        last = self.before[-1][1].indicator if self.before and _PART_OF.match(window.left_text()) else None
        if last and taxonomy()[last].share:
            share = str(taxonomy()[last].share)
            return Link(share, self.before[-1][1].label, "figure.share_of_whole", 0.7)
        return None

    def _member(self, window: Window) -> Link | None:
        """A list member takes the indicator of the value before it: 小学1875人，初中1013人."""
        if not self.before or self._noun(window):
            return None
        quantity, link = self.before[-1]
        start = max(quantity.outer_end, window.sentence.start)
        between = self.text[start : window.quantity.outer_start]
        if quantity.unit != window.quantity.unit or len(between) > 16 or link.indicator in (None, "rank"):
            return None
        if quantity.unit == "count" and quantity.measure != window.quantity.measure:
            return None
        pattern, _ = stages()
        if _OWN_NAME.search(window.left_text()):
            return None
        rest = _LIST_MEMBER.sub("", pattern.sub("", between))
        if link.rule == "figure.per_pupil_of_base" or len(rest) > 8 or re.search(r"[。；;\n]", between):
            return None
        return Link(link.indicator, link.label, "figure.list_member", 0.7 if not rest else 0.55)

    def _topic(self, window: Window) -> Link | None:
        if self._noun(window) or _OWN_NAME.search(window.left_text()):
            return None
        start, _ = window.left
        earlier = window.sentence.between(window.sentence.start, start)
        for mention in reversed(earlier):
            name = self._fit(mention, window.quantity, "before")
            if name and mention.start not in self.used and start - mention.end < 40:
                return self._made(name, mention, window, "figure.topic_of_sentence", 0.5)
        for head in [*self.own, *self.above]:
            name = self._fit(head, window.quantity, "before")
            if name and head.start not in self.used and head.end <= window.quantity.start and name != "score.self":
                return self._made(name, head, window, "figure.head_of_list", 0.4)
        return None

    def _default(self, window: Window) -> Link:
        quantity = window.quantity
        noun = self._noun(window)
        name = measures().get(quantity.measure, {}).get("default")
        if quantity.unit == "CNY" and noun:
            return Link("finance.investment", noun, "figure.measure_word", 0.4)
        if name and (noun or quantity.measure in ("所", "节", "次", "学时", "平方公里", "户", "册")):
            return Link(name, noun or quantity.measure, "figure.measure_word", 0.45, qualifier=noun or None)
        if noun:
            return Link(None, noun, "figure.unlisted_noun", 0.4, qualifier=noun)
        label = counted_noun(window.left_text(), last=True)
        return Link(None, label, "figure.unlisted_name", 0.3, qualifier=label or None)

    def _noun(self, window: Window) -> str:
        return window.noun(self.text)

    def _fit(self, mention: Mention, quantity: Quantity, side: str) -> str | None:
        for name in mention.ids("before" if side == "before" else "after"):
            if self._fits(name, quantity):
                return name
        return None

    def _fits(self, name: str, quantity: Quantity) -> bool:
        return fits(name, quantity)

    def _made(self, name: str, mention: Mention, window: Window, rule: str, strength: float) -> Link:
        label = self.text[mention.start : mention.end]
        if label in _GENERIC_AREA and name.startswith("area."):
            for other in [other for head in self.above[:1] for other in head.ids("before")]:
                if other.startswith("area.") and other != name:
                    return Link(other, label, "figure.head_of_list", 0.6, named=Span(mention.start, mention.end))
        if rule != "figure.head_of_list":
            self.used.add(mention.start)
        qualifier = label if taxonomy()[name].qualifier else None
        return Link(name, label, rule, strength, qualifier, named=Span(mention.start, mention.end))


@dataclass(slots=True)
class Window:
    """What stands left and right of a quantity inside its clause, up to the neighbouring quantities."""

    sentence: Sentence
    quantity: Quantity
    left: tuple[int, int]
    right: tuple[int, int]
    next_outer: int
    _noun: str | None = None

    @classmethod
    def of(cls, sentence: Sentence, index: int) -> Window:
        """The window of the sentence's quantity at ``index``."""
        row = sentence.quantities
        quantity = row[index]
        begin, stop = sentence.clause(quantity.start)
        previous = row[index - 1].outer_end if index else sentence.start
        following = row[index + 1].outer_start if index + 1 < len(row) else sentence.end
        left = (min(max(begin, previous), quantity.start), quantity.start)
        right = (quantity.outer_end, max(quantity.outer_end, min(stop, following)))
        return cls(sentence, quantity, left, right, following)

    def left_text(self) -> str:
        """The words of the clause before the quantity."""
        return self.sentence.text[self.left[0] : self.left[1]]

    def clause_text(self) -> str:
        """The words of the clause up to the quantity."""
        return self.sentence.text[self.sentence.clause(self.quantity.start)[0] : self.quantity.start]

    def left_mentions(self) -> list[Mention]:
        """The names among those words."""
        return self.sentence.between(*self.left)

    def noun(self, text: str) -> str:
        """The noun that the quantity counts, when it follows at once; empty where none does."""
        if self._noun is None:
            start, end = self.right
            stop = end if end < self.next_outer or end == self.sentence.end else end
            self._noun = counted_noun(text[start : min(stop, start + 24)])
        return self._noun


def is_norm(after: str) -> bool:
    """Whether the words behind a value make it a norm: 2000元的标准, 15%的上限."""
    return bool(re.match(rf"(?:以上|以下|以内)?的?(?:国家|省定|省|最低|规定|县定|控制)?(?:{cue('norm').pattern})", after))


def fits(name: str, quantity: Quantity) -> bool:
    """Whether the quantity's unit and measure word can be of this indicator."""
    if name == "frequency.activity" and quantity.measure not in measures()["frequency"]["words"]:
        return False
    indicator, unit = taxonomy()[name], quantity.unit
    only = measures().get(quantity.measure, {}).get("only")
    if only is not None and not name.startswith("per_") and not any(name == one or (one[-1] == "*" and name.startswith(one[:-1])) for one in only):
        return False
    if unit is None:
        return indicator.unit in ("percent", "coefficient", "ratio")
    if unit == indicator.unit or (unit == "count" and quantity.measure == "个" and name == "students.capacity"):
        return True
    if name.startswith("per_100_students."):
        return unit in ("percent", "person", "count")
    if unit == "person_time":
        return name in ("staff.trained", "students.aided", "awards.count")
    pairs = {
        ("person", "person_time"),
        ("minute", "hour"),
        ("hour", "minute"),
        ("month", "year"),
    }
    return (unit, indicator.unit) in pairs or (name == "books.duplicate_rate" and unit == "volume")


def _per_pupil(base: str, factor: int) -> str | None:
    for indicator in taxonomy():
        formula = indicator.formula
        if (
            formula
            and formula.denominator == "students.enrolled"
            and formula.factor == factor
            and base in (formula.numerator, indicator.id)
        ):
            return indicator.id
    return None


def _row_length(text: str, row: list[Quantity]) -> int:
    count = 1
    for one, other in zip(row, row[1:], strict=False):
        if not re.fullmatch(r"[、，和及与\s]*", text[one.outer_end : other.outer_start]):
            break
        count += 1
    return count
