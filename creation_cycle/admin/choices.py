"""What the forms of the creation cycle let an officer choose."""

from django.db.models import QuerySet

from creation_cycle.models import Cycle
from units.enums import OfficeRole
from units.models import Committee


def own_committees(user) -> QuerySet[Committee]:
    """Committees where `user` is officer today; all for a superuser."""
    return (
        Committee.objects.all()
        if user.is_superuser
        else Committee.objects.served_by(user, OfficeRole.OFFICER)
    )


def own_cycles(user) -> QuerySet[Cycle]:
    """Live cycles of the user's own committees."""
    return Cycle.objects.live().filter(committee__in=own_committees(user))
