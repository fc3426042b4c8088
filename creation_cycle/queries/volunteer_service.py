"""The bridge between two houses that do not know each other: volunteers' hours for the red list's conditions."""

from decimal import Decimal

from credit.service_records import ServiceRecord
from volunteers.models import Volunteer
from volunteers.queries.hours import hours_text, standing_of, total_of


def service_of(identity_number: str) -> ServiceRecord | None:
    """Verified hours, merged records included, and the star that they make."""
    volunteer = Volunteer.objects.with_identity(identity_number).first()
    if volunteer is None:
        return None
    minutes = total_of(volunteer)
    star = standing_of(minutes).star
    return ServiceRecord(Decimal(hours_text(minutes)), star.star if star else 0)
