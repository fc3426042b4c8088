"""评审人员库: who can be asked, for what and how much, and where they work."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextInputWidget,
)

from core.admin import OwnRowsDropdown, RecordedAdmin
from creation_cycle.admin.choices import own_committees
from reviews.models import Reviewer
from reviews.queries.pool import assignable_users, with_load
from reviews.services import pool
from units.models import Affiliation, Employer, Industry


class ReviewerForm(forms.ModelForm):
    """The entry, and the person's employer and league branch, which belong to the person in every pool."""

    employer = forms.ModelChoiceField(
        Employer.objects.all(),
        label="工作单位",
        required=False,
        widget=AutocompleteSelect(Affiliation._meta.get_field("employer"), admin.site),
        help_text="据此自动回避同一单位的集体，请如实填写。",
    )
    league_branch = forms.CharField(
        label="所在团支部",
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget(),
        help_text="据此自动回避同一团支部的集体，名称须与集体登记的一致。",
    )

    class Meta:
        model = Reviewer
        fields = ["committee", "user", "expertise", "region", "most_units", "remark", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial = {**pool.affiliation_of(self.instance), **self.initial}


@admin.register(Reviewer)
class ReviewerAdmin(RecordedAdmin):
    form = ReviewerForm
    nothing_yet = "可指派的评审人员会列在这里。由组委会管理员添加第一名。"
    list_display = [
        "user",
        "committee",
        "fields_known",
        "region",
        "employer_name",
        "units",
        "most_units",
        "is_active",
    ]
    list_select_related = ["user__affiliation__employer", "committee", "region"]
    list_filter = ["is_active", ("committee", OwnRowsDropdown), ("expertise", OwnRowsDropdown)]
    search_fields = ["user__name", "user__username", "remark"]
    search_help_text = "按姓名、账号或专长查找"
    autocomplete_fields = ["region"]
    readonly_on_change = ("committee", "user")
    fieldsets = [
        ("人员", {"fields": ["committee", "user", "is_active"]}),
        ("专长和数量", {"fields": ["expertise", "remark", "region", "most_units"]}),
        ("回避依据", {"fields": ["employer", "league_branch"]}),
    ]

    def get_queryset(self, request):
        return with_load(super().get_queryset(request)).prefetch_related("expertise")

    def choices_for(self, name, request):
        if name == "user":
            return assignable_users(None)
        return own_committees(request.user) if name == "committee" else None

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        kwargs["queryset"] = Industry.objects.filter(is_active=True)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        return {
            "committee": own_committees(request.user).first(),
            **super().get_changeform_initial_data(request),
        }

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        given = {name: form.cleaned_data[name] for name in ("employer", "league_branch")}
        pool.keep_affiliation(obj.user, **given, by=request.user)

    @display(description="熟悉的行业系统")
    def fields_known(self, reviewer):
        return "、".join(industry.name for industry in reviewer.expertise.all()) or "不限"

    @display(description="工作单位")
    def employer_name(self, reviewer):
        place = getattr(reviewer.user, "affiliation", None)
        return place.employer if place and place.employer else "未填写"

    @display(description="进行中的评审", ordering="load")
    def units(self, reviewer):
        return f"{reviewer.load} 个集体"
