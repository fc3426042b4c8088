from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "志愿服务"

    def ready(self):
        """Registers permissions, consequences and job kinds; they need the models."""
        from volunteers import (
            permissions,  # noqa: F401
            service_parts,
        )
        from volunteers.services import importing, memberships, records, requests  # noqa: F401

        service_parts.register()

        post_migrate.connect(keep_gram_index, sender=self)


def keep_gram_index(sender, using, **_):
    """SQLite rebuilds a table to change it, and forgets its triggers: they are made again."""
    from django.db import connections  # apps are not loaded yet when this module is

    from core.grams import make_index

    volunteer = sender.get_model("Volunteer")
    if volunteer._meta.db_table in connections[using].introspection.table_names():
        make_index(volunteer, "grams", connections[using])
