"""信用查询: asked here, answered here by hand with proof; by table or platform the answers come by themselves."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from core import clock
from core.admin import OwnRowsDropdown, PageAction, RecordedAdmin
from core.lifecycle import TransitionBlocked
from core.proofs import clean_proof
from core.services.access import record_view
from core.templatetags.portal import state_badge
from core.validators import normalise_code, validate_credit_code, validate_identity_number
from credit import providers
from credit.admin.choices import OwnCommittee, Unmasking, download, form_page
from credit.enums import Conclusion, SubjectKind
from credit.models import CreditQuery
from credit.services import queries
from credit.subjects import Subject


class QueryForm(forms.ModelForm):
    """Whom to ask about, why, and by what authority."""

    number = forms.CharField(
        label="证件号码", max_length=18, widget=UnfoldAdminTextInputWidget(),
        help_text="个人填居民身份证号码，组织填统一社会信用代码。",
        error_messages={"required": "请填写证件号码。"},
    )  # fmt: skip

    class Meta:
        model = CreditQuery
        fields = ["committee", "purpose", "provider", "subject_kind", "name", "unit", "authorisation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "provider" in self.fields:
            widget = UnfoldAdminSelectWidget()
            self.fields["provider"] = forms.ChoiceField(
                label="查询渠道", choices=providers.choices(), widget=widget
            )
            kinds = [kind for kind in SubjectKind.choices if kind[0] != SubjectKind.COLLECTIVE]
            self.fields["subject_kind"].choices = kinds
            self.fields["unit"].help_text = "与哪个集体有关。该集体的号长可以在信用页面看到结论。"

    def clean(self):
        values = super().clean()
        kind, number = values.get("subject_kind"), normalise_code(values.get("number") or "")
        if not kind or not number:
            return values
        is_person = kind == SubjectKind.PERSON
        try:
            (validate_identity_number if is_person else validate_credit_code)(number)
        except ValidationError as error:
            self.add_error("number", error)
        values["subject"] = Subject(
            kind, values.get("name", ""),
            identity_number=number if is_person else "", credit_code="" if is_person else number,
        )  # fmt: skip
        return values


class AnswerForm(forms.Form):
    """The conclusion and its proof; never the report."""

    conclusion = forms.ChoiceField(
        label="结论",
        choices=[(answer.value, answer.label) for answer in Conclusion.answers()],
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"required": "请选择结论。"},
    )
    answered_on = forms.DateField(label="查询日期", widget=UnfoldAdminSingleDateWidget())
    valid_until = forms.DateField(label="有效期至", widget=UnfoldAdminSingleDateWidget())
    source_name = forms.CharField(label="查询机构", max_length=80, widget=UnfoldAdminTextInputWidget())
    file_reference = forms.CharField(
        label="凭据编号", max_length=80, required=False, widget=UnfoldAdminTextInputWidget()
    )
    file = forms.FileField(
        label="查询凭据",
        required=False,
        widget=UnfoldAdminFileFieldWidget(),
        help_text="PDF 或图片，最多 5 MB。只附证明结论的一页，不要附完整的信用报告。",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        return clean_proof(file) if file else None

    def clean(self):
        values = super().clean()
        answered_on, valid_until = values.get("answered_on"), values.get("valid_until")
        if answered_on and answered_on > clock.today():
            self.add_error("answered_on", "查询日期不能晚于今天。")
        if answered_on and valid_until and valid_until < answered_on:
            self.add_error("valid_until", "有效期不能早于查询日期。")
        if not values.get("file") and not values.get("file_reference") and "file" not in self.errors:
            self.add_error("file_reference", "请附凭据，或填写凭据编号。")
        return values


@admin.register(CreditQuery)
class CreditQueryAdmin(Unmasking, OwnCommittee, RecordedAdmin):
    """Names masked, numbers behind a recorded look; the conclusion is written once."""

    form = QueryForm
    nothing_yet = "信用查询会列在这里：每次查询的事由、授权、结论和有效期。由信用管理员新建，或用批量查询。"
    list_display = [
        "shown_name",
        "purpose",
        "committee",
        "shown_conclusion",
        "answered_on",
        "valid_until",
        "fault",
    ]
    list_display_links = ["shown_name"]
    list_select_related = ["committee"]
    list_filter = [
        ("conclusion", ChoicesDropdownFilter),
        ("purpose", ChoicesDropdownFilter),
        ("committee", OwnRowsDropdown),
        ("batch", OwnRowsDropdown),
    ]
    search_fields = ["unit__name", "credit_code", "authorisation"]
    search_help_text = "按集体名称、统一社会信用代码或授权书编号查找"
    autocomplete_fields = ["unit"]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [
                ("查询对象", {"fields": ["subject_kind", "name", "number", "unit"]}),
                ("事由和授权", {"fields": ["committee", "purpose", "authorisation", "provider"]}),
            ]
        return [
            ("查询对象", {"fields": ["subject_kind", "shown_name", "shown_number", "unit"]}),
            ("事由和授权", {"fields": ["committee", "purpose", "authorisation", "channel", "asked_by", "asked_at"]}),
            ("结论", {"fields": ["shown_conclusion", "answered_on", "valid_until", "source_name", "file_reference",
                               "recorded_at", "fault"]}),
        ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        return [name for _, part in self.get_fieldsets(request, obj) for name in part["fields"]]

    def has_change_permission(self, request, obj=None):
        """What was asked stays as it was asked; the answer has a page of its own."""
        return False

    def save_model(self, request, obj, form, change):
        chosen = form.cleaned_data
        query = queries.ask(
            chosen["subject"],
            committee=chosen["committee"],
            authorisation=chosen["authorisation"],
            by=request.user,
            purpose=chosen["purpose"],
            provider=chosen["provider"],
            unit=chosen["unit"],
        )
        obj.pk = query.pk
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def get_urls(self):
        pages = {"<int:pk>/answer/": ("answer", self.answer_view), "<int:pk>/file/": ("file", self.file_view)}
        own = [
            path(route, self.admin_site.admin_view(view), name=f"credit_creditquery_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def page_actions(self, request, record):
        shown = super().page_actions(request, record)
        if record.conclusion == Conclusion.PENDING and request.user.has_perm(
            "credit.answer_creditquery", record
        ):
            shown.insert(
                0, PageAction("登记结论", reverse("admin:credit_creditquery_answer", args=[record.pk]))
            )
        if record.file:
            shown.append(
                PageAction(
                    "查看凭据（将记录本次查看）", reverse("admin:credit_creditquery_file", args=[record.pk])
                )
            )
        if case := getattr(record, "case", None):
            shown.append(PageAction("人工研判", reverse("admin:credit_creditcase_change", args=[case.pk])))
        return shown

    def answer_view(self, request, pk):
        """The conclusion by hand; a provider's late answer may have come first, and then this one is refused."""
        query = self._own(request, pk)
        if not request.user.has_perm("credit.answer_creditquery", query):
            raise PermissionDenied("only the asking committee's credit officers record answers")
        today = clock.today()
        initial = {"answered_on": today, "valid_until": today + timedelta(days=settings.CREDIT_QUERY_DAYS)}
        form = AnswerForm(request.POST or None, request.FILES or None, initial=initial)
        findings, status = [], 200
        if form.is_valid():
            try:
                queries.record_answer(query, by=request.user, **form.cleaned_data)
            except TransitionBlocked as blocked:
                findings, status = blocked.findings, 409
            else:
                messages.success(request, f"已登记结论：{query}。")
                return HttpResponseRedirect(self._page(pk))
        context = {
            "title": f"登记结论：{query.masked_name}", "form": form, "button": "登记结论", "findings": findings,
            "intro": "只登记结论。结论不是无不良信息的，自动转人工研判，不会自动否决。", "back": self._page(pk),
        }  # fmt: skip
        return form_page(self, request, context, status)

    def file_view(self, request, pk):
        query = self._own(request, pk)
        if not query.file:
            raise Http404(f"query {pk} has no proof")
        record_view(query, "查询凭据", by=request.user, purpose="核对查询结论")
        suffix = query.file.name.rpartition(".")[2]
        return download(query.file.open("rb"), f"查询凭据{pk}.{suffix}", "application/octet-stream")

    def _own(self, request, pk) -> CreditQuery:
        query = self.get_object(request, str(pk))
        if query is None:
            raise Http404(f"no query {pk} for this user")
        return query

    def _page(self, pk) -> str:
        return reverse("admin:credit_creditquery_change", args=[pk])

    @display(description="查询对象", ordering="subject_key")
    def shown_name(self, query):
        return query.masked_name

    @display(description="证件号码")
    def shown_number(self, query):
        return query.masked_number or "没有登记"

    @display(description="结论", ordering="conclusion")
    def shown_conclusion(self, query):
        return state_badge(query, "conclusion")

    @display(description="查询渠道")
    def channel(self, query):
        return providers.label_of(query.provider)
