"""异议: what was said is read by the organizer's line; who said it only by its officers, and each look is recorded."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, WrittenByServices
from core.services.access import record_view
from core.templatetags.portal import state_badge
from creation_cycle.models import Objection


@admin.register(Objection)
class ObjectionAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "公示期间收到的异议会列在这里。公众在公示页面提出后自动出现，不用新建。"
    list_display = ["unit_name", "notice", "received_at", "current_state"]
    list_select_related = ["candidacy__unit", "candidacy__cycle", "notice"]
    list_filter = [("state", ChoicesDropdownFilter), ("notice", OwnRowsDropdown)]
    search_fields = ["candidacy__unit__name", "tracking_code"]
    fields = ["candidacy", "notice", "content", "received_at", "tracking_code", "conclusion"]
    readonly_fields = ["received_at", "tracking_code", "conclusion"]
    move_words = {
        "uphold": "异议成立后，请到该集体的创建申报办理不予认定。",
        "dismiss": "最后一件异议不成立后，该集体恢复公示。",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "candidacy__cycle", "notice")

    def get_urls(self):
        view = self.admin_site.admin_view(self.person_view)
        return [path("<int:pk>/person/", view, name="creation_cycle_objection_person"), *super().get_urls()]

    def page_actions(self, request, record):
        if not request.user.has_perm("creation_cycle.identify_objection", record):
            return []
        label = "查看姓名和联系方式（将记录本次查看）"
        return [PageAction(label, reverse("admin:creation_cycle_objection_person", args=[record.pk]))]

    def person_view(self, request, pk):
        """Who objected; the look is recorded before anything is shown (PIPL art. 51)."""
        objection = self.get_object(request, str(pk))
        if objection is None:
            raise Http404(f"no objection {pk} for this user")
        if not request.user.has_perm("creation_cycle.identify_objection", objection):
            raise PermissionDenied("only officers of the organizing committee see who objected")
        record_view(objection, "姓名和联系方式", by=request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "异议人",
            "objection": objection,
            "facts": [("姓名", objection.name), ("联系方式", objection.contact)],
            "back": reverse("admin:creation_cycle_objection_change", args=[pk]),
        }
        return TemplateResponse(request, "admin/portal/person.html", context)

    @display(description="涉及集体", ordering="candidacy__unit__name")
    def unit_name(self, objection):
        return objection.candidacy.unit.name

    @display(description="状态", ordering="state")
    def current_state(self, objection):
        return state_badge(objection)
