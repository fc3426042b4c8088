"""Nights at a 青年驿站: booking without an account, freeing beds, forgetting guests in time."""

import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from core import clock
from core.crypto import blind_index
from core.lifecycle import consequence, perform
from core.services import ledger
from core.text import chinese_date
from units.models import Region
from volunteers.models import Stay, StayNight, YouthStation
from volunteers.project_enums import StayState

A_YEAR = timedelta(days=365)
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without characters that are easily mistaken for one another."""
CODE_LENGTH = 10


@transaction.atomic
def book(
    station: YouthStation,
    *,
    name: str,
    phone: str,
    home: Region,
    purpose: str,
    first_night: date,
    nights: int,
) -> Stay:
    """Take one bed for each night, all or none. Raises ValidationError, by field, with what is left.

    The station's row is locked, so that of two who want the last bed one is told so.
    """
    station = YouthStation.objects.select_for_update(of=("self",)).select_related("region").get(pk=station.pk)
    _require_open(station, first_night)
    _require_from_elsewhere(station, home)
    _require_nights_left(station, phone, nights)
    beds = _free_beds(station, first_night, nights)
    stay = Stay.objects.create(
        station=station, code=_new_code(), name=name, phone=phone, home=home, purpose=purpose,
        first_night=first_night, nights=nights,
    )  # fmt: skip
    StayNight.objects.bulk_create(
        StayNight(stay=stay, station=station, night=night, bed=bed) for night, bed in beds.items()
    )
    ledger.append_creation(stay, by=None)
    return stay


def call_off(stay: Stay) -> Stay:
    """The guest, who holds the code, does not come."""
    return perform(stay, "call_off", by=None)


@consequence("free_beds")
def free_beds(stay: Stay, *, by, **_) -> None:
    StayNight.objects.filter(stay=stay).delete()


def forget_guests() -> int:
    """Erase name and phone of guests whose time of keeping is over; nights and origin stay for the figures."""
    return Stay.objects.to_forget().update(name="", phone="", phone_index=None)


def free_on(station: YouthStation, nights: list[date]) -> dict[date, int]:
    """Beds left on each of these nights, in one query."""
    rows = StayNight.objects.filter(station=station, night__in=nights).values_list("night", flat=True)
    taken = list(rows)
    return {night: max(0, station.capacity - taken.count(night)) for night in nights}


def _require_open(station: YouthStation, first_night: date) -> None:
    today = clock.today()
    if not station.is_open:
        raise ValidationError("这家驿站暂不接受预约，请选择其他驿站。", code="closed")
    if first_night < today:
        raise ValidationError({"first_night": "入住日期不能早于今天。"})
    last = today + timedelta(days=station.days_ahead)
    if first_night > last:
        raise ValidationError(
            {"first_night": f"最多提前 {station.days_ahead} 天预约，请选择{chinese_date(last)}以前的日期。"}
        )


def _require_from_elsewhere(station: YouthStation, home: Region) -> None:
    """The station serves young people from outside of its city (S2 问题四: 非淄博籍)."""
    city = station.region.path.split("/")[:2]
    if home.path.split("/")[:2] == city:
        raise ValidationError({"home": "青年驿站面向外地来本市求职、创业考察的青年，本市户籍不能预约。"})


def _require_nights_left(station: YouthStation, phone: str, nights: int) -> None:
    """At most `max_nights` within a year, at all stations together, by phone number."""
    own = Stay.objects.holding().filter(phone_index=blind_index(phone))
    since = clock.today() - A_YEAR
    used = own.filter(first_night__gte=since).aggregate(n=Sum("nights"))["n"] or 0
    if own.filter(state=StayState.BOOKED, station=station).exists():
        raise ValidationError({"phone": "这个手机号码在本驿站已有预约，请先凭预约码取消或改期。"})
    left = max(0, station.max_nights - used)
    if nights > left:
        said = f"每人十二个月内最多 {station.max_nights} 晚，您还可以预约 {left} 晚。"
        raise ValidationError({"nights": said})


def _free_beds(station: YouthStation, first_night: date, nights: int) -> dict[date, int]:
    """The lowest free bed of each night; raises ValidationError that names the first full night."""
    wanted = [first_night + timedelta(days=number) for number in range(nights)]
    taken: dict[date, set[int]] = {night: set() for night in wanted}
    for night, bed in StayNight.objects.filter(station=station, night__in=wanted).values_list("night", "bed"):
        taken[night].add(bed)
    full = [night for night in wanted if len(taken[night]) >= station.capacity]
    if full:
        named = "、".join(chinese_date(night) for night in full)
        raise ValidationError({"first_night": f"{named}已经住满，请换一个日期或驿站。"})
    beds = range(1, station.capacity + 1)
    return {night: next(bed for bed in beds if bed not in taken[night]) for night in wanted}


def _new_code() -> str:
    """A letter and a digit first, so that nobody takes it for a word."""
    rest = (secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH - 2))
    return f"Z{secrets.choice('23456789')}{''.join(rest)}"
