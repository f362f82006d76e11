"""People who do not exist: names, telephone numbers, cards with valid checksums."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.generator.data import data

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = (13, 21, 33, 37, 41, 42, 43, 51, 52, 61)
_BANKS = ("621700", "622848", "621226", "621661")
_WIDE = str.maketrans("0123456789Xx@.", "０１２３４５６７８９Ｘｘ＠．")
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


def mobile_spaced(rng: Random) -> str:
    """A mobile number with spaces or hyphens, at times where others put none."""
    number = mobile(rng).replace(" ", "").replace("-", "")
    sign = rng.choice([" ", "-", "－", "  "])
    cuts = rng.choice([(3, 7), (3, 7), (3, 7), (4, 8), (4, 7)]) if sign == "-" else (3, 7)
    return sign.join([number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]])


def mobile_wide(rng: Random) -> str:
    """A mobile number in digits as wide as characters."""
    return mobile(rng).translate(_WIDE)


def mobile_abroad(rng: Random) -> str:
    """A mobile number with the country's code."""
    return rng.choice(["+86 ", "+86-", "+86", "86-", "0086 ", "（+86）"]) + mobile(rng)


def phone_bracket(rng: Random) -> str:
    """A land line, its area code in brackets or parted by something else."""
    area, _, own = phone(rng).partition("-")
    return rng.choice(
        [f"（{area}）{own}", f"({area}){own}", f"{area}－{own}", f"{area} {own}", f"{area}—{own}"]
    )


def phone_extension(rng: Random) -> str:
    """A land line with an extension."""
    return phone(rng) + rng.choice(["转", "-", "转分机"]) + str(rng.randrange(100, 9000))


def toll_free(rng: Random) -> str:
    """A number that costs the caller nothing."""
    first, digits = rng.choice(["400", "800"]), f"{rng.randrange(10**7):07}"
    return rng.choice(
        [f"{first}-{digits[:3]}-{digits[3:]}", f"{first}{digits}", f"{first}-{digits[:4]}-{digits[4:]}"]
    )


def id_card_spaced(rng: Random) -> str:
    """An identity number in groups."""
    number = id_card(rng)
    return rng.choice([" ", "  ", "-"]).join([number[:6], number[6:14], number[14:]])


def id_card_wide(rng: Random) -> str:
    """An identity number in wide digits."""
    return id_card(rng).translate(_WIDE)


def id_card_wrong(rng: Random) -> str:
    """An identity number with a slip: its check digit does not fit."""
    number = id_card(rng)
    return number[:17] + rng.choice([digit for digit in "0123456789" if digit != number[17]])


def id_card_old(rng: Random) -> str:
    """An identity number of the first generation: fifteen digits, no check."""
    number = id_card(rng)
    return number[:6] + number[8:17]


def bank_card_spaced(rng: Random) -> str:
    """A card number in groups of four."""
    number = bank_card(rng)
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def account(rng: Random) -> str:
    """An account's number, which has no checksum."""
    return f"{rng.randrange(1, 10)}{rng.randrange(10**17):017}{rng.choice(['', '01', '012'])}"


def email_at(rng: Random) -> str:
    """An address written so that machines should not read it."""
    return email(rng).replace("@", rng.choice(["[at]", "(at)", "＠", " @ "]))


def email_wide(rng: Random) -> str:
    """An address in wide signs."""
    return email(rng).translate(_WIDE)


def qq(rng: Random) -> str:
    """A number of the messenger QQ."""
    return str(rng.randrange(10**7, 10**10))


def wechat(rng: Random) -> str:
    """A name in the messenger WeChat."""
    return rng.choice(["wx", "edu_", "ls-"]) + f"{rng.randrange(10**5, 10**8)}"


def address(rng: Random) -> str:
    """Where somebody lives in a town."""
    places, homes = data("words")["places"], data("people")
    street = f"{rng.choice(places['street'])}{rng.randrange(1, 400)}号"
    home = rng.choice(
        [
            "",
            f"{rng.randrange(1, 30)}栋{rng.randrange(1, 5)}单元{rng.randrange(1, 30)}0{rng.randrange(1, 5)}室",
            f"{rng.choice(homes['community'])}{rng.randrange(1, 30)}号楼{rng.randrange(101, 2800)}",
        ]
    )
    county = rng.choice(places["county"]) + rng.choice(places["county_kind"])
    town = rng.choice(["", rng.choice(places["town"]) + "镇"])
    return rng.choice(["", county]) + town + street + home


def village(rng: Random) -> str:
    """Where somebody lives in the country."""
    places, homes = data("words")["places"], data("people")
    town = rng.choice(places["town"]) + rng.choice(places["town_kind"])
    county = rng.choice(places["county"]) + rng.choice(places["county_kind"])
    group = rng.choice(
        [
            f"{rng.randrange(1, 12)}组",
            f"第{rng.choice('一二三四五六')}组",
            f"{rng.randrange(1, 12)}组{rng.randrange(1, 90)}号",
        ]
    )
    return f"{rng.choice(['', county])}{town}{rng.choice(homes['village'])}村{group}"
