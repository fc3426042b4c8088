"""晋级推荐: whom the committees below recommend for a title of the own level, the highest star first."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path

from creation_cycle.queries.adjustments import recommendations_to

ROWS_A_PAGE = 30


class RecommendedList:
    """Mixed into the admin of adjustments; its rows lead to the recommendation itself."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.recommended_view)
        name = "creation_cycle_adjustment_recommended_list"
        return [path("recommended/", view, name=name), *super().get_urls()]

    def recommended_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied(f"{request.user} works at no committee")
        page = Paginator(recommendations_to(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "晋级推荐",
            "page_obj": page,
        }
        return TemplateResponse(request, "admin/portal/recommended.html", context)
