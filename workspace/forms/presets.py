"""What a new record's form knows before anybody types: from an address or from a record like it."""

from datetime import date

from core import clock
from units.models import Unit
from workspace.forms.activity import EARLIEST, offered_types
from workspace.models import Activity, Duty
from workspace.queries.duties import duties_of
from workspace.queries.duty_ticks import satisfied_by, tagged_duties

COPIED = ("activity_type", "theme", "place", "people", "served", "text", "youth_home", "is_public")
SESSIONS = "youth_home_sessions"
"""The counter of sessions at a paired youth home: the record names the home, not the duty."""


def preset(params, unit: Unit) -> dict:
    """Initial values by the address: `copy` wins over `duty`, `duty` over `type`; what does not exist is ignored.

    `day` is for a duty of days gone by.
    """
    if source := _found(unit.activities.kept(), params.get("copy")):
        return _like(source)
    duty = next((duty for duty in duties_of(unit) if str(duty.pk) == params.get("duty")), None)
    if duty:
        return _for_duty(duty, unit, _past_day(params.get("day", "")))
    kind = offered_types().filter(code=params.get("type", "")).first()
    return {"activity_type": kind.pk} if kind else {}


def _like(source: Activity) -> dict:
    values = {name: getattr(source, name) for name in COPIED}
    return values | {"duties": list(source.duties.all()), "duties_for": source.activity_type_id}


def _past_day(text: str) -> date:
    """Today where it is no day, or none that can have been."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if EARLIEST <= day <= clock.today() else clock.today()


def _for_duty(duty: Duty, unit: Unit, day: date) -> dict:
    """Its kind of activity, its suggested theme, the boxes that go with them, and its own."""
    kind = offered_types().filter(duties=duty).first()
    home = unit.youth_homes.filter(ends_on__isnull=True).first() if duty.counter == SESSIONS else None
    offered = tagged_duties(unit)
    own = [other for other in offered if other.pk == duty.pk]
    values = {"day": day, "theme": duty.suggestion, "youth_home": home, "duties": own}
    if kind is None:
        return values
    satisfied = satisfied_by(kind, offered, day)
    return values | {"activity_type": kind.pk, "duties": [*satisfied, *own], "duties_for": kind.pk}


def _found(rows, key: str | None) -> Activity | None:
    return rows.filter(pk=int(key)).first() if key and key.isascii() and key.isdecimal() else None
