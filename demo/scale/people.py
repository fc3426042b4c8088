"""Invented volunteers without end, the same in every run; every card number and telephone stands once.

Cards are right in form and belong to nobody: no place has the code 900099. Needs no database and no settings.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉",
)
AREA = "900099"
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
FIRST_BIRTHDAY, BIRTHDAYS = date(1960, 1, 1), 16_000
FIRST_DAY, DAYS = date(2015, 1, 1), 3_000


class Person(NamedTuple):
    name: str
    identity_number: str
    phone: str
    birth_date: date
    is_male: bool
    registered_on: date


def people(count: int) -> Iterator[Person]:
    """Up to sixteen million: so many cards there are."""
    chance = random.Random(165)  # noqa: S311  (the same people in every run)
    for at in range(count):
        born = FIRST_BIRTHDAY + timedelta(days=at % BIRTHDAYS)
        body = f"{AREA}{born:%Y%m%d}{at // BIRTHDAYS:03d}"
        number = body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        registered = FIRST_DAY + timedelta(days=at % DAYS)
        yield Person(name, number, f"13{800_000_000 + at}", born, int(number[16]) % 2 == 1, registered)
