"""红名单条目: nominated by hand or by table, moved by its panel; numbers masked until somebody says why."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction
from core.templatetags.portal import state_badge
from core.text import chinese_date
from core.validators import normalise_code, validate_credit_code, validate_identity_number
from credit.admin.choices import Unmasking, own_committees
from credit.admin.honour_import import HonourImport
from credit.enums import EntryState, PublicBasis, SubjectKind
from credit.models import ListPolicy, RedListEntry
from credit.services import nominations, snapshots


class EntryForm(forms.ModelForm):
    """Whom, for which honour. The number is asked anew and never shown; empty on a later change means unchanged."""

    number = forms.CharField(
        label="证件号码",
        required=False,
        max_length=18,
        widget=UnfoldAdminTextInputWidget(),
        help_text="个人填居民身份证号码，组织填统一社会信用代码；加密保存，页面上不显示。集体不用填。",
    )

    class Meta:
        model = RedListEntry
        fields = [
            "policy", "unit", "name", "honour", "honour_level", "granting_body", "document_number", "granted_on",
            "hours", "star", "public_basis", "public_law",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "number" in self.fields:
            self.fields["number"].label = "补全或更正证件号码"

    def clean(self):
        values = super().clean()
        policy = values.get("policy") or getattr(self.instance, "policy", None)
        if policy is None:
            return values
        self.instance.subject_kind = policy.subject_kind
        self._clean_subject(policy.subject_kind, values)
        self._clean_basis(policy.subject_kind, values)
        return values

    def _clean_subject(self, kind: str, values: dict) -> None:
        number = normalise_code(values.get("number") or "")
        if kind == SubjectKind.COLLECTIVE:
            if not values.get("unit") and not self.instance.pk:
                self.add_error("unit", "请选择集体。")
            return
        check = validate_identity_number if kind == SubjectKind.PERSON else validate_credit_code
        if not number:
            if not self.instance.pk:
                self.add_error("number", "请填写证件号码。")
            return
        try:
            check(number)
        except ValidationError as error:
            self.add_error("number", error)
            return
        column = "identity_number" if kind == SubjectKind.PERSON else "credit_code"
        setattr(self.instance, column, number)

    def _clean_basis(self, kind: str, values: dict) -> None:
        """A person's name is public by consent (registered on its own page) or by a law that is named."""
        if kind != SubjectKind.PERSON:
            self.instance.public_basis = values["public_basis"] = PublicBasis.NOT_PERSONAL
            return
        if values.get("public_basis") == PublicBasis.NOT_PERSONAL:
            self.add_error("public_basis", "个人姓名属于个人信息，请选择本人单独同意或法律法规规定。")
        if values.get("public_basis") == PublicBasis.LAW and not values.get("public_law"):
            self.add_error("public_law", "请填写具体条款。")
        if values.get("public_basis") == PublicBasis.CONSENT and not self.instance.consent_id:
            values["public_basis"] = ""  # the consent itself is registered on its own page and fills this in


@admin.register(RedListEntry)
class RedListEntryAdmin(HonourImport, Unmasking, LifecycleAdmin):
    """Fields may be completed until somebody has checked them."""

    form = EntryForm
    list_before_template = "admin/portal/credit_entry_list.html"
    nothing_yet = "红名单条目会列在这里。认定后自动转入候选，也可以由信用管理员新建或导入历年荣誉。"
    list_display = ["shown_name", "honour", "policy", "basis", "current_state", "valid_until", "retest_on"]
    list_display_links = ["shown_name"]
    list_select_related = ["policy"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("basis", ChoicesDropdownFilter),
        ("policy", OwnRowsDropdown),
    ]
    search_fields = ["honour", "document_number", "unit__name"]
    search_help_text = "按荣誉、文号或集体名称查找"
    autocomplete_fields = ["unit"]
    move_words = {
        "publicise": "公示期内任何人都可以提出异议。个人只显示隐去一部分的姓名。",
        "enlist": "列入后在红名单页面公开，到期自动移出页面。",
        "suspend": "暂停期间不在红名单页面显示，不发放激励。",
        "remove": "移出后不能恢复；需要时重新推荐。",
    }
    asked = [
        (None, {"fields": ["policy", "unit", "name", "number"]}),
        ("荣誉", {"fields": ["honour", "honour_level", "granting_body", ("document_number", "granted_on")]}),
        ("志愿服务", {"fields": [("hours", "star")]}),
        ("公开依据", {"fields": ["public_basis", "public_law"]}),
    ]

    def choices_for(self, name, request):
        if name == "policy":
            return ListPolicy.objects.in_force().filter(committee__in=own_committees(request.user))
        return None

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.asked
        shown = ["policy", "subject_kind", "shown_name", "shown_number", "unit", "basis"]
        number = ["number"] if self.has_change_permission(request, obj) else []
        return [
            (None, {"fields": [*shown, *number]}),
            *self.asked[1:],
            ("列入", {"fields": ["listed_on", "valid_until", "retest_on", "reason"]}),
            ("查询结论和复核", {"fields": ["kept_answers", "retests"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = [
            "subject_kind", "shown_name", "shown_number", "basis", "listed_on", "valid_until", "retest_on",
            "reason", "kept_answers", "retests",
        ]  # fmt: skip
        return fixed if obj is None else [*fixed, "policy", "unit"]

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state == EntryState.NOMINATED)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            nominations.nominate(obj, by=request.user)

    def save_related(self, request, form, formsets, change):
        """The service has written the first entry of a new one."""
        if change:
            super().save_related(request, form, formsets, change)

    def get_urls(self):
        own = path(
            "template/", self.admin_site.admin_view(self.template_view), name="credit_redlistentry_template"
        )
        return [own, *super().get_urls()]

    def page_actions(self, request, record):
        shown = super().page_actions(request, record)
        if record.is_public:
            shown.append(PageAction("查看公开页面", reverse("credit:red_list")))
        return shown

    def remedy_places(self, request, record):
        return {
            "credit": reverse("admin:credit_creditquery_add"),
            "case": reverse("admin:credit_creditcase_changelist"),
        }

    @display(description="主体", ordering="subject_key")
    def shown_name(self, entry):
        return entry.masked_name

    @display(description="证件号码")
    def shown_number(self, entry):
        return entry.masked_number or "没有登记"

    @display(description="状态", ordering="state")
    def current_state(self, entry):
        return state_badge(entry)

    @display(description="决定时的查询结论")
    def kept_answers(self, entry):
        rows = [
            f"{chinese_date(row.taken_on)}{row.decision}：{row.role} {row.shown_name} {row.get_conclusion_display()}"
            for row in snapshots.of(f"red_list:{entry.pk}")
        ]
        return "；".join(rows) or "无"

    @display(description="定期复核")
    def retests(self, entry):
        rows = [
            f"{chinese_date(note.on)} {note.get_outcome_display()}：{note.text}"
            for note in entry.retests.all()[:6]
        ]
        return "；".join(rows) or "还没有到复核日期"
