"""五小创新 of a unit: the year's works, what its committee asks for, and which are due for a look back."""

from datetime import date

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from core import clock
from core.months import months_before
from units.models import Committee, Unit
from workspace.models import Innovation, InnovationCategory, InnovationFollowUp

MONTHS_UNTIL_LOOK_BACK = 6
"""回头看 is suggested so long after a work came into use, and again after each visit (our default; S4 二(二)4)."""


def works_of(unit: Unit) -> QuerySet[Innovation]:
    """The unit's works that nobody took back, with `last_look`, `still_in_use` and `look_back_is_due`."""
    visits = InnovationFollowUp.objects.kept().filter(innovation=OuterRef("pk")).order_by("-day", "-pk")
    works = unit.innovations.kept().select_related("category")
    works = works.annotate(
        last_look=Subquery(visits.values("day")[:1]), still_in_use=Subquery(visits.values("still_in_use")[:1])
    )
    limit = months_before(clock.today(), MONTHS_UNTIL_LOOK_BACK)
    in_use = Q(still_in_use=True) | Q(still_in_use__isnull=True)
    return works.annotate(looked=Coalesce("last_look", "applied_on")).annotate(
        look_back_is_due=Case(
            When(in_use & Q(applied_on__isnull=False, looked__lte=limit), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def submitted(unit: Unit, first: date, last: date) -> QuerySet[Innovation]:
    """Works handed in from `first` to `last`: what duties, self-assessment and the year report count."""
    return works_of(unit).filter(submitted_on__range=(first, last))


def due_for_look_back(unit: Unit) -> QuerySet[Innovation]:
    """该回头看了: of all years, the longest waiting first."""
    return works_of(unit).filter(look_back_is_due=True).order_by("looked", "pk")


def years_of(unit: Unit) -> list[int]:
    """Years in which the unit handed something in, and the present one, newest first."""
    found = unit.innovations.kept().order_by().annotate(year=ExtractYear("submitted_on"))
    return sorted({clock.today().year, *found.values_list("year", flat=True).distinct()}, reverse=True)


def categories_for(unit: Unit) -> QuerySet[InnovationCategory]:
    """The list of the nearest committee that has one of its own, else the general one: the sources differ."""
    active = InnovationCategory.objects.filter(is_active=True)
    above = _line_of(unit.committee)
    own = list(active.filter(committee__in=above).values_list("committee", flat=True).distinct())
    nearest = next((pk for pk in reversed(above) if pk in own), None)
    return active.filter(committee=nearest)


def _line_of(committee: Committee | None) -> list[int]:
    """Keys of the committee and of all above it, the highest first."""
    return [int(pk) for pk in committee.path.strip("/").split("/")] if committee else []
