"""激励措施 and what was given."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.admin import OwnRowsDropdown, RecordedAdmin, WrittenByServices
from credit.admin.choices import OwnCommittee, form_page, own_committees
from credit.models import Measure, MeasureGrant, Partner, RedListEntry
from credit.services import measures


class LoadForm(forms.Form):
    committee = forms.ModelChoiceField(
        None, label="发布单位", empty_label=None, widget=UnfoldAdminSelectWidget()
    )

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees


@admin.register(Measure)
class MeasureAdmin(OwnCommittee, RecordedAdmin):
    list_before_template = "admin/portal/credit_measure_list.html"
    nothing_yet = "激励措施会列在这里。由信用管理员新建，或载入参考措施后逐条核对。"
    list_display = ["content", "area", "number", "committee", "audience", "is_example"]
    list_select_related = ["committee"]
    list_filter = ["is_example", "area", ("committee", OwnRowsDropdown)]
    search_fields = ["content", "responsible"]
    readonly_on_change = ("committee",)
    fieldsets = [
        (None, {"fields": ["committee", ("area", "number"), "content"]}),
        ("谁可以享受", {"fields": ["subject_kind", "needs_listing", "least_star"]}),
        ("谁来提供", {"fields": ["responsible", "legal_basis", "source"]}),
        ("时间和公开", {"fields": [("starts_on", "ends_on"), "is_example"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.load_view)
        return [path("load/", view, name="credit_measure_load"), *super().get_urls()]

    def load_view(self, request):
        """Copies the shipped measures; each is an example until somebody has checked it."""
        if not self.has_add_permission(request):
            raise PermissionDenied("only credit officers load measures")
        own = own_committees(request.user)
        form = LoadForm(request.POST or None, committees=own, initial={"committee": own.first()})
        back = reverse("admin:credit_measure_changelist")
        if form.is_valid():
            count = measures.load(form.cleaned_data["committee"], by=request.user)
            messages.success(request, f"已载入 {count} 条参考措施，均为示例，核对后取消“示例”才会公开。")
            return HttpResponseRedirect(back)
        context = {
            "title": "载入参考措施", "form": form, "button": "载入", "back": back,
            "intro": "随系统提供 7 个领域 28 条参考措施，部分出自青海省的公开报道，其余为示例。"
            "载入后都标为示例，不公开、不能发放；核对责任单位和依据后再取消标记。",
        }  # fmt: skip
        return form_page(self, request, context)

    @display(description="适用对象")
    def audience(self, measure):
        return measure.audience


class GrantForm(forms.ModelForm):
    """Refuses who is not entitled, with the reasons at the entry."""

    class Meta:
        model = MeasureGrant
        fields = ["measure", "entry", "granted_on", "partner", "provider", "proof"]

    def clean(self):
        values = super().clean()
        if {"measure", "entry", "granted_on"} <= {key for key in values if values[key]}:
            for finding in values["measure"].entitles(values["entry"], values["granted_on"]):
                if finding.blocks:
                    self.add_error("entry", str(finding))
        return values


@admin.register(MeasureGrant)
class MeasureGrantAdmin(WrittenByServices, RecordedAdmin):
    form = GrantForm
    nothing_yet = "发放给守信主体的激励会列在这里。由信用管理员登记，写明提供方和凭证。"
    list_display = ["subject", "measure", "granted_on", "provider", "proof"]
    list_display_links = ["subject"]
    list_select_related = ["entry", "measure"]
    search_fields = ["provider", "proof"]
    fields = ["measure", "entry", "granted_on", "partner", "provider", "proof"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(measure__in=Measure.objects.visible_to(request.user))

    def has_add_permission(self, request):
        return self._may("add", request, None)

    def choices_for(self, name, request):
        own = own_committees(request.user)
        choices = {
            "measure": Measure.objects.public().filter(committee__in=own),
            "entry": RedListEntry.objects.filter(policy__committee__in=own, state="listed"),
            "partner": Partner.objects.current().filter(committee__in=own),
        }
        return choices.get(name)

    def save_model(self, request, obj, form, change):
        measures.grant(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    @display(description="对象")
    def subject(self, grant):
        return grant.entry.masked_name
