"""The staff's admin: unfold, reached through the portal's own login (it shows the second factor)."""

from django.contrib.auth.views import redirect_to_login
from unfold.sites import UnfoldAdminSite


class PortalAdminSite(UnfoldAdminSite):
    """Open to people who hold an office; what they see there is scoped row by row."""

    site_header = site_title = "青年文明号创建管理平台"
    index_title = "待办"

    def login(self, request, extra_context=None):
        return redirect_to_login(request.get_full_path())
