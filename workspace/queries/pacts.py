"""结对共建协议书 as the unit's pages show it: what was agreed beside what the log says was done."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core import clock
from units.models import YouthHomePairing
from volunteers.models import Pact
from workspace.models import Activity


@dataclass(frozen=True)
class Year:
    """One year of a pact's term: from the day on which it began, twelve months at a time."""

    first: date
    last: date
    done: int
    agreed: int

    @property
    def is_met(self) -> bool:
        return self.done >= self.agreed

    @property
    def is_now(self) -> bool:
        return self.first <= clock.today() <= self.last


def sessions_of(pairing: YouthHomePairing) -> QuerySet[Activity]:
    """Sessions at this home, from the log: the same records that the rule engine counts."""
    return Activity.objects.kept().youth_home_sessions().filter(youth_home=pairing)


def years_of(pact: Pact) -> list[Year]:
    """Sessions done and agreed, year by year of the term up to today; one query."""
    last_day = min(pact.ends_on, clock.today())
    days = list(
        sessions_of(pact.pairing).filter(day__range=(pact.starts_on, last_day)).values_list("day", flat=True)
    )
    found, first, number = [], pact.starts_on, 0
    while first <= last_day:
        number += 1
        following = _years_later(pact.starts_on, number)
        last = min(following - date.resolution, pact.ends_on)
        found.append(Year(first, last, sum(first <= day <= last for day in days), pact.sessions))
        first = following
    return found


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)
