"""How Word writes a list number: ``w:numFmt`` values and what they make of a number."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_COUNTING = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def render(number: int, form: str) -> str:
    """The number as ``form`` writes it; forms that are unknown, and numbers out of their range, as digits."""
    if form in ("none", "bullet"):
        return ""
    maker = _FORMS.get(form)
    return (maker(number) if maker and number > 0 else "") or (
        f"{number:02d}" if form == "decimalZero" else str(number)
    )


def _counting(number: int, digits: str = _COUNTING, units: str = "十百千", myriad: str = "万") -> str:
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _counting(low, digits, units, myriad) if low else ""
        gap = digits[0] if 0 < low < 1000 else ""
        return _counting(high, digits, units, myriad) + myriad + gap + rest
    text, zero = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if zero and text else "") + digits[digit] + (units[power - 1] if power else "")
        zero = not digit
    return text


def _chinese(number: int) -> str:
    text = _counting(number)
    return text[1:] if text.startswith("一十") else text


def _japanese(number: int) -> str:
    """Like Chinese, without 零, and without 一 before 十, 百 and 千."""
    text = ""
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            text += ("" if digit == 1 and unit else _COUNTING[digit]) + unit
    return text if number < 10_000 else ""


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if number > 32_767:
        return ""
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def _letters(number: int) -> str:
    """A … Z, then AA, BB …: Word repeats the letter."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 780 else ""


def _row(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if number <= len(characters) else ""


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(count))


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_CIRCLED = _row(_run("①", 20) + _run("㉑", 15) + _run("㊱", 15))
_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _counting(number, _LEGAL_TRADITIONAL, "拾佰仟", "萬"),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12],
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _row(_run("⑴", 20)),
    "decimalEnclosedFullstop": _row(_run("⒈", 20)),
    "ideographEnclosedCircle": _row(_run("㊀", 10)),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "numberInDash": lambda number: f"- {number} -",
}
