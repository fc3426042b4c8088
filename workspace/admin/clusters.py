"""青年文明号路、街、市场: officers name the place and choose its units among those they oversee."""

from django.contrib import admin
from django.db.models import Count, Q
from unfold.decorators import display

from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin
from units.enums import OfficeRole
from units.models import Committee, Unit
from workspace.models import Cluster


@admin.register(Cluster)
class ClusterAdmin(RecordedAdmin):
    nothing_yet = "青年文明号路、街、市场会列在这里。由团组织的管理员新建第一个，选择其中的集体。"
    list_display = ["name", "kind", "region", "committee", "unit_count", "is_public"]
    list_select_related = ["region", "committee"]
    list_filter = ["kind", "is_public", ("committee", OwnRowsDropdown)]
    search_fields = ["name"]
    autocomplete_fields = ["region", "units"]
    fields = ["name", "kind", "committee", "region", "text", "units", "is_public"]
    readonly_on_change = ("committee",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(unit_count=Count("units"))

    def choices_for(self, name, request):
        """A cluster belongs to a committee where its officer serves, or to one below."""
        if name == "committee" and not request.user.is_superuser:
            return Committee.objects.overseen_by(request.user, OfficeRole.OFFICER)
        return None

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Units of the officer's own committees, and those that the cluster has: a place may lie on two cities.

        What the suggestions show is no limit, this is.
        """
        if not request.user.is_superuser:
            overseen = Committee.objects.overseen_by(request.user, OfficeRole.OFFICER)
            cluster = request.resolver_match.kwargs.get("object_id")
            there = Cluster.units.through.objects.filter(cluster=cluster).values("unit")
            kwargs["queryset"] = Unit.objects.filter(Q(committee__in=overseen) | Q(pk__in=there))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def page_actions(self, request, record):
        return [PageAction("查看公开页面", record.get_absolute_url())] if record.is_public else []

    @display(description="集体数", ordering="unit_count")
    def unit_count(self, cluster):
        return cluster.unit_count
