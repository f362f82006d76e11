"""Numbers that tell of nobody: what looks like a card, a telephone or a date and must be left alone."""

from __future__ import annotations

from random import Random

from benchmarks.generator.identity import id_check, luhn_check


def school_code(rng: Random) -> str:
    """A school's code, ten digits (2 and 3 begin those of the registry)."""
    return f"{rng.choice('23')}1{rng.randrange(10**8):08}"


def long(rng: Random) -> str:
    """Sixteen to twenty digits that are neither a card nor an identity number."""
    while True:
        digits = "".join(rng.choice("0123456789") for _ in range(rng.choice([16, 17, 18, 19, 20])))
        card = luhn_check(digits[:-1]) == digits[-1]
        if not card and not (len(digits) == 18 and id_check(digits[:17]) == digits[17]):
            return digits


def isbn(rng: Random) -> str:
    """A book's number, its check digit right."""
    group, title = rng.randrange(100, 999), rng.randrange(10_000, 99_999)
    digits = f"9787{group}{title}"
    check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
    return rng.choice([f"978-7-{group}-{title}-{check}", f"{digits}{check}"])


def day(rng: Random) -> str:
    """A date run together, at times with the hour."""
    date = f"{rng.randrange(2012, 2026)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    return date + rng.choice(["", "", f"{rng.randrange(24):02}{rng.randrange(60):02}30"])


def credit_code(rng: Random) -> str:
    """A unified social credit code of a public institution."""
    return f"12{rng.choice('134')}{rng.randrange(10**5):05}{rng.randrange(10**8):08}{rng.choice('ABCDEGHJ')}Q"


def document(rng: Random) -> str:
    """A document's number."""
    return f"{rng.choice('临江平澄青')}教发〔{rng.randrange(2012, 2026)}〕{rng.randrange(3, 160)}号"


def amount(rng: Random) -> str:
    """Money, written out."""
    value = rng.randrange(10**6, 10**10)
    return rng.choice([f"{value:,}元", f"{value}元", f"{value / 100:.2f}元", f"{value // 10000}万元"])


def hotline(rng: Random) -> str:
    """A public service number, which is nobody's own."""
    return rng.choice(["12345", "12391", "12355", "110", "12348"])


def year_span(rng: Random) -> str:
    """From one year to another."""
    first = rng.randrange(2012, 2024)
    return rng.choice([f"{first}-{first + 3}", f"{first}—{first + 5}年", f"{first}01-{first + 3}12"])
