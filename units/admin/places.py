"""Code tables: read by everyone with an office, kept by system administrators."""

from django.contrib import admin

from core.admin import RecordedAdmin
from units.models import Industry, Region, UnitType


@admin.register(Region)
class RegionAdmin(RecordedAdmin):
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
    pass


@admin.register(UnitType)
class UnitTypeAdmin(CodeTableAdmin):
    pass
