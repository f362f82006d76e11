"""Links by what was said before: list members, what was dealt out, bases, heads, topics; and what is left over."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.figure.each import PER_HUNDRED, PER_PUPIL, each_of
from extractors.figure.memory import Memory, fitting
from extractors.figure.noun import counted_noun
from extractors.figure.piece import Link
from extractors.figure.unit import bare_measure, fits
from extractors.figure.vocabulary import cue, measures, stages, words
from extractors.figure.window import Window
from extractors.mention.reader import Mention
from extractors.quantity.piece import Quantity
from schemas.taxonomy.loader import taxonomy

# Who is asked how content they are.
_ASKED = re.compile(
    r"(?:人大代表|政协委员|党员代表|社会人士|社区群众|社会各界|学生家长|家长|学生|教师|校长|群众|居民|干部|教职工|代表|委员)[、和及与]?"
)
_MEMBERS = re.compile(r"[\u4e00-\u9fff](?:员|者|户|童|兵)$")
_DIVIDED = re.compile(r"[当之]?中[，：]")
_JOINED = re.compile(r"[、，和及与\s]*")
_LIST_MEMBER = re.compile(
    r"(?:其中|最[高低大小多少]的(?:[\u4e00-\u9fff]{1,6}(?:小学|中学|学校|初中|教学点))?|实拨|实支|实到|实有|分别为|分别是|分别|包括|包含|含|即|有|只|仅|[、，；）和（(：:部]|共|各|为|占|已|达到?|控制在)*"
)
# A name of its own that the taxonomy does not know: 就业率96.3%.
_OWN_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{2}[率度]|比例|占比|比重|系数|[\u4e00-\u9fff]费)"
    r"(?:[约近仅为是达到至高提升超过占在]|增加|稳定|控制|保持)*$"
)
# ，达标；初中5.4平方米，距5.8平方米的标准尚差…: what judges the value before names nothing.
_JUDGED = re.compile(
    r"，(?:我|本|全|学)[校园镇乡县区市](?:目前|现|实际)*(?:有|为|是|达到?|仅|只)*$"
    r"|[，（(]?(?:均|都|已|全部)?(?:不|未|没有)?(?:达标|达到标准|达到要求|符合标准|符合要求|符合规定)[）)]?"
    r"|(?:要求|规定|标准)(?=[；。])|[）)](?=$)|[，；]?(?:[距离比与低高超于过达到优少]|省定|国家|规定|标准|的)+$"
)
# 开设社团24个: of names of activities only those that are counted so name the value.
_ACTIVITIES = frozenset({"time.activity", "frequency.activity"})
_LISTED_STAGES = re.compile(r"(?:小学|初中|高中|幼儿园)(?:[、和及与](?:小学|初中|高中|幼儿园))+")
# What nobody has listed is a room all the same: 棋艺室1间.
_ROOMS = ("室", "教室", "活动室")
_ROOM_MEASURES = ("间", "个")
# 高级教师占18%: the share of people with a name of their own is not that of those before.
_PEOPLE = ("staff.", "students.")
_SUBJECTS = re.compile(r"(?:[\u4e00-\u9fff]{2,4}、){1,8}$")
# 城区学校1986元，乡村学校为1324元
_ZONES = re.compile(
    r"(?:中心)?(?:城区|镇区|县城|乡村|农村|城镇)(?:学校|小学|初中|中学)?(?=[为达仅只有是均]|$)"
)
_STAGE_ALONE = re.compile(r"(?:小学|初中|高中)(?:部|阶段)?(?:有|共有|共|为|现有)?")
_FAR = 500
_LONGEST_ROW = 12
_LONGEST_MEMBER = 16
_ARTS = ("体育", "音乐", "美术", "美术教师", "音乐教师", "体育教师")
_KINDS_OF_PUPILS = ("students.left_behind", "students.migrant", "students.disabled", "students.aided")
# 本科学历142人；去年调出8人: not of those with the degree.
_COMES_OR_GOES = re.compile(r"(?:调出|调入|调离|退休|离职|辞职|新进|新聘)了?$")
_NARROW = ("staff.by_", "staff.backbone", "staff.arts_pe", "staff.above", "students.")
_SUMS = re.compile(r"计|[，、]?(?:一共|共)$")
_AMONG = re.compile(r"[，（]?其中(?:[xX×\d]{4}年)?")
_TOPIC_REACH = 40
# 每12个班须配1间: of what the sentence is about.
_FOR_CLASSES = re.compile(r"个?(?:教学)?班级?(?:应|须|需|要|至少|必须)?(?:配备?|配置|设置?|建|有)$")
# 每学期看电影2场: what is done so and so often.
_AGAIN = "frequency.activity"
_EVERY_TERM = re.compile(r"每(?:个)?(?:学期|学年|年|月|周|天|日)")
_ENDED, _OWNED = re.compile(r"[。\n]"), re.compile(r"的[有占为]?$")


def of_those(memory: Memory, window: Window) -> Link | None:
    """留守儿童86人。父母双方外出的41人: some of the pupils of a kind that the sentence before counted."""
    if not window.left_text.endswith("的") or window.noun():
        return None
    if any(fitting(name, window.quantity, "before") for name in window.left_mentions):
        return None
    last = memory.last("person")
    kind = last is not None and last.indicator in _KINDS_OF_PUPILS
    return Link(last.indicator, last.label, "figure.list_member", 0.6) if last and kind else None


def within(memory: Memory, window: Window) -> Link | None:
    """骨干教师中，市级1名，县级5名: what the sentence says to be dividing."""
    sentence, quantity = window.sentence, window.quantity
    for mention in reversed(sentence.between(sentence.start, window.left[0])):
        if not _DIVIDED.match(sentence.text, mention.end) or mention.start in memory.used:
            continue
        name = fitting(mention, quantity, "before")
        parted = "；" in sentence.text[mention.end : quantity.start]
        if name and not parted:
            return Link(name, memory.label(mention), "figure.list_member", 0.7)
        break
    return None


def dealt(memory: Memory, window: Window) -> Link | None:
    """分别为a、b、c: as many subjects before as values after, dealt out in order."""
    sentence, quantity = window.sentence, window.quantity
    reach = max(sentence.start, quantity.start - 120)
    text = sentence.text
    at = text.rfind("分别", reach, quantity.start)
    if at < 0:
        at = text.rfind("依次", reach, quantity.start)
    if at < 0:
        return None
    row = _row(memory.text, [other for other in sentence.quantities if other.start > at])
    if quantity not in row or len(row) < 2:
        return None
    found = _dealt(memory, window, at, row)
    return each_of(memory, window, found, (max(sentence.start, at - _TOPIC_REACH), at)) if found else None


def _dealt(memory: Memory, window: Window, at: int, row: list[Quantity]) -> Link | None:
    """What stands in the place of the value among those that are dealt out at ``at``."""
    sentence, quantity = window.sentence, window.quantity
    behind = [name for name in sentence.between(at, row[0].start) if memory.label(name) not in words("lacks")]
    if any(fitting(name, quantity, "before") for name in behind):
        # 分别短缺学位a、b: what is dealt out stands behind.
        return None
    before = sentence.between(max(sentence.start, sentence.text.rfind("；", sentence.start, at) + 1), at)
    # What has its own value before is not dealt another; the values of this row have taken theirs.
    begin = row[0].start
    recent = memory.links[-_LONGEST_ROW:]
    own = {link.named.start for one, link in recent if link.named and one.start >= begin}
    subjects = [
        (mention, name)
        for mention in before
        if (name := fitting(mention, quantity, "before"))
        and (mention.start not in memory.used or mention.start in own)
        and not _is_stage(memory, mention, quantity)
    ]
    if quantity.unit == "percent" and subjects and subjects[-1][1] != "other":
        # 发放问卷1600份，学生、家长、教师满意度依次为…: of those who are asked each has the rate.
        subjects = [one for one in subjects if one[1] != "other"]
    beside = [mention for mention, _ in subjects if mention.start >= sentence.clause(at)[0]]
    if beside and len(beside) < len(row) and (part := _part(memory, beside[-1], row, row.index(quantity))):
        return part
    if (
        subjects
        and len(beside) != len(row)
        and _of_stages(sentence.text[sentence.clause(at)[0] : at], len(row))
    ):
        mention, name = subjects[-1]
        return memory.take(name, mention, "figure.dealt_out", 0.85)
    if len(subjects) < len(row):
        return _part(memory, subjects[-1][0], row, row.index(quantity)) if subjects else None
    mention, name = subjects[row.index(quantity) - len(row)]
    return memory.take(name, mention, "figure.dealt_out", 0.9)


def _of_stages(clause: str, count: int) -> bool:
    """小学、初中班额分别为a、b: one name for as many stages as there are values."""
    listed = list(_LISTED_STAGES.finditer(clause))
    return bool(listed) and len(re.split("[、和及与]", listed[-1].group())) == count


def _is_stage(memory: Memory, mention: Mention, quantity: Quantity) -> bool:
    """小学、初中分别为24个: a stage is a kind of school only where schools are counted."""
    return bare_measure(quantity) == "个" and memory.label(mention) in stages()[1]


def _part(memory: Memory, mention: Mention, row: list[Quantity], place: int) -> Link | None:
    """音乐、美术教师分别缺3人、2人: as many subjects before the name of teachers as there are values."""
    if not {"staff.arts_pe", "staff.by_subject"} & set(mention.ids("before")):
        return None
    before = _SUBJECTS.search(memory.text, max(0, mention.start - 40), mention.start)
    subjects = re.split("[、和及与]", (before.group() if before else "") + memory.label(mention))
    if len(subjects) != len(row):
        return None
    return Link("staff.by_subject", subjects[place], "figure.dealt_out", 0.85, subjects[place])


def _row(text: str, values: list[Quantity]) -> list[Quantity]:
    """The first values of a list that only marks and joining words part."""
    row = values[:1]
    for one, other in pairwise(values):
        if not _JOINED.fullmatch(text[one.outer_end : other.outer_start]):
            break
        row.append(other)
    return row


def member(memory: Memory, window: Window) -> Link | None:
    """A list member takes the indicator of the last value in its unit: 小学1875人，初中1013人."""
    left = window.left_text
    if window.noun() or _OWN_NAME.search(left) or _other_people(window) or _parts(memory, window):
        return None
    link = _parallel(memory, window, left) or _last_of_list(memory, window, left)
    if link is None or link.indicator == "rank":
        return None
    near = max(memory.links[-1][0].outer_end, window.sentence.start)
    between = memory.text[near : window.quantity.outer_start]
    rest = _LIST_MEMBER.sub("", stages()[0].sub("", _ZONES.sub("", _JUDGED.sub("", between))))
    if link.indicator == "rate.satisfaction":
        rest = _ASKED.sub("", rest)
    loose = rest and ("per_" in (link.indicator or "per_") or len(rest) > _LONGEST_MEMBER // 2)
    far = len(between) > _LONGEST_MEMBER or _ENDED.search(between)
    if _MEMBERS.search(rest) or (not _AMONG.fullmatch(left) and (loose or far)):
        return None
    if _SUMS.search(left) and link.indicator == "staff.by_subject" and link.label in _ARTS:
        # 体育、音乐、美术教师分别为5人、2人、2人，合计9人
        return Link("staff.arts_pe", link.label, "figure.list_member", 0.6)
    if rest and link.indicator == "finance.training":
        # 教师培训20万元，校园文化180万元: another thing that money goes to.
        return Link("finance.investment", rest, "figure.list_member", 0.5)
    return Link(link.indicator, link.label, "figure.list_member", 0.55 if rest else 0.7)


def _parallel(memory: Memory, window: Window, left: str) -> Link | None:
    """小学教师…人，本科…人；初中教师…人: a stage that opens the next item takes what the last item opened with."""
    text, start = memory.text, window.left[0]
    opens = start > window.sentence.start and text[start - 1] == "；"
    if not opens or window.quantity.unit != "person" or not _STAGE_ALONE.fullmatch(left):
        return None
    begin = max(window.sentence.start, text.rfind("；", window.sentence.start, start - 1) + 1)
    for quantity, link in memory.links:
        clause = max(begin, window.sentence.clause(quantity.start)[0])
        if quantity.start >= begin and stages()[0].search(text, clause, quantity.start):
            whole = quantity.unit == "person" and not (link.indicator or "per_").startswith("per_")
            return link if whole else None
    return None


def _parts(memory: Memory, window: Window) -> bool:
    """Whether the words before a value part it from the list: people who come or go, a share of others."""
    unit, left = window.quantity.unit, window.left_text
    if unit == "person" and _COMES_OR_GOES.search(left):
        last = memory.last("person")
        return last is not None and (last.indicator or "").startswith(_NARROW)
    return unit == "percent" and "占" in left and _of_others(memory)


def _of_others(memory: Memory) -> bool:
    """本科2410名，占82%；45岁以下1870名，占63%: a share of other people than those whose share was told last."""
    last = memory.links[-1][1].indicator
    if memory.links[-1][0].unit != "person":
        return False
    for index in range(len(memory.links) - 1, 0, -1):
        if memory.links[index][0].unit == "percent":
            return memory.links[index - 1][1].indicator != last
    return False


def _other_people(window: Window) -> bool:
    if window.quantity.unit != "percent" or "占" not in window.left_text:
        return False
    names = [name for mention in window.left_mentions for name in mention.ids("before")]
    return any(name.startswith(_PEOPLE) for name in names) and not any(
        fits(name, window.quantity) for name in names
    )


def _last_of_list(memory: Memory, window: Window, left: str) -> Link | None:
    """The last link in the unit and measure of this value; one per pupil only if it is the last or there is no other."""
    per_pupil = bool(PER_PUPIL.search(left) or PER_HUNDRED.search(left))
    found: Link | None = None
    first: Quantity | None = None
    for quantity, link in reversed(memory.links):
        if quantity.start < window.sentence.start:
            break
        unit = quantity.unit or (taxonomy()[link.indicator].unit if link.indicator else None)
        same = window.quantity.unit in (unit, quantity.unit)
        if not same or (unit == "count" and quantity.measure != window.quantity.measure):
            continue
        if per_pupil or not (link.indicator or "").startswith("per_"):
            return link if found is None or _nearer(window.quantity, quantity, first) else found
        if found is None:
            found, first = link, quantity
    return found


def _nearer(value: Quantity, one: Quantity, other: Quantity | None) -> bool:
    """设备总值238万元，生均2270元；初中部160万元: which of two values a third is of the order of."""
    if other is None or not (value.value and one.value and other.value):
        return True
    return max(value.value / one.value, one.value / value.value) < max(
        value.value / other.value, other.value / value.value
    )


def topic(memory: Memory, window: Window) -> Link | None:
    """The name that the sentence, the line's head or a heading began with."""
    if window.noun() or _OWN_NAME.search(window.left_text):
        return None
    if _own_noun(window) or _other_people(window):
        return None
    start = window.left[0]
    for mention in reversed(window.sentence.between(window.sentence.start, start)):
        name = fitting(mention, window.quantity, "before")
        if name and mention.start not in memory.used and start - mention.end < _TOPIC_REACH:
            return memory.take(name, mention, "figure.topic_of_sentence", 0.5)
    for head in memory.heads():
        name, label = fitting(head, window.quantity, "before"), memory.label(head)
        if name in (None, "score.self") or label in words("verb_names"):
            continue
        if head.start not in memory.used and head.end <= window.quantity.start:
            qualifier = label if taxonomy()[name].qualifier else None
            return Link(name, label, "figure.head_of_list", 0.4, qualifier)
    return None


def _own_noun(window: Window) -> bool:
    """社团32个, 投诉量下降六成: a value with a noun of its own beside it is not of the topic."""
    if window.quantity.unit not in ("count", "percent") or _OWNED.search(window.left_text):
        return False
    if _FOR_CLASSES.search(window.left_text):
        return False
    own = counted_noun(stages()[0].sub("", window.left_text), last=True)
    if own.endswith("标准") or own in words("standard"):
        # 每百名学生拥有多媒体教室数。标准为2.3间以上
        return False
    if any(match.end() == len(own) for match in cue("possess").finditer(own)):
        return False
    named = any(
        fitting(name, window.quantity, "before") or not _ACTIVITIES.issuperset(name.ids("before"))
        for name in window.left_mentions
    )
    return len(own) > 1 and not named


def _said(window: Window) -> str:
    """The words of the sentence before a value; of the paragraphs before it too where only its stage stands by it."""
    far = _STAGE_ALONE.fullmatch(window.left_text) and window.quantity.rule == "quantity.bare"
    start = max(0, window.quantity.start - _FAR) if far else window.sentence.start
    return window.sentence.text[start : window.quantity.start]


def left_over(window: Window) -> Link:
    """What the measure word alone means; else the noun or name beside the value, of no indicator."""
    quantity, noun = window.quantity, window.noun()
    known = measures().get(bare_measure(quantity), {})
    if known.get("default") == _AGAIN and not noun and _EVERY_TERM.search(window.clause_text):
        label = counted_noun(window.left_text, last=True)
        return Link(_AGAIN, label or quantity.measure, "figure.measure_word", 0.45, label or None)
    if quantity.unit == "CNY" and noun:
        return Link("finance.investment", noun, "figure.measure_word", 0.4)
    if "default" in known and (noun or known.get("alone")):
        return Link(known["default"], noun or quantity.measure, "figure.measure_word", 0.45, noun or None)
    label = noun or counted_noun(window.left_text, last=True)
    if label.endswith(_ROOMS) and bare_measure(quantity) in _ROOM_MEASURES:
        return Link("rooms.function", label, "figure.measure_word", 0.5, label)
    if noun:
        return Link(None, noun, "figure.unlisted_noun", 0.4, noun)
    if quantity.unit in ("coefficient", None) and "差异系数" in _said(window):
        return Link("coefficient.variation", label, "figure.unlisted_name", 0.5)
    whole = quantity.value is None or quantity.value % 1 == 0
    if quantity.unit == "person" and whole and label.endswith(tuple(words("schools"))):
        return Link("students.enrolled", label, "figure.unlisted_name", 0.5)
    return Link(None, label, "figure.unlisted_name", 0.3, label or None)
