"""What is the name of a place or school, and what only looks like one."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.figure.vocabulary import alternation, words

CHARACTER = r"[\u4e00-\u9fffA-Za-zXx×＊*]"
# None of these characters stands in a place name. Parted by bars they are searched for faster than as a class here.
FOREIGN = re.compile(
    "|".join("的了有在对以为将从是共每各全我本该所个等被使让已并名或不至给与及")
    + f"|{alternation(words('not_in_names'))}"
)
_GENERIC = re.compile(
    r"(?:[、和]|中小学|新建|改扩建|新改扩建|幼儿园|学校|园|校|义务|阶段|全日制|各类|两类|三类|城镇|部分|少数|多数|条件|先进|部门|街道|优势|结对|集团|成员|牵头|领航|管理|特色|先行|试验|温馨|绿色|文明|平安|智慧|传统|在建|拟建|相关|有关|项目|配套|移交|小区|其它|同类|几|多|余|农村|城区|城乡|普通|公办|民办|公立|私立|中心|完全|九年一贯制|九年制|一贯制|寄宿制|寄宿|乡镇|乡村|薄弱|优质|示范|示范性|义务教育"
    r"|初级|高级|职业|特殊教育|特教|村级|村|镇|乡|县|区|市|省|级|单|标准化|规模|小规模|单设|独立|偏远|边远|重点|附属|高等|中等|技工|成人"
    r"|单小|完小|村小|教学点|基点|定点|试点|受援|支援|片区|教育|本科|专科|初中|小学|高中|中学|幼儿|普惠性|普惠|适龄|现代|新|老|大|小|中)+"
)
_BRANCH = re.compile(r"[（(][^（）()]{1,12}[）)]$")


def is_place(name: str) -> bool:
    """Whether a table's row header is the name of a school or place."""
    name = _BRANCH.sub("", name)
    return name.endswith(tuple(words("places"))) and names_one(name) and not FOREIGN.search(name)


@lru_cache(maxsize=4096)
def names_one(name: str) -> bool:
    """Whether a name that ends like a place tells one place from others (云岭镇中心小学, not 农村小学)."""
    return name in words("central") or not (name in words("not_places") or _GENERIC.fullmatch(name))


def is_school(name: str) -> bool:
    """Whether the name of a place is that of a school."""
    return _BRANCH.sub("", name).endswith(tuple(words("schools")))
