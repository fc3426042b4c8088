"""Who can look into a complaint."""

from django.db.models import QuerySet

from accounts.models import User
from reviews.models import Complaint
from units.enums import OfficeRole
from units.models import Committee, Office
from units.queries.conflicts import ties_of


def possible_checkers(complaint: Complaint) -> QuerySet[User]:
    """Officers and approvers of the handling body and of bodies below it, without those tied to the unit."""
    bodies = Committee.objects.within(complaint.committee)
    roles = [OfficeRole.OFFICER, OfficeRole.APPROVER]
    offices = Office.objects.current().filter(committee__in=bodies, role__in=roles)
    people = list(User.objects.filter(pk__in=offices.values("user"), is_active=True))
    ties = ties_of(person.pk for person in people)
    free = [person.pk for person in people if not ties.with_unit(person.pk, complaint.unit)]
    return User.objects.filter(pk__in=free).order_by("name", "pk")
