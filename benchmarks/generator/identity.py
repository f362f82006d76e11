"""People who do not exist: names, telephone numbers, cards with valid checksums."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.generator.data import data

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = (13, 21, 33, 37, 41, 42, 43, 51, 52, 61)
_BANKS = ("621700", "622848", "621226", "621661")
_MAIL = ("163.example", "edu.example", "mail.example")


def person(rng: Random) -> str:
    """A name of two or three characters."""
    people = data("words")["people"]
    name = rng.choice(people["surname"]) + rng.choice(people["given"])
    return name + (rng.choice(people["given"]) if rng.random() < 0.7 else "")


def id_check(digits: str) -> str:
    """The last character of an identity number of which the first seventeen are given (GB 11643)."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11]


def id_card(rng: Random) -> str:
    """An identity number with a valid checksum, of a district (…99) that no province has."""
    born = date(1966, 1, 1) + timedelta(days=rng.randrange(17_500))
    digits = f"{rng.choice(_PROVINCES)}9999{born:%Y%m%d}{rng.randrange(1000):03}"
    return digits + id_check(digits)


def luhn_check(digits: str) -> str:
    """The digit that makes the number pass Luhn's test."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def bank_card(rng: Random) -> str:
    """A card number of nineteen digits with a valid checksum."""
    digits = f"{rng.choice(_BANKS)}{rng.randrange(10**12):012}"
    return digits + luhn_check(digits)


def mobile(rng: Random) -> str:
    """A mobile number, sometimes with spaces or hyphens as people write them."""
    first, middle, last = (
        f"1{rng.randrange(30, 100)}",
        f"{rng.randrange(10**4):04}",
        f"{rng.randrange(10**4):04}",
    )
    return rng.choice(["", "", "", " ", "-"]).join([first, middle, last])


def phone(rng: Random) -> str:
    """A land line with its area code."""
    return f"0{rng.randrange(310, 999)}-{rng.randrange(2, 9)}{rng.randrange(10**6):06}"


def email(rng: Random) -> str:
    """An address under a domain that is reserved."""
    name = "".join(rng.choice("abcdefghijkmnopqrstuvwxyz") for _ in range(rng.randrange(4, 9)))
    return f"{name}{rng.randrange(100)}@{rng.choice(_MAIL)}"
