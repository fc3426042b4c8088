"""The staff's admin: unfold, reached through the portal's own login (it shows the second factor)."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.sites import UnfoldAdminSite

from units.permissions import holds_any_office, remember_offices

ADMIN_POLICY = {"script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
"""Where the admin's Content-Security-Policy differs: unfold has inline styles and scripts, Alpine evaluates."""


class PortalAdminSite(UnfoldAdminSite):
    """Open to people who hold an office; what they see there is scoped row by row."""

    site_header = site_title = "青年文明号创建管理平台"
    empty_value_display = "—"
    index_title = "待办"
    index_template = "admin/portal/dashboard.html"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Pages that libraries bring stay out: they know neither our scope nor our language nor our look."""
        if isinstance(admin_class, type) and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request) -> bool:
        """Staff with an office today, and system administrators.

        Every page asks this first and then for dozens of permissions, so the offices are read here, once.
        """
        user = request.user
        if user.is_authenticated:
            remember_offices(user)
        return user.is_active and user.is_staff and (user.is_superuser or holds_any_office(user))

    def admin_view(self, view, cacheable=False):
        return csp_replace(ADMIN_POLICY)(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        """Visitors go to the one login page; who is signed in and has no business here is told so."""
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if not self.has_permission(request):
            raise PermissionDenied("the admin is for people who hold an office")
        return HttpResponseRedirect(reverse("admin:index"))

    def is_shown(self, model: type[Model], request) -> bool:
        """Whether the navigation leads to the pages of `model`."""
        return self.is_registered(model) and self.get_model_admin(model).has_view_permission(request)
