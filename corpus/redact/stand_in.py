"""What stands in the place of what was taken out: a placeholder, or something invented that is the same every time."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from corpus.redact.number import identity_holds, luhn_holds
from corpus.redact.option import PLACEHOLDERS, Kind
from corpus.redact.reading import narrow
from corpus.redact.word import listed, words


class Placeholders:
    """The same word for everything of a kind."""

    def __call__(self, kind: Kind, _: str) -> str:
        return PLACEHOLDERS[kind]


@dataclass
class Pseudonyms:
    """Invented names and numbers of one document, drawn by HMAC-SHA256 from the secret and what was there.

    The same name gives the same one in every document; two names of a document never share one: where they would, the
    later takes the next draw. ``taken`` are names that the document holds and that must not be invented.
    """

    secret: str
    taken: set[str] = field(default_factory=set)
    _given: dict[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, kind: Kind, text: str) -> str:
        bare = (
            "".join(narrow(text).split()) if kind in ("name", "surname", "school") else _signs(narrow(text))
        )
        if (kind, bare) not in self._given:
            self._given[kind, bare] = self._new(kind, bare)
        drawn = self._given[kind, bare]
        return _dressed(drawn, narrow(text)) if kind in ("phone", "id", "bank_card") else drawn

    def _new(self, kind: Kind, bare: str) -> str:
        make: Callable[[Kind, str, _Draw], str] = _name if kind in ("name", "surname") else _other
        for attempt in range(1000):
            seed = f"{kind}\0{bare}\0{attempt}".encode()
            drawn = make(kind, bare, _Draw(hmac.new(self.secret.encode(), seed, sha256).digest()))
            if kind == "surname" or drawn not in self.taken:
                self.taken.add(drawn)
                return drawn
        return PLACEHOLDERS[kind]  # a thousand names of this form are in use: more than a document has


class _Draw:
    """Numbers out of a digest."""

    def __init__(self, digest: bytes) -> None:
        self._rest = int.from_bytes(digest, "big")

    def below(self, limit: int) -> int:
        self._rest, drawn = divmod(self._rest, limit)
        return drawn

    def one(self, of: tuple[str, ...]) -> str:
        return of[self.below(len(of))]

    def digits(self, count: int) -> str:
        return "".join(str(self.below(10)) for _ in range(count))


def _name(kind: Kind, bare: str, draw: _Draw) -> str:
    """A name of the same length: a surname of two characters for one, given names of as many."""
    double = bare[:2] in words("compound") and (len(bare) != 2 or kind == "surname")
    surname = draw.one(listed("invented_compound" if double else "invented_surname"))
    if kind == "surname":
        return surname
    given = listed("invented_given")
    if "·" in bare:
        return "·".join("".join(draw.one(given) for _ in piece) for piece in bare.split("·"))
    return surname + "".join(draw.one(given) for _ in range(max(1, len(bare) - len(surname))))


def _other(kind: Kind, bare: str, draw: _Draw) -> str:
    if kind == "email":
        return f"{draw.digits(8)}@example.com"
    if kind == "address":
        return f"无名路{1 + draw.below(9999)}号"
    if kind == "messenger":
        return "0" + draw.digits(max(5, len(bare)) - 1)
    if kind == "plate":
        return f"无{draw.digits(len(bare) - 1)}"
    if kind == "school":
        ending = next(
            (end for end in sorted(words("school"), key=len, reverse=True) if bare.endswith(end)), "学校"
        )
        return draw.one(listed("invented_school")) + draw.one(listed("invented_school")) + ending
    return _number(kind, bare, draw)


def _number(kind: Kind, bare: str, draw: _Draw) -> str:
    """Digits that can be nobody's: no mobile begins with 100, no land line with 000, and no checksum holds."""
    length = len(bare)
    if kind == "phone":
        first = "100" if length == 11 and bare[0] == "1" else "000"
        return first[:length] + draw.digits(length - len(first))
    digits = "99" + draw.digits(length - 2)
    holds = identity_holds if kind == "id" and length == 18 else luhn_holds
    return digits if not holds(digits) else digits[:-1] + str((int(digits[-1]) + 1) % 10)


def _signs(text: str) -> str:
    return "".join([sign for sign in text if sign.isalnum()]).lower()


def _dressed(digits: str, like: str) -> str:
    """The digits with what parted those of the original; what follows an extension's word stays a digit too."""
    rest = iter(digits)
    return "".join([next(rest, "0") if sign.isalnum() and sign.isascii() else sign for sign in like])
