"""What a figure is said for: as it is, as it is to be, as a norm, as a gap, as a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.figure.norm import RULED_LIST
from extractors.figure.piece import Link, Role
from extractors.figure.trigger import ANY, bit
from extractors.figure.verdict import falls_short, verdict_of
from extractors.figure.vocabulary import cue
from extractors.figure.window import Window

_GAPS = ("staff.shortage", "classes.excess")
_FLOWS = ("staff.recruited", "books.new", "area.new_building")
_INTENDED = ("time.plan",)
_REMOVABLE = ("finance.debt", "area.dilapidated")
# 预计学龄人口净增5300人: what grows by itself is nobody's aim.
_GROWS = ("students.school_age", "region.population")
_STOCKS = (
    "students.",
    "classes.",
    "schools.commute_time",
    "schools.service_radius",
    "staff.total",
    "staff.full",
    "staff.by_",
    "staff.teachers",
    "staff.backbone",
    "staff.kindergarten",
    "staff.public",
    "staff.substitute",
    "region.",
    "score.",
    "rank",
)
_COMPARED = re.compile(r"(?:(?<![占师生机对相])比(?![例重率])|较|同比|环比)[^，。；]{0,14}$")
_EARLIER = re.compile(r"(?:上年度?|去年|上一?年|同期|此前|年初|原来)的$")
_FROM = re.compile(r"[由从](?:目前|现有|现在|现|原有|原来)")
_BY_YEAR = re.compile(
    r"到[“”]?(?:20|二[〇○零]|[xX×]{2}|本|明|下|[一二三四五六七八九十\d]+年|十[四五六]五)[^，。；]{0,10}(?:年|月|期|末|底)|(?:[xX×\d]{4}年|[明今本]年|[月日底末])(?:底|末)?前|(?<![近过去上])[一二两三四五六七八九十\d]+年内|年[底末]前"
)
_BELOW_OTHERS = re.compile(
    r"高出[^，。；\d]{2,12}$|(?<!不)(?:低于|高于|少于|多于|超出)[^，。；\d]{2,12}(?:水平|平均|均值|标准|目标)$"
)
_AGAINST = re.compile(
    r"(?:比|较)[^，。；]*(?:(?<!提)高|(?<!降)低|多|(?<!减)少|高出|低出)了?$|(?:差|(?<!不)(?:低于|少于|高于)|高出|超出)[^，。；]{0,12}$"
)
_BEYOND_NORM = re.compile(
    r"(?:超出|超过|高出|超|多出)了?(?:省定|国家|规定|标准|核定)(?:标准|要求|规模|编制|班额)?$"
)
_NAMED_NORM = re.compile(
    r"(?:低于|高于|超过|优于|大于|小于|少于)(?:了)?(?:省定|省|国家|规定|标准|国家规定|省颁|部颁)(?:标准|要求)?的?$"
)
_NORM_BRACKET = re.compile(
    r"(?:超过|超出|高于|高出|低于|少于|未达到?|距|离|比)[^，。；（）]{0,10}(?:标准|规定|要求)(?:值)?[（(][^（）()]{1,16}[）)]了?约?$"
)
_TO_BUILD = re.compile(
    r"(?:(?:新建|改扩建|扩建|迁建|重建|增设|拟建)[^。]*|(?:动工|开工|规划)?建设[^。，；]{0,14}(?:小学|中学|学校|幼儿园|校区|分校|园|校)[（，][^。；]*)$"
)
# 评选县级骨干教师200名, 培育名师15名: made, not counted.
_MADE = re.compile(
    r"(?:评选|遴选|选拔|选树|培育|培养|定向培养|造就|打造|认定|推选|评出|选出)(?:出|一批)?[^，。；、\d]{0,4}$"
)
_MADE_LIST = re.compile(
    r"(?:评选|遴选|选拔|选树|培育|培养|造就|打造|认定|推选)[^，。；]{0,60}、[^，。；、\d]{0,6}$"
)
# 应交流教师86人: those whose turn it is.
_DUE = re.compile(r"应(?:参加|参与)?(?:交流|轮岗)")
_PAID = ("per_student.funding", "per_student.subsidy")
_FIXED = re.compile(r"标准(?:为|是)|应|规定|要求|须")
# 教师5年360学时培训完成率: the hours that the rule fixes, quoted to name a rate.
_HOURS_RULED = re.compile(r"(?:五|5|５)年$")
_RULED = re.compile(r"的?培训(?:完成率|任务|规定|要求|的规定)")
# 投入80万元建起了…: what a sum or a number has done.
_DONE = re.compile(r"[^，。；\d]{0,4}(?:建起|建成|改造|新建|修建|拆除|购置|添置|更换|维修|安装|解决)了")
# 按照《中小学校建设标准》，教室面积不小于67平方米
_QUOTED = re.compile(r"《[^》]*(?:标准|规范|指南|规程|规定)[^》]*》(?:的?要求|的?规定)?[，,][^。；]{0,30}$")
_RISES = re.compile(r"[由从][^，。；]{0,8}$")
_RISEN = re.compile(r"[\u4e00-\u9fff]{0,6}(?:至|到)")
_ALL = re.compile(r"(?:均|都|全部)(?:达到?|在|超过|高于|低于|控制在)")
_NEEDED = ("需", "需要")
_RULE_FOR_ALL = re.compile(r"(?:^|\n)[^。\n均控]{0,40}(?:所有|每年|各[校级类]|全[县市区])[^。\n均控]{0,60}$")
_TELLS = re.compile(r"[^。\n]{0,60}\d")
# 教师配备8分，自评7.5分: what the item is worth.
_OF_ITEM = re.compile(r"[）)]?[^，。；\d]{0,8}[，,]自(?:评|查)(?:得分|得)?[为：:]?\d")
# 完好课桌椅520套: no more than an adjective stands before the name.
_SHORT = 2
_OWN = re.compile(r"[，。；（]?(?:我[校园镇县区市]|目前|现有|学校现|实际)")
_BY = re.compile(r"按照?[^，。；\d]{0,16}$")
_AT_RATE = re.compile(r"的?(?:比例|标准|要求|列支|安排|提取)")
# ，本年度测试合格率为, ，我校实际为: what there is, with its name or without.
_NOW_IS = re.compile(
    r"[，；（](?:而|但)?(?:[本上]学?年度?|[本上]学期|今年|我[校园镇县区市]|目前|实际|现)+"
    r"([^，。；（）\d]{0,12}?)(?:为|是|达到?了?|有|仅)*(?=[\dxX×*])"
)
# 规模不超过2000人，我校在校学生1749人: the size of a school is its pupils.
_PUPILS = re.compile(r"(?:现有|共有?)?(?:在校)?(?:学生|生)(?:总数|数|共)?")
_TAIL = re.compile(r"(?:面积|人数|[旧老了约近为的至到已达共有：:\s])*")
_BITS = {
    name: bit(name)
    for name in (
        "target",
        "duty",
        "actual",
        "done",
        "standard",
        "gap",
        "change",
        "removed",
        "reached",
        "action",
    )
}
_TOLD = _BITS["actual"] | _BITS["done"]
_RAISED, _DUE_BY, _BEYOND, _COMPARES = bit("raised"), bit("due"), bit("beyond"), bit("compared")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a line stands: under a heading of goals, of the state of things or of norms; and what the part is."""

    goal: bool = False
    standard: bool = False
    state: bool = False
    plan: bool = False
    assessment: bool = False


def role_of(window: Window, link: Link, setting: Setting, before: Role | None = None) -> Role:
    """The role, from the words nearest to the quantity first, then the clause, the sentence, the line, the part."""
    said, local, earlier = window.sentence.said, window.clause_text, _before_clause(window)
    bare, whole = _without_name(window, link)
    if setting.goal:
        # Under goals 达标学校累计41所 tells what there will be.
        bare, earlier = bare.replace("累计", "，，"), earlier.replace("累计", "，，")
    # Of text that was put together anew a sentence does not know which words it holds.
    of_bare = said if whole else ANY
    of_earlier = ANY if said & _RAISED else said
    told, aims = _told(earlier, of_earlier), _last("target", earlier, of_earlier)
    as_is = _said_as_is(bare, of_bare) or _is_done(window)
    planned = not as_is and _planned(window, earlier, setting, told, aims)
    planning = setting.plan and not setting.state
    beside = _beside(window, link, bare, of_bare, setting)
    if beside == "gap":
        return "target" if planned and link.indicator not in _GAPS else "gap"
    if beside == "change":
        aimed = planned or (planning and told <= aims)
        return "target" if aimed and link.indicator not in _GROWS else "change"
    if beside is not None:
        return beside
    if planned or link.indicator in _INTENDED or link.label.endswith(("预算", "概算")):
        return "target"
    if as_is or told > aims:
        return "actual"
    if _normative(bare, earlier, window, link, setting, of_bare):
        return "standard"
    if planning and window.quantity.op in (">=", "<="):
        return "target"
    plain = link.named is not None and len(bare) <= _SHORT and link.indicator not in _FLOWS
    # In the paragraph that tells what there is, what is listed on is there too.
    listed = planning and before == "actual" and plain and _last("action", local + earlier, ANY) < 0
    acts = planning and not listed and _acts(window, bare, local + earlier, link.indicator or "")
    return "target" if acts else "actual"


def _beside(window: Window, link: Link, bare: str, said: int, setting: Setting) -> Role | None:
    """What the words right beside the value and in its name make it: a norm, a gap or a change."""
    beyond = said & _BEYOND and _BEYOND_NORM.search(bare)
    if beyond or link.rule == "figure.gap_of_value" or _beyond_bracket(window):
        return "gap"
    if _is_norm(window, link, bare, said):
        return "standard"
    due = link.indicator is None and _DUE.match(link.label)
    rises = said & _RAISED and _RISES.search(bare)
    if due or (rises and _RISEN.match(window.sentence.text, window.quantity.outer_end)):
        return "actual"
    changing = cue("change").match(link.label)
    lacking = changing and bare.endswith(_NEEDED)
    # 尚需资金20万元
    wanting = link.indicator == "finance.required" and cue("gap").match(link.label)
    if wanting or lacking or "缺口" in link.label or link.indicator in _GAPS:
        return "gap"
    # Under problems: 生均少2.4平方米, 功能室少2间.
    fewer = setting.state and bare.endswith("少") and not bare.endswith(("减少", "不少", "至少", "缺少"))
    bounds = window.quantity.op == "<" and bare.endswith(("不足", "缺"))
    if fewer or (_ends_with("gap", bare, said) and not bounds) or _short_of(window, bare, said):
        return "gap"
    if changing or _changed(window, bare, said):
        return "change"
    removed = link.indicator in _REMOVABLE and cue("removed").match(link.label)
    if removed or _ends_with("removed", bare[-6:], said):
        return "change"
    return "change" if link.indicator in _FLOWS and link.rule == "figure.value_after_mention" else None


def _beyond_bracket(window: Window) -> bool:
    """超过省定标准（7.5平方米）0.6平方米: by how much the norm in the bracket is passed or missed."""
    text, end = window.sentence.text, window.quantity.outer_start
    return text[end - 1 : end] in "）)了约" and bool(
        _NORM_BRACKET.search(text, max(window.sentence.start, end - 36), end)
    )


def _is_norm(window: Window, link: Link, bare: str, said: int) -> bool:
    """低于省定1800元的标准, 应配教师26人, 满分10分: what others fixed, measured against or not."""
    if link.rule == "figure.norm_of_value" and not _ends_with("gap", bare, said):
        return True
    sized = window.quantity.op in (">=", "<=") and window.quantity.unit not in ("CNY", "percent")
    end = window.quantity.start
    if sized and _QUOTED.search(window.sentence.text, max(window.sentence.start, end - 80), end):
        return True
    if link.indicator == "score.self" and _OF_ITEM.match(window.sentence.text, window.quantity.outer_end):
        return True
    if falls_short(window) or link.label == "满分" or (said & _COMPARES and _NAMED_NORM.search(bare)):
        return True
    if link.indicator == "time.training" and _HOURS_RULED.search(bare):
        return bool(_RULED.match(window.sentence.text, window.quantity.outer_end))
    text, after = window.sentence.text, window.quantity.outer_end
    if text[after : after + 1] in "、和" and link.indicator not in _PAID and RULED_LIST.match(text, after):
        return True
    return bool(link.named) and link.label.startswith(("应配", "应有", "应设", "按标准应"))


def _before_clause(window: Window) -> str:
    """The words of the sentence before the quantity's clause; what something has been (由现有…) is left out."""
    start = window.clause[0]
    words = window.sentence.text[max(window.sentence.start, start - 60) : start]
    return _FROM.sub("", words) if window.sentence.said & _RAISED else words


def _without_name(window: Window, link: Link) -> tuple[str, bool]:
    """The words of the clause before the quantity without the indicator's name (高于规定学历 holds no norm).

    The second tells whether they still stand as they did, in one piece.
    """
    named, end = link.named, window.quantity.start
    start = max(window.clause[0], window.left[0])
    text = window.sentence.text
    if named is not None and start <= named.start and named.end <= end:
        whole = named.start == start or named.end == end
        return text[start : named.start] + text[named.end : end], whole
    return text[start:end], True


def _planned(window: Window, earlier: str, setting: Setting, told: int, aims: int) -> bool:
    """Whether words before tell of a plan; ``told`` and ``aims`` are where such words end in the sentence."""
    local, said = window.clause_text, window.sentence.said
    due = said & (_DUE_BY | _RAISED)
    if _last("target", local, said) >= 0 or (due and _BY_YEAR.search(local)):
        return True
    if (setting.goal or setting.plan) and not setting.state and _last("duty", local, said) >= 0:
        return True
    if aims > told or (due and told < 0 and _BY_YEAR.search(earlier)):
        return True
    return setting.goal and told < 0


def _said_as_is(local: str, said: int) -> bool:
    actual = _told(local, said)
    return actual >= 0 and actual >= _last("target", local, said)


def _is_done(window: Window) -> bool:
    after = window.quantity.outer_end
    return bool(window.sentence.said & _BITS["done"] and _DONE.match(window.sentence.text, after))


def _normative(local: str, earlier: str, window: Window, link: Link, setting: Setting, said: int) -> bool:
    if setting.standard:
        # 标准：小学4.2人以上。… 每百名学生拥有4.5人（达标）: what is judged there is no norm.
        return window.quantity.op != "=" or verdict_of(window, link) is None
    if (
        window.quantity.op in (">=", "<=")
        and not _ALL.search(local)
        and (verdict_of(window, link) or (setting.assessment and _compared(window)))
    ):
        return True
    if not (setting.plan and not setting.state) and _rule_first(window, link, local):
        return True
    if link.indicator in _PAID and window.quantity.op == "=" and not _FIXED.search(local):
        # 按每生每年720元拨付: what is paid, whoever fixed it.
        return False
    if (fixed := _last("standard", local, said)) >= 0:
        return window.quantity.op != "=" or fixed >= len(local) - 10
    if window.quantity.op == "=":
        return False
    return _last("standard", earlier[-20:], ANY) > _told(earlier[-20:], ANY)


def _rule_first(window: Window, link: Link, local: str) -> bool:
    """按不低于5%的比例安排…, 合格率不低于90%，本年度合格率为88%: a bound that the text then tells the value of."""
    quantity, text = window.quantity, window.sentence.text
    if quantity.op not in (">=", "<="):
        return False
    after = quantity.outer_end
    if quantity.unit == "percent" and _BY.search(local) and _AT_RATE.match(text, after):
        return True
    own = _NOW_IS.match(text, after, window.sentence.end)
    if own is None:
        return False
    value = next((one for one in window.sentence.quantities if one.start >= own.end()), None)
    alike = value is not None and value.outer_start == own.end() and value.unit == quantity.unit
    same = len(link.label) > _SHORT and own[1].endswith(link.label[-3:])
    sized = link.indicator == "schools.size" and _PUPILS.fullmatch(own[1]) is not None
    return alike and (not own[1] or same or sized)


def _compared(window: Window) -> bool:
    """标准5.8平方米以上，我校…: a bound in an assessment, with what the school has said behind it."""
    text, end = window.sentence.text, window.sentence.end
    after = text[window.quantity.outer_end : end + 12]
    if _OWN.search(after[:24]) or _OWN.match(text, end):
        return True
    # 4.所有学校规模不超过2000人。目前…: an item that opens with a rule for all, and then tells what there is.
    return bool(
        _RULE_FOR_ALL.search(text, max(0, window.sentence.start - 8), window.quantity.start)
    ) and bool(_TELLS.match(text, end))


def _changed(window: Window, local: str, said: int) -> bool:
    if window.quantity.measure in ("个百分点", "百分点"):
        return True
    if (said & _BITS["reached"] and cue("reached").search(local[-8:])) or (
        said & _COMPARES and _EARLIER.search(local)
    ):
        return False
    if window.quantity.unit == "percent" and _COMPARED.search(local[-18:]):
        return True
    return _ends_with("change", local, said)


def _short_of(window: Window, bare: str, said: int) -> bool:
    """比全省高3个百分点, 差目标0.3个百分点: measured against others, not against earlier."""
    if window.quantity.measure in ("个百分点", "百分点", "分"):
        return bool(_AGAINST.search(bare[-24:]))
    return bool(said & _COMPARES and _BELOW_OTHERS.search(bare))


def _ends_with(name: str, local: str, said: int) -> bool:
    """Whether a cue stands right before the quantity, but for particles."""
    end = _last(name, local, said)
    return end >= 0 and bool(_TAIL.fullmatch(local, end))


def _acts(window: Window, bare: str, before: str, name: str) -> bool:
    if _ends_with("action", bare, ANY) or (name == "staff.backbone" and _is_made(window, bare)):
        return True
    if name.startswith(_STOCKS):
        # 新建…小学，设24个班: what is to be built holds what it is to hold.
        return bool(_TO_BUILD.search(before)) and _told(before, ANY) < 0
    if window.quantity.op not in (">", "<") and name != "schools.count":
        return True
    after = window.sentence.text[
        window.quantity.outer_end : min(window.sentence.end, window.quantity.outer_end + 40)
    ]
    return _last("action", before, ANY) >= 0 or (name == "schools.count" and _last("action", after, ANY) >= 0)


def _is_made(window: Window, bare: str) -> bool:
    return bool(_MADE.search(bare) or _MADE_LIST.search(window.clause_text))


def _told(text: str, said: int) -> int:
    """Where the last word ends that tells of what is or has been done; -1 where none does."""
    return max(_last("actual", text, said), _last("done", text, said)) if said & _TOLD else -1


def _last(name: str, text: str, said: int) -> int:
    """Where the last word of a cue ends, -1 where none stands; ``said`` holds the bits of words that may."""
    end = -1
    if not said & _BITS[name]:
        return end
    for match in cue(name).finditer(text):
        end = match.end()
    return end
