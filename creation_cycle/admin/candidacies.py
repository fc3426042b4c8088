"""创建申报 as staff see it: facts, what was frozen, and the transition panel. Captains write at `/desk/`."""

from django.contrib import admin
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import (
    LifecycleAdmin,
    OwnRowsDropdown,
    PageAction,
    ScopedInline,
    StackedScopedInline,
    WrittenByServices,
)
from core.templatetags.portal import stars, state_badge
from creation_cycle.admin.filters import DeskFilter
from creation_cycle.documents import CANDIDACY_FORMS
from creation_cycle.models import Candidacy, NoticeEntry, SelfAssessment, SelfAssessmentEntry
from creation_cycle.queries.stages import stages_of


class SelfAssessmentInline(StackedScopedInline):
    """Every version, the newest first; completed ones never change."""

    model = SelfAssessment
    fields = readonly_fields = ["version", "due_on", "completed_at", "total", "entries_table"]
    verbose_name_plural = "自查自评"

    def get_queryset(self, request):
        entries = Prefetch("entries", SelfAssessmentEntry.objects.for_scoring().with_evidence())
        return super().get_queryset(request).prefetch_related(entries)

    @display(description="版次")
    def version(self, assessment):
        return f"{assessment}（{assessment.note}）" if assessment.note else str(assessment)

    @display(description="各项自评")
    def entries_table(self, assessment):
        return render_to_string("admin/portal/self_assessment.html", {"entries": assessment.entries.all()})


class NoticeEntryInline(ScopedInline):
    model = NoticeEntry
    fields = readonly_fields = ["notice", "proposed_star"]
    verbose_name_plural = "公示"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("notice", "candidacy__unit")

    @display(description="拟认定星级")
    def proposed_star(self, entry):
        return stars(entry.star)


@admin.register(Candidacy)
class CandidacyAdmin(WrittenByServices, LifecycleAdmin):
    """Houses above add what they found about a candidacy through `contributes`."""

    nothing_yet = "集体提交的创建申报会列在这里。号长在“我的工作台”开始申报后，就会出现第一份。"
    list_display = [
        "unit_name", "level", "kind", "channel", "body", "filing_number", "current_state", "cycle_name",
    ]  # fmt: skip
    list_filter = [
        DeskFilter,
        ("cycle", OwnRowsDropdown),
        ("state", ChoicesDropdownFilter),
        ("recommending_committee", OwnRowsDropdown),
        ("kind", ChoicesDropdownFilter),
        ("channel", ChoicesDropdownFilter),
        ("unit__industry", OwnRowsDropdown),
    ]
    search_fields = ["unit__name", "filing_number"]
    search_help_text = "按集体名称或备案编号查找"
    ordering = ["-pk"]
    inlines = [SelfAssessmentInline, NoticeEntryInline]
    fieldsets = [
        (
            "申报",
            {
                "fields": [
                    "unit", "cycle", "level", "kind", "channel", "channel_reason", "recommending_committee",
                    "standard", "filing_number",
                ],
            },
        ),
        (
            "创建",
            {
                "fields": [
                    "plan", "goal", "standard_summary", "sign", "carrier", "slogan", "pledge", "complaint_phone",
                    "story",
                ],
            },
        ),
        ("决定", {"fields": ["decision_number", "decided_on", "reason"]}),
        ("备案时的花名册", {"fields": ["snapshot"]}),
    ]  # fmt: skip
    readonly_fields = ["snapshot"]
    move_words = {
        "file": "备案后即固定创建标准、冻结花名册并给出备案编号，不能再退回修改。",
        "decline": "不予备案后，该集体本周期的这份申报即告结束，不能恢复。",
        "nominate": "列入拟认定后占用创评名额，集体不能再自行撤回。",
        "certify": "认定后称号立即生效并增加一颗星，证书随即排队制发，集体列入荣誉榜。此步不能撤销。",
        "reject": "不予认定后，该集体本周期的这份申报即告结束，不能恢复。",
    }

    @classmethod
    def contributes(cls, inline):
        """Decorator: show another house's rows on the candidacy's page."""
        cls.inlines = [*cls.inlines, inline]
        return inline

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    def get_fieldsets(self, request, obj=None):
        """Groups of which nothing is filled in yet are left out."""
        groups = super().get_fieldsets(request, obj)
        return [group for group in groups if group[0] == "申报" or self._has_content(obj, group[1]["fields"])]

    @staticmethod
    def _has_content(candidacy, names) -> bool:
        if names == ["snapshot"]:
            return hasattr(candidacy, "roster_snapshot")
        return any(getattr(candidacy, name) for name in names if name != "complaint_phone")

    def stages(self, record):
        return stages_of(record)

    def page_actions(self, request, record):
        """The forms as PDF; what stands on them is noted as seen."""
        return [
            PageAction(
                f"{form.title} PDF", reverse("creation_cycle:document", args=[record.pk, form.key, "pdf"])
            )
            for form in CANDIDACY_FORMS
        ]

    def remedy_places(self, request, record):
        """Pages of the admin where a reason is mended; the captain's own pages are not for staff."""
        places = {}
        if request.user.has_perm("units.change_unit", record.unit):
            places["unit"] = reverse("admin:units_unit_change", args=[record.unit_id])
        if request.user.has_perm("creation_cycle.assess_candidacy", record):
            places["panel"] = reverse("admin:reviews_round_changelist") + "?state__exact=open"
            places["notice"] = reverse("admin:creation_cycle_notice_add")
        return places

    @display(description="集体", ordering="unit__name")
    def unit_name(self, candidacy):
        return candidacy.unit.name

    @display(description="推荐团组织", ordering="recommending_committee__path")
    def body(self, candidacy):
        return candidacy.recommending_committee.short_name if candidacy.recommending_committee else "无"

    @display(description="周期", ordering="cycle__filing_opens_on")
    def cycle_name(self, candidacy):
        return candidacy.cycle.name

    @display(description="状态", ordering="state")
    def current_state(self, candidacy):
        return state_badge(candidacy)

    @display(description="花名册快照")
    def snapshot(self, candidacy):
        snapshot = getattr(candidacy, "roster_snapshot", None)
        return render_to_string("admin/portal/snapshot.html", {"snapshot": snapshot})
