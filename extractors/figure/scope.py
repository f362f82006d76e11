"""Whom and when a figure is about: stage, entity, period."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extractors.figure.owner import AND, dealt_name, made_of, of_indicator, passing, village
from extractors.figure.piece import Link, Stage
from extractors.figure.place import CHARACTER, FOREIGN, is_school, names_one
from extractors.figure.stage import (
    BRACKET,
    dealt_stage,
    in_bracket,
    last_stage,
    of_no_one,
    parted,
    stage_of_label,
    stage_of_name,
)
from extractors.figure.trigger import bit
from extractors.figure.vocabulary import alternation, cue, stages, words
from extractors.figure.window import Window

# Words that stand before a place name without being part of it.
_LEAD = re.compile(
    r"(?:、|(?:动工|开工|投资)?建设(?=[^，。；（]{2,12}(?:[小中]学|学校|校区|分校)$)|完成|改造|重建|拆除重建|维修|给|含|包括|新建|改扩建|扩建|迁建|改建|续建|(?:全[县镇市区乡])?规模最[大小]的(?:小学|初中)?(?=[^，。；]{2,8}[学校园])|最[^，。；]{1,2}的|目前|其中|现在|现|以|对|在|为|由|将|把|使|如|的|和|及|与|是|到|向|从|给|一是|二是|三是|四是|另外|此外|今年|去年|近[一二三四五几两\d]+年来?|(?:[12]\d{3}|[xX×\d]{4})年?(?:\d{1,2}月份?|[底末初春秋]季?)?(?:前|之前)?|确保|了|拆除|启动|截至[^，。]{2,10}[日月底])+"
)
# A school that is built is spoken of in its own sentence only.
_BUILT = re.compile(r"建")
_PLACES_COUNTED = re.compile(r"(?:教学点|校点|学校|村小|中小学|园)")
# Rules whose label is that of an earlier value.
_CARRIED = ("figure.list_member", "figure.norm_of_value", "figure.earlier_value", "figure.change_of_value")
_OPENING = re.compile(r"(小学|初中|高中|幼儿园)(?![、和及与生毕升起])[^，。；、\d]{1,12}，")
# Half of a county stands against the other: 城区9所学校, 乡村学校占38%.
_ZONE = re.compile(
    r"((?:中心)?城区(?:学校|小学)?|县城(?:学校|小学)?|乡村(?:学校)?|农村(?:寄宿制)?学校)(?=[\d一二三四五六七八九十两占不为缺有共现的生学超服]|$)"
)
# 每套220元，需资金…，共1480套: of all that were named.
_ALL_OF_THEM = re.compile(r"每[套台间册]|需|共|合计|总计|加上|以上")
# What only primary schools have: in a list of them it goes on with their stage.
_POINTS = ("教学点", "校点")
# What is told of one school after another: 小学5所，教师120人，学生1600人.
_OF_A_SCHOOL = (
    "students.enrolled",
    "classes.",
    "staff.teachers",
    "staff.total",
    "staff.by_",
    "staff.full",
    "area.",
    "schools.",
)
_OTHER_STAGE = re.compile(r"[、和及与](?:小学|初中|高中|幼儿园|九年一贯制)")


# 从中心小学选派, 到村小支教: where somebody comes from or goes to.
_SENT = re.compile(
    r"(?:[从给向]|(?<![达高加少低升降])到)[^，。；\d]{0,6}?(?:小学|村小|完小|初中|中学|高中|幼儿园|教学点)(?!生)"
)
# 投入60万元用于改造, 投资90万元的.
_SPENT = re.compile(r"(?:投入|投资|耗资|出资|筹资|争取|安排|资金|经费)[^，。；]{0,8}$")
_WORK = re.compile(
    r"的|(?:，?用于|对|为)?(?:新改扩建|改扩建|新建|改建|扩建|建设|建成|改造|维修|重建|迁建|修缮|建)了?"
)
# As far behind a number of classes their stage may stand.
_OF_CLASSES = 4
_MARK = re.compile(r"[，。；：（）□\n]")
_TOTAL = re.compile(
    r"义务教育(?:阶段)?巩固率|高等教育|总计|总数|总人数|合计|全校|我校|^，?(?:全镇|全县|我镇|我县|全市|全区|全乡|共有)(?!倒数|第)"
)
_LIST_OF_PLACES = re.compile(
    rf"({CHARACTER}{{2,12}}(?:、{CHARACTER}{{2,12}})+?)(?:等)?[一二三四五六七八九十两\d]+(?:所|个(?=教学点|校点|村小|学校|小学|村))"
)


_SHORTEST_KNOWN, _LONGEST_KNOWN = 2, 6
# The first of a list of places ends at a mark within so many characters.
_LISTED_NAME = 13
_SENDS, _WHOLE = bit("sent"), bit("whole")


@cache
def _place() -> re.Pattern[str]:
    """What may be a place's name, the shortest that there is."""
    suffix = alternation(words("places"))
    return re.compile(
        rf"{CHARACTER}{{0,10}}?(?:{suffix})(?!(?<=小)学|(?<=[一二三四五六七八九十]中)学(?!生)|部|级|长|生(?!均)|学历|段|阶段|定|域|委|局|政府)"
    )


@cache
def _telling() -> re.Pattern[str]:
    """How a clause begins that may tell whom it is about, where no name has been learned: most do not."""
    return re.compile(
        rf"(?:{_LEAD.pattern})?+(?:{cue('own_side').pattern}|{_ZONE.pattern}|{_place().pattern}|[^，]*(?:村小|教学点))"
    )


@dataclass(slots=True)
class Scope:
    """What earlier words of a part said; lives over one part and is told where lines and sentences begin."""

    subject: str | None
    known: set[str] = field(default_factory=set)
    entity: str | None = None
    stage: Stage | None = None
    said_at: int = 0
    leads: bool = False
    begun: bool = False
    head: Stage | None = None
    of_rate: bool = False
    of_schools: bool = False
    named_here: int = 0
    around: Stage | None = None
    opened: bool = False
    own_name: str | None = None
    scanned: int = 0
    noun_end: int = 0
    noun_staged: bool = False
    passing: bool = False

    def learn(self, text: str) -> None:
        """Remember names that the part lists as schools: 甲、乙、丙三所学校."""
        if "、" not in text or not ("所" in text or "个" in text):
            return
        # No list begins farther before its first mark than a name is long.
        for match in _LIST_OF_PLACES.finditer(text, max(0, text.index("、") - _LISTED_NAME)):
            for listed in match[1].split("、"):
                name = _LEAD.sub("", listed) if _LEAD.match(listed) else listed
                if (
                    _SHORTEST_KNOWN <= len(name) <= _LONGEST_KNOWN
                    and not FOREIGN.search(name)
                    and names_one(name)
                ):
                    self.known.add(name)

    def new_line(self, head: Stage | None, start: int) -> None:
        """A line begins: nothing said in the one before holds, but for the stage of its heads."""
        self.entity, self.stage, self.scanned, self.noun_end = None, head, start, start

    def new_sentence(self, text: str, head: Stage | None, start: int) -> None:
        """A sentence begins: its stage is to be said anew, its entity too unless it alone opened the last one."""
        self.head, self.of_rate, self.of_schools = head, False, False
        if not self.opened or self.named_here > 1:
            self.entity = None
        self.named_here = 0
        self.stage, self.said_at, self.leads = head, start, head is not None
        if head is None and (opening := _OPENING.match(text, start)):
            # 初中运动场仍是土场，生均…: of what the sentence begins with.
            self.stage, self.leads = stages()[1][opening[1]], True

    def stage_of(self, window: Window, link: Link) -> Stage | None:
        """The stage of a figure: said by the counted noun, in the clause, or still holding from before."""
        label, indicator = link.label, link.indicator
        text = window.sentence.text
        if link.rule == "figure.count_over_threshold":
            # 2个小学班级人数在46人以上
            label = text[window.quantity.end : window.quantity.end + _OF_CLASSES]
        own = None if link.rule in _CARRIED else stage_of_label(label)
        start = max(window.left[0], min(self.noun_end, window.quantity.start))
        left = self._words(window, link, start)
        dealt = dealt_stage(window, link)
        words_said = window.sentence.said
        said = dealt or own or last_stage(_SENT.sub("，", left) if words_said & _SENDS else left)
        over_both = _OTHER_STAGE.match(text, link.named.end) if link.named is not None else None
        if link.rule == "figure.value_before_noun" and over_both and own:
            # 8所小学、初中: of both.
            said = self.stage = None
        elif dealt is None and (
            of_no_one(link, left)
            or (start > window.left[0] and self.noun_staged and _OTHER_STAGE.match(left))
        ):
            # 7所小学和初中现有…人: of both, too.
            said, self.stage, self.leads = None, None, False
        if said is None:
            self._end(window, link, left, start)
        self.of_schools = indicator == "schools.count"
        self.of_rate = (indicator or "").startswith(("rate.", "coefficient."))
        if indicator == "schools.count" and said is None and not self._goes_on(window, link):
            self.stage, self.leads = None, False
        if said is not None:
            at = window.quantity.start
            if not in_bracket(text, window.sentence.start, self.said_at):
                self.around = self.stage
            self.leads = self._opens(window, left)
            self.stage, self.said_at = said, at
        # A school for the disabled is a stage, a disabled child elsewhere is not in one.
        return None if self.stage == "special" and "disabled" in (indicator or "") else self.stage

    def _end(self, window: Window, link: Link, left: str, start: int) -> None:
        """Forget the stage where a value that says none is no more of the one said before."""
        text, named, indicator = window.sentence.text, link.named is not None, link.indicator or ""
        ended = (not self.leads or self.of_rate) and "；" in text[self.said_at : window.quantity.start]
        self._leaves_bracket(text, window.quantity.start)
        if ended or (window.sentence.said & _WHOLE and _TOTAL.search(left)):
            self.stage = None
        if named and self.of_rate:
            # 初中巩固率98%，入学率100%: a rate with a name of its own is not of the stage of the one before.
            self.stage = self.head
        elif self.leads:
            return
        elif named and not indicator.startswith(_OF_A_SCHOOL):
            self.stage = self.head
        elif not indicator and self.of_schools:
            # 其中小学8所、特教学校1所，查阅档案1200份: no more of the schools that were counted.
            self.stage = self.head
        elif named and parted(text, start, window.left[0]):
            # 其中小学20个班、初中12个班，学生1486人: of the whole again.
            self.stage = self.head

    def _leaves_bracket(self, text: str, at: int) -> None:
        """36个班（小学部24个、初中部12个），学生1718人: what a bracket divides is whole again behind it."""
        closed = text.find("）", self.said_at, at)
        opened = text.find("（", self.said_at, closed)
        if closed >= 0 and opened < 0 and in_bracket(text, max(0, self.said_at - BRACKET), self.said_at):
            self.stage, self.leads = self.around, False

    def _words(self, window: Window, link: Link, start: int) -> str:
        """The words before a value that may say its stage: those of its clause from ``start`` on."""
        left = window.sentence.text[start : window.quantity.start]
        left = left.replace("其中", "，，") if "其中" in left else left
        if link.rule == "figure.age_before_value":
            # 小学50岁以上教师有62人
            left = window.clause_text
        # The stage in the document's own name is no news.
        return left.replace(self.own_name, "，" * len(self.own_name)) if self.own_name else left

    def _goes_on(self, window: Window, link: Link) -> bool:
        """Whether schools counted without a stage are some of those before: 初中24所（含一贯制学校9所），其中公办…."""
        text, start = window.sentence.text, window.quantity.start
        inside = text.rfind("（", window.sentence.start, start) > text.rfind(
            "）", window.sentence.start, start
        )
        if inside and link.label in _POINTS and self.stage != "primary":
            return False
        points = self.leads and link.label in _POINTS and self.stage == "primary"
        return points or inside or link.rule == "figure.list_member"

    def _opens(self, window: Window, left: str) -> bool:
        """Whether the stage opens its sentence or its part of one, and so holds for all that follows there."""
        start = window.quantity.start - len(left)
        opening = start <= window.sentence.start + 1 or window.sentence.text[start - 1 : start] in "；。"
        match = stages()[0].search(left)
        return bool(opening and match and match.start() <= 6 and "其中" not in left and "共有" not in left)

    def entity_of(self, window: Window) -> str | None:
        """The named place that a figure is about, None where it is the document's own subject."""
        text, said = window.sentence.text, False
        for begin, end in self._clauses(text, window.quantity.start):
            if (self.passing or self.named_here > 1) and text[begin - 1 : begin] == "；":
                # A school named in passing is not what the next item of the list is about.
                self.entity = None
            if text.find("、", begin, begin + _LISTED_NAME) > 0 and (listed := self._listed(window, begin)):
                return listed
            if not (self.known or self.named_here > 1 or _telling().match(text, begin, end)):
                continue
            lead = _LEAD.match(text, begin, end)
            clause = text[lead.end() if lead else begin : end]
            if cue("own_side").match(clause):
                self._is_own(clause)
            elif named := village(window, clause, begin, lead):
                self.entity, said, self.passing = named, True, True
                self.named_here += 1
            elif self.named_here > 1 and _ALL_OF_THEM.match(clause):
                self.entity, self.stage, said = None, self.head, True
            elif zone := _ZONE.match(clause):
                self.entity, said, self.passing = zone[1], True, True
            elif (named := self._named(clause, end, window)) and not made_of(lead, clause[len(named) :]):
                said = True
                self._is_about(window, named, begin, lead)
        if window.quantity.unit == "CNY" and (built := self._built_with(window)):
            self.entity, self.passing, said = built, True, True
        counts_places = window.quantity.measure == "所" or _PLACES_COUNTED.match(text, window.quantity.end)
        exampled = text.endswith("等", 0, window.quantity.start)
        if exampled or (not said and (counts_places or window.quantity.unit == "score")):
            # 甲校、乙校等6个项目 counts more than the two; a score is of the item, not of a school named in it.
            self.entity = None
        return dealt_name(window, self.entity) if self.entity and "、" in self.entity else self.entity

    def _is_own(self, clause: str) -> None:
        """The clause is about the writer's own side: what a school was named for before is over."""
        # 最远的云岭小学离镇17公里，全校6个班: in the sentence that named a school the whole school is that one.
        kept = self.entity if clause.startswith("全校") and self.named_here == 1 else None
        if self.entity and not kept and stage_of_name(self.entity) == self.stage:
            self.stage, self.leads = self.head, False
        self.entity = kept

    def _is_about(self, window: Window, named: str, begin: int, lead: re.Match[str] | None) -> None:
        """A clause names a school or place, its own or another."""
        own = self._own(named)
        if not own and named != self.entity and begin > self.said_at and stage_of_name(named):
            # 甲小学…；乙初中…: its own stage, and not that of the school before.
            self.stage, self.leads = self.head, False
        self.entity = None if own else named
        self.passing = passing(window, begin)
        self.opened = begin <= window.sentence.start and not (lead and _BUILT.search(lead.group()))
        self.named_here += 1
        self.own_name = named if own else self.own_name

    def _listed(self, window: Window, begin: int) -> str | None:
        """甲、乙两所小学: the schools of a list whose number is the value."""
        listed = _LIST_OF_PLACES.match(window.sentence.text, begin)
        if listed is None or not window.quantity.start < listed.end() <= window.quantity.end + 4:
            return None
        named = _LEAD.sub("", listed[1], count=1) if _LEAD.match(listed[1]) else listed[1]
        if not all(map(names_one, named.split("、"))):
            return None
        # Schools that are built are the object; only what is said of schools goes on being said of them.
        self.entity = named if named == listed[1] else None
        self.passing = passing(window, begin)
        return dealt_name(window, named)

    def _built_with(self, window: Window) -> str | None:
        """投资260万元新建河湾小学食堂: the one school that the money is for stands behind it."""
        text, end = window.sentence.text, window.quantity.outer_end
        work = _WORK.match(text, end, window.sentence.end)
        if work is None or not _SPENT.search(window.left_text):
            return None
        clause = text[work.end() : min(window.sentence.end, work.end() + 24)]
        names = [clause[:stop] for stop in self._ends(_MARK.split(clause)[0])]
        names = [name for name in names if not FOREIGN.search(name) and is_school(name) and names_one(name)]
        if (
            not names
            or self._own(names[0])
            or clause[len(names[0]) :].startswith(("、", "和", "及", "与", "等"))
        ):
            return None
        return names[0]

    def _clauses(self, text: str, stop: int) -> list[tuple[int, int]]:
        """The clauses not looked at so far, up to the quantity; the first goes on from the value before it."""
        marks = [match.end() for match in _MARK.finditer(text, self.scanned, stop)]
        starts, self.scanned = [self.scanned, *marks], stop
        return list(zip(starts, [*(mark - 1 for mark in marks), stop], strict=True))

    def _named(self, clause: str, stop: int, window: Window) -> str | None:
        for length in range(_LONGEST_KNOWN, _SHORTEST_KNOWN - 1, -1) if self.known else ():
            if (name := clause[:length]) in self.known:
                return name
        found = None
        for end in self._ends(clause):
            name = clause[:end]
            if FOREIGN.search(name) or len(name) > 14:
                break
            if all(map(names_one, AND.split(name))) and self._leads(clause[end:], stop, window):
                found = name
        return None if found and of_indicator(window, stop - len(clause), found) else found

    def _ends(self, clause: str) -> list[int]:
        """Where a place name at the start of the clause may end, the shortest first; lists of names are one."""
        ends, start = [], 0
        while match := _place().match(clause, start):
            ends.append(match.end())
            start = match.end()
            if clause[start : start + 1] in "、和":
                start += 1
            elif match.end() == len(clause):
                break
        return ends

    def _leads(self, rest: str, stop: int, window: Window) -> bool:
        """Whether what follows a name makes it the subject: the value, an indicator's name, or a verb of having."""
        if rest.startswith(("下辖", "管辖", "辖")) or (not rest and window.quantity.measure in ("所", "园")):
            return False
        if (
            not rest
            or rest.startswith("来看")
            or (len(rest) < 16 and self._is_school(rest, stop, window))
            or cue("possess").match(rest)
            or stages()[0].match(rest)
            or rest[0] in "仅只共现均的在"
        ):
            return True
        at = stop - len(rest)
        return any(mention.start == at for mention in window.sentence.mentions)

    def _is_school(self, rest: str, stop: int, window: Window) -> bool:
        """Whether a school's name stands before the rest: what is said next is said of it."""
        return window.sentence.text.endswith(tuple(words("schools")), 0, stop - len(rest))

    def _own(self, name: str) -> bool:
        """Whether a place is the document's own subject; one that a document opens with is."""
        if self.subject is None and not self.begun:
            self.subject = name
        subject = self.subject or ""
        if not subject or (subject != name and is_school(name) and not is_school(subject)):
            # 青石县第三小学 is no county.
            return False
        return name in subject or subject in name
