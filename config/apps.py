from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Makes `admin.site` the portal's own site."""

    default_site = "config.admin_site.PortalAdminSite"
