"""The shapes of admitted deficiencies, made of the words of words.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from extractors.lexicon import alternatives, either, lexicon

# What the shapes of a deficiency begin with that are no words of the lists.
_SIGNS = (
    "没有",
    "有一定",
    "有较大",
    "有很大",
    "有明显",
    "有不小",
    "差",
    "低",
    "少",
    "弱",
    "不清",
    "缺",
    "后",
    "超额",
    "超过",
    "仅",
    "只有",
    "低于",
    "不够",
    "缺口",
    "未",
    "高于",
    "尚未",
    "还未",
    "仍未",
    "有欠缺",
    "仍有",
    "尚有",
    "还有",
    "存在",
    "仍为",
    "仍是",
    "从未",
    "超出",
    "超标准",
    "不到",
    "合用",
    "人以上的",
    "个班超过",
    "个教学班超过",
    "共用",
    "无",
    "压力",
    "突出",
    "严重",
    "越来越",
    "不好",
    "面临",
    "空编",
    "差距",
    "岁以下",
    "成不到",
)


_KINDS = (
    "问题",
    "不足",
    "困难",
    "差距",
    "短板",
    "弱项",
    "薄弱",
    "挑战",
    "困境",
    "瓶颈",
    "困惑",
    "教训",
)


# 无烟食堂, 无障碍设施, 无线系统 lack nothing.
_NO_LACK = "任一危违闲乱娱营不需法论偿关数私毒线障烟人土纸尘接害塔公污噪网"
_ADVERBS = (
    "",
    "较",
    "很",
    "仍",
    "更",
    "十分",
    "较为",
    "比较",
    "日益",
    "依然",
    "仍然",
    "非常",
    "尤为",
    "更加",
)
_STILL = "(?:" + "|".join(f"(?<={noun}{how})" for noun in ("问题", "矛盾", "现象") for how in _ADVERBS) + ")"
_OWN = "(?:我们的|学校的|主要的?|其)?(?:不足|困难|差距|弱点|短板|劣势)"
_MENDED = "[^。；;，,\\n]*(?:补齐|补强|补上|弥补|缩小|解决|破解|化解|克服|消除|攻克|突破|打破|针对|围绕|聚焦)"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns, by name."""
    words = lexicon(str(Path(__file__).with_name("words.yaml")))
    heading = either(words["heading"])
    return {
        "heading": re.compile(
            heading
            + r"|[查找摆补析]找?(?:问题|不足|差距|短板|弱项)|(?:困惑|困难|问题|不足|差距|短板|挑战|瓶颈|弱项|困境|教训)(?:[和与及、以]及?)(?:困惑|困难|问题|不足|差距|短板|挑战|瓶颈|弱项|困境|教训)|(?:不足|困境|差距)$"
        ),
        "remedy": re.compile(rf"[（(]?{either(words['remedy'])}[：:]|(?<=[。；;]){either(words['then'])}"),
        "aside": re.compile(either(words["aside"])),
        "other": re.compile(either(words["other"]) + r"$"),
        # What any heading, lead or announcement of problems holds.
        "topic": re.compile(alternatives([*words["heading"], *_KINDS])),
        **_undone(words),
        "demanded": re.compile("[^，,]{0,10}的(?:要(?!求)|应|须|必须)"),
        **_lists(heading),
        "hint": re.compile(alternatives([*words["verdict"], *words["lack"], *_SIGNS])),
        "lead": re.compile(
            rf"{heading}|(?:存在|面临|还有|有).{{0,10}}(?:问题|不足|困难|差距|短板|弱项|薄弱|挑战)"
            r"|(?:差距|不足|短板|困难|问题|弱项)(?:主要|集中|突出|具体)(?:表现|体现|反映|存在)"
        ),
        "general": re.compile(
            rf"{either(words['general'])}|(?<![，,])扣[\d.]+分|不得分|原因[：:，,]?(?:一是|主要是|是|在于|有)"
        ),
        # 有位家长说：“…”
        "spoken": re.compile(r"[说道讲言叹][：:，,]?\s?[“\"]"),
        "cue": _cue(words),
        "averted": re.compile(
            rf"{either(words['averted'])}|(?<![检抽督核巡普调])查(?![明实出看])|(?<![主重需必按])要(?!求)|(?<![适供反响对效感])应(?![用急届答变试])|辅导(?!能力|水平|力量|员|时间|教师)|(?<![按照的])要求"
        ),
        "object": re.compile(
            "并?(?:对(?!照|比|[^，,的]{1,16}(?:缺[乏少]|(?:重视|认识|关心|关爱|关注|支持|了解|理解|研究|把握|掌握|投入|监管|管理|指导|落实|执行|利用)(?:程度|力度)?(?:不|欠|较)))"
            "|把|将(?!近)|使(?!用)|让|给|与(?!.{0,40}(?:相比|差距|相差))|和(?!谐))"
        ),
        **_extent(),
        "column": re.compile(either(words["column"])),
        "none": re.compile(r"\s*(?:无|没有|[-—–/]*)\s*"),
    }


def _undone(words: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    """What makes of a deficiency something that is past, mended or only feared."""
    return {
        # 补齐硬件短板 heads what is done about it.
        "mended": re.compile(_MENDED),
        # 二、问题整改情况 tells what became of them.
        "settled": re.compile("^[^及和与、]*(?:整改|解决|销号)(?:落实|完成|工作)?(?:情况|成效|结果|进展)"),
        # 危房300平方米，现已拆除; 缺编问题逐年缓解
        "made_good": re.compile(
            rf"(?![^，,]*(?:申请|计划|拟|争取|上报|列入))[^，,]{{0,8}}?(?:已经?|如今)[^，,]{{0,10}}{either(words['mended'])}(?![^，,]*\d)"
        ),
        "eased": re.compile(
            rf"[^，,未没难待亟]*?(?:得到|逐[年步]|基本|全部|已经?|有效|大大|明显|进一步|不断|初步)[^，,未没难]{{0,6}}{either(words['mended'])}"
        ),
        # 没有琴房，老师就…: what was made of a lack, not the lack, is told.
        "coped": re.compile("[^，,]{0,4}就"),
        # What a rule says of whoever fails admits nothing.
        "rule": re.compile(
            "[下以][列述]?情[形况]之一|一票否决|(?:评分|扣分|评估|考核|评定)(?:标准|细则|办法)"
        ),
    }


def _extent() -> dict[str, re.Pattern[str]]:
    """What belongs to one deficiency, before and behind the clause that admits it."""
    return {
        "named": re.compile(
            r"(?:存在|面临)(?:着|了)?(?P<list>[^，,。；;：:\n]{4,30}、[^，,。；;：:\n]{4,40})等(?!的)[^，,。；;\n]{0,6}(?:问题|不足|困难|现象|短板|薄弱环节)"
        ),
        "counted": re.compile("(?:我校|学校|全校|目前)?现有"),
        "section": re.compile("(?:小学|初中|高中|幼儿园)[部段]?"),
        "bare": re.compile(
            r"现有[A-D]级|有?\d+个班超过|\d+人以上的|与|(?:雨|雪|冬|夏|晴)[天季]|无法|难以|存在[^，,]{0,6}隐患|[尚还仍]未达|距|未|仅为|差|相差|低于|高于|超[过出标额]|未达|没有达|达不"
        ),
        "outcome": re.compile(
            r"分别[是为有]|[^，,]{0,8}由[^，,]*(?:兼任|兼着|兼教|兼上|代替|代课)|[^，,]{0,6}不足[^，,]{1,4}[人名]的[^，,]{0,8}\d|只能|只好|导致|造成|致使|使得|影响|(?:[^，,]{0,20}(?:仅|只有|不到|以上的|高达|多达)|其中|特别是|尤其)[^，,]{0,12}\d"
        ),
        # 相差11册 between schools is a comparison; a distance from a norm is a deficiency.
        "norm": re.compile("标准|要求|规定|达标|指标|定额|底线"),
        # 教师两个学段双双超标 boasts; what a norm bounds from above is exceeded to one's shame.
        "bounded": re.compile("班|额|规模|人数|系数|差异|复本|近视|甲醛|噪|负担|收费|作业|债"),
        "elliptic": re.compile(r"生均|人均|平均|均|仅|只|占|其中"),
    }


def _lists(heading: str) -> dict[str, re.Pattern[str]]:
    """What opens a list of deficiencies inside a line, and what titles a line."""
    return {
        "title": re.compile("[^，,。；;：:\\n]{2,8}问题。"),
        # （二）师资结构失衡。……: a title of what the item tells.
        "headline": re.compile(r"[^，,。；;：:\d\n]{4,12}。(?=[^\n]{20})"),
        "titled": re.compile(f"[^，,。；;]{{0,8}}{heading}。"),
        "run_in": re.compile(
            rf"(?!{_MENDED})(?![^。：:]{{0,16}}(?:整改|解决|销号)(?:落实|完成|工作)?(?:情况|成效|结果|进展)[：:。])(?:[^，,。：:；;\n]{{0,8}}(?:{heading}|存在不足)[^，,。：:；;\n]{{0,6}}|{_OWN})[。：:](?=.{{6}})"
        ),
        "announced": re.compile(
            rf"(?:{heading}|(?:存在|还有|有|面临)[^。；;\n]{{0,14}}(?:问题|不足|困难|差距|短板|薄弱环节))"
            r"[^。；;\n]{0,10}[：:。，,](?:主要(?:是|表现(?:在|为)?|有)?[：:，,]?)?\s*$"
            # 差距仍然摆在那里：一是…
            rf"|(?<![^。；;，,\n：:、.\s])(?!{_MENDED})[^。；;，,\n]{{0,16}}(?:差距|不足|短板|困难|弱项|欠账)[^。；;，,\n]{{0,12}}[：:]\s*$"
        ),
        "before_colon": re.compile(
            r"(?:存在|[还仍]有|面临|看到)[^。；;：:\n]{0,14}(?:问题|不足|困难|差距|短板|薄弱环节|挑战|瓶颈|软肋|拦路虎|欠账)[^。；;：:，,\n]{0,6}"
            r"(?:[，,](?:具体|主要|集中|突出)(?:表现|体现|反映|是|有)[^。；;：:，,\n]{0,8})?[：:](?=.{4})"
            # 还有许多不尽如人意的地方，如…
            r"|(?:存在|[还仍]有|面临)[^。；;：:\n]{0,16}(?:问题|不足|困难|短板|薄弱环节|地方)[，,](?:比如|例如|诸如|如)[：:，,]?(?=.{4})"
            r"|(?:问题|不足|困难|短板|毛病|欠账|弱项|差距|软肋|短处)(?:也|仍|还|依然|同样|确实)?(?:不容忽视|不可忽视|不少|不小|很多|突出|明显|存在)[：:](?=.{4})"
        ),
    }


def _cue(words: dict[str, list[str]]) -> re.Pattern[str]:
    """What admits a deficiency where one of the hints stands."""
    quality = "|".join(words["quality"])
    after = r"(?:[”\"’]|依然|仍然|仍|比较|较为|更加|等|了|的|问题|现象|情况|状况|状态|严重|突出|明显|[）)]|[（(][^（()）]{0,40}(?:[)）]|$))*$"
    return re.compile(
        rf"(?!尚缺(?:建设)?资金|不能满足于)(?<!不能)(?<!不要)(?<!不可){either(words['lack'])}|没有.{{0,12}}?{either(words['lacked'])}.{{0,6}}$|没有一[台间个名所套位](?!是|不|[^，,]*(?:违|重点|择校|乱|辍|犯|事故|落下|掉队|因|受|发生|流失|失学))"
        r"|没有(?:配备|一[名位个])?(?:专职|专任|专业|独立|单独|固定|标准|像样)的?[^，,的。]{2,10}$"
        # What is there falls short of what is told before it.
        r"|岁以下的?(?:教师)?(?:只有|仅有?|不过|不到)\d+[人名]|[一二两三]?成不到$|[空缺]编\d+[名人个]"
        rf"|(?<![不无零])(?<!零[“”])(?<!不[是“])(?<!没有)(?<!可谓){either(words['verdict'])}{after}"
        rf"|(?<={quality})(?:[差低少弱]|不清){after}"
        rf"|(?<!周边)(?<!米内)无(?![{_NO_LACK}])[^，,、]{{0,10}}?{either(words['lacked'])}[^，,、]{{0,2}}$"
        r"|压力(?:日益|不断|持续|越来越|逐年|进一步|依然|仍然|十分|仍|很|较|巨)*(?:加大|增大|大|凸显|突出)$|(?<=规模|场地|空间|教师|力量)越来越[少小差低]$"
        rf"|{_STILL}(?:突出|严重)$|(?<![好学])不好$|[只仅]有[一1两2]名[^，,]{{0,8}}(?:教师|老师)$"
        r"|(?<=但)[仍还也]有(?:极?少数|个别|部分|一些|不少)|[仍尚还]有(?:一定|较大|很大|明显|不小|一些)?的?差距$"
        r"|(?<!相)差(?!异)[^，,\d]{0,6}[\d.]+(?:个百分点|%|平方|册|人|台|间|米|套|元|万)|有(?:一定|较大|很大|明显|不小)的?差距|缺[^，,\d]{0,8}[\d一二三四五六七八九十]+[名人个间台套册件架亩张副平]|不足[\d.]+(?:元|册|平方米|台|本|M|兆|%|间)$|超过?(?:使用年限|服役期)|后[\d一二三四五六七八九十]+名"
        r"|超额\d|(?<!其中[A-D]级)危房(?:面积)?约?\d|超过(?:规定|标准|上限)的?(?:班额|人数|规模|\d+[人名个]|$)|超出(?:规定|标准)?[^，,\d]{0,4}\d|超标准(?:班额)?[^，,\d]{0,4}\d|不到\d+[人名册台间]$|(?<=也)没有$|[合共]用[一1两2][间个套]|从未(?:参加|开展|接受|组织|上过|使用|开设|更新|配|有)|(?<=[，。；：、.\s\d])缺(?![席勤课陷一口乏的什啥])[一-龥]{3}|仅为.{0,8}成$"
        r"|(?<![对凡])未(?:落实|配齐|配备|建立|开设|按|安装|设立|制定|开展|执行|设置|做到)|不够[^，,]{1,4}$|有(?:一些|一定的?|明显的?)?(?:欠缺|短板|漏洞|隐患)"
        # Class sizes told as what is there today; what was or will be reduced has no such words before it.
        r"|(?:(?<=现有\d\d)|(?<=最大班额\d\d人[，,]\d\d))人以上的(?:超?大)?班(?:额|级)?[有共]?\d|个(?:教学)?班(?:人数)?超过\d\d人$"
        r"|[尚还仍]有[\d一二三四五六七八九十两]+[项个](?:指标)?(?:短板|弱项|缺项|不达标)"
        r"|(?<!资金)缺口[^，,\d]{0,4}\d|[尚还仍]未(?![入开]学|毕业|发生|发现|公布|结束|到期)|(?:仍|尚|还)有(?!待)[^，,]{0,6}[\d一二三四五六七八九十]+[余多]?(?:所|个|名|间|人|万|处|栋|%|\.)"
        r"|存在(?!的)[^，,]{4,60}等(?!的)[^，,]{0,6}(?:问题|不足|困难|现象|短板|薄弱环节)$"
        r"|存在(?!的?[问困不]).{0,20}(?:现象|短板|隐患|漏洞|盲区|差距|缺口|断层|不平衡|不均衡)$"
        r"|(?<!不)低于[^，,]{0,12}(?:标准|要求|规定|周边)|(?<=[略远仍显])高于[^，,]{0,8}(?:标准|规定|上限)|(?<=[^生]均)高于[^，,%％]{0,8}(?:标准|规定|上限)"
        r"|(?<=[占率比例])[只仅][有为达]?\d[\d.]*[%‰](?!的)|差距(?:仍然?|依然|依旧|还)(?:较|很|比较)?(?:大|明显|突出)$|仍[为是](?=[^，,]{0,10}(?:\d|[砖土旱危平]|空白|短板|弱))|不(?:达标|足|合格)的[^，,]{0,4}[有占仅]\d"
    )
