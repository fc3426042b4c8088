from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Makes `admin.site` the portal's own site and shows the way to it to whoever may enter."""

    default_site = "config.admin_site.PortalAdminSite"

    def ready(self):
        super().ready()
        from config.navigation import admin_places  # ready(): reads the models
        from core.context import register_nav

        register_nav(admin_places)
