"""Characters that only look like ideographs, mapped to the ideographs they stand for.

PDF fonts and old converters leave Kangxi radicals and compatibility ideographs in running text, so that
``⼩学`` does not match ``小学``. Blanket NFKC is no cure: it also rewrites （）, ：, ① and ㎡.
"""

from __future__ import annotations

import re
import unicodedata

# Unicode gives the supplementary radicals no decomposition; these pairs follow its own names for them.
_RADICAL = (
    "⺁厂⺄乙⺇几⺊卜⺎兀⺏尣⺒巳⺓幺⺜日⺝月⺞歺⺠民⺩王⺪疋⺫目⺬示⺰纟⺶羊⺷羊⺻聿⺼月⻁虎"
    "⻂衤⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻏阝⻐钅⻑長⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_BLOCKS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF))


def _plain() -> dict[int, str]:
    table = {ord(odd): even for odd, even in zip(_RADICAL[::2], _RADICAL[1::2], strict=True)}
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and ord(plain) != code:
                table[code] = plain
    return table


_PLAIN = _plain()
_ODD = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def fold(text: str) -> str:
    """The text with look-alikes of ideographs made plain; of the same length, character for character."""
    return text.translate(_PLAIN) if _ODD.search(text) else text
