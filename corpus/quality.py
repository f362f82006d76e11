"""Whether a text is worth learning from: measures made for Chinese, their bounds in ``quality.yaml``."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.item import Item
from corpus.reason import Reason
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bounds = Mapping[str, float]
_DEFAULTS = Path(__file__).with_name("quality.yaml")
_SHORT = 10
_RUN = 10
_PRIME = 0x100000001B3
_SIDES = ("least", "most")
_KINDS = ("unknown", "blank", "common", "rare", "broken", "letter", "other")
_ITEM = re.compile(
    r"(?:[-—·•●○◆◇■□※*>→]|[(（]?[0-9一二三四五六七八九十百]{1,3}[)）.．、:：])\s*[^。；！？]{0,15}"
)
_BLANKS = re.compile(r"[_＿]{2,}|[□○●]{2,}|[XxＸｘ×]{2,}|[*＊]{2,}|[.…]{6,}")
# Wherever one of these may be: the alternatives are tried there alone.
_MARKS = re.compile(r"[_＿□○●XxＸｘ×*＊.…]{2,}")
_FIELD = re.compile(r"[^：:。；]{1,24}[：:][\s_＿□○.…/—-]*[^\s_＿□○：:]{0,2}")
_LONE = re.compile(r"(?<![^ \u3000])[㐀-鿿](?![^ \u3000])")


class _Text:
    """What the measures are taken of, each piece made once."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.lines = [line for line in map(str.strip, item.text.split("\n")) if line]
        self.kinds = _counted(item.text)
        self.length = len(item.text) - self.kinds["blank"]

    @cached_property
    def han(self) -> int:
        return self.kinds["common"] + self.kinds["rare"]


def _length(text: _Text) -> float:
    return text.length


def _han_share(text: _Text) -> float:
    letters = text.han + text.kinds["letter"]
    return text.han / letters if letters else 0.0


def _short_lines(text: _Text) -> float:
    return _share(sum(len(line) < _SHORT for line in text.lines), len(text.lines))


def _list_lines(text: _Text) -> float:
    return _share(sum(_ITEM.fullmatch(line) is not None for line in text.lines), len(text.lines))


def _repeated_lines(text: _Text) -> float:
    counts = Counter(text.lines)
    return _share(sum(len(line) * (count - 1) for line, count in counts.items()), sum(map(len, text.lines)))


def _repeated_runs(text: _Text) -> float:
    import numpy as np

    codes = _codes("\n".join(text.lines))
    count = len(codes) - _RUN + 1
    if count < 1:
        return 0.0
    one = codes.astype(np.uint64)
    two = one[:-1] * _power(1) + one[1:]
    four = two[:-2] * _power(2) + two[2:]
    eight = four[:-4] * _power(4) + four[4:]
    runs = np.sort(eight[:count] * _power(2) + two[8 : 8 + count])
    return int(np.count_nonzero(runs[1:] == runs[:-1])) / count


def _broken_characters(text: _Text) -> float:
    return _share(text.kinds["broken"], text.length)


def _rare_han(text: _Text) -> float:
    return _share(text.kinds["rare"], text.han)


def _lone_han(text: _Text) -> float:
    return _share(
        sum(1 for line in text.lines if " " in line or "\u3000" in line for _ in _LONE.finditer(line)),
        text.han,
    )


def _blanks(text: _Text) -> float:
    runs = (found[0] for found in _MARKS.finditer(text.item.text))
    return _share(sum(len(found[0]) for run in runs for found in _BLANKS.finditer(run)), text.length)


def _empty_fields(text: _Text) -> float:
    return _share(sum(_FIELD.fullmatch(line) is not None for line in text.lines), len(text.lines))


def _template_index(text: _Text) -> float:
    return float(text.item.classes.get("kind") == "template_index")


_MEASURES: dict[str, Callable[[_Text], float]] = {
    measure.__name__[1:]: measure
    for measure in (
        _length, _template_index, _han_share, _broken_characters, _rare_han, _lone_han, _short_lines,
        _list_lines, _empty_fields, _blanks, _repeated_lines, _repeated_runs,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """Filters by name with their bounds; those that are not there are switched off."""

    bounds: Mapping[str, Bounds]

    def reason(self, item: Item) -> Reason | None:
        """The first bound that the text does not keep, None where it keeps all."""
        text = _Text(item)
        for name, measure in _MEASURES.items():
            if name in self.bounds:
                bounds = self.bounds[name]
                found = measure(text)
                for side in _SIDES:
                    if side in bounds and (found < bounds[side] if side == "least" else found > bounds[side]):
                        return Reason(name, round(found, 4), bounds[side])
        return None

    def measures(self, item: Item) -> dict[str, float]:
        """What is found of a text, by filter."""
        text = _Text(item)
        return {name: _MEASURES[name](text) for name in _MEASURES if name in self.bounds}


def quality(changed: Path | None = None) -> Quality:
    """The filters, with the bounds of a YAML file in place of those that it names. Raises ConfigurationError."""
    bounds: dict[str, Any] = _read(_DEFAULTS)
    if changed is not None:
        bounds |= _checked(_read(changed), changed)
    return Quality({name: told for name, told in bounds.items() if told is not None})


def _read(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())
        raise ConfigurationError(f"{path}: cannot be read as YAML: {reason}") from error


def _checked(told: Any, path: Path) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ConfigurationError(f"{path}: is no list of filters; write `length: {{least: 60}}`")
    faults = []
    for name, bounds in told.items():
        if name not in _MEASURES:
            faults.append(f"{path}: {name} is no filter; there are {', '.join(_MEASURES)}")
        elif bounds is not None and not _bounding(bounds):
            faults.append(f"{path}: {name}: give least and most as numbers, or null")
    if faults:
        raise ConfigurationError("\n".join(faults))
    return told


def _bounding(bounds: Any) -> bool:
    return (
        isinstance(bounds, dict)
        and set(bounds) <= set(_SIDES)
        and all(isinstance(value, int | float) and not isinstance(value, bool) for value in bounds.values())
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _counted(text: str) -> dict[str, int]:
    """How many characters are of each kind; which is which is looked up once and noted for each of Unicode's."""
    import numpy as np

    codes, known = _codes(text), _known()
    kinds = known[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):
            known[code] = _KINDS.index(_kind(chr(code)))
        kinds = known[codes]
    return dict(zip(_KINDS, np.bincount(kinds, minlength=len(_KINDS)).tolist(), strict=True))


@cache
def _known() -> NDArray[np.uint8]:
    import numpy as np

    return np.zeros(sys.maxunicode + 1, np.uint8)


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _power(length: int) -> np.uint64:
    """What a run is multiplied by before the next ``length`` characters are added."""
    import numpy as np

    return np.uint64(pow(_PRIME, length, 2**64))


def _kind(sign: str) -> str:
    if sign.isspace():
        return "blank"
    if "\u3400" <= sign <= "\u9fff" or sign >= "\U00020000":
        return "common" if is_common(sign) else "rare" if unicodedata.category(sign) == "Lo" else "broken"
    category = unicodedata.category(sign)
    if category in ("Co", "Cn", "Cc", "Cs") or sign == "\ufffd":
        return "broken"
    return "letter" if category.startswith("L") else "other"


def is_common(sign: str) -> bool:
    """Whether it is one of the characters of the first level of GB 2312, which stand before 0xD8."""
    try:
        return sign.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False
