"""The noun beside a quantity, in the text's own words, where the taxonomy knows no name for it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_STOP = re.compile(r"[，,。；;、：:！？!?（）()\[\]【】《》“”\"\s□\d]")
_LONGEST = 12
# Words that end a noun phrase: verbs, prepositions and particles of the genre.
_FUNCTION = frozenset(
    "为 是 在 达 达到 将 被 对 到 和 与 及 并 已 由 从 使 使用 把 给 让 向 进行 参加 接受 建立 完成 享受 实现 以上 以下 左右 用于 "
    "分布 占 不 未 均 全部 可 能 可以 以 按 按照 比 等 于 就读 组成 担任 获得 获 受到 得到 需要 需 应 也 还 又 则 都 后 前 内 中 上 下 "
    "时 之 来 去 了 着 过 符合 具有 具备 负责 通过 开展 存在 缺乏 没有 无法 左右 多 余 出 起 即 或 其中 而 且 因 因为 如 要 该 各 每 "
    "属 有 没 有所 之间 增至 降至 还有 达标 不达标 提高 增加 减少 增长 下降 改造 建设 实施 顺利 正式 一".split()
)


@cache
def _cutter() -> Any:
    import jieba  # noqa: PLC0415  its dictionary takes a second to load

    jieba.setLogLevel(60)
    return jieba


def counted_noun(text: str, last: bool = False) -> str:
    """The noun phrase at the start of ``text`` (at its end with ``last``), empty where a verb or mark stands there."""
    if last:
        return _last_noun(text)
    if text[:1] == "的":
        text = text[1:]
    stop = _STOP.search(text)
    text = text[: stop.start()] if stop else text
    if not text:
        return ""
    phrase = ""
    for word in _cutter().lcut(text[: _LONGEST * 2]):
        if word in _FUNCTION or len(phrase) + len(word) > _LONGEST:
            break
        phrase += word
    return phrase.rstrip("的地得")


def first_word(text: str) -> str:
    """The word that ``text`` begins with."""
    words = _cutter().lcut(text)
    return str(words[0]) if words else ""


def _last_noun(text: str) -> str:
    pieces = [piece for piece in _STOP.split(text[-24:]) if piece]
    if not pieces:
        return ""
    phrase = ""
    for word in reversed(_cutter().lcut(pieces[-1])):
        if word in _FUNCTION:
            if phrase:
                break
            continue
        if len(phrase) + len(word) > _LONGEST:
            break
        phrase = word + phrase
    return phrase.strip("的地得")
