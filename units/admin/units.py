"""Units, their employers and their people. Identity numbers appear masked, for everybody, superusers too."""

from http import HTTPStatus

from django.contrib import admin
from unfold.decorators import display

from core.admin import OwnRowsDropdown, RecordedAdmin, ScopedInline
from core.services.access import record_view
from units.enums import OfficeRole
from units.models import Committee, Employer, Member, Post, Unit, YouthHomePairing


@admin.register(Employer)
class EmployerAdmin(RecordedAdmin):
    nothing_yet = "集体的所属单位会列在这里。由团组织的管理员新建，登记集体时选用。"
    list_display = ["name", "credit_code", "nature"]
    list_filter = ["nature"]
    search_fields = ["name", "credit_code"]


class MemberInline(ScopedInline):
    """The roster as its unit keeps it; staff read it."""

    model = Member
    fields = [
        "masked_name_shown", "birth_date", "nationality", "political_status", "position", "duties", "masked_number",
        "joined_on", "left_on",
    ]  # fmt: skip
    readonly_fields = fields
    verbose_name_plural = "成员花名册（由集体维护，证件号码只显示掩码）"

    def is_editable(self, request, parent):
        return False

    @display(description="姓名")
    def masked_name_shown(self, member):
        return member.masked_name

    @display(description="国籍")
    def nationality(self, member):
        return "中国" if member.is_chinese else "外国"

    @display(description="职务")
    def duties(self, member):
        held = {
            "号长": member.is_captain,
            "主要负责人": member.is_principal,
            "团组织负责人": member.is_league_secretary,
        }
        return "、".join(word for word, holds in held.items() if holds)

    @display(description="证件号码")
    def masked_number(self, member):
        return member.masked_identity_number or "未填写"


class YouthHomeInline(ScopedInline):
    model = YouthHomePairing
    fields = ["name", "address", "starts_on", "ends_on"]


class PostInline(ScopedInline):
    """Who keeps the unit's pages. Accounts are made by system administrators; officers end a post."""

    model = Post
    fields = ["user", "role", "starts_on", "ends_on"]
    autocomplete_fields = ["user"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_add_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["user", "role", "starts_on"]


@admin.register(Unit)
class UnitAdmin(RecordedAdmin):
    nothing_yet = "创建集体会列在这里。由团组织的管理员新建第一个，再由系统管理员为号长开设账号。"
    list_display = ["name", "employer", "industry", "unit_type", "region", "committee", "dissolved_on"]
    list_select_related = ["employer", "industry", "unit_type", "region", "committee"]
    list_filter = ["industry", "unit_type", ("committee", OwnRowsDropdown)]
    search_fields = ["name", "employer__name"]
    autocomplete_fields = ["employer", "region"]
    inlines = [MemberInline, YouthHomeInline, PostInline]
    fieldsets = [
        ("集体", {"fields": ["name", "employer", "unit_type", "industry", "region", "is_abroad"]}),
        ("隶属", {"fields": ["committee", "league_branch"]}),
        ("社会监督", {"fields": ["complaint_phone", "complaint_email"]}),
        ("状态", {"fields": ["dissolved_on"]}),
    ]

    def choices_for(self, name, request):
        """A unit belongs below a committee where its officer serves."""
        if name == "committee" and not request.user.is_superuser:
            return Committee.objects.overseen_by(request.user, OfficeRole.OFFICER)
        return None

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The roster on the page holds birth dates: whoever is shown it is on record (PIPL art. 51)."""
        response = super().change_view(request, object_id, form_url, extra_context)
        if response.status_code == HTTPStatus.OK:
            record_view(response.context_data["original"], "花名册", by=request.user)
        return response
