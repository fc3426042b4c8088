"""Places that a reviewer left, on the round's page, each leading to whoever takes it."""

from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from core.admin import ScopedInline
from core.templatetags.portal import state_badge
from reviews.admin.rounds import RoundAdmin
from reviews.models import Assignment
from reviews.queries.staffing import STEPPED_BACK


@RoundAdmin.contributes
class LeftPlaceInline(ScopedInline):
    """Comes after the assignments themselves, whose rows carry the plain prefix."""

    order = 40
    model = Assignment
    fields = readonly_fields = ["candidacy", "part", "reviewer", "current_state", "reason", "replacement"]
    verbose_name_plural = "待补派：评审人员已退出"

    def is_editable(self, request, parent):
        return False

    def is_shown(self, request, parent):
        return parent is not None and self._left(parent.assignments.all()).exists()

    def get_queryset(self, request):
        rows = self._left(super().get_queryset(request))
        return rows.select_related("candidacy__unit", "candidacy__cycle", "reviewer", "part", "round__cycle")

    @staticmethod
    def _left(rows):
        return rows.filter(state__in=STEPPED_BACK, replaced_by=None, on_behalf_of=None)

    @display(description="状态")
    def current_state(self, assignment):
        return state_badge(assignment)

    @display(description="补派")
    def replacement(self, assignment):
        return format_html(
            '<a class="text-link" href="{}">指派接替人员</a>',
            reverse("reviews:replace", args=[assignment.pk]),
        )
