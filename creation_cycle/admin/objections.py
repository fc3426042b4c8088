"""异议: what was said is read by the organizer's line; who said it, and the evidence, only by its officers.

Each of these looks is recorded, and nobody who is tied to the unit takes one (回避).
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core import clock
from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, WrittenByServices
from core.lifecycle import step
from core.services.access import record_view
from core.templatetags.portal import cn_date, state_badge
from creation_cycle.admin.evidence import EvidenceRows, opened_file
from creation_cycle.enums import ObjectionState
from creation_cycle.guards import objection_not_own_unit
from creation_cycle.models import Objection, ObjectionFile


class EvidenceInline(EvidenceRows):
    model = ObjectionFile

    def address_of(self, file):
        return reverse("admin:creation_cycle_objection_evidence", args=[file.objection_id, file.key])


@admin.register(Objection)
class ObjectionAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "公示期间收到的异议会列在这里。公众在公示页面提出后自动出现，不用新建。"
    list_display = ["unit_name", "notice", "received_at", "current_state", "due", "evidence_count"]
    list_select_related = ["candidacy__unit", "candidacy__cycle", "notice"]
    list_filter = [("state", ChoicesDropdownFilter), ("notice", OwnRowsDropdown)]
    search_fields = ["candidacy__unit__name", "tracking_code"]
    fieldsets = [
        (None, {"fields": ["candidacy", "notice", "content", "signed", "received_at", "tracking_code"]}),
        (
            "办理",
            {"fields": ["due", "handler", "outcome", "checked_by", "conclusion", "reply", "concluded_on"]},
        ),
    ]
    readonly_fields = [
        "signed", "received_at", "tracking_code", "due", "handler", "outcome", "checked_by", "conclusion", "reply",
        "concluded_on",
    ]  # fmt: skip
    inlines = [EvidenceInline]
    move_words = {
        "accept": "受理后进入核查。核查须由两人以上进行，并在办结期限前答复。",
        "decline": "不予受理的，异议人凭查询码可以看到理由。没有其他未办结的异议时，该集体恢复公示。",
        "uphold": "异议成立后，请接着对该集体办理不予认定（办好后本页有按钮）。名单上的其他集体不受影响。",
        "dismiss": "最后一件异议不成立后，该集体恢复公示。",
    }

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("candidacy__unit", "candidacy__cycle", "notice")
        return rows.annotate(file_count=Count("files"))

    def get_urls(self):
        person, evidence = map(self.admin_site.admin_view, (self.person_view, self.evidence_view))
        return [
            path("<int:pk>/person/", person, name="creation_cycle_objection_person"),
            path("<int:pk>/evidence/<uuid:key>/", evidence, name="creation_cycle_objection_evidence"),
            *super().get_urls(),
        ]

    def page_actions(self, request, record):
        return [*self._rejection(request, record), *self._person(request, record)]

    def _rejection(self, request, record) -> list[PageAction]:
        """What an objection that was upheld leads to, one click away for whoever may do it."""
        reject = step(record.candidacy, "reject", request.user)
        if record.state != ObjectionState.UPHELD or reject is None or not reject.permitted:
            return []
        place = reverse("admin:creation_cycle_candidacy_move", args=[record.candidacy_id, "reject"])
        return [PageAction(f"对该集体办理“{reject.label}”", place)]

    def _person(self, request, record) -> list[PageAction]:
        hidden = record.is_anonymous or not (record.name or record.contact)
        if hidden or not request.user.has_perm("creation_cycle.identify_objection", record):
            return []
        label = "查看姓名和联系方式（将记录本次查看）"
        return [PageAction(label, reverse("admin:creation_cycle_objection_person", args=[record.pk]))]

    def person_view(self, request, pk):
        """Who objected; the look is recorded before anything is shown (PIPL art. 51)."""
        objection = self._looked_into(request, pk)
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

    def evidence_view(self, request, pk, key):
        objection = self._looked_into(request, pk)
        file = objection.files.exclude(file="").filter(key=key).first()
        if file is None:
            raise Http404(f"objection {pk} has no file {key}")
        return opened_file(objection, file, by=request.user)

    def _looked_into(self, request, pk) -> Objection:
        """The objection, for somebody who may know who is behind it."""
        objection = self.get_object(request, str(pk))
        if objection is None:
            raise Http404(f"no objection {pk} for this user")
        if not request.user.has_perm("creation_cycle.identify_objection", objection):
            raise PermissionDenied("only officers of the organizing committee see who objected")
        if not all(objection_not_own_unit(objection, request.user)):
            raise PermissionDenied("who is tied to the unit does not see who objected to it")
        return objection

    @display(description="涉及集体", ordering="candidacy__unit__name")
    def unit_name(self, objection):
        return objection.candidacy.unit.name

    @display(description="状态", ordering="state")
    def current_state(self, objection):
        return state_badge(objection)

    @display(description="署名")
    def signed(self, objection):
        """What is left of a name after its time is the fact that there was one."""
        if objection.is_anonymous:
            return "匿名"
        return "实名" if objection.name or objection.contact else "实名（保留期已满，姓名和联系方式已删除）"

    @display(description="下一步期限")
    def due(self, objection):
        day = objection.due_on
        if day is None:
            return "已办结" if objection.concluded_on else ""
        return cn_date(day) + ("（已超期）" if day < clock.today() else "")

    @display(description="证据", ordering="file_count")
    def evidence_count(self, objection):
        return f"{objection.file_count} 个文件" if objection.file_count else ""
