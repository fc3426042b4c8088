"""动态调整 in the admin: the list, proposing one, the panel of its moves, what the unit said, and its files."""

from django.contrib import admin
from django.db import IntegrityError
from django.urls import reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, ScopedInline
from core.lifecycle import Finding, TransitionBlocked
from core.templatetags.portal import cn_date, stars, state_badge
from creation_cycle import adjustment_bases
from creation_cycle.admin.adjustment_forms import AdjustmentForm, HandForm
from creation_cycle.admin.recommended import RecommendedList
from creation_cycle.enums import AdjustmentState
from creation_cycle.models import Adjustment, AdjustmentFile
from creation_cycle.services import adjustments


class FilesInline(ScopedInline):
    model = AdjustmentFile
    fields = readonly_fields = ["opened", "purpose", "kilobytes"]
    verbose_name_plural = "集体提交的附件"

    def is_editable(self, request, parent):
        return False

    @display(description="文件")
    def opened(self, file):
        url = reverse("creation_cycle:adjustment_file", args=[file.adjustment_id, file.key])
        return format_html('<a class="text-link" href="{}">{}</a>', url, file.name)

    @display(description="大小")
    def kilobytes(self, file):
        return f"{max(1, round(file.size / 1024))} KB"


@admin.register(Adjustment)
class AdjustmentAdmin(RecommendedList, LifecycleAdmin):
    nothing_yet = (
        "对称号的限期整改、警告、降星、撤销和晋级推荐会列在这里。复核未通过、投诉查实时自动提出，也可以新建。"
    )
    form = AdjustmentForm
    list_display = [
        "unit_name",
        "kind",
        "title_name",
        "shown_star",
        "current_state",
        "due",
        "basis",
        "proposed_on",
    ]
    list_select_related = ["title", "unit"]
    autocomplete_fields = ["title"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("basis", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
        "publicise",
    ]
    search_fields = ["unit__name", "decision_number"]
    ordering = ["-pk"]
    inlines = [FilesInline]
    readonly_on_change = ("title", "basis")
    move_words = {
        "notify": "集体会在工作台上看到事实、依据和拟作的调整，并有时间陈述申辩。告知以后，事实和依据不能再修改。",
        "decide": "决定随即生效：称号、星级、证书、牌匾和荣誉榜同时变更。集体可以在申诉期内向上一级申诉一次。",
        "dismiss": "不予处理的，集体已被告知时会收到通知。",
        "uphold": "原决定不再变动。公开的申诉结果会显示在集体的页面上。",
        "overturn": "原决定的效果全部恢复：星级、称号状态、证书和牌匾。作出过决定的记录保留。",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("title", "unit", "committee")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = HandForm
        form = super().get_form(request, obj, change, **kwargs)
        form.proposer = request.user
        return form

    def get_inline_instances(self, request, obj=None):
        """Files are the unit's: a new proposal has none."""
        return [] if obj is None else super().get_inline_instances(request, obj)

    def get_fieldsets(self, request, obj=None):
        ground = "ground" if obj is None else "rests_on"
        asked = (None, {"fields": ["title", "kind", "basis", ground, "facts", "clause", "publicise"]})
        return [asked] if obj is None else [asked, *self._chapters(obj)]

    def _chapters(self, adjustment) -> list:
        """Only what has happened: a proposal shows no empty appeal."""
        chapters = [
            ("提出与告知", ["proposed_by", "proposed_on", "notified_by", "notified_on", "statement_until"])
        ]
        if adjustment.statement_on:
            chapters.append(("陈述申辩（原文）", ["statement", "stated_by", "statement_on"]))
        if adjustment.decided_on:
            decision = ["decision_number", "decided_by", "decided_on", "decision_reason", "public_reason"]
            chapters.append(("决定", [*decision, "effective_on", "ended_on"]))
        if adjustment.appealed_on:
            appeal = ["appeal_reasons", "appealed_by", "appealed_on", "appeal_committee", "appeal_due_on"]
            answer = ["appeal_decided_by", "appeal_decided_on", "appeal_note", "appeal_outcome"]
            chapters.append(("申诉", [*appeal, *(answer if adjustment.appeal_decided_on else [])]))
        return [(name, {"fields": fields}) for name, fields in chapters]

    def get_readonly_fields(self, request, obj=None):
        shown = list(super().get_readonly_fields(request, obj))
        told = [field for _, chapter in self._chapters(obj) for field in chapter["fields"]] if obj else []
        return shown if obj is None else [*shown, "rests_on", *told]

    def has_change_permission(self, request, obj=None):
        """What the unit was told stays as it was told."""
        if obj is not None and obj.state != AdjustmentState.PROPOSED:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        try:
            adjustments.put_forward(obj, by=request.user)
        except IntegrityError as twice:  # asked once more, the form finds the other one and says so
            raise TransitionBlocked([Finding(ok=False, text="已经提出过同样的调整")]) from twice

    def save_related(self, request, form, formsets, change):
        """A new one's first entry in the ledger is the service's."""
        if change:
            super().save_related(request, form, formsets, change)

    @display(description="作为依据的记录")
    def rests_on(self, adjustment):
        """What the decision will be asked about."""
        return adjustment_bases.finding_on(adjustment).text

    @display(description="集体", ordering="unit__name")
    def unit_name(self, adjustment):
        return adjustment.unit.name

    @display(description="称号")
    def title_name(self, adjustment):
        return adjustment.title.name

    @display(description="星级", ordering="title__star")
    def shown_star(self, adjustment):
        """晋级推荐: the list is put in order by it (S1: higher stars first)."""
        return stars(adjustment.title.star)

    @display(description="状态", ordering="state")
    def current_state(self, adjustment):
        return state_badge(adjustment)

    @display(description="期限")
    def due(self, adjustment):
        """By when the next step can or must be made."""
        if adjustment.state == AdjustmentState.NOTIFIED:
            return f"陈述申辩至{cn_date(adjustment.statement_until)}"
        if adjustment.state == AdjustmentState.APPEALED:
            return f"申诉答复至{cn_date(adjustment.appeal_due_on)}"
        return ""
