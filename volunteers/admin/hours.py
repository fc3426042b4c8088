"""时长台账, corrections, policies, stars and proofs."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, ReadOnlyAdmin, RecordedAdmin
from core.templatetags.portal import state_badge
from units.enums import OfficeRole
from units.models import Committee
from volunteers.models import HoursCorrection, HoursEntry, HoursPolicy, Proof, StarLevel


@admin.register(HoursEntry)
class HoursEntryAdmin(ReadOnlyAdmin):
    nothing_yet = "核实后的服务时长会列在这里，自动出现。记录不能修改，更正以冲销和新记录办理。"
    list_display = ["day", "volunteer", "organisation", "content", "minutes", "notice_ends_on", "kind"]
    list_select_related = ["volunteer", "organisation", "reversed_by"]
    list_filter = [("organisation", OwnRowsDropdown)]
    search_fields = ["volunteer__number", "content"]
    date_hierarchy = "day"
    fields = readonly_fields = [
        "volunteer", "organisation", "unit", "event", "content", "day", "starts_at", "ends_at", "minutes",
        "notice_ends_on", "reverses", "reason", "recorded_by", "confirmed_by", "recorded_at",
    ]  # fmt: skip

    @display(description="状态")
    def kind(self, entry):
        if entry.reverses_id:
            return "冲销"
        if hasattr(entry, "reversed_by"):
            return "已更正"
        return "已生效" if entry.is_final else "公示中"


@admin.register(HoursCorrection)
class HoursCorrectionAdmin(LifecycleAdmin):
    nothing_yet = "志愿者和组织提出的时长更正申请会列在这里，由另一名管理人员办理。"
    list_display = ["entry", "asked_by", "asked_at", "reason", "current_state"]
    list_select_related = ["entry__volunteer", "asked_by"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["entry__volunteer__number", "reason"]
    fields = readonly_fields = [
        "entry", "is_void", "starts_at", "ends_at", "deducted", "reason", "asked_by", "asked_at", "decided_by",
        "answer",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @display(description="状态", ordering="state")
    def current_state(self, row):
        return state_badge(row)


@admin.register(HoursPolicy)
class HoursPolicyAdmin(RecordedAdmin):
    nothing_yet = "时长规则会列在这里：每日上限、公示工作日。没有自己规则的团组织沿用上级或全平台的。"
    list_display = ["__str__", "day_minutes", "notice_workdays", "proof_notice_workdays"]
    list_select_related = ["committee"]
    fields = ["committee", "day_minutes", "notice_workdays", "proof_notice_workdays"]
    readonly_on_change = ("committee",)

    def get_ordering(self, request):
        return ["pk"]

    def choices_for(self, name, request):
        if name == "committee" and not request.user.is_superuser:
            return Committee.objects.overseen_by(request.user, OfficeRole.VOLUNTEER)
        return None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not request.user.is_superuser and "committee" in form.base_fields:
            form.base_fields["committee"].required = True
        return form


@admin.register(StarLevel)
class StarLevelAdmin(RecordedAdmin):
    nothing_yet = "志愿服务星级会列在这里，由系统管理员维护。"
    list_display = ["name", "star", "hours", "source"]
    fields = ["star", "name", "hours", "source"]


@admin.register(Proof)
class ProofAdmin(LifecycleAdmin):
    nothing_yet = "志愿服务记录证明会列在这里。由志愿者申请，记录时长的组织受理、公示后出具。"
    list_display = ["number_or_not", "volunteer", "organisation", "asked_on", "issued_on", "current_state"]
    list_select_related = ["volunteer", "organisation"]
    list_filter = [("state", ChoicesDropdownFilter), ("organisation", OwnRowsDropdown)]
    search_fields = ["number", "volunteer__number"]
    fields = readonly_fields = [
        "number", "volunteer", "organisation", "first_day", "last_day", "purpose", "minutes", "asked_on",
        "notice_ends_on", "issued_on", "issued_by", "file_hash",
    ]  # fmt: skip
    move_words = {"revoke": "撤销后，任何人核验这个编号都会看到“已撤销”和理由。"}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @display(description="编号", ordering="number")
    def number_or_not(self, proof):
        return proof.number or "尚未编号"

    @display(description="状态", ordering="state")
    def current_state(self, proof):
        return state_badge(proof)
