"""牌匾台账: every plaque, who received it, where it hangs, and what became of it."""

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, WrittenByServices
from core.templatetags.portal import stars, state_badge
from creation_cycle.certificates.qr import code_svg
from creation_cycle.models import Plaque


@admin.register(Plaque)
class PlaqueAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "牌匾会列在这里。认定后自动建账并编号，不用新建。"
    list_display = ["number", "unit_name", "shown_star", "current_state", "recipient", "handed_on", "hung_on"]
    list_select_related = ["title__unit"]
    list_filter = [("state", ChoicesDropdownFilter), ("title__level", ChoicesDropdownFilter)]
    search_fields = ["number", "title__unit__name", "recipient"]
    fieldsets = [
        (None, {"fields": ["number", "title", "shown_star", "made_on"]}),
        ("交付与挂牌", {"fields": ["recipient", "handed_on", "hung_on"]}),
        ("遗失、补发与收回", {"fields": ["earlier", "later", "state_reason", "returned_on"]}),
    ]
    readonly_fields = ["shown_star", "earlier", "later", "state_reason"]
    move_words = {
        "hand_over": "请先打印交接单，由领取人签字。",
        "reissue": "用于牌匾遗失或损坏。新牌匾使用新编号，原编号不再有效；找到的旧牌匾应当收回。",
        "report_lost": "登记后，由组委会管理员决定是否补发。",
    }

    def get_urls(self):
        photo, sheet = map(self.admin_site.admin_view, (self.photo_view, self.sheet_view))
        return [
            path("<int:pk>/photo/", photo, name="creation_cycle_plaque_photo"),
            path("<int:pk>/sheet/", sheet, name="creation_cycle_plaque_sheet"),
            *super().get_urls(),
        ]

    def page_actions(self, request, record):
        places = [("打印交接单", "creation_cycle_plaque_sheet")]
        if record.photo:
            places.append(("查看挂牌照片", "creation_cycle_plaque_photo"))
        return [PageAction(label, reverse(f"admin:{name}", args=[record.pk])) for label, name in places]

    def sheet_view(self, request, pk):
        """The handover sheet, to be printed and signed by both sides; its code is the one on the plaque."""
        plaque = self.get_object(request, str(pk))
        if plaque is None:
            raise Http404(f"no plaque {pk} for this user")
        address = settings.SITE_URL + plaque.title.unit.get_absolute_url()
        context = {"plaque": plaque, "title": plaque.title, "address": address, "code": code_svg(address)}
        return TemplateResponse(request, "admin/portal/plaque_sheet.html", context)

    def photo_view(self, request, pk):
        """The photo of the hanging plaque, for whoever sees the plaque; we encoded it ourselves."""
        plaque = self.get_object(request, str(pk))
        if plaque is None or not plaque.photo:
            raise Http404(f"no photo of plaque {pk} for this user")
        return FileResponse(plaque.photo.open("rb"), headers={"X-Content-Type-Options": "nosniff"})

    @display(description="集体", ordering="title__unit__name")
    def unit_name(self, plaque):
        return plaque.title.unit.name

    @display(description="所载星级", ordering="star")
    def shown_star(self, plaque):
        return stars(plaque.star)

    @display(description="状态", ordering="state")
    def current_state(self, plaque):
        return state_badge(plaque)

    @display(description="代替的牌匾")
    def earlier(self, plaque):
        return _linked(plaque.replaces)

    @display(description="补发的新牌匾")
    def later(self, plaque):
        return _linked(getattr(plaque, "successor", None))


def _linked(plaque: Plaque | None) -> str:
    if plaque is None:
        return "无"
    url = reverse("admin:creation_cycle_plaque_change", args=[plaque.pk])
    return format_html('<a class="text-link" href="{}">{}</a>', url, plaque.number)
