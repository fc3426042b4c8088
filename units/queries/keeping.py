"""Scope of the desk: the units whose pages a person keeps."""

from django.db.models import QuerySet

from units.models import Unit


def kept_units(user) -> QuerySet[Unit]:
    """Units whose pages `user` keeps: the scope of everything below `/desk/`."""
    return Unit.objects.visible_to(user).filter(pk__in=Unit.objects.kept_by(user).values("pk"))
