"""称号, the recognitions that made them, and certificates. Past titles come in through the import."""

from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import (
    LifecycleAdmin,
    OwnRowsDropdown,
    PageAction,
    ReadOnlyAdmin,
    ScopedInline,
    WrittenByServices,
)
from core.templatetags.portal import cn_date, stars, state_badge
from creation_cycle.admin.past_titles import PastTitleImport
from creation_cycle.models import Certificate, Recognition, Title


def recognition_day(recognition: Recognition) -> str:
    """The day, or the year where the source names no more."""
    day = recognition.recognised_on
    return f"{day.year}年" if recognition.is_year_only else cn_date(day)


class RecognitionInline(ScopedInline):
    model = Recognition
    fields = readonly_fields = ["label", "recognised_star", "day", "decision_number", "source"]

    @display(description="星级")
    def recognised_star(self, recognition):
        return recognition.get_star_display() + ("（推定）" if recognition.is_star_assumed else "")

    @display(description="认定时间")
    def day(self, recognition):
        return recognition_day(recognition)


@admin.register(Title)
class TitleAdmin(WrittenByServices, PastTitleImport, LifecycleAdmin):
    nothing_yet = "集体获得的称号会列在这里。认定后自动出现；往届称号由组委会管理员点“导入”登记。"
    list_display = [
        "unit_name",
        "name",
        "shown_star",
        "current_state",
        "first_recognised_on",
        "last_recognised_on",
    ]
    list_select_related = ["unit"]
    list_filter = [
        ("level", ChoicesDropdownFilter),
        ("star", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("unit__industry", OwnRowsDropdown),
    ]
    search_fields = ["unit__name", "name"]
    ordering = ["-last_recognised_on", "-pk"]
    inlines = [RecognitionInline]

    @display(description="集体", ordering="unit__name")
    def unit_name(self, title):
        return title.unit.name

    @display(description="星级", ordering="star")
    def shown_star(self, title):
        return stars(title.star)

    @display(description="状态", ordering="state")
    def current_state(self, title):
        return state_badge(title)


@admin.register(Recognition)
class RecognitionAdmin(ReadOnlyAdmin):
    nothing_yet = "每一次认定会列在这里。审批人认定后自动出现，不用新建。"
    list_display = ["unit_name", "title_name", "label", "shown_star", "day", "decision_number", "source"]
    list_select_related = ["title__unit"]
    list_filter = ["is_star_assumed", ("cycle", OwnRowsDropdown)]
    search_fields = ["title__unit__name", "label", "decision_number"]

    def get_queryset(self, request):
        """A recognition is seen by whoever sees its title."""
        titles = Title.objects.visible_to(request.user)
        return super().get_queryset(request).filter(title__in=titles)

    @display(description="集体", ordering="title__unit__name")
    def unit_name(self, recognition):
        return recognition.title.unit.name

    @display(description="称号")
    def title_name(self, recognition):
        return recognition.title.name

    @display(description="星级", ordering="star")
    def shown_star(self, recognition):
        return recognition.get_star_display() + ("（推定）" if recognition.is_star_assumed else "")

    @display(description="认定时间", ordering="recognised_on")
    def day(self, recognition):
        return recognition_day(recognition)


@admin.register(Certificate)
class CertificateAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "证书会列在这里。认定后由系统自动制发，不用新建。"
    list_display = ["number", "unit_name", "current_state", "issued_at", "is_registered_only"]
    list_select_related = ["recognition__title__unit"]
    list_filter = [("state", ChoicesDropdownFilter), "is_registered_only"]
    search_fields = ["number", "recognition__title__unit__name"]
    fields = ["number", "recognition", "is_registered_only", "issued_at", "failure", "file_hash"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/", view, name="creation_cycle_certificate_file"), *super().get_urls()]

    def page_actions(self, request, record):
        actions = [PageAction("查看核验页面", record.get_absolute_url())] if record.issued_at else []
        if record.file:
            url = reverse("admin:creation_cycle_certificate_file", args=[record.pk])
            actions.insert(0, PageAction("下载证书（PDF）", url))
        return actions

    def file_view(self, request, pk):
        """The certificate's PDF, for whoever may see the certificate."""
        certificate = self.get_object(request, str(pk))
        if certificate is None or not certificate.file:
            raise Http404(f"no certificate file {pk} for this user")
        return FileResponse(certificate.file.open(), as_attachment=True, filename=f"{certificate.number}.pdf")

    @display(description="集体", ordering="recognition__title__unit__name")
    def unit_name(self, certificate):
        return certificate.recognition.title.unit.name

    @display(description="状态", ordering="state")
    def current_state(self, certificate):
        return state_badge(certificate)
