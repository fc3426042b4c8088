"""Code tables: read by everyone with an office, kept by system administrators."""

from django.contrib import admin

from core.admin import RecordedAdmin
from units.models import Industry, Region, UnitType


@admin.register(Region)
class RegionAdmin(RecordedAdmin):
    nothing_yet = "行政区划会列在这里。由系统管理员装入区划代码，或逐个新建。"
    list_display = ["code", "name", "level", "parent", "valid_from", "valid_to"]
    list_select_related = ["parent"]
    list_filter = ["level"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent"]


class CodeTableAdmin(RecordedAdmin):
    list_display = ["name", "order", "is_active", "source"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]


@admin.register(Industry)
class IndustryAdmin(CodeTableAdmin):
    nothing_yet = "行业系统会列在这里，登记集体和制定标准时选用。由系统管理员新建。"


@admin.register(UnitType)
class UnitTypeAdmin(CodeTableAdmin):
    nothing_yet = "集体类型会列在这里，登记集体时选用。由系统管理员新建。"
