"""Organisations with those who keep their pages, and the table of skills."""

from django.contrib import admin

from core.admin import LifecycleAdmin, OwnRowsDropdown, RecordedAdmin, ScopedInline
from units.enums import OfficeRole
from units.models import Committee
from volunteers.models import Skill, Steward, VolunteerOrganisation


class StewardInline(ScopedInline):
    """Accounts are made by system administrators; who keeps an organisation is said here, and until when."""

    model = Steward
    fields = ["user", "starts_on", "ends_on"]
    autocomplete_fields = ["user"]
    can_delete = False


@admin.register(VolunteerOrganisation)
class VolunteerOrganisationAdmin(LifecycleAdmin):
    nothing_yet = "志愿服务组织会列在这里。由志愿服务管理员登记第一个组织，再指定组织管理员。"
    list_display = ["name", "code", "parent", "committee", "region", "state_badge"]
    list_select_related = ["parent", "committee", "region"]
    list_filter = ["state", ("committee", OwnRowsDropdown)]
    search_fields = ["name", "code"]
    search_help_text = "按组织名称或代码查找"
    autocomplete_fields = ["region"]
    inlines = [StewardInline]
    fieldsets = [
        ("组织", {"fields": ["name", "code", "parent", "committee", "region", "registered_on"]}),
        ("联系", {"fields": ["contact_name", "contact_phone"]}),
    ]
    move_words = {
        "suspend": "暂停期间不能申请加入该组织，已有成员和服务记录不变。",
        "dissolve": "注销后不能恢复。已有的志愿者档案和服务记录保留。",
    }

    def state_badge(self, organisation):
        return self.state_shown(organisation)

    state_badge.short_description = "状态"

    def choices_for(self, name, request):
        """Below a committee where one serves as 志愿服务管理员."""
        if name == "committee" and not request.user.is_superuser:
            return Committee.objects.overseen_by(request.user, OfficeRole.VOLUNTEER)
        return None

    def get_inlines(self, request, obj):
        return self.inlines if obj else []


@admin.register(Skill)
class SkillAdmin(RecordedAdmin):
    nothing_yet = "志愿者的服务技能从这里选用，例如急救、手语。由志愿服务管理员新建。"
    list_display = ["name", "code", "order", "is_active"]
    search_fields = ["name"]
